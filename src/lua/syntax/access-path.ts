/** Expressions that only look something up, `a.b["c"][1]`, as what is looked up: they can be followed without running Lua. */
import type {SyntaxNode} from "@lezer/common"
import {parser} from "./parser.ts"

export interface AccessPath {
  /** The name of a variable; undefined: a string literal. */
  readonly root: string | undefined
  readonly keys: readonly (string | number)[]
}

/** Undefined for what calls, computes, or has a key that is no plain literal. */
export function accessPath(expression: string): AccessPath | undefined {
  const text = `return ${expression}`
  const statement = parser.parse(text).topNode.getChild("Block")?.firstChild
  const [value, second] = statement?.getChildren("Expression") ?? []
  return value && !second && value.to === text.trimEnd().length ? pathOf(value, text) : undefined
}

function pathOf(node: SyntaxNode, text: string): AccessPath | undefined {
  const source = text.slice(node.from, node.to)
  switch (node.name) {
    case "VariableName":
      return {root: source, keys: []}
    case "String":
    case "LongString":
      return {root: undefined, keys: []}
    case "ParenthesizedExpression": {
      const inner = node.getChild("Expression")
      return inner ? pathOf(inner, text) : undefined
    }
    case "MemberExpression": {
      const key = node.getChild("PropertyName")
      return key ? extend(node, text.slice(key.from, key.to), text) : undefined
    }
    case "IndexExpression": {
      const key = node.lastChild?.prevSibling
      return key ? extend(node, literal(key, text), text) : undefined
    }
    default:
      return undefined
  }
}
function extend(node: SyntaxNode, key: string | number | undefined, text: string): AccessPath | undefined {
  const owner = node.firstChild && pathOf(node.firstChild, text)
  return owner && key !== undefined ? {root: owner.root, keys: [...owner.keys, key]} : undefined
}

function literal(node: SyntaxNode, text: string): string | number | undefined {
  const source = text.slice(node.from, node.to)
  if (node.name === "String" && !source.includes("\\")) return source.slice(1, -1)
  if (node.name === "Number" && /^\d+$/.test(source)) return Number(source)
  return undefined
}
