/**
 * What is to happen after a time, where no event loop can be relied on: a worker that runs or pauses a program turns
 * none. Whoever waits asks how long it may, and lets what is due happen.
 */
import type {Clock} from "./clock.ts"

interface Deadline {
  readonly at: number
  run(): void
}

export class Deadlines {
  private readonly clock: Clock
  private readonly wake: (afterMs: number) => void
  private readonly list: Deadline[] = []

  /** @param wake called for each new deadline: for hosts that have timers */
  constructor(clock: Clock, wake: (afterMs: number) => void = () => {}) {
    this.clock = clock
    this.wake = wake
  }

  /** Answers what takes it back. A time that is not finite never comes. */
  after(milliseconds: number, run: () => void): () => void {
    if (!Number.isFinite(milliseconds)) return () => {}
    const deadline = {at: this.clock.now() + milliseconds, run}
    this.list.push(deadline)
    this.wake(milliseconds)
    return () => {
      const at = this.list.indexOf(deadline)
      if (at >= 0) this.list.splice(at, 1)
    }
  }

  /** Milliseconds until the next one, 0 where one is due; infinity: there is none. */
  get untilNext(): number {
    const now = this.clock.now()
    return this.list.reduce((least, {at}) => Math.min(least, Math.max(0, at - now)), Number.POSITIVE_INFINITY)
  }

  /** Lets happen what is due, in its order. */
  runDue(): void {
    if (!this.list.length) return
    const now = this.clock.now()
    const due = this.list.filter(({at}) => at <= now).sort((a, b) => a.at - b.at)
    for (const one of due) {
      const at = this.list.indexOf(one)
      // an earlier one may have taken it back
      if (at < 0) continue
      this.list.splice(at, 1)
      one.run()
    }
  }
}
