/**
 * A promise together with the functions that settle it, for answers that arrive by another way than a return: a
 * message from a port, a listener. The first settlement counts, later ones do nothing.
 */
export interface Deferred<T> {
  readonly promise: Promise<T>
  /** True from the first call of `resolve` or `reject` on. */
  readonly settled: boolean
  resolve(value: T | PromiseLike<T>): void
  reject(reason: unknown): void
}

/**
 * Takes Promise.withResolvers' place, which is ES2024. As with every promise, a rejection that nobody waits for is
 * reported as unhandled.
 */
export function createDeferred<T>(): Deferred<T> {
  let settled = false
  let resolvePromise: (value: T | PromiseLike<T>) => void = () => {}
  let rejectPromise: (reason: unknown) => void = () => {}
  const promise = new Promise<T>((resolve, reject) => {
    resolvePromise = resolve
    rejectPromise = reject
  })
  return {
    promise,
    get settled() {
      return settled
    },
    resolve(value) {
      settled = true
      resolvePromise(value)
    },
    reject(reason) {
      settled = true
      rejectPromise(reason)
    },
  }
}
