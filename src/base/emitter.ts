/** Ends a subscription. Calling it again does nothing. */
export type Unsubscribe = () => void

/** Gets what a listener threw, with the name of the event it was listening to. */
export type ListenerErrorHandler = (error: unknown, event: PropertyKey) => void

/**
 * Tells listeners of events, typed by a map from an event's name to its body:
 * `new Emitter<{stopped: StoppedBody; ended: undefined}>(report)`.
 *
 * Listeners run synchronously in the order they were added. One that throws doesn't stop the others, nor does it
 * reach the one who emits: the error goes to the handler given here. A listener added during an emit hears the next
 * one; a listener removed during an emit is not called any more.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Subscription>>()
  readonly #onListenerError: ListenerErrorHandler

  constructor(onListenerError: ListenerErrorHandler) {
    this.#onListenerError = onListenerError
  }

  /** The same function added twice is called twice. */
  on<E extends keyof Events>(event: E, listener: (body: Events[E]) => void): Unsubscribe {
    const subscription: Subscription = {call: body => listener(body as Events[E])}
    let subscriptions = this.#listeners.get(event)
    if (!subscriptions) {
      subscriptions = new Set()
      this.#listeners.set(event, subscriptions)
    }
    subscriptions.add(subscription)
    return () => this.#listeners.get(event)?.delete(subscription)
  }

  /** As `on`, for the next event only. */
  once<E extends keyof Events>(event: E, listener: (body: Events[E]) => void): Unsubscribe {
    const unsubscribe = this.on(event, body => {
      unsubscribe()
      listener(body)
    })
    return unsubscribe
  }

  emit<E extends keyof Events>(event: E, body: Events[E]): void {
    const subscriptions = this.#listeners.get(event)
    if (!subscriptions) return
    for (const subscription of [...subscriptions]) {
      if (!subscriptions.has(subscription)) continue
      try {
        subscription.call(body)
      } catch (error) {
        this.#onListenerError(error, event)
      }
    }
  }

  /** For events that behave differently when nobody listens, e.g. a read of standard input. */
  hasListeners(event: keyof Events): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0
  }

  /** Drops every listener. */
  clear(): void {
    for (const subscriptions of this.#listeners.values()) subscriptions.clear()
  }
}

/** An object, not the bare listener, so that a function added twice stands twice in the set. */
interface Subscription {
  readonly call: (body: unknown) => void
}
