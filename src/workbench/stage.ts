/**
 * What the workbench shows of one program: its files and breakpoints, its run, what it has said, and the actions about
 * them. One's own has one (workbench-model.ts); a program of another tab that is looked at has another (visit.ts).
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {referenceOf} from "../base/source-key.ts"
import type {Action} from "./actions.ts"
import {BreakpointList} from "./breakpoints/breakpoint-list.ts"
import {completeInConsole, type PromptCompletions} from "./console/console-completion.ts"
import {evaluateInConsole} from "./console/console-evaluation.ts"
import {ConsoleLog} from "./console/console-log.ts"
import {OutputLog} from "./console/output-log.ts"
import {type FileActionContext, handleFileAction} from "./files/file-actions.ts"
import {type Problem, ProblemList} from "./files/problem-list.ts"
import {Workspace} from "./files/workspace.ts"
import type {NoticeList} from "./notices.ts"
import {Observable} from "./observable.ts"
import {KernelLink} from "./program/kernel-link.ts"
import {Ownership} from "./program/ownership.ts"
import {ProgramRun} from "./program/program-run.ts"
import {errorOf, isLive, type Place, placed, type RunState} from "./program/run-state.ts"
import type {Showing} from "./showing.ts"
import {errorWords} from "./stop/value-tree.ts"
import {WatchList} from "./stop/watch-list.ts"
import {type Failure, failureAt} from "./words/failure.ts"
import {RunningText} from "./words/running-text.ts"

/** After an end, a step starts nothing for this long. */
const restMs = 1000

/** Code of the console that runs longer is shown as running. */
const shownAfterMs = 300

/** They command the program: nothing for who only looks at it. */
const commands: ReadonlySet<Action["type"]> = new Set([
  "debug",
  "run",
  "start-file",
  "continue",
  "pause",
  "step",
  "stop",
  "restart",
])

/** Asks the view to show a place; the number changes with every asking, so that the same place can be asked for twice. */
export interface Reveal {
  readonly place: Place
  readonly number: number
  /** Move the caret there, because the person asked for it. */
  readonly focus: boolean
}

export abstract class Stage extends Observable {
  readonly workspace = new Workspace()
  readonly breakpoints = new BreakpointList()
  readonly output = new OutputLog()
  readonly console = new ConsoleLog()
  readonly watches = new WatchList()
  readonly run = new ProgramRun(this.breakpoints, this.output, this.console, this.watches)
  readonly link = new KernelLink(this.workspace, this.run, this.output, this.console)
  /** What is not Lua in the open files. */
  readonly written = new ProblemList(this.workspace)
  readonly notices: NoticeList
  readonly ownership: Ownership
  /** The sentence of an idle workbench is a first visitor's. */
  isFirstVisit = false
  reveal: Reveal | undefined
  readonly running = new RunningText()
  /** Takes the offer away. */
  #forgetOffer: (() => void) | undefined
  #lastState: RunState = this.run.state
  #lastStop = 0
  /** The frame that was selected by the stop itself. */
  #stopFrame: number | undefined
  #endedAt = Number.NEGATIVE_INFINITY
  #evaluations = 0
  #evaluatingSince = 0

