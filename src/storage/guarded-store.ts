import {MemoryStore} from "./memory-store.ts"
import type {Store} from "./store.ts"

/**
 * Uses the first store until it fails once, then goes on in memory and says so. Nothing is lost for the page: what was
 * written before the failure is kept in memory too.
 */
export class GuardedStore implements Store {
  readonly #first: Store
  readonly #memory = new MemoryStore()
  readonly #handleRefusal: (reason: string) => void
  #refused = false

  /** @param onRefusal is called once, with the browser's own words. */
  constructor(first: Store, onRefusal: (reason: string) => void) {
    this.#first = first
    this.#handleRefusal = onRefusal
  }

  /** True once the first store has failed: nothing survives a reload any more. */
  get refused(): boolean {
    return this.#refused
  }

  async get<T>(key: string): Promise<T | undefined> {
    // the first store's: another tab may have written it meanwhile
    return this.#try(
      () => this.#first.get<T>(key),
      () => this.#memory.get<T>(key),
    )
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.#memory.set(key, value)
    await this.#try(
      () => this.#first.set(key, value),
      () => undefined,
    )
  }

  async update<T, Changed extends T | undefined>(
    key: string,
    change: (value: T | undefined) => Changed,
  ): Promise<Changed> {
    const changed = await this.#try(
      () => this.#first.update(key, change),
      () => this.#memory.update(key, change),
    )
    if (changed === undefined) await this.#memory.remove(key)
    else await this.#memory.set(key, changed)
    return changed
  }

  async remove(...keys: readonly string[]): Promise<void> {
    await this.#memory.remove(...keys)
    await this.#try(
      () => this.#first.remove(...keys),
      () => undefined,
    )
  }

  async entries<T>(prefix: string): Promise<[string, T][]> {
    return this.#try(
      () => this.#first.entries<T>(prefix),
      () => this.#memory.entries<T>(prefix),
    )
  }

  async #try<T>(work: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> {
    if (this.#refused) return otherwise()
    try {
      return await work()
    } catch (thrown) {
      if (!this.#refused) {
        this.#refused = true
        this.#handleRefusal(thrown instanceof Error ? thrown.message : String(thrown))
      }
      return otherwise()
    }
  }
}
