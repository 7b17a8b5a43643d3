/**
 * Where the ES-only layers read the time from. Real ones are made in the composition roots out of `performance`; tests
 * pass `manualClock()`. Never goes backwards, and its zero means nothing: use it for durations.
 */
export interface Clock {
  /** Milliseconds, with fractions where the platform has them. */
  now(): number
}

/** A clock that stands still until told otherwise. */
export interface ManualClock extends Clock {
  /** @throws RangeError when `milliseconds` is negative: a clock never goes backwards */
  advance(milliseconds: number): void
}

/** For tests: `const clock = manualClock(); clock.advance(30)`. Starts at `start` milliseconds, by default 0. */
export function manualClock(start = 0): ManualClock {
  let time = start
  return {
    now: () => time,
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError(`A clock can't be advanced by ${milliseconds} ms`)
      time += milliseconds
    },
  }
}
