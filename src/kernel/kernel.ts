/**
 * The kernel: one script engine, its clients, and the programs that take turns on it. It owns all state that a client
 * can see. Messages come in by front.ts.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {Clock} from "../base/clock.ts"
import type {Deadlines} from "../base/deadlines.ts"
import {type HistoryStore, noHistoryStore} from "../base/history-store.ts"
import {pokeReasons} from "../base/poke-reasons.ts"
import type {Decision, EngineEvent, EngineListener, ErrorEvent, Place, ScriptEngine} from "../debugger/engine.ts"
import type {PauseGate} from "../debugger/gate.ts"
import type {DebugSession} from "../debugger/session.ts"
import type {SourceInfo} from "../debugger/sources.ts"
import {HookMultiplexer} from "../observation/hooks.ts"
import type {ChannelName, Header, RequestMessage} from "../protocol/envelope.ts"
import {interrupted} from "../protocol/errors.ts"
import type {Limits} from "../protocol/limits.ts"
import type {KernelState, KernelStatus, LrpReplies} from "../protocol/lrp.ts"
import {outputBody} from "../protocol/session-events.ts"
import type {Stop} from "../protocol/stops.ts"
import {type Client, Clients, type Send} from "./clients.ts"
import {History} from "./history.ts"
import {HostCalls, type HostOffer} from "./host-calls.ts"
import {type Output, OutputBatcher, type PieceDecoder} from "./output.ts"
import {toldOf} from "./output-forms.ts"
import {ProgramFiles} from "./program-files.ts"
import {RecentLines} from "./recent-lines.ts"
import {ScriptRequests} from "./script-requests.ts"
import {Sessions} from "./sessions.ts"
import {StandardInput} from "./standard-input.ts"
import {type Turn, type TurnListener, Turns} from "./turns.ts"

export interface KernelParts {
  readonly id: string
  readonly version: string
  readonly engine: ScriptEngine
  readonly gate: PauseGate
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly limits: Limits
  makeDecoder(): PieceDecoder
  encode(text: string): Uint8Array
  decode(bytes: Uint8Array): string
  /** Default: nothing is kept. */
  readonly history?: HistoryStore
  /** Functions that programs may call; a client that has them says so when it is added. Default: none. */
  readonly host?: HostOffer
  /** The state changed: for those that must know whether a poke is needed. */
  onState?(state: KernelState): void
  /** Files of the workspace were made, changed or removed. */
  onFiles?(paths: readonly string[]): void
  /** shutdown was asked for and answered. */
  onShutdown?(): void
}

/** One request, while it is answered. */
export interface Call {
  readonly client: Client
  readonly channel: ChannelName
  readonly request: RequestMessage
}

export class Kernel implements EngineListener, TurnListener {
  readonly parts: KernelParts
  readonly engine: ScriptEngine
  readonly turns: Turns
  readonly clients: Clients
  readonly sessions: Sessions
  readonly history: History
  executionCount = 0
  /** Sessions so far, for their ids. */
  sessionCount = 0
  /** The session whose program runs. */
  activeSession: DebugSession | undefined
  /** What watches its programs, debugged or not. */
  readonly hooks: HookMultiplexer
  readonly script: ScriptRequests
  readonly host: HostCalls
  readonly input: StandardInput
  private readonly output: OutputBatcher
  private readonly programFiles: ProgramFiles
  /** What the program that runs has written last. */
  readonly recentLines = new RecentLines()
  private currentState: KernelState = "idle"
  /** The function that is waited for, once that is told. */
  private awaited: string | undefined
  /** The owner that was told last. */
  private toldOwner = ""
  /** The request that the last program came from. */
  private lastCause: Header | undefined
  /** The request that is being answered. */
  serving: Header | undefined

  constructor(parts: KernelParts) {
    this.parts = parts
    this.engine = parts.engine
    this.engine.listener = this
    this.hooks = new HookMultiplexer(this.engine)
    const {clock, deadlines, limits} = parts
    this.clients = new Clients(clock, limits)
    this.sessions = new Sessions(this.clients, deadlines, limits.takeOverMs, () => {
      if (this.currentState !== "idle") this.broadcastState()
      this.input.ask()
    })
    this.turns = new Turns(parts, this)
    this.output = new OutputBatcher(clock, parts.makeDecoder, output => this.sendOutput(output), limits.outputBytes)
    this.programFiles = new ProgramFiles(this.engine, clock, paths =>
      this.filesChanged(paths, this.turns.current?.header),
    )
    this.history = new History(parts.history ?? noHistoryStore)
    this.script = new ScriptRequests(this.output, () => this.activeSession)
    this.host = new HostCalls(this, parts.host)
    this.input = new StandardInput(this)
  }

