/**
 * Proof of life: who lives holds a Web Lock, which the browser takes away when the worker or the tab ends, however that
 * happens. Whoever is granted it afterwards knows of the end. Where there are no Web Locks nothing is noticed.
 */

/** Held by the kernel's worker. */
export const kernelLife = (kernelId: string) => `moonstep-kernel-${kernelId}`
/** Held by the page that owns the worker, and relays between it and other tabs. */
export const ownerLife = (kernelId: string) => `moonstep-owner-${kernelId}`
/** Held by a page that has attached to a kernel of another tab. */
export const tabLife = (address: string) => `moonstep-client-${address}`

/** Holds a life until the signal, or else until this worker or page ends. Resolves once it is held. */
export function holdLife(name: string, until?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (!navigator.locks) {
      resolve()
      return
    }
    navigator.locks
      .request(name, () => {
        resolve()
        return new Promise<void>(letGo => until?.addEventListener("abort", () => letGo()))
      })
      .catch(() => resolve())
  })
}

/** Calls `onEnd` when a life has ended, unless the signal says that nobody wants to know. */
export function watchLife(name: string, signal: AbortSignal, onEnd: () => void): void {
  navigator.locks?.request(name, {signal}, onEnd).catch(() => {
    // given up: nobody wants to know any more
  })
}

/** The lives that are held now, in any tab. */
export async function livesHeld(): Promise<ReadonlySet<string>> {
  const {held = []} = (await navigator.locks?.query()) ?? {}
  return new Set(held.flatMap(({name}) => name ?? []))
}
