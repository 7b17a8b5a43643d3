/** Keeps kernels' history: each execution under a key of its own, and the number of the last session. */
import {
  type HistoryEntry,
  type HistoryLife,
  type HistoryLine,
  type HistoryStore,
  mostEntries,
} from "../base/history-store.ts"
import {GuardedStore} from "./guarded-store.ts"
import {IndexedStore} from "./indexed-store.ts"
import type {Store} from "./store.ts"

/** Of inputs and results together: what is beyond is forgotten as well. */
const mostCharacters = 20_000_000
/** So much is written between two looks at what is beyond. */
const sweepEvery = {entries: 1000, characters: 2_000_000}

const prefix = "entry/"
const padded = (number: number) => String(number).padStart(9, "0")
/** In the order of sessions and lines. */
const keyOf = (session: number, line: number) => `${prefix}${padded(session)}/${padded(line)}`

type Kept = Pick<HistoryLine, "input" | "output">
const lengthOf = ({input, output}: Kept) => input.length + (output?.length ?? 0)

/** That of this site. Where storage is refused, it ends with the page; the workbench says that nothing is kept. */
export function openHistory(): StoredHistory {
  return new StoredHistory(new GuardedStore(new IndexedStore("moonstep-history"), () => {}))
}

export class StoredHistory implements HistoryStore {
  readonly #store: Store
  /** All that is to be written, one after the other. */
  #writing: Promise<void> = Promise.resolve()
  #sinceSweep = {entries: 0, characters: 0}

  /** @param store one that never rejects, such as a GuardedStore */
  constructor(store: Store) {
    this.#store = store
  }

  async load(): Promise<readonly HistoryEntry[]> {
    const {kept, beyond} = await this.#read()
    this.#forget(beyond)
    return kept.map(([key, entry]) => {
      const [session, line] = key.slice(prefix.length).split("/").map(Number)
      return {session, line, ...entry}
    })
  }

  open(): HistoryLife {
    const session = this.#store.update("last", (last: number | undefined) => (last ?? 0) + 1)
    return {session, keep: entry => this.#write(session, entry)}
  }

  /** An entry of a life that has its number, in the place of the one of its line. */
  keep({session, ...entry}: HistoryEntry): void {
    this.#write(session, entry)
  }
  /** Resolves once all that was to be kept by now is. */
  settled(): Promise<void> {
    return this.#writing
  }

  #write(session: number | Promise<number>, {line, input, output}: HistoryLine): void {
    const entry: Kept = {input, output}
    this.#then(async () => this.#store.set(keyOf(await session, line), entry))
    const since = this.#sinceSweep
    since.entries++
    since.characters += lengthOf(entry)
    if (since.entries < sweepEvery.entries && since.characters < sweepEvery.characters) return
    this.#sinceSweep = {entries: 0, characters: 0}
    this.#then(async () => this.#store.remove(...(await this.#read()).beyond))
  }
  #forget(keys: readonly string[]): void {
    if (keys.length) this.#then(() => this.#store.remove(...keys))
  }
  #then(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work)
  }

  /** What is kept, oldest first, and the keys of what is more than is to be kept. */
  async #read(): Promise<{readonly kept: readonly (readonly [string, Kept])[]; readonly beyond: readonly string[]}> {
    const all = (await this.#store.entries<Kept>(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
    let first = all.length
    let characters = 0
    while (first > Math.max(0, all.length - mostEntries)) {
      characters += lengthOf(all[first - 1][1])
      if (characters > mostCharacters) break
      first--
    }
    return {kept: all.slice(first), beyond: all.slice(0, first).map(([key]) => key)}
  }
}
