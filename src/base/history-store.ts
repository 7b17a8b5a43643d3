/** Where a kernel's history is kept over its lives. */
export interface HistoryEntry {
  /** Which life of a kernel, from 1; two kernels never have the same. */
  readonly session: number
  /** The execution's count in it. */
  readonly line: number
  readonly input: string
  /** The result as text; null: there was none. */
  readonly output: string | null
}

export interface HistoryStore {
  /** All that is kept, oldest first. */
  load(): Promise<readonly HistoryEntry[]>
  /** A number for a new life. */
  nextSession(): Promise<number>
  /** Keeps the entries of one session, in the place of what was kept of it. */
  keep(session: number, entries: readonly HistoryEntry[]): Promise<void>
}

/** Keeps nothing: every kernel's life is the first. */
export const noHistoryStore: HistoryStore = {
  load: async () => [],
  nextSession: async () => 1,
  keep: async () => {},
}
