/**
 * Where breakpoints of a text can stand, by its tree alone: where statements start, where one goes on that began above,
 * and where functions end. The compiler knows it exactly (break-places.ts of the engine); this is for where it can't be
 * asked. It imports nothing at run time, so that a page can load it late.
 */
import type {Tree} from "@lezer/common"
import type {LineIndex} from "./lines.ts"
import type {FunctionOutline} from "./outline.ts"

/** A place of a line where a breakpoint can stand. */
export interface LinePlace {
  readonly offset: number
  /** Where the function around it begins; −1: the main chunk. */
  readonly owner: number
  /** The first one of its function on the line. */
  readonly isFirst: boolean
}

/** Tokens that have code, or may have, of a statement that began on a line above. */
const codeToken =
  /^(VariableName|Property(Name|Definition)|MethodName|Number|(Long)?String|Nil|Boolean|Vararg|\w+Op|and|or|not|\{)$/
/** Keywords in front of a condition of its own. */
const conditionWords = /^(until|elseif)$/
const functionNode = /^(Local)?Function(Declaration|Expression)$/
/** Statements that have no code. */
const idleStatement = /^(;|Label|UnfinishedStatement)$/

/**
 * The places of one line, in order.
 * @param text the line's own
 */
export function placesOnLine(tree: Tree, from: number, to: number, text: string): LinePlace[] {
  const places: {offset: number; owner: number}[] = []
  const owners: number[] = []
  const add = (offset: number, owner = owners.at(-1) ?? -1) => {
    if (offset >= from && offset <= to && !places.some(one => one.offset === offset)) places.push({offset, owner})
  }
  tree.iterate({
    from,
    to,
    enter({name, from: start, type, node}) {
      if (name === "FunctionName") return false
      const isStart = type.is("Statement") && !idleStatement.test(name)
      if (isStart || (conditionWords.test(name) && !node.parent?.type.isError)) add(start)
      if (functionNode.test(name)) owners.push(start)
      const owner = owners.at(-1) ?? -1
      const isCloser = /^[})]$/.test(name) && text.slice(0, Math.max(0, start - from)).trim() === ""
      const goesOn = (codeToken.test(name) || isCloser) && !node.parent?.type.isError
      if (goesOn && !places.some(one => one.owner === owner)) add(start)
      return true
    },
    leave({name, from: start, to: end, node}) {
      if (!functionNode.test(name)) return
      owners.pop()
      const isEmpty = node.getChild("Block") === null
      if (node.getChild("end") && (start < from || isEmpty)) add(end - "end".length, start)
    },
  })
  const known = new Set<number>()
  return places
    .sort((a, b) => a.offset - b.offset)
    .map(({offset, owner}) => {
      const isFirst = !known.has(owner)
      known.add(owner)
      return {offset, owner, isFirst}
    })
}

/** What is read off a text. */
export interface ParsedText {
  readonly text: string
  readonly tree: Tree
  readonly lines: LineIndex
  readonly functions: readonly FunctionOutline[]
}

/** The places of a 1-based line. */
export function placesOf({text, tree, lines}: ParsedText, line: number): LinePlace[] {
  if (line > lines.count) return []
  const from = lines.startOf(line)
  const own = text.slice(from, lines.startOf(line + 1)).replace(/[\r\n]+$/, "")
  return placesOnLine(tree, from, from + own.length, own)
}

/** Where a breakpoint asked for on some line ends up. */
export interface BreakableLine {
  /** 1-based. */
  readonly line: number
  /** 1-based column of the first place on it. */
  readonly column: number
  readonly moved: boolean
  /** Where it moved: why, as a sentence for the user. */
  readonly reason?: string
}

/** Where the breakpoint of a line goes. Undefined when no line of the text can hold one. */
export function breakableLine(parsed: ParsedText, sourceLine: number): BreakableLine | undefined {
  const {lines, functions} = parsed
  const columnOf = (line: number) => lines.columnAt(placesOf(parsed, line)[0].offset)
  if (placesOf(parsed, sourceLine).length) return {line: sourceLine, column: columnOf(sourceLine), moved: false}
  const linesOf = (functionIndex: number) => {
    const own = functions[functionIndex - 1]
    const first = own?.startLine ?? 1
    const all = Array.from({length: (own?.endLine ?? lines.count) - first + 1}, (_, i) => first + i)
    return all.filter(line => placesOf(parsed, line).some(({owner}) => owner === (own?.from ?? -1)))
  }
  return movedLine(sourceLine, lines.count, functionsAround(functions, sourceLine), linesOf, columnOf)
}

/**
 * Where the breakpoint of a line that can't hold one goes: to the next line that can in the innermost function around it,
 * else to the last before it there; a function without any such line counts for the one around it.
 * @param functions innermost first
 * @param linesOf those of a function that can hold one
 */
export function movedLine(
  sourceLine: number,
  lineCount: number,
  functions: readonly number[],
  linesOf: (functionIndex: number) => Iterable<number>,
  columnOf: (line: number) => number,
): (BreakableLine & {readonly reason: string}) | undefined {
  for (const functionIndex of functions) {
    let next = Number.POSITIVE_INFINITY
    let last = 0
    for (const line of linesOf(functionIndex)) {
      if (line > sourceLine) next = Math.min(next, line)
      last = Math.max(last, line)
    }
    const line = Number.isFinite(next) ? next : last
    if (line === 0) continue
    const why = sourceLine > lineCount ? "is past the end of the file" : "has no statement"
    return {line, column: columnOf(line), moved: true, reason: `Line ${sourceLine} ${why}; moved to line ${line}.`}
  }
  return undefined
}

/** Indexes of the functions that hold a line, innermost first; of two that share it, the later. Ends with 0. */
export function functionsAround(functions: readonly FunctionOutline[], sourceLine: number): number[] {
  const innermost = functions.findLast(one => one.startLine <= sourceLine && sourceLine <= one.endLine)
  const chain: number[] = []
  for (let index = innermost?.functionIndex ?? 0; index !== 0; index = functions[index - 1].parentIndex)
    chain.push(index)
  return [...chain, 0]
}
