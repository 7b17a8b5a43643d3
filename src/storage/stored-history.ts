/** Keeps kernels' history: one value for each session, and the number of the last one. */
import type {HistoryEntry, HistoryStore} from "../base/history-store.ts"
import type {Store} from "./store.ts"

/** Sessions beyond this many entries are forgotten, the oldest first. */
const mostEntries = 10_000
const prefix = "session/"
/** In the order of the numbers. */
const keyOf = (session: number) => prefix + String(session).padStart(9, "0")

export class StoredHistory implements HistoryStore {
  readonly #store: Store

  /** @param store one that never rejects, such as a GuardedStore */
  constructor(store: Store) {
    this.#store = store
  }

  async load(): Promise<readonly HistoryEntry[]> {
    const keys = (await this.#store.keys(prefix)).sort().reverse()
    const sessions: HistoryEntry[][] = []
    let count = 0
    for (const key of keys) {
      if (count >= mostEntries) {
        await this.#store.remove(key)
        continue
      }
      const entries = (await this.#store.get<HistoryEntry[]>(key)) ?? []
      count += entries.length
      sessions.unshift(entries)
    }
    return sessions.flat()
  }

  nextSession(): Promise<number> {
    return this.#store.update<number>("last", (last = 0) => last + 1)
  }

  async keep(session: number, entries: readonly HistoryEntry[]): Promise<void> {
    await this.#store.set(keyOf(session), entries)
  }
}
