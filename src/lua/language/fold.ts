/** What can be folded: blocks from their head to the keyword that ends them, tables, long strings and comments. */
import {foldInside, foldNodeProp} from "@codemirror/language"
import type {SyntaxNode} from "@lezer/common"

interface FoldRange {
  readonly from: number
  readonly to: number
}

export const luaFolding = foldNodeProp.add({
  "FunctionDeclaration LocalFunctionDeclaration FunctionExpression": node => foldBetween(node, "ParameterList", "end"),
  "DoStatement WhileStatement NumericForStatement GenericForStatement": node => foldBetween(node, "do", "end"),
  RepeatStatement: node => foldBetween(node, "repeat", "until"),
  IfStatement: node => foldClause(node, "then"),
  ElseIfClause: node => foldClause(node, "then"),
  ElseClause: node => foldClause(node, "else"),
  TableConstructor: foldInside,
  "LongString BlockComment": foldLongBrackets,
})

function foldBetween(node: SyntaxNode, head: string, tail: string): FoldRange | null {
  const start = node.getChild(head)
  const end = node.getChild(tail)
  return start && end && end.from > start.to ? {from: start.to, to: end.from} : null
}

/** From a clause's `then` or `else` to the next clause, or the `end`, of the same `if`. */
function foldClause(node: SyntaxNode, head: string): FoldRange | null {
  const start = node.getChild(head)
  if (!start) return null
  const first = node.name === "IfStatement" ? start.nextSibling : node.nextSibling
  for (let next = first; next; next = next.nextSibling)
    if (/^(ElseIfClause|ElseClause|end)$/.test(next.name)) return {from: start.to, to: next.from}
  return null
}

/** What stands between `[==[` and `]==]`, the comment's dashes left visible too. */
function foldLongBrackets(node: SyntaxNode, state: {sliceDoc(from: number, to: number): string}): FoldRange | null {
  const opening = /^(?:--)?\[(=*)\[/.exec(state.sliceDoc(node.from, Math.min(node.to, node.from + 80)))
  if (!opening) return null
  const from = node.from + opening[0].length
  const to = node.to - opening[1].length - 2
  return to > from ? {from, to} : null
}
