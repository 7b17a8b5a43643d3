/**
 * The kernel: one script engine, its clients, and the programs that take turns on it. It owns all state that a client
 * can see. Messages come in by `receive`, from an idle worker's ports or from within a running program's trap.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {Clock} from "../base/clock.ts"
import {
  type Decision,
  type EngineEvent,
  type EngineListener,
  type ErrorEvent,
  Interruption,
  type Place,
  type RunOutcome,
  type ScriptEngine,
} from "../debugger/engine.ts"
import type {PauseGate} from "../debugger/gate.ts"
import type {DebugSession} from "../debugger/session.ts"
import type {ChannelName, Header, RequestMessage} from "../protocol/envelope.ts"
import {errorBody, interrupted, invalidRequest, unknownMethod} from "../protocol/errors.ts"
import {isLrpMethod, type KernelState} from "../protocol/lrp.ts"
import {parseRequest} from "../protocol/validation.ts"
import {Client, type Send} from "./clients.ts"
import {ldpHandler} from "./ldp-handlers.ts"
import {answerLrp} from "./lrp-handlers.ts"
import {type Output, OutputBatcher, type PieceDecoder} from "./output.ts"
import {JobQueue} from "./queue.ts"

export interface KernelParts {
  readonly id: string
  readonly version: string
  readonly engine: ScriptEngine
  readonly gate: PauseGate
  readonly clock: Clock
  makeDecoder(): PieceDecoder
  encode(text: string): Uint8Array
  decode(bytes: Uint8Array): string
  /** The state changed: for those that must know whether a poke is needed. */
  onState?(state: KernelState): void
  /** shutdown was asked for and answered. */
  onShutdown?(): void
}

/** One request, while it is answered. */
export interface Call {
  readonly client: Client
  readonly channel: ChannelName
  readonly request: RequestMessage
}

export class Kernel implements EngineListener {
  readonly parts: KernelParts
  readonly engine: ScriptEngine
  readonly queue: JobQueue
  readonly sessions = new Map<string, DebugSession>()
  executionCount = 0
  /** Sessions so far, for their ids. */
  sessionCount = 0
  /** The session whose program runs. */
  activeSession: DebugSession | undefined
  private readonly clients = new Map<string, Client>()
  private readonly output: OutputBatcher
  private currentState: KernelState = "idle"
  /** The request that the running program comes from. */
  private cause: Header | undefined
  private interruptWanted = false
  private input: {readonly reply: Uint8Array | null} | undefined

  constructor(parts: KernelParts) {
    this.parts = parts
    this.engine = parts.engine
    this.engine.listener = this
    this.queue = new JobQueue(() => this.setState("idle"))
    this.output = new OutputBatcher(parts.clock, parts.makeDecoder, output => this.sendOutput(output))
  }

  get state(): KernelState {
    return this.currentState
  }
  private setState(state: KernelState): void {
    if (state === this.currentState) return
    this.currentState = state
    this.parts.onState?.(state)
    this.broadcast("status", {execution_state: state})
  }

  addClient(id: string, name: string, send: Send): Client {
    const client = new Client(id, name, send, this.parts.clock)
    this.clients.set(id, client)
    client.notify("iopub", "status", {execution_state: this.currentState})
    return client
  }
  removeClient(id: string): void {
    this.queue.cancel(interrupted(), job => job.clientId === id)
    for (const session of this.sessions.values()) if (session.clientId === id) this.terminate(session)
    this.clients.delete(id)
  }

  /** To every client, on iopub. */
  broadcast(method: string, params: unknown, session?: string): void {
    for (const client of this.clients.values()) client.notify("iopub", method, params, this.cause, session)
  }
  /** To the clients that see a session: today its own. */
  sendEvent(session: string, clientId: string, event: string, body: unknown): void {
    this.clients.get(clientId)?.notify("iopub", `ldp/event/${event}`, body, this.cause, session)
  }

  /** Answers one message of a client, whatever it is. Never throws. */
  receive(clientId: string, channel: ChannelName, data: unknown): void {
    const client = this.clients.get(clientId)
    if (!client) return
    let request: RequestMessage
    try {
      request = parseRequest(data)
    } catch (thrown) {
      const id = (data as {id?: unknown} | null)?.id
      client.fail(channel, typeof id === "string" || typeof id === "number" ? id : null, errorBody(thrown), undefined)
      return
    }
    const call: Call = {client, channel, request}
    try {
      const result = this.answer(call)
      if (result instanceof Promise) {
        result.then(
          done => client.reply(channel, request.id, done, request.header),
          thrown => client.fail(channel, request.id, errorBody(thrown), request.header),
        )
      } else {
        client.reply(channel, request.id, result ?? {}, request.header)
      }
    } catch (thrown) {
      client.fail(channel, request.id, errorBody(thrown), request.header)
    }
    // taken first: what comes after may run a program, and receive further messages from within it
    const after = this.afterAnswer
    this.afterAnswer = undefined
    after?.()
  }
  /** Done once the answer to the current request is out. */
  afterAnswer: (() => void) | undefined