  get state(): KernelState {
    return this.currentState
  }
  private setState(state: KernelState): void {
    if (state === this.currentState) return
    this.currentState = state
    // waiting for a function counts: what a page's function does may take for ever
    if (state === "busy" || this.awaited !== undefined) this.turns.ran.start()
    else this.turns.ran.stop()
    this.parts.onState?.(state)
    this.broadcastState()
  }
  /** The program waits for a function of the page; undefined: no more. */
  setWaiting(awaited: string | undefined): void {
    this.awaited = awaited
    this.setState(awaited === undefined ? "busy" : "waiting")
  }
  /** Whose program runs, stands or waits for input. */
  private get owner(): KernelStatus["owner"] {
    const {current, ownerId = ""} = this.turns
    const client = this.clients.get(ownerId)
    if (!current || !client) return undefined
    const session = current.session === undefined ? {} : {session: current.session}
    return {client: client.id, name: client.name, ...session}
  }
  private get status(): KernelStatus {
    const owner = this.currentState === "idle" ? undefined : this.owner
    const host = this.awaited === undefined ? {} : {host: this.awaited}
    return {execution_state: this.currentState, ...(owner ? {owner} : {}), ...host}
  }
  private broadcastState(): void {
    const {status} = this
    this.toldOwner = ownerKey(status)
    // that it is idle again comes of the last program as well
    this.broadcast("status", status, undefined, this.turns.current?.header ?? this.lastCause)
  }

  /** @param hosts it has the host functions. @throws limit exceeded */
  addClient(id: string, name: string, send: Send, hosts = false): Client {
    const client = this.clients.add(id, name, send)
    client.hosts = hosts
    client.notify("iopub", "status", this.status)
    return client
  }
  /** A connection has ended. Its client may come back for a time; its sessions and what it has in line live on. */
  suspendClient(connection: string): void {
    const client = this.clients.cut(connection)
    if (!client) return
    this.host.handleLeft(client)
    this.sessions.grantAllOf(client.id)
    const {resumeMs} = this.parts.limits
    client.forgetLeaving = this.parts.deadlines.after(resumeMs, () => this.removeClient(client))
  }
  /** The connection of `asking` becomes that of a client of before. @throws no such client */
  resumeClient(token: string, asking: Client): LrpReplies["lrp/resume"] {
    const client = this.clients.byToken(token, asking)
    // through its connection of before, and counted before its messages are
    if (!client.isAway) client.notify("iopub", "replaced", {})
    this.afterAnswer = () => {
      client.forgetLeaving?.()
      this.clients.adopt(client, asking)
      client.notify("iopub", "status", this.status)
    }
    return {client: client.id, ...client.missed, sessions: this.sessions.seenBy(client.id)}
  }
  private removeClient(client: Client): void {
    const {id} = client
    // before what it has in line is dropped: a session that it gives back may wait there
    for (const session of this.sessions.values())
      if (session.clientId === id && !this.sessions.giveBack(session)) this.terminate(session)
    this.turns.drop(id, interrupted())
    this.sessions.forget(id)
    this.clients.delete(client)
  }

  filesChanged(paths: readonly string[], cause = this.serving): void {
    this.broadcast("files", {paths}, undefined, cause)
    this.parts.onFiles?.(paths)
  }
  /** To every client, on iopub. @param session that it comes of: named to those that see it */
  broadcast(method: string, params: unknown, session?: string, parent = this.turns.current?.header): void {
    const watchers = session === undefined ? [] : this.sessions.watchers(session)
    for (const client of this.clients)
      client.notify("iopub", method, params, parent, watchers.includes(client.id) ? session : undefined)
  }
  /** To the clients that see a session. */
  sendEvent(session: string, event: string, body: unknown): void {
    const {current} = this.turns
    const parent = current?.session === session ? current.header : this.serving
    for (const id of this.sessions.watchers(session))
      this.clients.get(id)?.notify("iopub", `ldp/event/${event}`, body, parent, session)
  }

