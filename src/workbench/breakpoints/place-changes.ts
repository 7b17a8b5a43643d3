/** The breakpoints of a line's places: which stands where, and what a click on one changes. */
import type {BreakpointView, PlaceChange} from "./breakpoint-list.ts"

/** A place of a line where a breakpoint can stand. */
export interface LinePlace {
  /** 1-based. */
  readonly column: number
  /** The first one of its function on the line: the line's breakpoint stands there, too. */
  readonly isFirst: boolean
}

/** Sets a breakpoint at a place, or removes what stands there. What else the line's breakpoint stands for stays. */
export function togglePlace(
  breakpoints: readonly BreakpointView[],
  places: readonly LinePlace[],
  column: number,
): PlaceChange {
  const there = breakpointOfPlace(breakpoints, places, column)
  if (!there) return {columns: [column]}
  const others = there.column === undefined ? places.filter(one => one.isFirst && one.column !== column) : []
  return {removed: there.id, columns: others.map(one => one.column)}
}

/** The place that a column means: the last one at or before it, else the first. */
export function placeAt(places: readonly LinePlace[], column: number): LinePlace | undefined {
  return places.findLast(one => one.column <= column) ?? places[0]
}

/** The breakpoint, of those of a line, that stands at one of its places. */
export function breakpointOfPlace(
  breakpoints: readonly BreakpointView[],
  places: readonly LinePlace[],
  column: number,
): BreakpointView | undefined {
  const isFirst = places.some(one => one.column === column && one.isFirst)
  return (
    breakpoints.find(one => one.column !== undefined && placeAt(places, one.column)?.column === column) ??
    (isFirst ? breakpoints.find(one => one.column === undefined) : undefined)
  )
}
