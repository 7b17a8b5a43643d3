/**
 * Where statements start, which is where a breakpoint can stand and a marker can be written (statement-places.ts of the
 * engine).
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
