/**
 * The workbench without its looks: one's own program (the stage), how the person has arranged things, and the program of
 * another tab that is being looked at. Needs no DOM, so it is tested in Node with a fake kernel.
 */
import {type Store, type StoredView, WorkspaceStore} from "../storage/index.ts"
import type {Action, Theme} from "./actions.ts"
import type {Example} from "./files/examples.ts"
import {NoticeList} from "./notices.ts"
import {type Companions, noCompanions, Persistence} from "./persistence.ts"
import {keepingWords, stateToKeep} from "./program/kept-state.ts"
import type {StartKernel} from "./program/kernel-link.ts"
import {isLive, type RunState} from "./program/run-state.ts"
import {Stage} from "./stage.ts"
import {errorWords} from "./stop/value-tree.ts"
import type {Visit} from "./tabs/visit.ts"

export interface ModelOptions {
  readonly store: Store
  readonly startKernel: StartKernel
  readonly examples: readonly Example[]
  readonly fetchExample: (example: Example) => Promise<Map<string, string>>
  /** What joins this tab to the others that have the same store. Default: it is alone. */
  readonly companions?: Companions
}

export class WorkbenchModel extends Stage {
  theme: Theme = "auto"
  /** Long lines of code are wrapped; undefined: the person has not said so or otherwise. */
  wraps: boolean | undefined
  /** What the program writes is read out. */
  announces = false
  sizes: Record<string, number> = {}
  /** The store has refused. */
  keepsNothing = false
  collapsed = new Set<string>()
  /** The program's state is kept over a reload. */
  keepsState = false
  /** The program of another tab that is shown instead of one's own. */
  visit: Visit | undefined
  readonly #options: ModelOptions
  readonly #persistence: Persistence
  /** The kernel is to be started anew, once its program has ended. */
  #renewal = false
  /** What the last start of a kernel was for, and all starts so far, one after the other. */
  #keptAtStart = false
  #starts: Promise<void> = Promise.resolve()

