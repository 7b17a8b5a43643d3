import type {Store} from "./store.ts"

/** A file as kept: text, or bytes where it is not UTF-8. */
export type StoredFile = string | Uint8Array

export interface StoredBreakpoint {
  readonly path: string
  readonly line: number
  readonly column?: number
  readonly enabled: boolean
  readonly condition?: string
  readonly hitCondition?: string
  readonly logMessage?: string
}

/** How the person left the workbench: tabs, sizes, theme, watches. All of it may be missing. */
export interface StoredView {
  readonly openPaths?: readonly string[]
  readonly activePath?: string | undefined
  /** The start file that was chosen. */
  readonly program?: string | undefined
  readonly theme?: "auto" | "light" | "dark"
  readonly sizes?: Readonly<Record<string, number>>
  /** Long lines of code are wrapped. Missing: as suits the room there is. */
  readonly wraps?: boolean
  /** What the program writes is read out. Default false. */
  readonly announces?: boolean
  readonly collapsed?: readonly string[]
  readonly watches?: readonly string[]
  readonly exceptionFilters?: readonly string[]
  /** The program's state is kept over a reload. Default false. */
  readonly keepsState?: boolean
}

/** A file as it stands in the store. */
export interface FileRecord {
  readonly content: StoredFile
  /** Names this version: no other one, of whichever tab, has the same. */
  readonly revision: string
}

/** How a write went that was to follow on one version. */
export interface FileOutcome {
  /** False: another version stood there, and still does. */
  readonly written: boolean
  /** What stands there now. */
  readonly there: FileRecord | undefined
}

const filePrefix = "file:"

/** Names what the workbench keeps: one key a file, one for all breakpoints, one for the view. */
export class WorkspaceStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** By path, or undefined when nothing was ever kept here: the first visit. */
  async files(): Promise<Map<string, FileRecord> | undefined> {
    const entries = await this.#store.entries<FileRecord | StoredFile>(filePrefix)
    if (entries.length === 0 && (await this.#store.get("view")) === undefined) return undefined
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return new Map(sorted.map(([key, value]) => [key.slice(filePrefix.length), recordOf(value)]))
  }

  async file(path: string): Promise<FileRecord | undefined> {
    const value = await this.#store.get<FileRecord | StoredFile>(filePrefix + path)
    return value === undefined ? undefined : recordOf(value)
  }

  /**
   * Writes a file, or removes it (undefined), if the version that stands there is the one that the writer has seen
   * last, or has the same content.
   * @param base the revision of that version; undefined: there was no such file
   */
  async replaceFile(path: string, next: FileRecord | undefined, base: string | undefined): Promise<FileOutcome> {
    let written = false
    const there = await this.#store.update(filePrefix + path, (value: FileRecord | StoredFile | undefined) => {
      const found = value === undefined ? undefined : recordOf(value)
      written = found?.revision === base || sameContent(found?.content, next?.content)
      return written ? next : value
    })
    return {written, there: there === undefined ? undefined : recordOf(there)}
  }

  async breakpoints(): Promise<readonly StoredBreakpoint[]> {
    return (await this.#store.get<StoredBreakpoint[]>("breakpoints")) ?? []
  }

  /** Replaces those of some files, by path; those of others stay as they are. */
  async saveBreakpoints(changed: ReadonlyMap<string, readonly StoredBreakpoint[]>): Promise<void> {
    await this.#store.update("breakpoints", (all: readonly StoredBreakpoint[] | undefined) => [
      ...(all ?? []).filter(({path}) => !changed.has(path)),
      ...[...changed.values()].flat(),
    ])
  }

  async view(): Promise<StoredView> {
    return (await this.#store.get<StoredView>("view")) ?? {}
  }

  /** Replaces some parts of the view; the others stay as they are. */
  async saveView(changed: StoredView): Promise<void> {
    await this.#store.update("view", (view: StoredView | undefined) => ({...view, ...changed}))
  }
}

/** Files were kept without a revision once. */
function recordOf(value: FileRecord | StoredFile): FileRecord {
  return typeof value === "string" || value instanceof Uint8Array ? {content: value, revision: ""} : value
}

export function sameContent(a: StoredFile | undefined, b: StoredFile | undefined): boolean {
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return a === b
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
