/**
 * An answer that comes later, from another request or a deadline. Not a promise: a kernel that pauses by blocking its
 * thread runs no microtasks meanwhile, and must answer all the same.
 */
type Outcome<T> = {readonly kind: "done"; readonly value: T} | {readonly kind: "failed"; readonly reason: unknown}

export class Later<T> {
  private outcome: Outcome<T> | undefined
  private listener: ((outcome: Outcome<T>) => void) | undefined

  resolve(value: T): void {
    this.settle({kind: "done", value})
  }
  reject(reason: unknown): void {
    this.settle({kind: "failed", reason})
  }
  private settle(outcome: Outcome<T>): void {
    if (this.outcome) return
    this.outcome = outcome
    this.listener?.(outcome)
  }

  /** Calls one of them once, at once where it is settled already. */
  whenSettled(done: (value: T) => void, failed: (reason: unknown) => void): void {
    this.listener = outcome => (outcome.kind === "done" ? done(outcome.value) : failed(outcome.reason))
    if (this.outcome) this.listener(this.outcome)
  }
}
