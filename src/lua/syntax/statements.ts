/**
 * Where statements start, which is where a breakpoint can stand and a marker can be written (statement-places.ts of the
 * engine), and where a line without a start sends its breakpoint.
 */
import type {SyntaxNode, Tree} from "@lezer/common"
import {LineIndex} from "./lines.ts"
import {type FunctionOutline, functionOutline, isFunctionNode} from "./outline.ts"
import {parser} from "./parser.ts"

export type StatementKind =
  | "assignment"
  | "call"
  | "local"
  | "function"
  | "local function"
  | "do"
  | "while"
  | "repeat"
  | "until"
  | "if"
  | "elseif"
  | "for"
  | "return"
  | "break"
  | "goto"

/** The place where a statement starts, or where a condition inside of one (`until`, `elseif`) does. */
export interface StatementStart {
  /** Of the statement's first token: for `until` and `elseif` this keyword. */
  readonly offset: number
  /** 1-based. */
  readonly sourceLine: number
  /** 1-based, in UTF-16 units. */
  readonly column: number
  readonly kind: StatementKind
  /** The line of the enclosing function as Lua's `linedefined` has it, 0 for the main chunk. */
  readonly functionLine: number
  /** Index of the enclosing function in source order, 0 for the main chunk. */
  readonly functionIndex: number
}

const kindOfNode: Readonly<Record<string, StatementKind>> = {
  AssignmentStatement: "assignment",
  CallStatement: "call",
  LocalStatement: "local",
  FunctionDeclaration: "function",
  LocalFunctionDeclaration: "local function",
  DoStatement: "do",
  WhileStatement: "while",
  RepeatStatement: "repeat",
  until: "until",
  IfStatement: "if",
  elseif: "elseif",
  NumericForStatement: "for",
  GenericForStatement: "for",
  ReturnStatement: "return",
  BreakStatement: "break",
  GotoStatement: "goto",
}

/** The statement starts of a tree in source order. Labels, `;`, `else`, `end` and unfinished statements are none. */
export function statementStarts(tree: Tree, text: string): StatementStart[] {
  const lines = new LineIndex(text)
  return readStarts(tree, lines, functionOutline(tree, text, lines)).map(({start}) => start)
}

/** A start and the node it was read off, for those who need what stands around it. */
interface StartNode {
  readonly start: StatementStart
  readonly node: SyntaxNode
}