  constructor(notices: NoticeList) {
    super()
    this.notices = notices
    this.ownership = new Ownership(this.run, notices)
    const {workspace, breakpoints, output, console, watches, link, ownership, written} = this
    for (const part of [workspace, breakpoints, output, console, watches, notices, link, ownership, written])
      part.onChange(() => this.changed())
    this.run.onChange(() => this.#handleRun())
    this.link.onKernel = kernel => {
      this.#forgetCode()
      ownership.listen(kernel)
    }
    workspace.onText = (path, before, after) => this.running.note(path, before, after)
    breakpoints.lines = this.running
    ownership.onGain = () => void this.handleCommand().catch(() => undefined)
  }

  /** The program is another client's, and lives. */
  get isLooking(): boolean {
    return this.ownership.commander !== undefined && isLive(this.run.state)
  }

  /** What is not Lua in the open files, and the error of the last run. */
  get problems(): readonly Problem[] {
    return this.written.list(this.failure, this.running.edited)
  }

  /** What the program does. Its place is one of the text as it is now. */
  get state(): RunState {
    return placed(this.run.state, this.running.placeNow)
  }

  /** The error of the last run. */
  get failure(): Failure | undefined {
    const {state} = this
    if (state.kind === "failed") return state.failure
    const error = errorOf(state)
    return error && state.kind === "paused" ? failureAt(error, state.stop.place) : undefined
  }

  async dispatch(action: Action): Promise<void> {
    try {
      if (!(this.isLooking && commands.has(action.type))) await this.perform(action)
    } catch (thrown) {
      this.notices.show(thrown instanceof Error ? thrown.message : String(thrown), "error")
    }
  }

  protected async perform(action: Action): Promise<void> {
    switch (action.type) {
      case "debug":
        return this.run.state.kind === "paused" ? this.run.resume("continue") : this.#launch(false)
      case "run":
        return this.#launch(true)
      case "start-file":
        return this.#launch(action.noDebug, false, action.path)
      case "continue":
        return this.run.resume("continue")
      case "pause":
        return this.run.pause()
      case "step":
        if (this.run.state.kind === "paused") return this.run.resume(action.step)
        // Whoever steps past the end with one press too many doesn't want to begin again.
        if (action.step === "stepOut" || performance.now() - this.#endedAt < restMs) return
        return this.#launch(false, true)
      case "stop":
        return isLive(this.run.state) ? this.run.stop() : this.#endEvaluation()
      case "end-evaluation":
        return this.#endEvaluation()
      case "restart":
        return this.#restart()
      case "restart-kernel":
        return this.link.restart()
      case "keep-waiting":
        return this.run.goesOn()
      case "take-over":
        return this.ownership.takeOver()
      case "set-filter":
        await this.run.setFilter(action.filter, action.enabled)
        return this.setupChanged()
      case "toggle-value":
        return action.tree.toggle(action.node)
      case "edit-value": {
        const taken = await action.tree.edit(action.node, action.value)
        action.done?.(taken)
        return taken ? this.#refreshValues() : undefined
      }
      case "forget-value-error":
        return action.tree.forgetError(action.node)
      case "add-watch":
        await this.watches.add(action.expression)
        return this.#keepWatches()
      case "remove-watch":
        await this.watches.remove(action.expression)
        return this.#keepWatches()
      case "edit-watch":
        await this.watches.replace(
          this.watches.expressions.map(known => (known === action.expression ? action.to : known)).filter(Boolean),
        )
        return this.#keepWatches()
      case "select-frame":
        await this.run.view.select(action.frame)
        this.#showOwn(action.frame.place)
        return this.#evaluateWatches(action.frame.id === this.#stopFrame ? "again" : "elsewhere")
      case "toggle-thread":
        return this.run.view.callStack.toggle(action.thread)
      case "more-frames":
        return this.run.view.callStack.more(action.thread)
      case "console":
        return this.#evaluate(action.code)
      case "clear-console":
        return this.console.clear()
      case "clear-output":
        return this.output.clear()
      case "show-more":
        for (const {output} of [this, ...this.console.entries]) output.showMore(action.id)
        return
      case "answer-input":
        return this.link.answer(action.text)
      case "go-to":
      case "open-breakpoint-form":
        return this.show(action.place, true)
      case "hold-notices":
        return this.notices.hold(action.held)
      case "recall-notices":
        return this.notices.recall()
      case "notice":
        return action.choice ? this.notices.choose(action.id, action.choice) : this.notices.dismiss(action.id)
      default:
        return handleFileAction(action, this.#fileContext)
    }
  }

  /** Watches or filters are others now. */
  protected setupChanged(): void {}

  /** This client commands the program from now on. */
  protected handleCommand(): Promise<void> {
    return this.run.sendSetup()
  }

  /** A file has been changed in the editor. */
  protected noteEdited(path: string): void {
    if (!this.running.edited.has(path)) this.#endOffer()
    else if (isLive(this.run.state) && !this.isLooking) this.#offerRestart()
  }

  /** Once for each program: what runs is older than what one sees. */
  #offerRestart(): void {
    const restart = () => void this.dispatch({type: "restart"})
    this.#forgetOffer ??= this.notices.ask("The program runs on as it was before this change.", {Restart: restart})
  }

  #endOffer(): void {
    this.#forgetOffer?.()
    this.#forgetOffer = undefined
  }

  get #fileContext(): FileActionContext {
    return {
      workspace: this.workspace,
      breakpoints: this.breakpoints,
      notices: this.notices,
      noteEdited: path => this.noteEdited(path),
      sendBreakpoints: async path => {
        if (!this.isLooking) await this.run.sendBreakpoints(path)
      },
    }
  }

