/** LDP: the debugging protocol. Launching, ending and disconnecting are the kernel's; the rest is the session's own. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {RunOutcome} from "../debugger/engine.ts"
import {answer, capabilities} from "../debugger/requests.ts"
import {DebugSession, type LaunchArguments} from "../debugger/session.ts"
import type {ExecutionContext} from "../protocol/dap.ts"
import {invalidParams, noSuchFile, noSuchSession} from "../protocol/errors.ts"
import {checkExecutionContext, readArguments} from "../protocol/validation.ts"
import type {Call, Kernel} from "./kernel.ts"

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
    case "terminate":
    case "disconnect":
      if (session.clientId !== call.client.id) {
        kernel.sessions.detach(session, call.client)
        return {}
      }
      readArguments(command, call.request.params)
      kernel.afterAnswer = () => kernel.terminate(session)
      return {}
    case "executionContext":
      return executionContext(kernel, call, session)
    case "restart":
      throw invalidParams(command, "end the session and start another one.")
    default: {
      const body = answer(session, command, call.request.params)
      session.memory.note(command, call.request.params)
      kernel.afterAnswer = () => session.announceContinued()
      return body
    }
  }
}

function launch(kernel: Kernel, {client, request}: Call): unknown {
  const args = readArguments("launch", request.params)
  const program = args.program.replace(/^(\.?\/)+/, "")
  if (!kernel.engine.readFile(program)) throw noSuchFile(program)
  kernel.sessions.checkLock(program, client)
  const id = `${client.id}-s${++kernel.sessionCount}`
  const launched: LaunchArguments = {...args, program}
  const session = new DebugSession(id, client.id, launched, kernel.engine, (event, body) => {
    if (event === "output") kernel.log(body as DebugProtocol.OutputEvent["body"])
    else kernel.sendEvent(id, event, body)
  })
  kernel.sessions.add(session)
  kernel.afterAnswer = () => kernel.sendEvent(id, "initialized", undefined)
  return {session: id, program}
}

function configurationDone(kernel: Kernel, {client, request}: Call, session: DebugSession): unknown {
  if (session.state !== "configuring") throw invalidParams("configurationDone", "the program has been started already.")
  kernel.turns.checkLine()
  session.state = "waiting"
  const place = kernel.turns.queue.length
  kernel.afterAnswer = () =>
    kernel.turns.run(
      client.id,
      request.header,
      () => {
        if (!session.launch.keepState) kernel.engine.reset()
        kernel.activeSession = session
        session.begin()
        return kernel.engine.run({source: {path: session.launch.program}, args: session.launch.args ?? []})
      },
      outcome => finish(kernel, session, outcome),
      reason => {
        if (kernel.activeSession === session) kernel.activeSession = undefined
        if (session.state === "terminated") return
        kernel.sendEvent(session.id, "output", {category: "stderr", output: `${reason.message}\n`})
        kernel.endSession(session, 1)
      },
    )
  return place > 0 ? {place} : {}
}

function finish(kernel: Kernel, session: DebugSession, outcome: RunOutcome): void {
  kernel.activeSession = undefined
  if (outcome.kind === "error") {
    const {message, traceback, place, kind} = outcome.error
    const text = [
      message,
      ...(traceback.length ? ["stack traceback:", ...traceback.map(line => `\t${line}`)] : []),
    ].join("\n")
    const at = place ? {source: {path: place.path, name: place.path.split("/").at(-1)}, line: place.line} : {}
    kernel.sendEvent(session.id, "output", {category: "stderr", output: `${text}\n`, ...at})
    kernel.broadcast("error", {ename: kind, evalue: message, traceback: [message, ...traceback]}, session.id)
  }
  kernel.endSession(session, outcome.kind === "done" ? 0 : outcome.kind === "exit" ? outcome.code : 1)
  kernel.engine.forget()
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
