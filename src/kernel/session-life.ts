/** A debug session from its launch to its end: its programs take their turns like any other's. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {RunOutcome, ScriptError} from "../debugger/engine.ts"
import {DebugSession, type LaunchArguments} from "../debugger/session.ts"
import type {Header} from "../protocol/envelope.ts"
import {invalidParams, noSuchFile} from "../protocol/errors.ts"
import {readArguments} from "../protocol/validation.ts"
import type {Client} from "./clients.ts"
import {errorContent} from "./error-content.ts"
import type {Call, Kernel} from "./kernel.ts"
import type {Program} from "./turns.ts"

/** @throws no such file, script locked */
export function launch(kernel: Kernel, {client, request}: Call): unknown {
  const launched = allowed(kernel, client, readArguments("launch", request.params))
  const id = `${client.id}-s${++kernel.sessionCount}`
  const session = new DebugSession(id, client.id, launched, kernel.engine, kernel.hooks, (event, body) => {
    if (event === "output") kernel.log(body as DebugProtocol.OutputEvent["body"])
    else kernel.sendEvent(id, event, body)
  })
  kernel.sessions.add(session)
  kernel.afterAnswer = () => kernel.sendEvent(id, "initialized", undefined)
  return {session: id, program: launched.program}
}

/** @throws invalid params, limit exceeded */
export function configurationDone(kernel: Kernel, {request}: Call, session: DebugSession): unknown {
  if (session.state !== "configuring") throw invalidParams("configurationDone", "the program has been started already.")
  kernel.turns.checkLine()
  session.state = "waiting"
  const place = kernel.turns.queue.length
  kernel.afterAnswer = () => kernel.turns.run(programOf(kernel, session, request.header))
  return place > 0 ? {place} : {}
}

/**
 * The session's program anew, or another one: its breakpoints and filters stay, and so does the session. One that has not
 * begun yet is not started by this. A program that is left is free for other clients at once.
 * @throws no such file, script locked
 */
export function restart(kernel: Kernel, {client, request}: Call, session: DebugSession): unknown {
  const {arguments: wanted} = readArguments("restart", request.params)
  const {launch: before} = session
  const launched = wanted ? allowed(kernel, client, {...wanted, program: wanted.program ?? before.program}) : before
  kernel.afterAnswer = () => {
    session.relaunch(launched, request.header)
    if (kernel.activeSession === session) kernel.turns.interruptWanted = true
    if (launched.program !== before.program)
      kernel.sendEvent(session.id, "process", {name: launched.program, startMethod: "launch"})
  }
  return {}
}

/** @throws no such file, script locked */
function allowed(kernel: Kernel, client: Client, args: LaunchArguments): LaunchArguments {
  const {program} = args
  if (!kernel.engine.readFile(program)) throw noSuchFile(program)
  kernel.sessions.checkLock(program, client)
  return args
}

/** @param header the request that it comes from */
function programOf(kernel: Kernel, session: DebugSession, header: Header): Program {
  let toldOf: ScriptError | undefined
  const failed = (error: ScriptError) => {
    kernel.engine.flush()
    kernel.flushOutput()
    if (!session.willRestart) tellError(kernel, session, error)
    toldOf = error
  }
  return {
    clientId: session.clientId,
    session: session.id,
    header,
    start: () => {
      if (!session.launch.keepState) kernel.engine.reset()
      kernel.activeSession = session
      kernel.hooks.begin()
      session.begin()
      if (kernel.turns.isEndedEarly()) return {kind: "interrupted"}
      session.prepareEntry()
      const {program, args = [], keepState = false} = session.launch
      return kernel.engine.run({source: {path: program}, args, finalizes: !keepState, failed})
    },
    done: outcome => finish(kernel, session, outcome, toldOf),
    cancelled: reason => {
      if (kernel.activeSession === session) kernel.activeSession = undefined
      if (session.state === "terminated") return
      kernel.sendEvent(session.id, "output", {category: "stderr", output: `${reason.message}\n`})
      kernel.endSession(session, 1)
    },
  }
}

/** @param toldOf the error that its client knows already */
function finish(kernel: Kernel, session: DebugSession, outcome: RunOutcome, toldOf: ScriptError | undefined): void {
  kernel.activeSession = undefined
  const again = session.abandoned ? undefined : session.takeRestart()
  if (again) {
    kernel.engine.forget()
    kernel.turns.runNext(programOf(kernel, session, again))
    return
  }
  if (outcome.kind === "error" && outcome.error !== toldOf) tellError(kernel, session, outcome.error)
  kernel.endSession(session, outcome.kind === "done" ? 0 : outcome.kind === "exit" ? outcome.code : 1)
  kernel.engine.forget()
}

function tellError(kernel: Kernel, session: DebugSession, error: ScriptError): void {
  kernel.broadcast("error", errorContent(error), session.id)
}
