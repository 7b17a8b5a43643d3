/**
 * One debug session: the state of its program, and what stops it. The requests of the protocol are answered in
 * requests.ts; the engine's events come in here, from within the running program.
 */
import {keyOf} from "../base/source-key.ts"
import type {Hook, HookMultiplexer} from "../observation/hooks.ts"
import type {Header} from "../protocol/envelope.ts"
import {notPaused} from "../protocol/errors.ts"
import {SessionMemory} from "../protocol/session-memory.ts"
import type {Stop, StopReason} from "../protocol/stops.ts"
import {type Arrival, Breakpoints} from "./breakpoints.ts"
import {failureWords, lateWords, stoppedBody} from "./dap-stops.ts"
import type {Decision, EngineEvent, ErrorEvent, FrameRef, ScriptEngine, ThrownValue} from "./engine.ts"
import {References} from "./references.ts"
import {dapSource, type SourceInfo} from "./sources.ts"
import {type StepKind, Stepping} from "./stepping.ts"

export interface LaunchArguments {
  readonly program: string
  readonly stopOnEntry?: boolean
  readonly keepState?: boolean
  readonly args?: readonly string[]
  readonly noDebug?: boolean
}

export type SessionState = "configuring" | "waiting" | "running" | "stopped" | "terminated"

/** Sends a DAP event of this session. */
export type SendEvent = (event: string, body?: unknown) => void

/** While its program runs it is hook 0 of what watches that. */
export class DebugSession implements Hook {
  readonly name = "debugger"
  readonly priority = 0
  readonly triggers = {any: true} as const
  readonly id: string
  /** The client that commands it; another one may take it over. */
  clientId: string
  launch: LaunchArguments
  readonly engine: ScriptEngine
  readonly breakpoints: Breakpoints
  readonly references = new References()
  state: SessionState = "configuring"
  /** Filters of setExceptionBreakpoints. */
  private exceptionFilters: ReadonlySet<string> = new Set()
  /** The stop that the program stands at. */
  stop: Stop | undefined
  /** Its end was asked for: nothing may be asked of it any more, also where the program is still being ended. */
  abandoned = false
  /** What its clients find again after a reload or a reconnection. */
  readonly memory = new SessionMemory()
  /** What was raised, where it stands at an error. */
  thrown: ThrownValue | undefined
  private readonly hooks: HookMultiplexer
  private readonly stepping: Stepping
  private readonly send: SendEvent
  private readonly seenThreads = new Set<number>()
  /** Keys of the sources that its program has loaded. */
  private readonly loaded = new Set<string>()
  /** The pause that was asked for. */
  private pauseWanted: StopReason | undefined
  /** What a stop is for that a step ends with. */
  private stepReason: StopReason = {kind: "step"}

  constructor(
    id: string,
    clientId: string,
    launch: LaunchArguments,
    engine: ScriptEngine,
    hooks: HookMultiplexer,
    send: SendEvent,
  ) {
    this.id = id
    this.clientId = clientId
    this.launch = launch
    this.engine = engine
    this.send = send
    this.breakpoints = new Breakpoints(engine, breakpoint => send("breakpoint", {reason: "changed", breakpoint}))
    this.hooks = hooks
    this.stepping = new Stepping(hooks)
  }

  /** The program is about to run, in a state that is ready, and watched. */
  begin(): void {
    this.unhook = this.hooks.add(this)
    this.state = "running"
    this.watchErrors()
    this.seenThreads.add(1)
    this.send("thread", {reason: "started", threadId: 1})
    if (this.launch.noDebug) this.breakpoints.suspend()
    else this.breakpoints.restore()
    this.loaded.clear()
    this.engine.watchLoads(!this.launch.noDebug)
  }
  /** It has begun, and is to stop at its first line where that was wished for, or a pause has come by now. */
  prepareEntry(): void {
    const {stopOnEntry, noDebug} = this.launch
    const reason: StopReason | undefined = this.pauseWanted ?? (stopOnEntry && !noDebug ? {kind: "entry"} : undefined)
    if (!reason) return
    this.pauseWanted = undefined
    this.stepReason = reason
    this.stepping.startEntry()
  }

