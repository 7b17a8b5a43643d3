/**
 * Why a text is not Lua, in sentences, read off its tree while it is being written. What Lua itself would say on a
 * whole program is left to Lua: labels without a goto's name, assignments to constants and limits are not looked at.
 */
import {ensureSyntaxTree, syntaxTree} from "@codemirror/language"
import {EditorState} from "@codemirror/state"
import type {SyntaxNode, SyntaxNodeRef, Tree} from "@lezer/common"
import {LineIndex} from "../syntax/lines.ts"
import {parser} from "../syntax/parser.ts"
import {expectedAt, type Source} from "./expected.ts"

/** One place where a text is not Lua. Offsets; never empty unless the text is. */
export interface SyntaxProblem {
  readonly from: number
  readonly to: number
  readonly message: string
}

/** How long an editor's rest may be parsed for this, in milliseconds. */
const parseBudget = 100

/** The problems of a text or an editor's state, in order, the first one of each line. */
export function syntaxProblems(textOrState: string | EditorState): SyntaxProblem[] {
  const text = textOrState instanceof EditorState ? textOrState.sliceDoc() : textOrState
  const tree =
    textOrState instanceof EditorState
      ? (ensureSyntaxTree(textOrState, text.length, parseBudget) ?? syntaxTree(textOrState))
      : parser.parse(text)
  return readProblems(tree, text)
}

function readProblems(tree: Tree, text: string): SyntaxProblem[] {
  const lines = new LineIndex(text)
  const source: Source = {
    slice: (from, to) => text.slice(from, to),
    lineAt: offset => lines.lineAt(offset),
    length: text.length,
  }
  const byLine = new Map<number, SyntaxProblem>()
  tree.iterate({
    enter(ref) {
      const expectation = ref.type.isError ? expectedAt(ref.node, source) : undefined
      const message = expectation ? expectation.message : messageFor(ref, source)
      if (message === undefined) return
      const problem = {...(expectation?.token ?? visibleRange(ref, text)), message}
      const line = lines.lineAt(problem.from)
      if (!byLine.has(line)) byLine.set(line, problem)
    },
  })
  return [...byLine.values()].sort((a, b) => a.from - b.from)
}

/** An empty place is shown on the character before it, blanks left out, and a long one up to its line's end. */
function visibleRange({from, to, name}: SyntaxNodeRef, text: string): {from: number; to: number} {
  if (name === "ReturnStatement") return {from, to: from + "return".length}
  if (from === to) {
    const before = text.slice(0, from).trimEnd().length
    return before > 0 ? {from: before - 1, to: before} : {from: 0, to: Math.min(1, text.length)}
  }
  if (name === "Number") return {from, to: to + (/^[\w.]*/.exec(text.slice(to, to + 30))?.[0].length ?? 0)}
  const lineEnd = text.slice(from, to).search(/[\r\n]/)
  return {from, to: lineEnd > 0 ? from + lineEnd : to}
}

/** The sentence for a node that is, or holds, something that Lua refuses; undefined for all others. */
function messageFor(ref: SyntaxNodeRef, source: Source): string | undefined {
  const text = () => source.slice(ref.from, ref.to)
  switch (ref.name) {
    case "UnfinishedStatement":
      // An error inside says more.
      if (holdsError(ref.node)) return undefined
      return "An expression can't stand alone as a statement. Assign it to something, or call it."
    case "ReturnStatement":
      return isLastStatement(ref.node) ? undefined : "A return must be the last statement of its block."
    case "String":
      return isClosedString(ref.node, text())
        ? undefined
        : `Unfinished string. Expected ${text()[0]} before the line's end.`
    case "LongString":
    case "BlockComment":
      return unfinishedBrackets(ref.name === "LongString" ? "string" : "comment", text())
    case "Escape":
      return tooLargeEscape(text())
    case "InvalidEscape":
      return `Unknown escape ${text()}. For a backslash write \\\\.`
    case "Number": {
      const tail = /^[\w.]+/.exec(source.slice(ref.to, ref.to + 30))
      return tail ? `Malformed number ${text()}${tail[0]}.` : undefined
    }
    case "AttributeName":
      return /^(const|close)$/.test(text()) ? undefined : `Unknown attribute '${text()}'. Lua has <const> and <close>.`
    case "BreakStatement":
      return isInLoop(ref.node) ? undefined : "A break must stand in a loop."
    case "Vararg":
      return isVararg(ref.node) ? undefined : "'...' is only there in functions with '...' among their parameters."
    default:
      return undefined
  }
}

function holdsError(node: SyntaxNode): boolean {
  let found = false
  node.cursor().iterate(({type}) => {
    if (type.isError) found = true
    return !found
  })
  return found
}

/** True where nothing but one `;` stands behind a return in its block. */
function isLastStatement(node: SyntaxNode): boolean {
  let semicolons = 0
  for (let next = node.nextSibling; next; next = next.nextSibling) {
    if (next.name === ";") semicolons++
    else if (next.type.is("Statement")) return false
  }
  return semicolons < 2
}

function isClosedString(node: SyntaxNode, text: string): boolean {
  return text.length > 1 && text[0] === text.at(-1) && node.lastChild?.to !== node.to
}

function unfinishedBrackets(what: string, text: string): string | undefined {
  const level = /^(?:--)?\[(=*)\[/.exec(text)?.[1] ?? ""
  const closing = `]${level}]`
  return text.endsWith(closing) ? undefined : `Unfinished long ${what}. Expected ${closing} somewhere behind it.`
}

function tooLargeEscape(text: string): string | undefined {
  if (/^\\\d/.test(text) && Number(text.slice(1)) > 255) return `The escape ${text} is larger than \\255.`
  if (text.startsWith("\\u") && Number.parseInt(text.slice(3), 16) > 0x7fffffff)
    return `The escape ${text} is larger than \\u{7FFFFFFF}.`
  return undefined
}

function isInLoop(node: SyntaxNode): boolean {
  for (let around = node.parent; around; around = around.parent) {
    if (/^(WhileStatement|RepeatStatement|NumericForStatement|GenericForStatement)$/.test(around.name)) return true
    if (around.name.startsWith("Function") || around.name === "LocalFunctionDeclaration") return false
  }
  return false
}

/** True where `...` is a parameter, or is used where the function around has it; the main chunk always has. */
function isVararg(node: SyntaxNode): boolean {
  for (let around = node.parent; around; around = around.parent) {
    if (around.name === "ParameterList") return true
    const parameterList = around.getChild("ParameterList")
    if (parameterList) return parameterList.getChild("Vararg") !== null
  }
  return true
}
