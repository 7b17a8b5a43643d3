/** Which values stand at which line ends: the frame's variables on the lines of its function that name them. */
import type {ValueNode} from "./value-tree.ts"

export interface InlineValue {
  readonly name: string
  readonly value: string
  readonly type: string
  readonly changed: boolean
}

/** In characters, code and values together: what fits the editor's usual width without scrolling. */
const longestLine = 108
const longestValue = 44

/**
 * @param firstLine of the function, 1-based
 * @param currentLine the last line that gets values: what comes later has not happened yet
 */
export function inlineValues(
  text: string,
  firstLine: number,
  currentLine: number,
  variables: readonly ValueNode[],
): Map<number, InlineValue[]> {
  const byName = new Map<string, InlineValue>()
  // Inner variables come later in DAP's order and hide outer ones of the same name.
  for (const {name, value, type, changed} of variables) {
    if (/^[A-Za-z_]\w*$/.test(name)) byName.set(name, {name, value: shorten(value, longestValue), type, changed})
  }
  const result = new Map<number, InlineValue[]>()
  if (byName.size === 0) return result
  const lines = text.split("\n")
  const tables = new Set<string>()
  for (let line = Math.max(1, firstLine); line <= Math.min(currentLine, lines.length); line++) {
    const shown: InlineValue[] = []
    let length = lines[line - 1].length
    for (const name of names(lines[line - 1])) {
      const value = byName.get(name)
      // Functions say nothing here, and a table is said once: what it holds stands in Variables.
      if (!value || value.type === "function" || tables.has(name)) continue
      length += name.length + value.value.length + 3
      if (length > longestLine) break
      if (value.type === "table") tables.add(name)
      shown.push(value)
    }
    if (shown.length > 0) result.set(line, shown)
  }
  return result
}

/** The names a line mentions, each once, without strings, comments and fields. */
function names(line: string): string[] {
  const bare = line.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""').replace(/--.*$/, "")
  const found = new Set<string>()
  for (const [, before, name] of bare.matchAll(/(\.\.+|[.:])?\s*\b([A-Za-z_]\w*)/g)) {
    if (before !== "." && before !== ":") found.add(name)
  }
  return [...found]
}

/**
 * Cuts in the middle, so that both ends of a path or a number series stay. A table that is cut already, "{1, 2, … 998
 * more}", loses whole entries instead.
 */
export function shorten(value: string, longest: number): string {
  if (value.length <= longest) return value
  const rest = /, … [\d,.]+ more\}$/.exec(value)
  if (rest && rest[0].length < longest / 2) {
    const entries = value.slice(0, longest - rest[0].length)
    const comma = entries.lastIndexOf(", ")
    if (comma > 0) return entries.slice(0, comma) + rest[0]
  }
  const head = Math.ceil((longest - 3) * 0.6)
  return `${value.slice(0, head)} … ${value.slice(value.length - (longest - 3 - head))}`
}
