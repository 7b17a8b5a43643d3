/**
 * Where a DAP client counts lines and columns from. Here both begin at 1; one that said otherwise (linesStartAt1,
 * columnsStartAt1 of initialize) gets its arguments and the bodies it is sent translated, wherever DAP has such a number.
 */
type Fields = Readonly<Record<string, unknown>>

/** Names of DAP's that hold a place, or several. Nothing else in its messages has them. */
const lineNames: ReadonlySet<string> = new Set(["line", "endLine", "lines"])
const columnNames: ReadonlySet<string> = new Set(["column", "endColumn"])

/** What its numbers are less than ours: 0 or 1. */
export interface Origin {
  readonly line: number
  readonly column: number
}
export const ours: Origin = {line: 0, column: 0}

export function originOf({linesStartAt1 = true, columnsStartAt1 = true}: Fields): Origin {
  return {line: linesStartAt1 === false ? 1 : 0, column: columnsStartAt1 === false ? 1 : 0}
}

export function fromClient<T>(value: T, origin: Origin): T {
  return move(value, origin) as T
}
/** A completion's `start` is a column as well. */
export function toClient<T>(value: T, origin: Origin): T {
  return move(value, {line: -origin.line, column: -origin.column}) as T
}

function move(value: unknown, by: Origin, name = ""): unknown {
  if (by.line === 0 && by.column === 0) return value
  if (typeof value === "number") {
    if (lineNames.has(name)) return Math.max(0, value + by.line)
    return columnNames.has(name) ? Math.max(0, value + by.column) : value
  }
  if (Array.isArray(value)) return value.map(one => move(one, by, name))
  if (typeof value !== "object" || value === null) return value
  const isCompletion = "label" in value && "start" in value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, move(one, by, isCompletion && key === "start" ? "column" : key)]),
  )
}
