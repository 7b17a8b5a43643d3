/**
 * A map that holds at most `capacity` entries and forgets the one that was used longest ago. Reading with `get` and
 * writing with `set` are uses; `has` is not.
 */
export class LruCache<K, V> {
  readonly capacity: number
  /** A Map iterates in insertion order: the first key is the one used longest ago. */
  readonly #entries = new Map<K, V>()

  /** @throws RangeError unless `capacity` is a whole number from 1 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`An LRU cache can't hold ${capacity} entries`)
    this.capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  has(key: K): boolean {
    return this.#entries.has(key)
  }

  get(key: K): V | undefined {
    if (!this.#entries.has(key)) return undefined
    const value = this.#entries.get(key) as V
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.capacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest)
        break
      }
    }
  }

  delete(key: K): boolean {
    return this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  /** From the one used longest ago to the last one used. */
  keys(): IterableIterator<K> {
    return this.#entries.keys()
  }
}