function readStarts(tree: Tree, lines: LineIndex, functions: readonly FunctionOutline[]): StartNode[] {
  const starts: StartNode[] = []
  const enclosing = [0]
  let functionCount = 0
  tree.iterate({
    enter({name, from, type, node}) {
      const kind = kindOfNode[name]
      // `until` and `elseif` are keywords: stray ones stand in an error node.
      if (kind && !(kind === name && node.parent?.type.isError) && !type.isError) {
        const functionIndex = enclosing[enclosing.length - 1]
        starts.push({
          node,
          start: {
            offset: from,
            sourceLine: lines.lineAt(from),
            column: lines.columnAt(from),
            kind,
            functionLine: functionIndex === 0 ? 0 : functions[functionIndex - 1].definedLine,
            functionIndex,
          },
        })
      }
      if (isFunctionNode(name)) enclosing.push(++functionCount)
    },
    leave({name}) {
      if (isFunctionNode(name)) enclosing.pop()
    },
  })
  return starts
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

/** Tokens that have code, or may have, of a statement that began on a line above. */
const codeTokens: ReadonlySet<string> = new Set([
  ...["VariableName", "PropertyName", "PropertyDefinition", "MethodName", "Number", "String", "LongString", "Nil"],
  ...["Boolean", "Vararg", "ArithOp", "BitOp", "CompareOp", "ConcatOp", "LengthOp", "and", "or", "not", "{"],
])
/** The same where a line begins with them. */
const codeClosers: ReadonlySet<string> = new Set(["}", ")"])

/**
 * Where breakpoints of one text go, by its tree alone: to where statements start, where they go on, and where functions
 * end. The compiler knows it exactly (break-places.ts of the engine); this is for where it can't be asked.
 */
export class BreakableLines {
  private readonly lines: LineIndex
  private readonly functions: readonly FunctionOutline[]
  /** By function, the lines that can hold one. */
  private readonly byFunction = new Map<number, Set<number>>()
  /** The column of the first place on each line. */
  private readonly columns = new Map<number, number>()

  constructor(text: string, tree = parser.parse(text)) {
    this.lines = new LineIndex(text)
    this.functions = functionOutline(tree, text, this.lines)
    for (const {start} of readStarts(tree, this.lines, this.functions)) this.add(start.offset, start.functionIndex)
    const enclosing = [0]
    let count = 0
    tree.iterate({
      enter: ({name, from, type, node}) => {
        if (isFunctionNode(name)) enclosing.push(++count)
        const hasCode =
          codeTokens.has(name) ||
          (codeClosers.has(name) && /(^|[\r\n])\s*$/.test(text.slice(Math.max(0, from - 200), from)))
        if (hasCode && !type.isError && !node.parent?.type.isError) this.add(from, enclosing[enclosing.length - 1])
      },
      leave: ({name, to, node}) => {
        if (!isFunctionNode(name)) return
        const functionIndex = enclosing.pop() ?? 0
        if (node.getChild("end")) this.add(to - "end".length, functionIndex)
      },
    })
  }
  private add(offset: number, functionIndex: number): void {
    const line = this.lines.lineAt(offset)
    const column = this.lines.columnAt(offset)
    this.columns.set(line, Math.min(column, this.columns.get(line) ?? column))
    const own = this.byFunction.get(functionIndex)
    if (own) own.add(line)
    else this.byFunction.set(functionIndex, new Set([line]))
  }

  /** Undefined when no line of the text can hold one. */
  at(sourceLine: number): BreakableLine | undefined {
    const column = this.columns.get(sourceLine)
    if (column !== undefined) return {line: sourceLine, column, moved: false}
    return movedLine(
      sourceLine,
      this.lines.count,
      functionsAround(this.functions, sourceLine),
      functionIndex => this.byFunction.get(functionIndex) ?? [],
      line => this.columns.get(line) ?? 1,
    )
  }
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

/** One line's answer of BreakableLines. */
export function breakableLine(text: string, sourceLine: number, tree = parser.parse(text)): BreakableLine | undefined {
  return new BreakableLines(text, tree).at(sourceLine)
}

/** Indexes of the functions that hold a line, innermost first; of two that share it, the later. Ends with 0. */
export function functionsAround(functions: readonly FunctionOutline[], sourceLine: number): number[] {
  const innermost = functions.findLast(one => one.startLine <= sourceLine && sourceLine <= one.endLine)
  const chain: number[] = []
  for (let index = innermost?.functionIndex ?? 0; index !== 0; index = functions[index - 1].parentIndex)
    chain.push(index)
  return [...chain, 0]
}

/**
 * Writes a marker statement before each statement start, on the same line, so that what compiled before still compiles
 * and means the same. `mark` gets the start and its index in `statementStarts`, and returns a statement such as
 * `;(true)(12)` (with the leading `;`, or it is read as a call of what stands before it) or "" for none.
 *
 * Not asked, since no statement can stand there: `elseif`, unless `markCondition` gives an operand such as
 * `(true)(12) or` to write behind the keyword; and an `until` whose block ends with `return`. (`if c then break end` is
 * one jump in Lua as it is published, and two in ours: native/build.ts.)
 */
export function markStatements(
  text: string,
  mark: (start: StatementStart, index: number) => string,
  markCondition?: (start: StatementStart, index: number) => string,
): string {
  const tree = parser.parse(text)
  const lines = new LineIndex(text)
  let marked = ""
  let done = 0
  readStarts(tree, lines, functionOutline(tree, text, lines)).forEach(({start, node}, index) => {
    if (start.kind === "elseif") {
      const operand = markCondition?.(start, index)
      if (!operand) return
      const behind = start.offset + start.kind.length
      marked += `${text.slice(done, behind)} ${operand} `
      done = behind
      return
    }
    if (start.kind === "until" && followsReturn(node)) return
    const marker = mark(start, index)
    if (marker === "") return
    // A statement that starts with a parenthesis would go on with the marker as one call.
    const separator = text[start.offset] === "(" ? ";" : " "
    marked += text.slice(done, start.offset) + marker + separator
    done = start.offset
  })
  return marked + text.slice(done)
}

/** True for an `until` whose block has a `return` as its last statement. */
function followsReturn(until: SyntaxNode): boolean {
  const block = until.parent?.getChild("Block")
  let last = block?.lastChild
  while (last && (last.name === ";" || last.name.endsWith("Comment"))) last = last.prevSibling
  return last?.name === "ReturnStatement"
}
