/** Why a text is not Lua: the marks in the editor, the list of problems, the fields that take an expression. Loaded late. */
import {linter} from "@codemirror/lint"
import type {Extension} from "@codemirror/state"
import {LineIndex, parser} from "../../src/lua/language/index.ts"
import {syntaxProblems} from "../../src/lua/language/problems.ts"
import type {TextProblem} from "../../src/workbench/files/problem-list.ts"

/** The marks under what is not Lua, a moment after each change. */
export const problemMarks: Extension = linter(
  view => syntaxProblems(view.state).map(problem => ({...problem, severity: "error" as const, source: "syntax"})),
  {delay: 400},
)

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
