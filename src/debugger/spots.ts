/** Where breakpoints stand, as the core and the engine speak of it. */
import type {HitCondition} from "../protocol/hit-condition.ts"

/** How many passes a breakpoint lets by, tested without a call into the core. `%`: each n-th. */
export type HitRule = HitCondition

export interface BreakpointSpot {
  readonly id: number
  /** 1-based line that can hold one (`resolve` gives it). */
  readonly line: number
  /** One of the line's places alone (`resolve` gives it); absent: the first in each function. */
  readonly column?: number
  readonly hits?: HitRule
}

export interface ResolvedLine {
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** Why it is not the line that was asked for, or what is to be known of it. */
  readonly reason?: string
}

/** 1-based, the column in UTF-16 code units. */
export interface BreakPlace {
  readonly line: number
  readonly column: number
}
