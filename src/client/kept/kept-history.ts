/** Keeps what a worker has executed, so that it does not end with it. */
import type {HistoryLine} from "../../base/history-store.ts"
import {openHistory} from "../../storage/index.ts"

/** Of all kernels of this page. */
const history = openHistory()

/** A database that does not answer is not to hold a kernel up: its start, and its end, which has more to wait for. */
const patienceMs = {start: 500, end: 5000}
const late = (ms: number) => new Promise<undefined>(resolve => setTimeout(resolve, ms))

/** Of one worker. Later lives get their numbers from it, or, where it has ended before, from here. */
export class KeptHistory {
  private readonly numbers = new Map<number, number>()
  private readonly unnumbered = new Map<number, HistoryLine[]>()

  /** Resolves once all that has been told is kept. */
  static async settled(): Promise<void> {
    await Promise.race([history.settled(), late(patienceMs.end)])
  }

  /**
   * Gives the worker's first life its number: the worker, which may run a program without an end at once, might never
   * hear of one. Undefined where it takes too long.
   */
  async begin(): Promise<number | undefined> {
    const session = await Promise.race([history.open().session, late(patienceMs.start)])
    if (session !== undefined) this.number(0, session)
    return session
  }

  keep({life, ...entry}: HistoryLine & {readonly life: number}): void {
    const session = this.numbers.get(life)
    if (session !== undefined) {
      history.keep({session, ...entry})
      return
    }
    const waiting = this.unnumbered.get(life)
    if (waiting) waiting.push(entry)
    else this.unnumbered.set(life, [entry])
  }
  number(life: number, session: number): void {
    this.numbers.set(life, session)
    for (const entry of this.unnumbered.get(life) ?? []) history.keep({session, ...entry})
    this.unnumbered.delete(life)
  }
  /** The worker has ended. */
  end(): void {
    for (const entries of this.unnumbered.values()) {
      const life = history.open()
      for (const entry of entries) life.keep(entry)
    }
    this.unnumbered.clear()
  }
}
