/**
 * What the workbench shows of one program: its files and breakpoints, its run, what it has said. Put together here, each
 * part with its actions. One's own has one (workbench-model.ts); a program of another tab that is looked at has another
 * (tabs/visit.ts). Whose it is listens to what it tells, with the functions that begin with "on".
 */
import {breakpointActions} from "./breakpoints/breakpoint-actions.ts"
import {BreakpointList} from "./breakpoints/breakpoint-list.ts"
import {ConsoleLog} from "./console/console-log.ts"
import {outputActions} from "./console/output-actions.ts"
import {OutputLog} from "./console/output-log.ts"
import {Prompt} from "./console/prompt.ts"
import {type ActionOf, owns, perform} from "./dispatch.ts"
import {fileActions} from "./files/file-actions.ts"
import {type Problem, ProblemList} from "./files/problem-list.ts"
import {Workspace} from "./files/workspace.ts"
import type {NoticeList} from "./notices.ts"
import {Observable} from "./observable.ts"
import type {Place} from "./place.ts"
import {KernelLink} from "./program/kernel-link.ts"
import {Ownership} from "./program/ownership.ts"
import {ProgramCommands} from "./program/program-commands.ts"
import {ProgramRun} from "./program/program-run.ts"
import {errorOf, isLive, placed, type RunState} from "./program/run-state.ts"
import {type Reveal, ShownPlace} from "./shown-place.ts"
import {StopValues} from "./stop/stop-values.ts"
import {WatchList} from "./stop/watch-list.ts"
import {errorWords} from "./words/error-words.ts"
import {type Failure, failureAt} from "./words/failure.ts"
import {RunningText} from "./words/running-text.ts"

export type StageAction = ActionOf<Stage["actions"]>

export class Stage extends Observable {
  readonly notices: NoticeList
  readonly workspace = new Workspace()
  readonly breakpoints = new BreakpointList()
  readonly output = new OutputLog()
  readonly console = new ConsoleLog()
  readonly watches = new WatchList()
  readonly run = new ProgramRun(this.breakpoints, this.output, this.console, this.watches)
  readonly link = new KernelLink(this.workspace, this.run, this.output, this.console)
  /** What is not Lua in the open files. */
  readonly written = new ProblemList(this.workspace)
  readonly running = new RunningText()
  readonly ownership: Ownership
  readonly prompt: Prompt
  readonly #commands: ProgramCommands
  readonly #values = new StopValues(this.run, this.watches)
  readonly #place = new ShownPlace(this.workspace, this.run)
  /** All that can be asked of it, by who does it. */
  readonly actions: ReturnType<Stage["joinActions"]>
  /** The sentence of an idle workbench is a first visitor's. */
  isFirstVisit = false
  #lastState: RunState = this.run.state
  #lastStop = 0
  /** A file has been changed in the editor. */
  onEdit: () => void = () => {}
  /** Watches or filters are others now. */
  onSetup: () => void = () => {}
  /** The program does something else now. */
  onState: (state: RunState) => void = () => {}
  /** This client commands the program from now on. */
  onCommand: () => Promise<unknown> = () => this.run.sendSetup()

  constructor(notices: NoticeList) {
    super()
    this.notices = notices
    this.ownership = new Ownership(this.run, notices)
    this.prompt = new Prompt(this)
    this.#commands = new ProgramCommands(this)
    this.actions = this.joinActions()
    const {workspace, breakpoints, output, console, watches, link, ownership, written, prompt} = this
    for (const part of [workspace, breakpoints, output, console, watches, notices, link, ownership, written, prompt])
      part.onChange(() => this.changed())
    this.#place.onChange(() => this.changed())
    this.run.onChange(() => this.#handleRun())
    this.#join()
  }

  /** What one part has to say to another. */
  #join(): void {
    const {workspace, breakpoints, link, ownership, prompt, running} = this
    link.onKernel = kernel => {
      this.#forgetCode()
      ownership.listen(kernel)
    }
    workspace.onText = (path, before, after) => running.note(path, before, after)
    breakpoints.lines = running
    ownership.onGain = () => void this.onCommand().catch(() => undefined)
    prompt.onEvaluated = () => this.#values.refresh()
    this.#values.onWatches = () => this.#keepWatches()
    this.#values.onPlace = place => this.#showOwn(place)
    this.#commands.onBegin = () => {
      running.begin()
      this.isFirstVisit = false
    }
    this.#commands.onBegun = async () => {
      if (this.watches.expressions.length > 0) await this.#keepWatches()
    }
    this.#commands.onRestart = () => void this.dispatch({type: "restart"})
  }

  private joinActions() {
    const {workspace, breakpoints, notices} = this
    const noteEdited = (path: string) => this.#noteEdited(path)
    const send = async (path: string) => {
      if (!this.isLooking) await this.run.sendBreakpoints(path)
    }
    const setFilter = async (filter: string, enabled: boolean) => {
      await this.run.setFilter(filter, enabled)
      this.onSetup()
    }
    return {
      ...fileActions({workspace, breakpoints, notices, noteEdited}),
      ...breakpointActions({workspace, breakpoints, notices, send, setFilter}),
      ...outputActions(this),
      ...this.#commands.actions,
      ...this.link.actions,
      ...this.ownership.actions,
      ...this.prompt.actions,
      ...this.#values.actions,
      ...this.#place.actions,
    }
  }

  async dispatch(action: StageAction): Promise<void> {
    if (this.isLooking && owns(this.#commands.actions, action)) return
    try {
      await perform(this.actions, action)
    } catch (thrown) {
      this.notices.show(errorWords(thrown), "error")
    }
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

  /** What is shown of that. */
  get shownState(): RunState {
    return this.prompt.shown(this.state)
  }

  /** The error of the last run. */
  get failure(): Failure | undefined {
    const {state} = this
    if (state.kind === "failed") return state.failure
    const error = errorOf(state)
    return error && state.kind === "paused" ? failureAt(error, state.stop.place) : undefined
  }

  /** What the editor is asked to show. */
  get reveal(): Reveal | undefined {
    return this.#place.reveal
  }

  #noteEdited(path: string): void {
    if (!this.running.edited.has(path)) this.#commands.endOffer()
    else if (isLive(this.run.state) && !this.isLooking) this.#commands.offerRestart()
    this.onEdit()
  }

  /** Notes them in the session, for who looks at it from another tab. */
  async #keepWatches(): Promise<void> {
    this.onSetup()
    const {expressions} = this.watches
    // it may have ended meanwhile
    if (!this.isLooking) await this.run.session?.keep({watches: expressions}).catch(() => undefined)
  }

  #handleRun(): void {
    const {state} = this.run
    if (state !== this.#lastState) {
      const before = this.#lastState
      this.#lastState = state
      if (state.kind === "paused" && this.#lastStop !== this.run.view.number) {
        this.#lastStop = this.run.view.number
        this.#showOwn(state.stop.place)
        this.#values.begin()
      } else if (isLive(before) && !isLive(state)) {
        this.#commands.end()
        this.#values.end()
        this.running.end()
        if (state.kind === "failed") this.#showOwn(state.failure.place)
      }
      if (state.kind === "dead") this.#forgetCode()
      this.onState(state)
    }
    this.changed()
  }

  #forgetCode(): void {
    for (const key of this.workspace.forgetCode()) this.breakpoints.removeFile(key)
  }

  /** Where the program has come to. */
  #showOwn(place: Place | undefined): void {
    if (place) this.#place.show(this.running.placeNow(place), false)
  }
}
