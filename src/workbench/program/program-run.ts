/**
 * One program from start to end, again and again: launches a session, follows its events and keeps the state the
 * workbench shows. The only place that starts, steps and ends; what a stop looks like lies in its view.
 */
import type {DebugSession, Kernel} from "../../client/face.ts"
import type {OutputBody} from "../../protocol/session-events.ts"
import type {StoppedBody} from "../../protocol/stops.ts"
import type {BreakpointList} from "../breakpoints/breakpoint-list.ts"
import {type ExceptionFilter, ExceptionFilters} from "../breakpoints/exception-filters.ts"
import type {ConsoleLog} from "../console/console-log.ts"
import type {OutputLog} from "../console/output-log.ts"
import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"
import {StopView} from "../stop/stop-view.ts"
import type {WatchList} from "../stop/watch-list.ts"
import {errorWords} from "../words/error-words.ts"
import {type Failure, failureAt, failureOfThrown} from "../words/failure.ts"
import {Ending} from "./ending.ts"
import {errorOf, hostOf, isLive, type PlaceInLine, type RunState, type Stop, waitingFor} from "./run-state.ts"

export type Step = "next" | "stepIn" | "stepOut"

export interface Launch {
  readonly program: string
  readonly noDebug: boolean
  readonly stopOnEntry: boolean
}

/** A pause or stop that isn't answered in this time shows the card that says so. */
const patienceMs = 1000
/** Most steps end sooner: the view then goes from one stop to the next without a flash of "Running". */
const resumeMs = 120

export class ProgramRun extends Observable {
  readonly view: StopView
  readonly #breakpoints: BreakpointList
  readonly #output: OutputLog
  readonly #console: ConsoleLog
  #state: RunState = {kind: "starting"}
  #session: DebugSession | undefined
  /** Settled once the session has its program running: who asks for a pause or the end before that waits for it. */
  #begun: Promise<void> = Promise.resolve()
  #launch: Launch | undefined
  #number = 0
  readonly #filters = new ExceptionFilters()
  #ending = new Ending(undefined)
  /** Undefined where that was before it was looked at. */
  #wentOnAt: number | undefined
  #isStopping = false
  /** Another client commands it: an end without an error was asked for there. */
  isElsewhere = false
  #patience: ReturnType<typeof setTimeout> | undefined
  /** Runs from going on to showing it. */
  #resuming: ReturnType<typeof setTimeout> | undefined
  #unsubscribe: (() => void)[] = []
  #whenEnded: (() => void)[] = []

  constructor(breakpoints: BreakpointList, output: OutputLog, console: ConsoleLog, watches: WatchList) {
    super()
    this.view = new StopView(watches.tree)
    this.#console = console
    this.#breakpoints = breakpoints
    this.#output = output
    this.view.onChange(() => this.changed())
  }

  get state(): RunState {
    return this.#state
  }

  get session(): DebugSession | undefined {
    return this.#session
  }

  /** Counts the programs. */
  get number(): number {
    return this.#number
  }

  /** What was started last. */
  get launch(): Launch | undefined {
    return this.#launch
  }

  get filters(): readonly ExceptionFilter[] {
    return this.#filters.all
  }

