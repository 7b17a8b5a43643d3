/**
 * Where breakpoints of one text can stand, and at which instructions: on the lines where a step in can stop, and where
 * statements start. The compiler's own code says so (compiled-lines.ts, statement-places.ts); the tree says at which
 * columns.
 */
import type {ResolvedLine} from "../../../debugger/engine.ts"
import {
  type FunctionOutline,
  functionOutline,
  functionsAround,
  LineIndex,
  movedLine,
  parser,
} from "../../syntax/index.ts"
import {opcodes} from "../vm/layout.ts"
import {CodeFlow, type CompiledFunction} from "./compiled-lines.ts"
import {closureIndex, opcodeOf} from "./instructions.ts"
import {type HitPoint, lineHits} from "./line-hits.ts"
import type {StatementPlace} from "./statement-places.ts"

/** Instructions of one function at which something of a line begins. */
interface Candidates {
  readonly functionIndex: number
  readonly indexes: readonly number[]
}

/** A place of a line that a breakpoint can be asked for at. */
interface Location {
  readonly column: number
  readonly parts: readonly Candidates[]
}

/** The points of a breakpoint in one function. */
export interface FunctionPoints {
  readonly functionIndex: number
  readonly points: readonly HitPoint[]
}

/** Instructions of a loop's own: its header is entered once, by the statement's start. */
const loopOpcodes: ReadonlySet<number> = new Set([opcodes.forLoop, opcodes.tForCall, opcodes.tForLoop])

export class BreakPlaces {
  private readonly text: string
  private readonly lines: LineIndex
  private readonly outline: readonly FunctionOutline[]
  private readonly flows: readonly CodeFlow[]
  /** By function: its statements, in the order of the text. */
  private readonly places: StatementPlace[][]
  /** By function: where they start. */
  private readonly starts: readonly ReadonlySet<number>[]
  private readonly startsByLine = new Map<number, StatementPlace[]>()
  /** By function: the lines that it has candidates on. */
  private readonly linesOf: number[][] = []
  private readonly candidatesByLine = new Map<number, Candidates[]>()

  constructor(text: string, functions: readonly CompiledFunction[], places: readonly StatementPlace[]) {
    this.text = text
    this.lines = new LineIndex(text)
    this.outline = functionOutline(parser.parse(text), text, this.lines)
    this.flows = functions.map(one => new CodeFlow(one))
    this.places = functions.map((): StatementPlace[] => [])
    for (const place of places) {
      this.places[place.functionIndex].push(place)
      const known = this.startsByLine.get(place.start.sourceLine)
      if (known) known.push(place)
      else this.startsByLine.set(place.start.sourceLine, [place])
    }
    this.starts = this.places.map(one => new Set(one.map(({index}) => index)))
    for (const functionIndex of this.flows.keys()) this.findCandidates(functionIndex)
  }

