import type {Store} from "./store.ts"

/** A file as kept: text, or bytes where it is not UTF-8. */
export type StoredFile = string | Uint8Array

export interface StoredBreakpoint {
  readonly path: string
  readonly line: number
  readonly enabled: boolean
  readonly condition?: string
  readonly hitCondition?: string
  readonly logMessage?: string
}

/** How the person left the workbench: tabs, sizes, theme, watches. All of it may be missing. */
export interface StoredView {
  readonly openPaths?: readonly string[]
  readonly activePath?: string
  readonly program?: string
  readonly theme?: "auto" | "light" | "dark"
  readonly sizes?: Readonly<Record<string, number>>
  readonly collapsed?: readonly string[]
  readonly watches?: readonly string[]
  readonly exceptionFilters?: readonly string[]
  /** The program's state is kept over a reload. Default false. */
  readonly keepsState?: boolean
}

const filePrefix = "file:"

/** Names what the workbench keeps: one key a file, one for all breakpoints, one for the view. */
export class WorkspaceStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Path → content, or undefined when nothing was ever kept here: the first visit. */
  async files(): Promise<Map<string, StoredFile> | undefined> {
    const keys = await this.#store.keys(filePrefix)
    if (keys.length === 0 && (await this.#store.get("view")) === undefined) return undefined
    const files = new Map<string, StoredFile>()
    for (const key of keys.sort()) {
      const content = await this.#store.get<StoredFile>(key)
      if (content !== undefined) files.set(key.slice(filePrefix.length), content)
    }
    return files
  }

  saveFile(path: string, content: StoredFile): Promise<void> {
    return this.#store.set(filePrefix + path, content)
  }

  removeFile(path: string): Promise<void> {
    return this.#store.remove(filePrefix + path)
  }

  async breakpoints(): Promise<readonly StoredBreakpoint[]> {
    return (await this.#store.get<StoredBreakpoint[]>("breakpoints")) ?? []
  }

  saveBreakpoints(breakpoints: readonly StoredBreakpoint[]): Promise<void> {
    return this.#store.set("breakpoints", breakpoints)
  }

  async view(): Promise<StoredView> {
    return (await this.#store.get<StoredView>("view")) ?? {}
  }

  saveView(view: StoredView): Promise<void> {
    return this.#store.set("view", view)
  }
}