  async #launch(noDebug: boolean, stopOnEntry = false, program = this.workspace.program): Promise<void> {
    const kernel = this.link.kernel
    const {kind} = this.run.state
    if (!program || !kernel || isLive(this.run.state) || kind === "starting" || kind === "dead") return
    this.output.clear()
    this.running.begin()
    this.#endOffer()
    this.isFirstVisit = false
    try {
      await this.link.sendFiles()
    } catch (thrown) {
      return void this.notices.show(errorWords(thrown), "error")
    }
    await this.run.start(kernel, {program, noDebug, stopOnEntry})
    if (this.watches.expressions.length > 0) await this.#keepWatches()
  }

  /** Notes them in the session, for who looks at it from another tab. */
  async #keepWatches(): Promise<void> {
    this.setupChanged()
    const {expressions} = this.watches
    // it may have ended meanwhile
    if (!this.isLooking) await this.run.session?.keep({watches: expressions}).catch(() => undefined)
  }

  async #restart(): Promise<void> {
    const {launch, state} = this.run
    if (state.kind === "dead" || state.kind === "unresponsive") return this.link.restart()
    if (!isLive(state)) return
    await this.run.stop()
    // one that was begun elsewhere is debugged
    await this.#launch(launch?.noDebug ?? false, launch?.stopOnEntry, launch?.program)
  }

  /** For the console's prompt. */
  readonly completeInConsole = (code: string, cursor: number): Promise<PromptCompletions> =>
    completeInConsole(code, cursor, this.run, this.link.kernel)

  /** The frame in which the console works: "area, line 12"; undefined outside a stop. */
  get frameWords(): string | undefined {
    const frame = this.run.state.kind === "paused" ? this.run.view.callStack.selected : undefined
    const place = frame?.place && this.running.placeNow(frame.place)
    return place && !place.isGone ? `${frame.name}, line ${place.line}` : frame?.name
  }

  async #evaluate(code: string): Promise<void> {
    const paused = this.run.state.kind === "paused"
    const {console, run, link, ownership, frameWords} = this
    const evaluated = evaluateInConsole(code, console, run, link.kernel, ownership.runner, frameWords)
    if (!paused) return this.#inKernel(evaluated)
    await evaluated
    await this.#refreshValues()
  }
  async #inKernel(evaluated: Promise<void>): Promise<void> {
    if (this.#evaluations++ === 0) this.#evaluatingSince = performance.now()
    // most are over before anybody could press a button
    const shown = setTimeout(() => this.changed(), shownAfterMs)
    try {
      await evaluated
    } finally {
      clearTimeout(shown)
      this.#evaluations--
      this.changed()
    }
  }
  async #endEvaluation(): Promise<void> {
    if (this.isEvaluating) await this.link.interrupt()
  }

  /** The kernel works on what was typed into the console, or it waits there for its turn. */
  get isEvaluating(): boolean {
    return this.#evaluations > 0
  }
  /** What is shown of the program; where none lives, of the console's code that takes its time. */
  get shownState(): RunState {
    const {state} = this
    const since = this.#evaluatingSince
    const isQuiet = isLive(state) || state.kind === "starting" || state.kind === "dead"
    if (isQuiet || !this.isEvaluating || performance.now() - since < shownAfterMs - 1) return state
    return {kind: "running", since, pausing: false, inConsole: true}
  }

  async #refreshValues(): Promise<void> {
    if (this.run.state.kind !== "paused") return
    await this.run.view.showScopes(false)
    await this.#evaluateWatches(this.run.view.callStack.selected?.id === this.#stopFrame ? "again" : "elsewhere")
  }

  async #evaluateWatches(showing: Showing): Promise<void> {
    await this.watches.evaluate(expression => this.run.view.evaluate(expression, "watch"), this.run.view, showing)
  }

  #handleRun(): void {
    const state = this.run.state
    if (state !== this.#lastState) {
      const before = this.#lastState
      this.#lastState = state
      if (state.kind === "paused" && this.#lastStop !== this.run.view.number) {
        this.#lastStop = this.run.view.number
        this.#showOwn(state.stop.place)
        this.#stopFrame = this.run.view.callStack.selected?.id
        void this.#evaluateWatches("stop")
      } else if (isLive(before) && !isLive(state)) {
        this.#endedAt = performance.now()
        this.watches.rest()
        this.running.end()
        this.#endOffer()
        if (state.kind === "failed") this.#showOwn(state.failure.place)
      }
      if (state.kind === "dead") this.#forgetCode()
      this.handleState(state)
    }
    this.changed()
  }

  #forgetCode(): void {
    for (const key of this.workspace.forgetCode()) this.breakpoints.removeFile(key)
  }

  /** The program does something else now. */
  protected handleState(_state: RunState): void {}

  /** Where the program has come to. */
  #showOwn(place: Place | undefined): void {
    if (place) this.show(this.running.placeNow(place), false)
  }

  protected show(place: Place, focus: boolean): void {
    const reference = referenceOf(place.path)
    if (reference !== undefined && !this.workspace.isShownCode(place.path))
      return void this.#readCode(reference, place, focus).catch(() => undefined)
    if (reference === undefined && !this.workspace.has(place.path)) return
    this.reveal = {place, focus, number: (this.reveal?.number ?? 0) + 1}
    if (this.workspace.activePath !== place.path) this.workspace.open(place.path)
    this.changed()
  }

  /** Of a program that has gone on meanwhile nothing is shown. */
  async #readCode(sourceReference: number, place: Place, focus: boolean): Promise<void> {
    const {view, session} = this.run
    const {number} = view
    const body = await session?.request<DebugProtocol.SourceResponse["body"]>("source", {sourceReference})
    if (!body || number !== view.number) return
    this.workspace.showCode(place.path, {name: place.name ?? "code", text: body.content})
    this.show(place, focus)
  }
}
