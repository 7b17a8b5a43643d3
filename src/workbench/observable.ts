/** A thing with state that tells when it has changed. Listeners are called at once; views batch for themselves. */
export class Observable {
  readonly #listeners = new Set<() => void>()

  /** @returns a function that ends the listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
