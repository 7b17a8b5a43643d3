import type {Store} from "./store.ts"

/** The null store: keeps values until the page goes. Stands in where IndexedDB is refused or full. */
export class MemoryStore implements Store {
  readonly #values = new Map<string, unknown>()

  async get<T>(key: string): Promise<T | undefined> {
    return this.#values.get(key) as T | undefined
  }

  async set(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value)
  }

  async update<T, Changed extends T | undefined>(
    key: string,
    change: (value: T | undefined) => Changed,
  ): Promise<Changed> {
    const changed = change(this.#values.get(key) as T | undefined)
    if (changed === undefined) this.#values.delete(key)
    else this.#values.set(key, changed)
    return changed
  }

  async remove(...keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#values.delete(key)
  }

  async entries<T>(prefix: string): Promise<[string, T][]> {
    return [...this.#values].filter(([key]) => key.startsWith(prefix)) as [string, T][]
  }
}
