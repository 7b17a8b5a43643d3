/** The records of running kernels, by which other tabs find them: what Jupyter writes into a connection file. */
import type {ChannelName} from "../protocol/envelope.ts"
import type {Store} from "./store.ts"

/** One running kernel. */
export interface KernelRecord {
  readonly id: string
  /** As given to startKernel. */
  readonly name: string
  /** The title of the page that runs it, when it started. */
  readonly title: string
  /** Milliseconds since the epoch. */
  readonly started: number
  /** How messages cross: a BroadcastChannel of this name. */
  readonly transport: {readonly kind: "BroadcastChannel"; readonly name: string}
  /** The addresses of the five channels in the transport. */
  readonly endpoints: Readonly<Record<ChannelName, string>>
  readonly signature_scheme: "hmac-sha256"
  /**
   * Signs what crosses. Not extractable: scripts of this origin can use it, as they could use any other form, but it
   * can't be read, logged or sent elsewhere, neither by a mistake.
   */
  readonly key: CryptoKey
  /** The page that runs it: a random name for as long as that is open. */
  readonly owner: string
}

const prefix = "kernel:"

export class KernelRecords {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  save(record: KernelRecord): Promise<void> {
    return this.#store.set(prefix + record.id, record)
  }
  remove(id: string): Promise<void> {
    return this.#store.remove(prefix + id)
  }
  get(id: string): Promise<KernelRecord | undefined> {
    return this.#store.get<KernelRecord>(prefix + id)
  }

  /**
   * Those that live, the oldest first; the records of others are removed.
   * @param ask who lives; asked when the records have been read: one that was written in between is of a life that is new
   */
  async sweep(ask: () => Promise<(record: KernelRecord) => boolean>): Promise<KernelRecord[]> {
    const found = (await this.#store.entries<KernelRecord>(prefix)).map(([, record]) => record)
    const lives = await ask()
    await Promise.all(found.filter(record => !lives(record)).map(({id}) => this.remove(id)))
    return found.filter(lives).sort((a, b) => a.started - b.started)
  }
}