  private findCandidates(functionIndex: number): void {
    const {begins, code} = this.flows[functionIndex]
    const byLine = new Map<number, Set<number>>()
    const add = (line: number, index: number) => {
      const known = byLine.get(line)
      if (known) known.add(index)
      else byLine.set(line, new Set([index]))
    }
    for (const {start, index} of this.places[functionIndex]) add(start.sourceLine, index)
    for (const [line, indexes] of begins)
      for (const index of indexes) {
        const opcode = opcodeOf(code.words[index])
        if (opcode === opcodes.tForCall) add(line, this.loopEntry(functionIndex, index))
        else if (!loopOpcodes.has(opcode) && !this.isLeftToEnd(code, index)) add(line, index)
      }
    for (const [line, indexes] of byLine) {
      const candidates = {functionIndex, indexes: [...indexes].sort((a, b) => a - b)}
      const known = this.candidatesByLine.get(line)
      if (known) known.push(candidates)
      else this.candidatesByLine.set(line, [candidates])
    }
    this.linesOf.push([...byLine.keys()])
  }
  /** Where the loop that calls its iterator here is entered. Of a header on several lines, it is the one behind `in`. */
  private loopEntry(functionIndex: number, index: number): number {
    const flow = this.flows[functionIndex]
    const prepared = flow.before(index).find(one => opcodeOf(flow.code.words[one]) === opcodes.tForPrep) ?? index
    const loop = this.places[functionIndex].findLast(one => one.start.kind === "for" && one.index <= prepared)
    return loop?.index ?? index
  }
  /** A function is made where its `end` stands, but a breakpoint there means its returns, where it has some there. */
  private isLeftToEnd(code: CompiledFunction, index: number): boolean {
    const made = this.madeAt(code, index)
    return made !== undefined && this.returnsAtEnd(made)
  }
  /** The function of several lines that an instruction makes, at its `end`; its index. */
  private madeAt({words, lines, inner}: CompiledFunction, index: number): number | undefined {
    if (opcodeOf(words[index]) !== opcodes.closure) return undefined
    const made = inner[closureIndex(words[index])]
    const {firstLine, lastLine} = this.flows[made].code
    return firstLine < lastLine && lines[index] === lastLine ? made : undefined
  }
  /** Whether a function gets to its `end`: some way leads there other than from behind an error that it raises last. */
  private returnsAtEnd(functionIndex: number): boolean {
    const flow = this.flows[functionIndex]
    const before = flow.before(flow.finalReturn)
    return (
      flow.isReached(flow.finalReturn) && !(before.length && before.every(index => this.raises(functionIndex, index)))
    )
  }
  private raises(functionIndex: number, index: number): boolean {
    const statement = this.places[functionIndex].findLast(one => one.index <= index)
    if (opcodeOf(this.flows[functionIndex].code.words[index]) !== opcodes.call || statement?.start.kind !== "call")
      return false
    return /^(error|os\s*\.\s*exit)\s*[("'{[]/.test(
      this.text.slice(statement.start.offset, statement.start.offset + 80),
    )
  }

  /** Where a breakpoint for this line goes; undefined: no line of the text can hold one. */
  resolve(line: number, column?: number): ResolvedLine | undefined {
    if (this.candidatesByLine.has(line)) {
      const all = this.locations(line)
      const {column: at} = column === undefined ? all[0] : nearest(all, column)
      return {line, column: at, ...(this.standsAtMakingOnly(line) ? {reason: madeReason(line)} : {})}
    }
    return movedLine(
      line,
      this.lines.count,
      functionsAround(this.outline, line),
      functionIndex => this.linesOf[functionIndex] ?? [],
      to => this.locations(to)[0].column,
    )
  }
  /** Whether the line is but the `end` of functions that don't get there. */
  private standsAtMakingOnly(line: number): boolean {
    return (this.candidatesByLine.get(line) ?? []).every(({functionIndex, indexes}) => {
      const {code} = this.flows[functionIndex]
      return indexes.every(index => code.lines[index] === line && this.madeAt(code, index) !== undefined)
    })
  }

  /** The columns of a line where a breakpoint can stand, ascending. */
  columns(line: number): number[] {
    return this.candidatesByLine.has(line) ? this.locations(line).map(one => one.column) : []
  }

  /** The instructions of a line's breakpoint. With a column, of what stands there alone. */
  points(line: number, column?: number): FunctionPoints[] {
    const wanted =
      column === undefined ? (this.candidatesByLine.get(line) ?? []) : nearest(this.locations(line), column).parts
    return wanted.map(({functionIndex, indexes}) => ({
      functionIndex,
      points: lineHits(this.flows[functionIndex], indexes, this.starts[functionIndex]),
    }))
  }

  private locations(line: number): Location[] {
    const byColumn = new Map<number, Candidates[]>()
    const add = (column: number, candidates: Candidates) => {
      const known = byColumn.get(column)
      if (known) known.push(candidates)
      else byColumn.set(column, [candidates])
    }
    const starts = this.startsByLine.get(line) ?? []
    for (const {start, functionIndex, index} of starts) add(start.column, {functionIndex, indexes: [index]})
    for (const {functionIndex, indexes} of this.candidatesByLine.get(line) ?? []) {
      const started = new Set(starts.filter(one => one.functionIndex === functionIndex).map(one => one.index))
      const kept = new Set(
        lineHits(this.flows[functionIndex], indexes, this.starts[functionIndex])
          .filter(({kind}) => kind !== "away")
          .map(({index}) => index),
      )
      const further = indexes.filter(index => kept.has(index) && !started.has(index))
      if (further.length) add(this.furtherColumn(line, functionIndex), {functionIndex, indexes: further})
    }
    return [...byColumn].map(([column, parts]) => ({column, parts})).sort((a, b) => a.column - b.column)
  }

  /** Where a line goes on with a function's code: at its first token that is the function's own, or at its `end`. */
  private furtherColumn(line: number, functionIndex: number): number {
    const from = this.lines.startOf(line)
    const first = from + Math.max(0, this.text.slice(from, this.lines.startOf(line + 1)).search(/\S/))
    const own = this.outline[functionIndex - 1]
    const end = (one: FunctionOutline) => one.to - "end".length
    if (own && own.endLine === line && this.isWithin(first, functionIndex)) return this.lines.columnAt(end(own))
    const inner = this.outline.find(
      one => one.parentIndex === functionIndex && one.from <= first && first < one.to && one.endLine === line,
    )
    if (inner && inner.startLine < line) return this.lines.columnAt(end(inner))
    // of a function that begins within the line, what is not a statement's start is its `end`
    return this.lines.columnAt(own && own.from > first ? end(own) : first)
  }
  /** Whether an offset lies in the function; the main chunk holds all. */
  private isWithin(offset: number, functionIndex: number): boolean {
    const own = this.outline[functionIndex - 1]
    return !own || (own.from <= offset && offset < own.to)
  }
}

const madeReason = (line: number) => `Line ${line} is where the function is made; it returns before it gets there.`

/** What stands at a column: the last one that begins at or before it, else the first. */
const nearest = (all: readonly Location[], column: number): Location =>
  all.findLast(one => one.column <= column) ?? all[0]
