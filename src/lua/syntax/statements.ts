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
  /** A `break` directly behind `then`: Lua folds it into the condition's jump and gives it no line event. */
  readonly thenBreak: boolean
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
            thenBreak: kind === "break" && isFirstAfterThen(node),
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

function isFirstAfterThen(node: SyntaxNode): boolean {
  const block = node.parent
  const clause = block?.parent?.name
  return block?.name === "Block" && block.from === node.from && (clause === "IfStatement" || clause === "ElseIfClause")
}

/** Where a breakpoint asked for on some line ends up. */
export interface BreakableLine {
  /** 1-based. */
  readonly line: number
  /** 1-based column of the first statement on it. */
  readonly column: number
  readonly moved: boolean
  /** Where it moved: why, as a sentence for the user. */
  readonly reason?: string
}

/** Where breakpoints of one text go; reads the text once for all its lines. */
export class BreakableLines {
  private readonly lines: LineIndex
  private readonly functions: readonly FunctionOutline[]
  /** In source order, by function. */
  private readonly byFunction = new Map<number, StatementStart[]>()
  /** The first one on each line. */
  private readonly byLine = new Map<number, StatementStart>()

  constructor(text: string, tree = parser.parse(text)) {
    this.lines = new LineIndex(text)
    this.functions = functionOutline(tree, text, this.lines)
    for (const {start} of readStarts(tree, this.lines, this.functions)) {
      if (!this.byLine.has(start.sourceLine)) this.byLine.set(start.sourceLine, start)
      const own = this.byFunction.get(start.functionIndex)
      if (own) own.push(start)
      else this.byFunction.set(start.functionIndex, [start])
    }
  }

  /**
   * The line where a breakpoint asked for on `sourceLine` stands: that line if a statement starts on it, else the next
   * start in the innermost function that holds the line, else the last one before it there. A function without any
   * statement counts for the one around it. Undefined when the text has no statement at all.
   */
  at(sourceLine: number): BreakableLine | undefined {
    const here = this.byLine.get(sourceLine)
    if (here) return {line: sourceLine, column: here.column, moved: false}
    for (const functionIndex of functionsAround(this.functions, sourceLine)) {
      const own = this.byFunction.get(functionIndex) ?? []
      const target = own.find(start => start.sourceLine > sourceLine) ?? own.at(-1)
      if (!target) continue
      // The last one before may share its line with an earlier statement, where the breakpoint then hits.
      const first = this.byLine.get(target.sourceLine) ?? target
      const why = sourceLine > this.lines.count ? "is past the end of the file" : "has no statement"
      const reason = `Line ${sourceLine} ${why}; moved to line ${target.sourceLine}.`
      return {line: target.sourceLine, column: first.column, moved: true, reason}
    }
    return undefined
  }
}

/** One line's answer of BreakableLines. */
export function breakableLine(text: string, sourceLine: number, tree = parser.parse(text)): BreakableLine | undefined {
  return new BreakableLines(text, tree).at(sourceLine)
}

/** Indexes of the functions that hold a line, innermost first; of two that share it, the later. Ends with 0. */
function functionsAround(functions: readonly FunctionOutline[], sourceLine: number): number[] {
  const innermost = functions.findLast(one => one.startLine <= sourceLine && sourceLine <= one.endLine)
  const chain: number[] = []
  for (let index = innermost?.functionIndex ?? 0; index !== 0; index = functions[index - 1].parentIndex)
    chain.push(index)
  return [...chain, 0]
}

export interface MarkOptions {
  readonly markCondition?: (start: StatementStart, index: number) => string
  readonly thenBreaks?: boolean
}

/**
 * Writes a marker statement before each statement start, on the same line, so that what compiled before still compiles
 * and means the same. `mark` gets the start and its index in `statementStarts`, and returns a statement such as
 * `;(true)(12)` (with the leading `;`, or it is read as a call of what stands before it) or "" for none.
 *
 * Not asked, since no statement can stand there: `elseif`, unless `markCondition` gives an operand such as
 * `(true)(12) or` to write behind the keyword; an `until` whose block ends with `return`; and, unless `thenBreaks` is
 * set, a `break` directly behind `then`, which Lua compiles in a way of its own.
 */
export function markStatements(
  text: string,
  mark: (start: StatementStart, index: number) => string,
  {markCondition, thenBreaks = false}: MarkOptions = {},
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
    if ((start.thenBreak && !thenBreaks) || (start.kind === "until" && followsReturn(node))) return
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
