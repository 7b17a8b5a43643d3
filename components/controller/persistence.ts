/** Brings back what was kept and keeps what changes, a moment after it changed. */
import type {StoredBreakpoint, StoredView, WorkspaceStore} from "../../src/storage/index.ts"
import type {BreakpointList} from "./breakpoint-list.ts"
import type {Workspace} from "./workspace.ts"

/** Counted from the first change that is not kept yet, so that steady typing is kept too. */
const delayMs = 300

export class Persistence {
  readonly #store: WorkspaceStore
  readonly #workspace: Workspace
  readonly #breakpoints: BreakpointList
  readonly #view: () => StoredView
  #timer: ReturnType<typeof setTimeout> | undefined
  #keeping = false

  /** @param view gives the rest of what is kept, as it is now. */
  constructor(store: WorkspaceStore, workspace: Workspace, breakpoints: BreakpointList, view: () => StoredView) {
    this.#store = store
    this.#workspace = workspace
    this.#breakpoints = breakpoints
    this.#view = view
  }

  /** @returns the kept view, or undefined on the first visit. */
  async load(): Promise<StoredView | undefined> {
    const files = await this.#store.files()
    if (!files) return undefined
    const view = await this.#store.view()
    this.#workspace.load(files, view)
    this.#breakpoints.restore((await this.#store.breakpoints()).filter(({path}) => files.has(path)))
    return view
  }

  /** From now on changes are kept. */
  begin(): void {
    this.#keeping = true
    this.#workspace.onChange(() => this.soon())
    this.#breakpoints.onChange(() => this.soon())
    this.soon()
  }

  soon(): void {
    if (!this.#keeping) return
    this.#timer ??= setTimeout(() => void this.now(), delayMs)
  }

  /** Keeps at once: the page is about to go. */
  async now(): Promise<void> {
    if (!this.#keeping) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const files = this.#workspace.takeUnsaved().map(path => {
      const content = this.#workspace.content(path)
      return content === undefined ? this.#store.removeFile(path) : this.#store.saveFile(path, content)
    })
    const breakpoints = this.#breakpoints.all.map(
      ({path, line, enabled, condition, hitCondition, logMessage}): StoredBreakpoint => ({
        path,
        line,
        enabled,
        ...(condition ? {condition} : {}),
        ...(hitCondition ? {hitCondition} : {}),
        ...(logMessage ? {logMessage} : {}),
      }),
    )
    await Promise.all([...files, this.#store.saveBreakpoints(breakpoints), this.#store.saveView(this.#view())])
  }
}
