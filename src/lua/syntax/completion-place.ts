/** What may be written where the cursor stands, as far as completion needs to know. */
import type {SyntaxNode, Tree} from "@lezer/common"

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
  /** Offset of the separator: the expression ends there. */
  readonly end: number
}

/** A label behind `goto`, or an attribute in `local x <…>`. */
export interface SpecialPlace {
  readonly kind: "label" | "attribute"
  readonly from: number
}

/** The name of a module or a file, in the string that a function of the library is called with. */
export interface FilePlace {
  readonly kind: "module" | "file"
  /** Behind the opening quote. */
  readonly from: number
}

export type CompletionPlace = NamePlace | MemberPlace | SpecialPlace | FilePlace

/** The text between two offsets: an editor need not make one string of all its text. */
export type Slice = (from: number, to: number) => string

/**
 * The place of a completion; undefined in strings and comments, in numbers, and where a new name is defined.
 * @param explicit also where nothing of a name has been written
 */
export function completionPlace(
  tree: Tree,
  slice: Slice,
  offset: number,
  explicit: boolean,
): CompletionPlace | undefined {
  const node = tree.resolveInner(offset, -1)
  if (isText(node, offset, slice)) return filePlace(slice(Math.max(0, offset - lookBack), offset), offset)
  const written = /\w*$/.exec(slice(Math.max(0, offset - lookBack), offset))?.[0] ?? ""
  const from = offset - written.length
  const start = Math.max(0, from - lookBack)
  const before = slice(start, from)
  if (/^\d/.test(written)) return undefined

  const member = /(?<![.:])([.:])\s*$/.exec(before)
  if (member) {
    const path = /(?<!\w)(?<!(?<!\.)[.:]\s*)[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*\s*$/.exec(
      before.slice(0, member.index),
    )
    const separator = member[1] === "." ? "." : ":"
    return {kind: "member", from, separator, path: path ? path[0].replace(/\s+/g, "") : "", end: start + member.index}
  }
  if (/\bgoto\s+$/.test(before)) return {kind: "label", from}
  if (/\blocal\s[\w\s,<>]*<\s*$/.test(before)) return {kind: "attribute", from}
  if (/::\s*$/.test(before) || /^(VariableDefinition|PropertyDefinition)$/.test(node.name)) return undefined
  return written !== "" || explicit ? {kind: "name", from} : undefined
}

function filePlace(before: string, offset: number): FilePlace | undefined {
  const [, name, written] = /\b(require|dofile|loadfile|io\.open|io\.lines)\s*\(?\s*["']([^"'\n]*)$/.exec(before) ?? []
  return name === undefined ? undefined : {kind: name === "require" ? "module" : "file", from: offset - written.length}
}

/** True in comments and strings. Right behind the end of a closed one is outside. */
function isText(node: SyntaxNode, offset: number, slice: Slice): boolean {
  for (let around: SyntaxNode | null = node; around; around = around.parent) {
    if (around.name === "LineComment" || around.name === "Shebang") return true
    if (around.name === "LongString" || around.name === "BlockComment") return offset < around.to
    if (around.name === "String") return offset < around.to || !isClosed(around, slice)
  }
  return false
}

/** True for a short string that ends with the quote it starts with. */
function isClosed(string: SyntaxNode, slice: Slice): boolean {
  const text = slice(string.from, string.to)
  const endsInEscape = string.lastChild?.to === string.to
  return text.length > 1 && text[0] === text.at(-1) && !endsInEscape
}
