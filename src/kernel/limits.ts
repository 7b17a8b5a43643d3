/** How the limits of protocol/limits.ts are measured. */
import type {Clock} from "../base/clock.ts"

/** A rate with room for bursts: `take` answers false once the bucket is empty; it fills again with time. */
export class TokenBucket {
  private readonly clock: Clock
  private readonly perSecond: number
  private readonly burst: number
  private tokens: number
  private filledAt: number

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.clock = clock
    this.perSecond = perSecond
    this.burst = burst
    this.tokens = burst
    this.filledAt = clock.now()
  }

  take(): boolean {
    if (this.tokens === Number.POSITIVE_INFINITY) return true
    const now = this.clock.now()
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond)
    this.filledAt = now
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }
}

/** Time that passes only while it runs. */
export class Stopwatch {
  private readonly clock: Clock
  private before = 0
  private since: number | undefined

  constructor(clock: Clock) {
    this.clock = clock
  }
  reset(): void {
    this.before = 0
    this.since = undefined
  }
  start(): void {
    this.since ??= this.clock.now()
  }
  stop(): void {
    this.before = this.elapsed
    this.since = undefined
  }
  get elapsed(): number {
    return this.before + (this.since === undefined ? 0 : this.clock.now() - this.since)
  }
}

/** Whether a value that was sent is about larger than so many bytes. Looks no further than it must. */
export function isLargerThan(value: unknown, limit: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return false
  let left = limit
  const seen = new Set<object>()
  const waiting = [value]
  while (waiting.length && left >= 0) {
    const one = waiting.pop()
    left -= 8
    if (typeof one === "string") left -= one.length
    if (typeof one !== "object" || one === null || seen.has(one)) continue
    seen.add(one)
    if (ArrayBuffer.isView(one) || one instanceof ArrayBuffer) left -= one.byteLength
    else if (Array.isArray(one)) {
      // a list of nothings may be long
      left -= one.length
      if (left >= 0) for (const element of one) waiting.push(element)
    } else if (one instanceof Map) {
      for (const [key, element] of one) waiting.push(key, element)
    } else if (one instanceof Set) {
      for (const element of one) waiting.push(element)
    } else {
      for (const [key, element] of Object.entries(one)) {
        left -= key.length
        waiting.push(element)
      }
    }
  }
  return left < 0
}
