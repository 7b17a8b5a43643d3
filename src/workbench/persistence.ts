/**
 * Brings back what was kept and keeps what changes, a moment after it changed. Other tabs keep theirs in the same
 * place: of breakpoints and of the view only what has changed here is written, of files see kept-files.ts.
 */
import {referenceOf} from "../base/source-key.ts"
import {
  type DraftJournal,
  noJournal,
  noNews,
  type StoredBreakpoint,
  type StoredView,
  type WorkspaceChange,
  type WorkspaceNews,
  type WorkspaceStore,
} from "../storage/index.ts"
import type {BreakpointList, BreakpointView} from "./breakpoints/breakpoint-list.ts"
import {KeptFiles} from "./files/kept-files.ts"
import type {Workspace} from "./files/workspace.ts"
import type {NoticeList} from "./notices.ts"

/** Counted from the first change that is not kept yet, so that steady typing is kept too. */
const delayMs = 300

/** How a tab is joined to the others that have its workspace. */
export interface Companions {
  readonly journal: DraftJournal
  readonly news: WorkspaceNews
  /** Names this tab, and no other one. */
  readonly life: string
}
export const noCompanions = (): Companions => ({journal: noJournal, news: noNews(), life: "alone"})

export interface PersistenceOptions {
  readonly store: WorkspaceStore
  readonly workspace: Workspace
  readonly breakpoints: BreakpointList
  readonly notices: NoticeList
  readonly companions: Companions
  /** The rest of what is kept, as it is now. */
  readonly view: () => StoredView
  /** Another tab has changed a file's breakpoints. */
  readonly handleBreakpoints: (path: string) => void
}

export class Persistence {
  readonly #options: PersistenceOptions
  readonly #files: KeptFiles
  /** As they are in the store, as JSON: breakpoints by file, the view by part. */
  readonly #keptBreakpoints = new Map<string, string>()
  readonly #keptView = new Map<string, string>()
  /** One after the other: what comes from the store must not meet what goes there. */
  #work: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #keeping = false

  constructor(options: PersistenceOptions) {
    this.#options = options
    const {store, workspace, notices, companions} = options
    const {journal, news, life} = companions
    const tell = (path: string) => news.tell({kind: "file", path})
    this.#files = new KeptFiles({store, workspace, notices, journal, life, tell})
    news.onChange = change => void this.#queue(() => this.#take(change))
  }

  /** @returns the kept view, or undefined on the first visit. */
  load(): Promise<StoredView | undefined> {
    let view: StoredView | undefined
    return this.#queue(async () => {
      const {store, workspace} = this.#options
      const files = await this.#files.load()
      if (!files) return
      view = await store.view()
      for (const [part, value] of Object.entries(view)) this.#keptView.set(part, JSON.stringify(value))
      workspace.load(files, view)
      await this.#takeBreakpoints()
    }).then(() => view)
  }

  /** From now on changes are kept. */
  async begin(): Promise<void> {
    const {workspace, breakpoints} = this.#options
    this.#keeping = true
    workspace.onChange(() => this.soon())
    breakpoints.onChange(() => this.soon())
    await this.#files.recover()
    this.soon()
  }

  soon(): void {
    if (!this.#keeping) return
    this.#timer ??= setTimeout(() => void this.now(), delayMs)
  }

  async now(): Promise<void> {
    if (!this.#keeping) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#queue(() => Promise.all([this.#files.flush(), this.#keepBreakpoints(), this.#keepView()]))
  }

  /** The page goes, or comes back from where the browser had it. */
  setLiving(living: boolean): void {
    if (!living) this.#files.writeDrafts()
    this.#options.companions.journal.setLiving(living)
  }

  #queue(work: () => Promise<unknown>): Promise<void> {
    this.#work = this.#work.then(work).then(() => undefined)
    const done = this.#work
    // one that fails is told to who asked for it, and holds up nothing
    this.#work = done.catch(() => undefined)
    return done
  }

  #take(change: WorkspaceChange): Promise<void> {
    return change.kind === "file" ? this.#files.take(change.path) : this.#takeBreakpoints()
  }

  async #takeBreakpoints(): Promise<void> {
    const {store, workspace, breakpoints, handleBreakpoints} = this.#options
    const kept = byPath((await store.breakpoints()).filter(({path}) => workspace.has(path)))
    for (const path of new Set([...kept.keys(), ...this.#keptBreakpoints.keys()])) {
      const there = kept.get(path) ?? []
      const text = JSON.stringify(there)
      const before = this.#keptBreakpoints.get(path) ?? "[]"
      if (text === before || JSON.stringify(breakpoints.inFile(path).map(stored)) !== before) continue
      this.#keptBreakpoints.set(path, text)
      breakpoints.removeFile(path)
      breakpoints.restore(there)
      handleBreakpoints(path)
    }
  }

  async #keepBreakpoints(): Promise<void> {
    const {store, breakpoints, companions} = this.#options
    const here = byPath(breakpoints.all.map(stored))
    const changed = new Map<string, StoredBreakpoint[]>()
    for (const path of new Set([...here.keys(), ...this.#keptBreakpoints.keys()])) {
      const list = here.get(path) ?? []
      const text = JSON.stringify(list)
      if (text === (this.#keptBreakpoints.get(path) ?? "[]")) continue
      this.#keptBreakpoints.set(path, text)
      changed.set(path, list)
    }
    if (changed.size === 0) return
    await store.saveBreakpoints(changed)
    companions.news.tell({kind: "breakpoints"})
  }

  async #keepView(): Promise<void> {
    const {store, view} = this.#options
    const changed = Object.entries(view()).filter(([part, value]) => this.#keptView.get(part) !== JSON.stringify(value))
    if (changed.length === 0) return
    for (const [part, value] of changed) this.#keptView.set(part, JSON.stringify(value))
    await store.saveView(Object.fromEntries(changed))
  }
}

function byPath(all: readonly StoredBreakpoint[]): Map<string, StoredBreakpoint[]> {
  const files = new Map<string, StoredBreakpoint[]>()
  // code that is in no file is another one the next time
  for (const breakpoint of all.filter(({path}) => referenceOf(path) === undefined))
    files.set(breakpoint.path, [...(files.get(breakpoint.path) ?? []), breakpoint])
  return files
}

function stored({path, line, column, enabled, condition, hitCondition, logMessage}: BreakpointView): StoredBreakpoint {
  return {
    path,
    line,
    ...(column ? {column} : {}),
    enabled,
    ...(condition ? {condition} : {}),
    ...(hitCondition ? {hitCondition} : {}),
    ...(logMessage ? {logMessage} : {}),
  }
}