  constructor(options: ModelOptions) {
    super(new NoticeList())
    this.#options = options
    this.#persistence = new Persistence({
      store: new WorkspaceStore(options.store),
      workspace: this.workspace,
      breakpoints: this.breakpoints,
      notices: this.notices,
      companions: options.companions ?? noCompanions(),
      view: () => this.#view,
      handleBreakpoints: path =>
        void (this.isLooking ? undefined : this.run.sendBreakpoints(path).catch(() => undefined)),
    })
  }

  /** What the workbench shows: the program of another tab, or one's own. */
  get shown(): Stage {
    return this.visit ?? this
  }

  get examples(): readonly Example[] {
    return this.#options.examples
  }

  async start(): Promise<void> {
    const view = await this.#persistence.load()
    if (view) {
      this.theme = view.theme ?? "auto"
      this.wraps = view.wraps
      this.announces = view.announces ?? false
      this.sizes = {...view.sizes}
      this.collapsed = new Set(view.collapsed)
      this.keepsState = view.keepsState ?? false
      await this.watches.replace(view.watches ?? [])
      for (const {filter} of this.run.filters) {
        if (view.exceptionFilters) await this.run.setFilter(filter, view.exceptionFilters.includes(filter))
      }
    } else {
      this.isFirstVisit = true
      const [first] = this.#options.examples
      // nobody has chosen it
      if (first) await this.#showExample(first)
    }
    await this.#persistence.begin()
    this.#starts = this.#startKernel()
    await this.#starts
  }

  async #startKernel(): Promise<void> {
    const {startKernel} = this.#options
    this.#keptAtStart = this.keepsState
    if (!this.keepsState) return this.link.start(startKernel)
    const state = await stateToKeep()
    await this.link.start(startKernel, state)
    const words = keepingWords(state, this.link.kernel?.info.hibernation)
    if (words) this.console.note(words)
  }

  /** Keeps what is still unsaved. */
  async save(): Promise<void> {
    await this.#persistence.now()
  }

  /** All is kept a moment after it was done, without being asked for: who asks is told. */
  async #save(): Promise<void> {
    await this.save()
    this.notices.show(this.keepsNothing ? "Not saved: this browser keeps nothing for this page." : "Saved")
  }

  /** The page goes, or comes back from where the browser had it. */
  setLiving(living: boolean): void {
    this.#persistence.setLiving(living)
  }

  /** What is about the workbench is done here, the rest on the stage that is shown. */
  override async dispatch(action: Action): Promise<void> {
    const {visit} = this
    if (visit && !this.#isOwn(action)) await visit.dispatch(action)
    else await super.dispatch(action)
  }
  #isOwn({type}: Action): boolean {
    return arrangements.has(type)
  }

  protected override async perform(action: Action): Promise<void> {
    switch (action.type) {
      case "theme":
        this.theme = action.theme
        return this.#viewChanged()
      case "wrap":
        this.wraps = action.wraps
        return this.#viewChanged()
      case "announce":
        this.announces = action.announces
        return this.#viewChanged()
      case "resize":
        this.sizes = withSize(this.sizes, action.pane, action.size)
        return this.#viewChanged()
      case "collapse": {
        const {section, collapsed} = action
        this.collapsed = new Set(
          [...this.collapsed].filter(other => other !== section).concat(collapsed ? [section] : []),
        )
        return this.#viewChanged()
      }
      case "keep-state":
        return this.#keepState(action.keep)
      case "attach":
        return this.#attach(action.visit)
      case "detach":
        return this.visit?.leave()
      case "open-example": {
        const example = this.#options.examples.find(({name}) => name === action.name)
        return example ? this.#openExample(example) : undefined
      }
      case "save":
        return this.#save()
      case "go-to-line":
      case "show-shortcuts":
      case "copy":
      case "copy-value":
      case "download":
      case "find-programs":
        // These need the page; the workbench element does them.
        return
      default:
        return super.perform(action)
    }
  }

  async #attach(visit: Visit): Promise<void> {
    await this.visit?.leave()
    visit.onChange(() => this.changed())
    visit.onEnd = words => {
      if (this.visit !== visit) return
      this.visit = undefined
      if (words) this.notices.ask(`${words} Back to your own program.`, {})
      this.changed()
    }
    this.visit = visit
    this.changed()
    await visit.begin().catch(thrown => visit.end(errorWords(thrown)))
  }

  async #keepState(keep: boolean): Promise<void> {
    if (keep === this.keepsState) return
    this.keepsState = keep
    this.#viewChanged()
    if (isLive(this.run.state)) {
      this.#renewal = true
      this.console.note("When the program has ended, Lua starts anew for the other setting.")
    } else await this.#renew()
  }
  /** Whether a kernel's state is kept is decided at its start. One that is still being started can't be ended. */
  #renew(): Promise<void> {
    this.#renewal = false
    this.#starts = this.#starts.catch(() => undefined).then(() => this.#startAnew())
    return this.#starts
  }
  async #startAnew(): Promise<void> {
    if (this.keepsState === this.#keptAtStart) return
    await this.link.end()
    await this.#startKernel()
    if (!this.keepsState) this.console.note("Lua has started anew; its state is no longer kept.")
    else if (this.link.kernel?.info.hibernation)
      this.console.note("Lua has started anew; its state is kept from now on.")
  }
  protected override handleState(state: RunState): void {
    if (this.#renewal && !isLive(state) && state.kind !== "starting") void this.#renew()
  }

  async #openExample(example: Example): Promise<void> {
    await this.#showExample(example)
    this.workspace.choose(example.program)
  }
  async #showExample(example: Example): Promise<void> {
    const files = await this.#options.fetchExample(example)
    for (const [path, text] of files) {
      // A copy the person has worked on stays theirs.
      if (!this.workspace.has(path)) this.workspace.write(path, text)
    }
    const {path, line} = example.breakpoint
    if (this.breakpoints.inFile(path).length === 0) this.breakpoints.add(path, line, this.workspace.text(path))
    this.workspace.open(example.program)
  }

  protected override setupChanged(): void {
    this.#persistence.soon()
  }

  #viewChanged(): void {
    this.#persistence.soon()
    this.changed()
  }

  get #view(): StoredView {
    const {openPaths, activePath, chosenProgram} = this.workspace
    return {
      openPaths: openPaths.filter(path => this.workspace.has(path)),
      activePath,
      program: chosenProgram,
      theme: this.theme,
      ...(this.wraps === undefined ? {} : {wraps: this.wraps}),
      ...(this.announces ? {announces: true} : {}),
      sizes: this.sizes,
      collapsed: [...this.collapsed],
      keepsState: this.keepsState,
      watches: this.watches.expressions,
      exceptionFilters: this.run.filters.filter(({enabled}) => enabled).map(({filter}) => filter),
    }
  }
}

/** @param size undefined: none of the person's choice */
function withSize(sizes: Record<string, number>, pane: string, size: number | undefined): Record<string, number> {
  const others = Object.fromEntries(Object.entries(sizes).filter(([name]) => name !== pane))
  return size === undefined ? others : {...others, [pane]: size}
}

/** Actions that are not about a program. */
const arrangements: ReadonlySet<Action["type"]> = new Set([
  "theme",
  "wrap",
  "announce",
  "recall-notices",
  "resize",
  "collapse",
  "keep-state",
  "attach",
  "detach",
  "notice",
  "hold-notices",
  "save",
])