  /** The program has ended: 0, or 1 after an error or an interruption. */
  end(exitCode: number): void {
    if (this.state === "terminated") return
    this.leave("terminated")
    this.send("exited", {exitCode})
    this.send("terminated", {})
  }
  private unhook: (() => void) | undefined
  private leave(state: "terminated" | "waiting"): void {
    this.stepping.cancel()
    this.unhook?.()
    this.unhook = undefined
    this.breakpoints.suspend()
    this.engine.watchLoads(false)
    this.state = state
    this.watchErrors()
    this.stop = undefined
    this.thrown = undefined
    this.references.clear()
    for (const threadId of this.seenThreads) this.send("thread", {reason: "exited", threadId})
    this.seenThreads.clear()
  }

  /**
   * It is to run as this says from now on. Where the program runs, the engine is to end it; `takeRestart` then says
   * that it begins anew.
   * @param cause the request that asked for it
   */
  relaunch(launch: LaunchArguments, cause: Header): void {
    this.launch = launch
    if (this.state !== "running" && this.state !== "stopped") return
    this.restart = cause
    this.letGo()
  }
  private restart: Header | undefined
  /** Its end will be a beginning. */
  get willRestart(): boolean {
    return this.restart !== undefined && !this.abandoned
  }
  /** The program has ended: answers, once, the request by which it begins anew. */
  takeRestart(): Header | undefined {
    const cause = this.restart
    this.restart = undefined
    if (cause) this.leave("waiting")
    return cause
  }

  handle(event: EngineEvent): StopReason | undefined {
    if (this.state !== "running") return undefined
    const frame: FrameRef = {thread: event.thread, level: 0}
    const arrival = event.breakpoints.length ? this.breakpoints.arrive(event.breakpoints, frame) : undefined
    for (const message of arrival?.messages ?? []) this.log("console", `${message}\n`, frame)
    for (const failure of arrival?.failures ?? []) this.log("important", `${failureWords(failure)}\n`, frame)
    const stepped = this.stepping.handle(event)
    if (arrival?.stop.length) return this.breakpointReason(arrival, frame)
    return stepped ? this.stepReason : this.pauseWanted
  }
  /** A stop could not take place. */
  passOver({kind, thread, late}: Stop): void {
    if (late) this.log("important", `A stop (${kind}) was passed over, ${lateWords(late)}.\n`, {thread, level: 0})
  }
  private breakpointReason({stop, failures}: Arrival, frame: FrameRef): StopReason {
    const [failure] = failures
    const [place] = this.engine.frames(frame.thread, 0, 1)
    const lines = stop.map(one => one.line)
    return {
      kind: "breakpoint",
      breakpoints: stop.map(({id, condition, hitCondition}) => ({
        id,
        ...(condition === undefined ? {} : {condition}),
        ...(hitCondition === undefined ? {} : {hitCondition}),
      })),
      // a statement's first instruction may stand elsewhere: `local function f()` … `end` makes a closure at the `end`
      ...(place && lines.includes(place.line) ? {} : {line: lines[0]}),
      ...(failure ? {failure} : {}),
    }
  }

  /** A source has been loaded; @param source says which. */
  handleLoad(source: () => SourceInfo | undefined): void {
    if (!this.isDebugging) return
    const loaded = source()
    if (!loaded) return
    const key = loaded.reference === undefined ? loaded.name : keyOf(loaded.reference)
    if (this.loaded.has(key)) return
    this.loaded.add(key)
    this.send("loadedSource", {reason: "new", source: dapSource(loaded)})
  }

  handleError(event: ErrorEvent): Decision {
    const {thread, caught} = event
    const wanted = caught ? this.exceptionFilters.has("caught") : this.exceptionFilters.has("uncaught")
    if (this.state !== "running" || !wanted || this.launch.noDebug) return undefined
    const {message, text, place, traceback, value} = event
    const {type, className, evaluateName} = value
    this.thrown = value
    return {
      thread,
      kind: "error",
      error: {message, text, ...(place ? {place} : {}), value: {type, className, evaluateName}, caught, traceback},
    }
  }