  private answer(call: Call): unknown {
    const {method} = call.request
    if (call.channel === "heartbeat") return {state: this.currentState}
    if (call.channel === "iopub") throw invalidRequest("iopub carries nothing to the kernel")
    if (method.startsWith("ldp/")) return ldpHandler(this, call, method.slice(4))
    if (!isLrpMethod(method)) throw unknownMethod(method)
    return answerLrp(this, call, method)
  }

  /** Runs one program when its turn comes. `done` gets the outcome while the state is still busy. */
  run(
    clientId: string,
    header: Header,
    start: () => RunOutcome | Promise<RunOutcome>,
    done: (outcome: RunOutcome) => void,
    cancelled: (reason: Error) => void,
  ): void {
    const finish = (outcome: RunOutcome) => {
      this.output.flush()
      this.interruptWanted = false
      done(outcome)
      this.cause = undefined
    }
    const failed = (thrown: unknown) => {
      this.output.flush()
      this.interruptWanted = false
      this.cause = undefined
      cancelled(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
    this.queue.add({
      clientId,
      ...(header.session === undefined ? {} : {session: header.session}),
      run: () => {
        this.cause = header
        this.interruptWanted = false
        this.output.begin()
        this.setState("busy")
        try {
          const outcome = start()
          return outcome instanceof Promise ? outcome.then(finish).catch(failed) : finish(outcome)
        } catch (thrown) {
          failed(thrown)
        }
      },
      cancel: cancelled,
    })
  }

  /**
   * Ends the program that runs, as soon as it can be.
   * @param execution the request that its client wants to end: the interruption may have overtaken it, on another port
   */
  interrupt(execution?: string): void {
    if (execution !== undefined && execution !== this.cause?.id) this.interruptedEarly = execution
    if (this.queue.busy) this.interruptWanted = true
  }
  private interruptedEarly: string | undefined
  /** Whether an execution was interrupted before it came; asked once. */
  wasInterruptedEarly(execution: string): boolean {
    if (this.interruptedEarly !== execution) return false
    this.interruptedEarly = undefined
    return true
  }
  /** Ends a session, and its program. */
  terminate(session: DebugSession): void {
    if (this.activeSession === session && this.queue.busy) {
      session.abandon()
      this.interrupt()
    } else {
      this.endSession(session, 0)
      this.queue.cancel(interrupted(), job => job.session === session.id)
    }
  }
  endSession(session: DebugSession, exitCode: number): void {
    session.end(exitCode)
    this.sessions.delete(session.id)
  }
  giveInput(reply: Uint8Array | null): void {
    this.input = {reply}
  }
  /** A program reads, and nothing has been given to it yet. */
  get waitsForInput(): boolean {
    return this.currentState === "waiting" && this.input === undefined
  }

  // What the engine tells, from within the running program.

  handleEvent(event: EngineEvent): Decision {
    if (event.poked) {
      this.output.flush()
      this.parts.gate.serve()
    }
    this.endIfInterrupted()
    return this.activeSession?.handleEvent(event) ?? "go"
  }
  handleError(event: ErrorEvent): Decision {
    return this.activeSession?.handleError(event) ?? "go"
  }
  private endIfInterrupted(): void {
    if (this.interruptWanted) throw new Interruption()
  }

  wait(): void | Promise<void> {
    const session = this.activeSession
    if (session?.state !== "stopped") return
    this.output.flush()
    this.setState("paused")
    session.announceStop()
    const over = () => session.state !== "stopped" || this.interruptWanted
    const goOn = () => {
      this.setState("busy")
      this.endIfInterrupted()
    }
    const held = this.parts.gate.hold(over)
    return held instanceof Promise ? held.then(goOn) : goOn()
  }

  readInput(prompt: string, place?: Place): Uint8Array | null | Promise<Uint8Array | null> {
    const client = this.clients.get(this.cause?.client ?? "")
    if (!client) return null
    this.output.flush()
    this.input = undefined
    this.setState("waiting")
    const at = place?.path === undefined ? {} : {source: place.path, line: place.line}
    client.notify("stdin", "input_request", {prompt, ...at}, this.cause)
    const take = (): Uint8Array | null => {
      this.setState("busy")
      this.endIfInterrupted()
      return this.input?.reply ?? null
    }
    const held = this.parts.gate.hold(() => this.input !== undefined || this.interruptWanted)
    return held instanceof Promise ? held.then(take) : take()
  }

  handleOutput({
    stream,
    bytes,
    path,
    line,
  }: {
    stream: "stdout" | "stderr"
    bytes: Uint8Array
    path?: string
    line?: number
  }): void {
    this.output.write(stream, bytes, path, line)
  }
  /** An output event of a session's own, in its place among what the program writes. */
  log({category, output, source, line}: DebugProtocol.OutputEvent["body"]): void {
    this.output.log(category === "important" ? category : "console", output, source?.path, line)
  }
  private sendOutput(output: Output): void {
    if (output.name === "stdout" || output.name === "stderr") this.broadcast("stream", output)
    const session = this.activeSession
    if (!session) return
    const {name, text, source, line} = output
    const at = source === undefined ? {} : {source: {path: source, name: source.split("/").at(-1)}, line}
    this.sendEvent(session.id, session.clientId, "output", {category: name, output: text, ...at})
  }
}
