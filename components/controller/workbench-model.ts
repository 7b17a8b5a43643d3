/**
 * The workbench without its looks: owns the files, the breakpoints, the run and the logs, and carries out actions.
 * Needs no DOM, so it is tested in Node with a fake kernel.
 */
import {type Store, WorkspaceStore} from "../../src/storage/index.ts"
import type {Action, Theme} from "./actions.ts"
import {BreakpointList} from "./breakpoint-list.ts"
import {completeInConsole, type PromptCompletions} from "./console-completion.ts"
import {evaluateInConsole} from "./console-evaluation.ts"
import {ConsoleLog} from "./console-log.ts"
import type {Example} from "./examples.ts"
import {type FileActionContext, handleFileAction} from "./file-actions.ts"
import {KernelLink, type StartKernel} from "./kernel-link.ts"
import {NoticeList} from "./notices.ts"
import {Observable} from "./observable.ts"
import {OutputLog} from "./output-log.ts"
import {Persistence} from "./persistence.ts"
import {ProgramRun} from "./program-run.ts"
import {type Failure, isLive, type Place, type RunState} from "./run-state.ts"
import {WatchList} from "./watch-list.ts"
import {Workspace} from "./workspace.ts"

/** After an end, a step starts nothing for this long. */
const restMs = 1000

export interface ModelOptions {
  readonly store: Store
  readonly startKernel: StartKernel
  readonly examples: readonly Example[]
  readonly fetchExample: (example: Example) => Promise<Map<string, string>>
}

/** Asks the view to show a place; the number changes with every asking, so that the same place can be asked for twice. */
export interface Reveal {
  readonly place: Place
  readonly number: number
  /** Move the caret there, because the person asked for it. */
  readonly focus: boolean
}

export class WorkbenchModel extends Observable {
  readonly workspace = new Workspace()
  readonly breakpoints = new BreakpointList()
  readonly output = new OutputLog()
  readonly console = new ConsoleLog()
  readonly watches = new WatchList()
  readonly notices = new NoticeList()
  readonly run = new ProgramRun(this.breakpoints, this.output)
  readonly link = new KernelLink(this.workspace, this.run, this.output, this.console)
  theme: Theme = "auto"
  sizes: Record<string, number> = {}
  collapsed = new Set<string>()
  /** The sentence of an idle workbench is a first visitor's. */
  isFirstVisit = false
  reveal: Reveal | undefined
  /** Files changed since the last start, and after its end since that: what ran is older than what is shown. */
  readonly edited = new Set<string>()
  readonly #options: ModelOptions
  readonly #persistence: Persistence
  #lastState: RunState = this.run.state
  #lastStop = 0
  #endedAt = Number.NEGATIVE_INFINITY

  constructor(options: ModelOptions) {
    super()
    this.#options = options
    this.#persistence = new Persistence(
      new WorkspaceStore(options.store),
      this.workspace,
      this.breakpoints,
      () => this.#view,
    )
    const parts = [this.workspace, this.breakpoints, this.output, this.console, this.watches, this.notices, this.link]
    for (const part of parts) part.onChange(() => this.changed())
    this.run.onChange(() => this.#handleRun())
  }

  get examples(): readonly Example[] {
    return this.#options.examples
  }

  /** The error of the last run, for Problems and the marks in the editor. */
  get failure(): Failure | undefined {
    const state = this.run.state
    if (state.kind === "failed") return state.failure
    if (state.kind === "paused" && state.stop.error !== undefined) {
      return {message: state.stop.error, ...(state.stop.place ? {place: state.stop.place} : {})}
    }
    return undefined
  }

