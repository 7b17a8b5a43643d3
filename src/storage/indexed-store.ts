import {createStore, delMany, get, promisifyRequest, set, type UseStore} from "idb-keyval"
import type {Store} from "./store.ts"

/**
 * Keeps values in IndexedDB. Every method rejects where the browser refuses storage (third-party frames, private
 * windows) or is full: put a GuardedStore around it.
 */
export class IndexedStore implements Store {
  readonly #database: string
  #opened: UseStore | undefined

  /** One database a kind of data: idb-keyval holds one object store in each. */
  constructor(database = "moonstep") {
    this.#database = database
  }

  // Opened on first use, since opening alone throws in a frame without storage.
  get #store(): UseStore {
    this.#opened ??= createStore(this.#database, "values")
    return this.#opened
  }

  async get<T>(key: string): Promise<T | undefined> {
    return get<T>(key, this.#store)
  }

  async set(key: string, value: unknown): Promise<void> {
    return set(key, value, this.#store)
  }

  // idb-keyval's own `update` always writes, and can't remove
  async update<T, Changed extends T | undefined>(
    key: string,
    change: (value: T | undefined) => Changed,
  ): Promise<Changed> {
    return this.#store("readwrite", values => {
      let changed: Changed
      const found = values.get(key)
      found.onsuccess = () => {
        changed = change(found.result)
        if (changed === found.result) return
        if (changed === undefined) values.delete(key)
        else values.put(changed, key)
      }
      return promisifyRequest(values.transaction).then(() => changed)
    })
  }

  async remove(...keys: readonly string[]): Promise<void> {
    return delMany([...keys], this.#store)
  }

  async entries<T>(prefix: string): Promise<[string, T][]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    return this.#store("readonly", async values => {
      const [keys, found] = await Promise.all([
        promisifyRequest(values.getAllKeys(range) as IDBRequest<string[]>),
        promisifyRequest(values.getAll(range) as IDBRequest<T[]>),
      ])
      return keys.map((key, i) => [key, found[i]])
    })
  }
}
