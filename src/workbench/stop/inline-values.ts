/** Which values stand at which line ends: the frame's variables on the lines of its function that name them. */

import {holdsOnlyFunctions, valueWords} from "../words/value-words.ts"
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
  for (const node of variables) {
    const {name, type, changed} = node
    if (/^[A-Za-z_]\w*$/.test(name)) byName.set(name, {name, value: inlineWords(node), type, changed})
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
      // What says nothing here stays away, and a table is said once: what it holds stands in Variables.
      if (!value?.value || tables.has(name)) continue
      length += name.length + value.value.length + 3
      if (length > longestLine) break
      if (value.type === "table") tables.add(name)
      shown.push(value)
    }
    if (shown.length > 0) result.set(line, shown)
  }
  return result
}

/** "": nothing that helps. */
function inlineWords(node: ValueNode): string {
  if (node.type === "function" || holdsOnlyFunctions(node)) return ""
  const {text, size} = valueWords(node, longestValue)
  // an address says nothing
  if (node.type === "userdata") return text.replace(/: 0x\w+$/, "")
  return node.type === "table" && size ? `${text} ${size}` : text
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
