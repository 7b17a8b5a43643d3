/**
 * Keeps the last `capacity` items in memory taken once: a push into a full buffer overwrites the oldest item and is
 * counted in `dropped`, so that whoever shows the items can say how many came before them.
 */
export class RingBuffer<T> implements Iterable<T> {
  readonly capacity: number
  readonly #slots: (T | undefined)[]
  /** The slot of the oldest item. */
  #start = 0
  #size = 0
  #dropped = 0

  /** @throws RangeError unless `capacity` is a whole number from 1 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`A ring buffer can't hold ${capacity} items`)
    this.capacity = capacity
    this.#slots = new Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  /** Items overwritten since the start or the last `clear`. */
  get dropped(): number {
    return this.#dropped
  }

  push(item: T): void {
    this.#slots[(this.#start + this.#size) % this.capacity] = item
    if (this.#size < this.capacity) {
      this.#size++
      return
    }
    this.#start = (this.#start + 1) % this.capacity
    this.#dropped++
  }

  /** The item at `index`, 0 being the oldest; negative ones count from the newest, as in Array.at. */
  at(index: number): T | undefined {
    const position = index < 0 ? this.#size + index : index
    if (position < 0 || position >= this.#size) return undefined
    return this.#slots[(this.#start + position) % this.capacity]
  }

  /** From the oldest to the newest. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#size; index++) yield this.at(index) as T
  }

  toArray(): T[] {
    return [...this]
  }

  /** Empties the buffer, lets go of the items and sets `dropped` to 0. */
  clear(): void {
    this.#slots.fill(undefined)
    this.#start = 0
    this.#size = 0
    this.#dropped = 0
  }
}
