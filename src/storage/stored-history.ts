/** Keeps kernels' history: one value for each session, and the number of the last one. */
import type {HistoryEntry, HistoryLife, HistoryStore} from "../base/history-store.ts"
import {GuardedStore} from "./guarded-store.ts"
import {IndexedStore} from "./indexed-store.ts"
import type {Store} from "./store.ts"

/** Sessions beyond this many entries are forgotten, the oldest first. */
const mostEntries = 10_000
const prefix = "session/"
/** In the order of the numbers. */
const keyOf = (session: number) => prefix + String(session).padStart(9, "0")

/** That of this site. Where storage is refused, it ends with the page; the workbench says that nothing is kept. */
export function openHistory(): StoredHistory {
  return new StoredHistory(new GuardedStore(new IndexedStore("moonstep-history"), () => {}))
}

export class StoredHistory implements HistoryStore {
  readonly #store: Store
  /** What was kept here, by line: a session is kept by one only. */
  readonly #sessions = new Map<number, Map<number, HistoryEntry>>()
  readonly #unwritten = new Set<number>()
  #writing: Promise<void> | undefined

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

  open(): HistoryLife {
    const session = this.#store.update("last", (last: number | undefined) => (last ?? 0) + 1)
    return {session, keep: entry => void session.then(number => this.keep({session: number, ...entry}))}
  }

  /** An entry of a life that has its number, in the place of the one of its line. */
  keep(entry: HistoryEntry): void {
    const {session, line} = entry
    const entries = this.#sessions.get(session) ?? new Map<number, HistoryEntry>()
    this.#sessions.set(session, entries.set(line, entry))
    this.#unwritten.add(session)
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }
  /** One write at a time; what comes meanwhile goes with the next. */
  async #write(): Promise<void> {
    for (const session of this.#unwritten) {
      this.#unwritten.delete(session)
      await this.#store.set(keyOf(session), [...(this.#sessions.get(session)?.values() ?? [])])
    }
  }
  /** Resolves once all that was to be kept is. */
  async settled(): Promise<void> {
    await this.#writing
  }
}
