/** What may be written where the cursor stands, as far as completion needs to know. */
import type {CompletionContext} from "@codemirror/autocomplete"
import {syntaxTree} from "@codemirror/language"
import type {EditorState} from "@codemirror/state"
import type {SyntaxNode} from "@lezer/common"

/** How far back the text before the cursor is looked at, in characters. */
const lookBack = 200

/** A name in an expression or at a statement's start, or a keyword. */
export interface NamePlace {
  readonly kind: "name"
  readonly from: number
}

/** A field or method behind an expression. */
export interface MemberPlace {
  readonly kind: "member"
  readonly from: number
  readonly separator: "." | ":"
  /** What stands before the separator where that is a path such as `a.b`, else "". */
  readonly path: string
}

/** A label behind `goto`, or an attribute in `local x <…>`. */
export interface SpecialPlace {
  readonly kind: "label" | "attribute"
  readonly from: number
}

export type CompletionPlace = NamePlace | MemberPlace | SpecialPlace

/** The place of a completion; undefined in strings and comments, in numbers, and where a new name is defined. */
export function completionPlace(context: CompletionContext): CompletionPlace | undefined {
  const {state, pos} = context
  const node = syntaxTree(state).resolveInner(pos, -1)
  if (isText(node, pos, state)) return undefined
  const written = /\w*$/.exec(state.sliceDoc(Math.max(0, pos - lookBack), pos))?.[0] ?? ""
  const from = pos - written.length
  const before = state.sliceDoc(Math.max(0, from - lookBack), from)
  if (/^\d/.test(written)) return undefined

  const member = /(?<![.:])([.:])\s*$/.exec(before)
  if (member) {
    const path = /(?<!\w)(?<!(?<!\.)[.:]\s*)[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*\s*$/.exec(
      before.slice(0, member.index),
    )
    const separator = member[1] === "." ? "." : ":"
    return {kind: "member", from, separator, path: path ? path[0].replace(/\s+/g, "") : ""}
  }
  if (/\bgoto\s+$/.test(before)) return {kind: "label", from}
  if (/\blocal\s[\w\s,<>]*<\s*$/.test(before)) return {kind: "attribute", from}
  if (/::\s*$/.test(before) || /^(VariableDefinition|PropertyDefinition)$/.test(node.name)) return undefined
  return written !== "" || context.explicit ? {kind: "name", from} : undefined
}

/** True in comments and strings. Right behind the end of a closed one is outside. */
function isText(node: SyntaxNode, offset: number, state: EditorState): boolean {
  for (let around: SyntaxNode | null = node; around; around = around.parent) {
    if (around.name === "LineComment" || around.name === "Shebang") return true
    if (around.name === "LongString" || around.name === "BlockComment") return offset < around.to
    if (around.name === "String") return offset < around.to || !isClosed(around, state)
  }
  return false
}

/** True for a short string that ends with the quote it starts with. */
function isClosed(string: SyntaxNode, state: EditorState): boolean {
  const text = state.sliceDoc(string.from, string.to)
  const endsInEscape = string.lastChild?.to === string.to
  return text.length > 1 && text[0] === text.at(-1) && !endsInEscape
}
