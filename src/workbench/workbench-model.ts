/**
 * The workbench without its looks: one's own program, how the person has arranged things, and the program of another tab
 * that is being looked at. Needs no DOM, so it is tested in Node.
 */
import {type Store, type StoredView, WorkspaceStore} from "../storage/index.ts"
import {Arrangement} from "./arrangement.ts"
import {type ActionOf, owns, perform} from "./dispatch.ts"
import type {Example} from "./files/examples.ts"
import {NoticeList} from "./notices.ts"
import {Observable} from "./observable.ts"
import {type Companions, noCompanions, Persistence} from "./persistence.ts"
import type {StartKernel} from "./program/kernel-link.ts"
import {KernelStarts} from "./program/kernel-starts.ts"
import {Stage, type StageAction} from "./stage.ts"
import type {Visit} from "./tabs/visit.ts"
import {errorWords} from "./words/error-words.ts"

/** All that can be asked of a workbench. */
export type ModelAction = ActionOf<WorkbenchModel["actions"]> | StageAction

export interface ModelOptions {
  readonly store: Store
  readonly startKernel: StartKernel
  readonly examples: readonly Example[]
  readonly fetchExample: (example: Example) => Promise<Map<string, string>>
  /** What joins this tab to the others that have the same store. Default: it is alone. */
  readonly companions?: Companions
}

export class WorkbenchModel extends Observable {
  readonly notices = new NoticeList()
  /** One's own program. */
  readonly own = new Stage(this.notices)
  readonly arrangement = new Arrangement()
  /** The store has refused. */
  keepsNothing = false
  #visit: Visit | undefined
  readonly #options: ModelOptions
  readonly #persistence: Persistence
  readonly #starts: KernelStarts
  /** What is about the workbench, whichever program is shown. */
  readonly actions: ReturnType<WorkbenchModel["joinActions"]>

  constructor(options: ModelOptions) {
    super()
    this.#options = options
    const {own, notices, arrangement} = this
    const {workspace, breakpoints, run} = own
    this.#starts = new KernelStarts(own, options.startKernel)
    this.#persistence = new Persistence({
      store: new WorkspaceStore(options.store),
      workspace,
      breakpoints,
      notices,
      companions: options.companions ?? noCompanions(),
      view: () => this.#view,
      handleBreakpoints: path => void (own.isLooking ? undefined : run.sendBreakpoints(path).catch(() => undefined)),
    })
    this.actions = this.joinActions()
    own.onChange(() => this.changed())
    own.onSetup = () => this.#persistence.soon()
    own.onState = state => this.#starts.handleState(state)
    for (const part of [arrangement, this.#starts])
      part.onChange(() => {
        this.#persistence.soon()
        this.changed()
      })
  }

  private joinActions() {
    return {
      ...this.notices.actions,
      ...this.arrangement.actions,
      ...this.#starts.actions,
      save: () => this.#save(),
      "open-example": ({name}: {readonly name: string}) => this.#openExample(name),
      /** Shows the program of another tab in the place of one's own. */
      attach: ({visit}: {readonly visit: Visit}) => this.#attach(visit),
      detach: () => this.#visit?.leave(),
    }
  }

  async dispatch(action: ModelAction): Promise<void> {
    if (!owns(this.actions, action)) return (this.#visit ?? this.own).dispatch(action)
    try {
      await perform(this.actions, action)
    } catch (thrown) {
      this.notices.show(errorWords(thrown), "error")
    }
  }

  /** The program of another tab that is shown instead of one's own. */
  get visit(): Visit | undefined {
    return this.#visit
  }

  /** What the workbench shows: the program of another tab, or one's own. */
  get shown(): Stage {
    return this.#visit?.stage ?? this.own
  }

  get examples(): readonly Example[] {
    return this.#options.examples
  }

  /** The program's state is kept over a reload. */
  get keepsState(): boolean {
    return this.#starts.keepsState
  }

  async start(): Promise<void> {
    const {own, arrangement} = this
    const view = await this.#persistence.load()
    if (view) {
      arrangement.load(view)
      this.#starts.load(view.keepsState ?? false)
      await own.watches.replace(view.watches ?? [])
      for (const {filter} of own.run.filters) {
        if (view.exceptionFilters) await own.run.setFilter(filter, view.exceptionFilters.includes(filter))
      }
    } else {
      own.isFirstVisit = true
      const [first] = this.#options.examples
      // nobody has chosen it
      if (first) await this.#showExample(first)
    }
    await this.#persistence.begin()
    await this.#starts.begin()
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

  async #attach(visit: Visit): Promise<void> {
    await this.#visit?.leave()
    visit.onChange(() => this.changed())
    visit.onEnd = words => {
      if (this.#visit !== visit) return
      this.#visit = undefined
      if (words) this.notices.ask(`${words} Back to your own program.`, {})
      this.changed()
    }
    this.#visit = visit
    this.changed()
    await visit.begin().catch(thrown => visit.end(errorWords(thrown)))
  }

  async #openExample(name: string): Promise<void> {
    const example = this.#options.examples.find(one => one.name === name)
    if (!example) return
    await this.#showExample(example)
    this.own.workspace.choose(example.program)
  }

  async #showExample(example: Example): Promise<void> {
    const {workspace, breakpoints} = this.own
    const files = await this.#options.fetchExample(example)
    for (const [path, text] of files) {
      // A copy the person has worked on stays theirs.
      if (!workspace.has(path)) workspace.write(path, text)
    }
    const {path, line} = example.breakpoint
    if (breakpoints.inFile(path).length === 0) breakpoints.add(path, line, workspace.text(path))
    workspace.open(example.program)
  }

  get #view(): StoredView {
    const {workspace, watches, run} = this.own
    const {openPaths, activePath, chosenProgram} = workspace
    return {
      ...this.arrangement.stored,
      openPaths: openPaths.filter(path => workspace.has(path)),
      activePath,
      program: chosenProgram,
      keepsState: this.keepsState,
      watches: watches.expressions,
      exceptionFilters: run.filters.filter(({enabled}) => enabled).map(({filter}) => filter),
    }
  }
}
