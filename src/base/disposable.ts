/** Something that holds a resource until told to let it go: a listener, a port, a worker. */
export interface Disposable {
  dispose(): void
}

/**
 * Collects what an object has taken so that one call gives it all back. The last thing added goes first, since later
 * things are mostly built on earlier ones.
 *
 * Disposing twice does nothing the second time. A thing added afterwards is disposed at once, so a resource that
 * arrives late (an awaited worker, say) can't leak.
 */
export class DisposableStore implements Disposable {
  #held: Disposable[] = []
  #disposed = false

  get disposed(): boolean {
    return this.#disposed
  }

  /** Takes `disposable` into the store and returns it: `this.port = store.add(openPort())`. */
  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose()
    else this.#held.push(disposable)
    return disposable
  }

  /** As `add`, for a plain function such as the one `Emitter.on` returns. */
  addCallback(dispose: () => void): void {
    this.add({dispose})
  }

  /**
   * Disposes everything, in reverse order. One that throws doesn't keep the others from being disposed.
   * @throws the error, or an AggregateError when several threw; only after all have had their turn
   */
  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    const held = this.#held
    this.#held = []
    const errors: unknown[] = []
    for (const disposable of held.reverse()) {
      try {
        disposable.dispose()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} things failed to let go`)
  }
}