  async start(): Promise<void> {
    const view = await this.#persistence.load()
    if (view) {
      this.theme = view.theme ?? "auto"
      this.sizes = {...view.sizes}
      this.collapsed = new Set(view.collapsed)
      await this.watches.replace(view.watches ?? [])
      for (const {filter} of this.run.filters) {
        if (view.exceptionFilters) await this.run.setFilter(filter, view.exceptionFilters.includes(filter))
      }
    } else {
      this.isFirstVisit = true
      const [first] = this.#options.examples
      if (first) await this.#openExample(first)
    }
    this.#persistence.begin()
    await this.link.start(this.#options.startKernel)
  }

  /** The page goes: keeps what is still unsaved. */
  async save(): Promise<void> {
    await this.#persistence.now()
  }

  async dispatch(action: Action): Promise<void> {
    try {
      await this.#perform(action)
    } catch (thrown) {
      this.notices.show(thrown instanceof Error ? thrown.message : String(thrown), "error")
    }
  }

  async #perform(action: Action): Promise<void> {
    switch (action.type) {
      case "debug":
        return this.run.state.kind === "paused" ? this.run.continue() : this.#launch(false)
      case "run":
        return this.#launch(true)
      case "continue":
        return this.run.continue()
      case "pause":
        return this.run.pause()
      case "step":
        if (this.run.state.kind === "paused") return this.run.step(action.step)
        // Whoever steps past the end with one press too many doesn't want to begin again.
        if (action.step === "stepOut" || performance.now() - this.#endedAt < restMs) return
        return this.#launch(false, true)
      case "stop":
        return this.run.stop()
      case "restart":
        return this.#restart()
      case "restart-kernel":
        return this.link.restart()
      case "keep-waiting":
        return this.run.keepWaiting()
      case "set-filter":
        await this.run.setFilter(action.filter, action.enabled)
        return this.#persistence.soon()
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
        return this.#persistence.soon()
      case "remove-watch":
        await this.watches.remove(action.expression)
        return this.#persistence.soon()
      case "edit-watch":
        await this.watches.replace(
          this.watches.expressions.map(known => (known === action.expression ? action.to : known)).filter(Boolean),
        )
        return this.#persistence.soon()
      case "select-frame":
        await this.run.select(action.frame)
        if (action.frame.place) this.#show(action.frame.place, false)
        return this.#evaluateWatches(false)
      case "toggle-thread":
        return this.run.callStack.toggle(action.thread)
      case "more-frames":
        return this.run.callStack.more(action.thread)
      case "console":
        return this.#evaluate(action.code)
      case "clear-console":
        return this.console.clear()
      case "clear-output":
        return this.output.clear()
      case "answer-input":
        return this.link.answer(action.text)
      case "go-to":
        return this.#show(action.place, true)
      case "theme":
        this.theme = action.theme
        return this.#viewChanged()
      case "resize":
        this.sizes = {...this.sizes, [action.pane]: action.size}
        return this.#viewChanged()
      case "collapse": {
        const {section, collapsed} = action
        this.collapsed = new Set(
          [...this.collapsed].filter(other => other !== section).concat(collapsed ? [section] : []),
        )
        return this.#viewChanged()
      }
      case "notice":
        return action.choice ? this.notices.choose(action.id) : this.notices.dismiss(action.id)
      case "open-example": {
        const example = this.#options.examples.find(({name}) => name === action.name)
        return example ? this.#openExample(example) : undefined
      }
      case "copy":
      case "download":
        // These need the page; the workbench element does them.
        return
      default:
        return handleFileAction(action, this.#fileContext)
    }
  }

  get #fileContext(): FileActionContext {
    return {
      workspace: this.workspace,
      breakpoints: this.breakpoints,
      notices: this.notices,
      noteEdited: path => this.edited.add(path),
      sendBreakpoints: async path => {
        await this.run.sendBreakpoints(path)
      },
    }
  }

  async #launch(noDebug: boolean, stopOnEntry = false): Promise<void> {
    const program = this.workspace.program
    const kernel = this.link.kernel
    const {kind} = this.run.state
    if (!program || !kernel || isLive(this.run.state) || kind === "starting" || kind === "dead") return
    this.output.clear()
    this.edited.clear()
    this.isFirstVisit = false
    await this.link.sendFiles()
    await this.run.start(kernel, {program, noDebug, stopOnEntry})
  }

  async #restart(): Promise<void> {
    const launch = this.run.launch
    if (this.run.state.kind === "dead" || this.run.state.kind === "unresponsive") return this.link.restart()
    if (!launch || !isLive(this.run.state)) return
    await this.run.stop()
    await this.#launch(launch.noDebug, launch.stopOnEntry)
  }

  async #openExample(example: Example): Promise<void> {
    const files = await this.#options.fetchExample(example)
    for (const [path, text] of files) {
      // A copy the person has worked on stays theirs.
      if (!this.workspace.has(path)) this.workspace.write(path, text)
    }
    const {path, line} = example.breakpoint
    if (this.breakpoints.inFile(path).length === 0) this.breakpoints.add(path, line, this.workspace.text(path))
    this.workspace.choose(example.program)
    this.workspace.open(example.program)
  }

  /** For the console's prompt. */
  readonly completeInConsole = (code: string, cursor: number): Promise<PromptCompletions> =>
    completeInConsole(code, cursor, this.run, this.link.kernel)

  async #evaluate(code: string): Promise<void> {
    const paused = this.run.state.kind === "paused"
    await evaluateInConsole(code, this.console, this.run, this.link.kernel, paused)
    if (paused) await this.#refreshValues()
  }

  async #refreshValues(): Promise<void> {
    if (this.run.state.kind !== "paused") return
    await this.run.showScopes(false)
    await this.#evaluateWatches(false)
  }

  async #evaluateWatches(isNewStop: boolean): Promise<void> {
    await this.watches.evaluate(expression => this.run.evaluate(expression, "watch"), this.run, isNewStop)
  }

  #handleRun(): void {
    const state = this.run.state
    if (state !== this.#lastState) {
      const before = this.#lastState
      this.#lastState = state
      if (state.kind === "paused" && this.#lastStop !== this.run.stopNumber) {
        this.#lastStop = this.run.stopNumber
        if (state.stop.place) this.#show(state.stop.place, false)
        void this.#evaluateWatches(true)
      } else if (isLive(before) && !isLive(state)) {
        this.#endedAt = performance.now()
        this.watches.rest()
        this.edited.clear()
        if (state.kind === "failed" && state.failure.place) this.#show(state.failure.place, false)
      }
    }
    this.changed()
  }

  #show(place: Place, focus: boolean): void {
    if (!this.workspace.has(place.path)) return
    this.reveal = {place, focus, number: (this.reveal?.number ?? 0) + 1}
    if (this.workspace.activePath !== place.path) this.workspace.open(place.path)
    this.changed()
  }

  #viewChanged(): void {
    this.#persistence.soon()
    this.changed()
  }

  get #view() {
    const {openPaths, activePath, program} = this.workspace
    return {
      openPaths,
      ...(activePath ? {activePath} : {}),
      ...(program ? {program} : {}),
      theme: this.theme,
      sizes: this.sizes,
      collapsed: [...this.collapsed],
      watches: this.watches.expressions,
      exceptionFilters: this.run.filters.filter(({enabled}) => enabled).map(({filter}) => filter),
    }
  }
}