  setState(state: RunState): void {
    clearTimeout(this.#resuming)
    this.#resuming = undefined
    this.#state = state
    this.changed()
  }

  async start(kernel: Kernel, launch: Launch): Promise<void> {
    this.#begun = this.#begin(kernel, launch)
    await this.#begun
  }

  /** Follows a program that another client has started. @param stands it is paused, which it says itself */
  async join(session: DebugSession, stands: boolean): Promise<void> {
    this.#begun = Promise.resolve()
    this.#number++
    this.#output.endGroups()
    this.#launch = undefined
    this.#ending = new Ending(undefined)
    this.#wentOnAt = undefined
    this.#follow(session)
    if (!stands) this.#goOn()
    await this.#filters.ask(session)
    this.changed()
  }

  async #begin(kernel: Kernel, launch: Launch): Promise<void> {
    this.#number++
    this.#output.endGroups()
    this.#launch = launch
    this.#wentOnAt = performance.now()
    this.#ending = new Ending(this.#wentOnAt)
    this.#goOn()
    try {
      const {program, noDebug, stopOnEntry} = launch
      const session = await kernel.debug({program, noDebug, stopOnEntry})
      this.#follow(session)
      await this.#filters.ask(session)
      this.changed()
      await this.sendSetup()
      await session.request("configurationDone", {})
    } catch (thrown) {
      if (isLive(this.#state) && !this.#ending.stopWanted) this.#ending.failure = failureOfThrown(thrown)
      this.#end()
    }
  }

  async pause(): Promise<void> {
    await this.#begun
    if (this.#state.kind !== "running" || !this.#session) return
    this.#goOn(true)
    this.#expectAnswer()
    await this.#session.request("pause", {threadId: 1}).catch(() => undefined)
  }

  /** Ends the program; resolves when it has ended. */
  async stop(): Promise<void> {
    await this.#begun
    const session = this.#session
    if (!session || !isLive(this.#state)) return
    this.#ending.stopWanted = true
    this.#isStopping = true
    const ended = new Promise<void>(resolve => this.#whenEnded.push(resolve))
    this.#expectAnswer()
    const answered = session.request("terminate", {}).then(
      () => this.#handleStopAnswer(),
      thrown => this.#handleStopAnswer(errorWords(thrown)),
    )
    await Promise.all([ended, answered])
  }

  /** A stop was asked for and not answered yet. A program that can't be reached is ended with its worker meanwhile. */
  get isStopping(): boolean {
    return this.#isStopping
  }

  #handleStopAnswer(reason?: string): void {
    this.#isStopping = false
    if (this.#state.kind === "starting")
      this.setState(reason === undefined ? {kind: "stopped"} : {kind: "dead", reason})
    else if (reason !== undefined) this.#end()
  }

  /** The kernel was restarted or died: the session is gone without an event. */
  abandon(state: RunState): void {
    this.#leaveSession()
    this.setState(state)
  }

  /** It is heard of again, or has got its line; or the person looks at the card and says "Keep waiting". */
  goesOn(): void {
    if (this.#state.kind === "unresponsive" || this.#state.kind === "waiting") this.#goOn()
  }

  unresponsive(what?: string): void {
    const state = this.#state
    if (state.kind !== "running" || hostOf(state) !== undefined) return
    this.setState({kind: "unresponsive", since: state.since, ...(what ? {what} : {})})
  }

  /** The program waits for a function of the page; undefined: no more. */
  waitForHost(host: string | undefined): void {
    const state = waitingFor(this.#state, host)
    if (state !== this.#state) this.setState(state)
  }

  /** The program waits for a line, or has got it. */
  waitForInput(prompt: string, place: Place | undefined): void {
    this.#clearPatience()
    this.view.clear()
    this.setState({kind: "waiting", prompt, ...(place ? {place} : {})})
  }

  /** It has not begun: others are before it. Undefined: it has. */
  waitInLine(line: PlaceInLine | undefined): void {
    if (this.#state.kind !== "running" || this.#state.line === line) return
    const {line: _, ...running} = this.#state
    this.setState(line ? {...running, line} : running)
  }

  noteError(failure: Failure): void {
    this.#ending.failure = failure
  }

  async setFilter(filter: string, enabled: boolean): Promise<void> {
    this.#filters.set(filter, enabled)
    this.changed()
    if (this.#session && !this.#launch?.noDebug) await this.#filters.send(this.#session).catch(() => undefined)
  }

  /** Tells a living session what the file's breakpoints are now. */
  async sendBreakpoints(path: string, session = this.#session): Promise<void> {
    if (!session || this.#launch?.noDebug) return
    await this.#breakpoints.send(session, path)
  }

  /** Shows the filters that another client has chosen. */
  showFilters(filters: readonly string[]): void {
    this.#filters.choose(filters)
    this.changed()
  }

  /** Tells a living session of all breakpoints and filters: it may have others, of whom has commanded it. */
  async sendSetup(): Promise<void> {
    const session = this.#session
    if (!session || this.#launch?.noDebug) return
    await Promise.all(this.#breakpoints.paths.map(path => this.sendBreakpoints(path, session)))
    await this.#filters.send(session)
  }

  async resume(command: Step | "continue"): Promise<void> {
    if (this.#state.kind !== "paused" || !this.#session || this.#resuming !== undefined) return
    const {threadId} = this.#state.stop
    const before = this.#state
    this.#wentOnAt = performance.now()
    this.#goOnSoon()
    try {
      await this.#session.request(command, {threadId})
    } catch (thrown) {
      this.#output.appendLine("notice", errorWords(thrown))
      if (isLive(this.#state)) this.setState(before)
    }
  }

  #follow(session: DebugSession): void {
    this.#leaveSession()
    this.#session = session
    this.view.use(session)
    this.#unsubscribe = [
      session.on("stopped", body => void this.#handleStopped(session, body)),
      session.on("continued", () => this.#handleContinued()),
      session.on("output", body => this.#handleOutput(body)),
      session.on("breakpoint", body => this.#breakpoints.take(body)),
      session.on("exited", body => {
        this.#ending.exitCode = body.exitCode
      }),
      session.on("terminated", () => this.#end()),
      session.on("invalidated", () => void this.view.showScopes(false).catch(() => undefined)),
    ]
  }

  async #handleStopped(session: DebugSession, body: StoppedBody): Promise<void> {
    this.#clearPatience()
    // what is loaded now is not to be cleared by a view of running that comes too late
    clearTimeout(this.#resuming)
    const stopNumber = this.view.advance()
    const milliseconds = this.#wentOnAt === undefined ? undefined : performance.now() - this.#wentOnAt
    try {
      const threadId = body.threadId ?? 1
      await this.view.callStack.load(session, threadId)
      if (stopNumber !== this.view.number || session !== this.#session) return
      const values = this.view.showScopes(true)
      // The line and its values come together; slow values don't hold the line back for long.
      await Promise.race([values, new Promise(resolve => setTimeout(resolve, resumeMs))])
      if (stopNumber !== this.view.number || session !== this.#session) return
      const place = this.view.callStack.selected?.place
      const took = milliseconds === undefined ? {} : {milliseconds}
      this.#showStop({why: body.stop, threadId, ...(place ? {place} : {}), ...took})
      await values
    } catch (thrown) {
      if (stopNumber === this.view.number) this.#resuming = undefined
      if (session === this.#session) this.#output.appendLine("notice", errorWords(thrown))
    }
  }

  #showStop(stop: Stop): void {
    this.setState({kind: "paused", stop})
    const error = errorOf(this.#state)
    if (error) this.#ending.failure = failureAt(error, stop.place)
  }

  #handleContinued(): void {
    this.view.advance()
    this.#wentOnAt = performance.now()
    if (this.#state.kind === "paused") this.#goOnSoon()
  }

  #handleOutput(body: OutputBody): void {
    // while it stands, only what the console evaluates there can write
    const asked = this.#state.kind === "paused" ? this.#console.outputOf("stop") : undefined
    ;(asked ?? this.#output).take(body)
  }

  #goOnSoon(): void {
    this.view.scopes.freeze()
    clearTimeout(this.#resuming)
    this.#resuming = setTimeout(() => this.#goOn(), resumeMs)
  }

  /** What stood in the stop is no longer true. */
  #goOn(pausing = false): void {
    this.view.clear()
    const host = pausing ? hostOf(this.#state) : undefined
    this.setState(waitingFor({kind: "running", since: this.#ending.startedAt, pausing}, host))
  }

  #expectAnswer(): void {
    this.#clearPatience()
    this.#patience = setTimeout(() => this.unresponsive(), patienceMs)
  }

  #clearPatience(): void {
    clearTimeout(this.#patience)
  }

  #end(): void {
    const state = this.#ending.state(this.#session !== undefined, this.isElsewhere)
    this.#leaveSession()
    this.setState(state)
  }

  #leaveSession(): void {
    this.#clearPatience()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#unsubscribe = []
    this.#session = undefined
    this.view.use(undefined)
    this.view.advance()
    this.view.clear()
    for (const resolve of this.#whenEnded.splice(0)) resolve()
  }
}