  /** The program itself wants to stand here. */
  handlePause(thread: number, reason: string | undefined): Decision {
    if (this.state !== "running" || this.launch.noDebug) return undefined
    return {thread, kind: "program", ...(reason === undefined ? {} : {reason})}
  }
  /** Whether it would come to stand. */
  get isDebugging(): boolean {
    return this.state === "running" && !this.launch.noDebug
  }
  /** A breakpoint that the program sets. Answers its line; undefined where none can stand. */
  addBreakpoint(path: string, line: number, condition: string | undefined): number | undefined {
    if (!this.isDebugging) return undefined
    const {breakpoint, isNew} = this.breakpoints.add(path, {line, ...(condition === undefined ? {} : {condition})})
    if (breakpoint.verified && isNew) this.send("breakpoint", {reason: "new", breakpoint})
    return breakpoint.verified ? breakpoint.line : undefined
  }
  removeBreakpoints(path: string, line: number): boolean {
    if (!this.isDebugging) return false
    const removed = this.breakpoints.remove(path, line)
    for (const breakpoint of removed) this.send("breakpoint", {reason: "removed", breakpoint})
    return removed.length > 0
  }

  /** The program stands, as was decided: tells it. */
  stand(stop: Stop): void {
    this.stepping.cancel()
    this.pauseWanted = undefined
    this.stepReason = {kind: "step"}
    this.state = "stopped"
    this.stop = stop
    const {thread: threadId} = stop
    if (!this.seenThreads.has(threadId)) {
      this.seenThreads.add(threadId)
      this.send("thread", {reason: "started", threadId})
    }
    this.send("stopped", stoppedBody(stop))
  }

  setExceptionFilters(filters: ReadonlySet<string>): void {
    this.exceptionFilters = filters
    if (this.state === "running" || this.state === "stopped") this.watchErrors()
  }
  private watchErrors(): void {
    const all = this.exceptionFilters.has("caught") && this.state !== "terminated" && !this.launch.noDebug
    this.engine.watchErrors(all ? "all" : "uncaught")
  }

  /** A line of the debugger's own, with the place it comes from. */
  private log(category: "console" | "important", output: string, frame: FrameRef): void {
    // what the program has written before comes first
    this.engine.flush()
    const [place] = this.engine.frames(frame.thread, 0, 1)
    const at = place?.path === undefined ? {} : {source: {path: place.path}, line: place.line}
    this.send("output", {category, output, ...at})
  }

  /** @throws not paused */
  requireStopped(): void {
    if (this.state !== "stopped") throw notPaused()
  }

  /** The frame of a number, by default the innermost of the stop; undefined: the program runs. @throws no such frame */
  frameFor(frameId: number | undefined): FrameRef | undefined {
    if (frameId !== undefined) return this.references.frame(frameId)
    return this.state === "stopped" ? {thread: this.stop?.thread ?? 1, level: 0} : undefined
  }

  /** Goes on, with or without a step. The program runs once its wait has seen it. */
  resume(step?: {readonly kind: StepKind; readonly threadId: number}): void {
    this.requireStopped()
    const threadId = this.stop?.thread ?? 1
    this.references.clear()
    this.engine.forget()
    if (step) this.stepping.start(step.kind, {thread: step.threadId || threadId, level: 0})
    this.state = "running"
    this.stop = undefined
    this.thrown = undefined
    this.goneOn = threadId
  }
  private goneOn: number | undefined

  /** The program goes on: tells it, where that has not been told. To be called once the request is answered. */
  announceContinued(): void {
    if (this.goneOn === undefined) return
    this.send("continued", {threadId: this.goneOn, allThreadsContinued: true})
    this.goneOn = undefined
  }

  /**
   * The program stops at the next instruction that the engine can stop at; one that waits for its turn, at its first.
   * @param by who asks, as a person knows them
   */
  requestPause(by: string | undefined): void {
    if (this.state !== "running" && this.state !== "waiting") return
    this.pauseWanted = {kind: "pause", ...(by === undefined ? {} : {by})}
  }
  /** The program has waited for something, and goes on: a pause that was asked for meanwhile comes at its next line. */
  goOnFromWait(thread: number): void {
    if (this.state !== "running" || !this.pauseWanted) return
    this.stepReason = this.pauseWanted
    this.pauseWanted = undefined
    this.stepping.start("in", {thread, level: 0})
  }

  /** What the state was is not worth keeping: the engine is to end the program. */
  abandon(): void {
    this.abandoned = true
    this.letGo()
  }
  private letGo(): void {
    this.stepping.cancel()
    this.pauseWanted = undefined
    if (this.state === "stopped") this.state = "running"
    this.stop = undefined
    this.references.clear()
    this.engine.forget()
  }
}
