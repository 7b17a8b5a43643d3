/** Where a kernel's history is kept over its lives. */
export interface HistoryLine {
  /** The execution's count in its life. */
  readonly line: number
  readonly input: string
  /** The result as text; null: there was none. */
  readonly output: string | null
}
export interface HistoryEntry extends HistoryLine {
  /** Which life of a kernel, from 1; two lives never have the same. */
  readonly session: number
}

/** From a kernel's start or restart to the next. */
export interface HistoryLife {
  /** Its number. */
  readonly session: Promise<number>
  /** Keeps an entry, in the place of the one of its line; in its own time, and also before there is a number. */
  keep(entry: HistoryLine): void
}

/** What is beyond is forgotten, the oldest first. */
export const mostEntries = 10_000

export interface HistoryStore {
  /** All that is kept, oldest first. */
  load(): Promise<readonly HistoryEntry[]>
  /** A new life. */
  open(): HistoryLife
}

/** Keeps nothing: every kernel's life is the first. */
export const noHistoryStore: HistoryStore = {
  load: async () => [],
  open: () => ({session: Promise.resolve(1), keep() {}}),
}
