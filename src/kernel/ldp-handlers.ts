/** LDP: the debugging protocol. A session's beginning and end are the kernel's; the rest is the session's own. */
import {answer, capabilities} from "../debugger/requests.ts"
import type {DebugSession} from "../debugger/session.ts"
import type {ExecutionContext} from "../protocol/dap.ts"
import {noSuchSession} from "../protocol/errors.ts"
import {checkExecutionContext, readArguments} from "../protocol/validation.ts"
import type {Call, Kernel} from "./kernel.ts"
import {configurationDone, launch, restart} from "./session-life.ts"

/** Answers `ldp/<command>`. @throws ProtocolError */
export function ldpHandler(kernel: Kernel, call: Call, command: string): unknown {
  if (command === "launch") return launch(kernel, call)
  if (command === "initialize" && call.request.header.session === undefined) return capabilities
  const id = call.request.header.session ?? "(none)"
  const session = kernel.sessions.get(id)
  if (!session || session.abandoned) throw noSuchSession(id)
  kernel.sessions.check(session, call.client, command)
  switch (command) {
    case "configurationDone":
      readArguments(command, call.request.params)
      return configurationDone(kernel, call, session)
    case "restart":
      return restart(kernel, call, session)
    case "terminate":
    case "disconnect":
      if (session.clientId !== call.client.id) {
        kernel.sessions.detach(session, call.client)
        return {}
      }
      readArguments(command, call.request.params)
      if (command === "disconnect" && kernel.sessions.giveBack(session)) {
        kernel.sessions.detach(session, call.client)
        return {}
      }
      kernel.afterAnswer = () => kernel.terminate(session)
      return {}
    case "executionContext":
      return executionContext(kernel, call, session)
    default: {
      const body = answer(session, command, call.request.params, call.client.name)
      session.memory.note(command, call.request.params)
      kernel.afterAnswer = () => session.announceContinued()
      return body
    }
  }
}

function executionContext(kernel: Kernel, {request}: Call, session: DebugSession): ExecutionContext {
  checkExecutionContext(request.params)
  if (kernel.activeSession !== session) return {elapsedMs: 0, output: []}
  const {ran, current} = kernel.turns
  const correlation = current?.header.correlation
  return {
    elapsedMs: ran.elapsed,
    output: kernel.recentLines.list(),
    ...(correlation === undefined ? {} : {correlation}),
  }
}
