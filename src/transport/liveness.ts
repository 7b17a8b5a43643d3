/** Proof of life: a worker holds a Web Lock as long as it lives. Whoever is granted it afterwards knows of its end. */

const lockName = (kernelId: string) => `moonstep-kernel-${kernelId}`

/** In the worker: holds the lock until the worker ends. Resolves once it is held (or where there are no Web Locks). */
export function holdLife(kernelId: string): Promise<void> {
  return new Promise(resolve => {
    if (!navigator.locks) {
      resolve()
      return
    }
    navigator.locks
      .request(lockName(kernelId), () => {
        resolve()
        return new Promise<never>(() => {})
      })
      .catch(() => resolve())
  })
}

/** On the page: calls `onEnd` when the worker's life has ended, unless the signal says that nobody wants to know. */
export function watchLife(kernelId: string, signal: AbortSignal, onEnd: () => void): void {
  navigator.locks?.request(lockName(kernelId), {signal}, onEnd).catch(() => {
    // given up: the kernel was ended by its page
  })
}
