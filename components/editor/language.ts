/** The Lua language as the workbench uses it: support for the editor, and what is read off a text. */
import {syntaxTree} from "@codemirror/language"
import {linter} from "@codemirror/lint"
import type {EditorState, Extension} from "@codemirror/state"
import {
  breakableLine,
  functionOutline,
  LineIndex,
  lua,
  nameAt,
  parser,
  syntaxProblems,
} from "../../src/lua/language/index.ts"
import type {LineFinder} from "../controller/breakpoint-list.ts"
import type {TextProblem} from "../controller/problem-list.ts"

/** Highlighting, folding, indentation, completion; with `problems` also the marks under what is not Lua. */
export function luaLanguage(options: {readonly problems: boolean}): Extension {
  if (!options.problems) return lua()
  const marks = linter(
    view => syntaxProblems(view.state).map(problem => ({...problem, severity: "error" as const, source: "syntax"})),
    {delay: 400},
  )
  return [lua(), marks]
}

/** What a hover evaluates: the name or chain of fields that ends at an offset. */
export function expressionAt(state: EditorState, offset: number): {text: string; from: number; to: number} | undefined {
  const found = nameAt(state.sliceDoc(), offset, syntaxTree(state))
  return found && {text: found.expression, from: found.from, to: found.to}
}

/** For the list of problems. */
export function findProblems(text: string): TextProblem[] {
  const lines = new LineIndex(text)
  return syntaxProblems(text).map(({from, message}) => ({line: lines.lineAt(from), message}))
}

/** Why a text is no expression, in the words of the marks in the editor; undefined: it is one. */
export function expressionProblem(text: string): string | undefined {
  const chunk = `return ${text}\n`
  if (statementNames(chunk).length > 1) return "One expression is wanted."
  return syntaxProblems(chunk)[0]?.message
}

/** `total = 3`: a statement by which no condition was meant. */
export function isAssignment(text: string): boolean {
  const [first] = statementNames(text)
  return first === "AssignmentStatement" && syntaxProblems(text).length === 0
}

function statementNames(text: string): string[] {
  const names: string[] = []
  for (let node = parser.parse(text).topNode.firstChild?.firstChild ?? null; node; node = node.nextSibling)
    names.push(node.name)
  return names
}

/** Where a breakpoint binds as long as no session says so. */
export const findBreakableLine: LineFinder = (text, line) => breakableLine(text, line)

/** The 1-based first line of the innermost function around a line; 1 for the main chunk. */
export function functionStart(text: string, line: number): number {
  const around = functionOutline(parser.parse(text), text).filter(
    ({startLine, endLine}) => startLine <= line && line <= endLine,
  )
  return Math.max(1, ...around.map(({startLine}) => startLine))
}
