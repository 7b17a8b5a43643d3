/** What features add themselves to, each from a file of its own. A list of imports says which there are, and in which order. */
export class Registry<T extends {readonly id: string}> {
  readonly #entries = new Map<string, T>()

  /** @throws Error: there is one of this id */
  add<E extends T>(entry: E): E {
    if (this.#entries.has(entry.id)) throw new Error(`"${entry.id}" is there twice.`)
    this.#entries.set(entry.id, entry)
    return entry
  }

  /** In the order in which they came. */
  get all(): readonly T[] {
    return [...this.#entries.values()]
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)
  }
}
