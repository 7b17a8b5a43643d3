/** What was set up in the last debug session of each program, to be set up again after a reload. */
import type {Recollection} from "../protocol/lrp.ts"
import type {Store} from "./store.ts"

interface SessionRecord {
  readonly saved: number
  readonly recollection: Recollection
}

const prefix = "session:"
/** A week: who comes back later begins anew. */
const keptMs = 7 * 24 * 60 * 60 * 1000

export class SessionRecords {
  readonly #store: Store
  readonly #now: () => number

  /** @param now milliseconds since the epoch */
  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  save(program: string, recollection: Recollection): Promise<void> {
    // frames end with their stop
    const {frameId: _, ...kept} = recollection
    return this.#store.set(prefix + program, {saved: this.#now(), recollection: kept} satisfies SessionRecord)
  }

  /** Undefined: there was no session of this program, or it is too long ago. */
  async load(program: string): Promise<Recollection | undefined> {
    const record = await this.#store.get<SessionRecord>(prefix + program)
    return record && this.#isFresh(record) ? record.recollection : undefined
  }

  /** Removes what is too old. */
  async prune(): Promise<void> {
    const records = await this.#store.entries<SessionRecord>(prefix)
    await this.#store.remove(...records.filter(([, record]) => !this.#isFresh(record)).map(([key]) => key))
  }

  #isFresh({saved}: SessionRecord): boolean {
    return this.#now() - saved < keptMs
  }
}