  /** Done once the answer to the current request is out. */
  afterAnswer: (() => void) | undefined

  /** Ends a session, and its program. */
  terminate(session: DebugSession): void {
    if (this.activeSession === session && this.turns.queue.busy) {
      session.abandon()
      this.turns.interruptWanted = true
    } else {
      this.endSession(session, 0)
      this.turns.queue.cancel(interrupted(), job => job.session === session.id)
    }
  }
  endSession(session: DebugSession, exitCode: number): void {
    session.end(exitCode)
    this.sessions.delete(session.id)
  }

  // What happens to programs.

  handleBegin(): void {
    this.output.begin()
    this.recentLines.clear()
    if (this.currentState !== "busy") {
      this.setState("busy")
      return
    }
    this.turns.ran.start()
    if (this.toldOwner !== ownerKey(this.status)) this.broadcastState()
  }
  handleEnd(): void {
    this.hooks.end()
    this.programFiles.tell()
    this.lastCause = this.turns.current?.header
    this.output.end()
  }
  handleIdle(): void {
    this.setState("idle")
  }
  handlePlace({clientId, session, header}: Turn, place: number): void {
    const params = {place, ...(session === undefined ? {} : {session})}
    this.clients.get(clientId)?.notify("iopub", "queued", params, header, session)
  }
  ownerOf({clientId, session}: {readonly clientId: string; readonly session?: string}): string {
    return this.sessions.get(session ?? "")?.clientId ?? clientId
  }

  // What the engine tells, from within the running program.

  attend(thread: number, reasons: number): void {
    const isTick = (reasons & pokeReasons.tick) !== 0
    if (isTick) {
      this.output.flush()
      this.programFiles.follow()
    }
    // at a tick too: a message may have come before the program began, when nobody poked
    if (reasons & (pokeReasons.mail | pokeReasons.tick)) this.parts.gate.serve()
    this.parts.deadlines.runDue()
    if (isTick) this.turns.checkTime(this.engine, thread)
    this.turns.endIfInterrupted()
  }
  handleEvent(event: EngineEvent): Decision {
    this.turns.endIfInterrupted()
    const reason = this.hooks.handle(event)
    return reason && this.activeSession && {thread: event.thread, ...reason}
  }
  handleLoad(source: () => SourceInfo | undefined): void {
    this.activeSession?.handleLoad(source)
  }
  handleError(event: ErrorEvent): Decision {
    return this.activeSession?.handleError(event)
  }
  stand(stop: Stop): void | Promise<void> {
    const session = this.activeSession
    if (!session) return
    this.halt("paused")
    session.stand(stop)
    const over = () => session.state !== "stopped" || this.turns.interruptWanted
    const held = this.parts.gate.hold(over)
    return held instanceof Promise ? held.then(() => this.goOn()) : this.goOn()
  }
  passOver(stop: Stop): void {
    this.activeSession?.passOver(stop)
  }
  /** The program comes to stand: what it has done up to here is told first. */
  halt(state: "paused" | "waiting"): void {
    this.output.flush()
    this.programFiles.tell()
    this.setState(state)
  }
  /** @throws Interruption, when it is to end */
  goOn(): void {
    this.setState("busy")
    this.turns.endIfInterrupted()
  }

  readInput(prompt: string, place?: Place): Uint8Array | null | Promise<Uint8Array | null> {
    return this.input.read(prompt, place)
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
  flushOutput(): void {
    this.output.flush()
  }
  /** An output event of a session's own, in its place among what the program writes. */
  log({category, output, source, line}: DebugProtocol.OutputEvent["body"]): void {
    this.output.log(category === "important" ? category : "console", output, source?.path, line)
  }
  private sendOutput(output: Output): void {
    const told = toldOf(output)
    const session = this.activeSession?.id
    if (told.method !== "ldp/event/output") {
      this.recentLines.add(outputBody(told).output)
      this.broadcast(told.method, told.params, session)
      return
    }
    this.recentLines.add(told.params.output)
    if (session !== undefined) this.sendEvent(session, "output", told.params)
  }
}

const ownerKey = ({owner}: KernelStatus) => `${owner?.client} ${owner?.session}`
