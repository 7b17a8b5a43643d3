/** Names in a text: the expression under the pointer, and the variables that an expression reads. */
import type {SyntaxNode, Tree} from "@lezer/common"
import {parser} from "./parser.ts"

/** An expression that can be evaluated on hover, and where it stands. */
export interface NamedExpression {
  /** Lua source. Not always the text between the offsets: a method's name `shape:area` reads `shape.area`. */
  readonly expression: string
  readonly from: number
  readonly to: number
}

/**
 * The expression that ends with the name or key at an offset: in `a.b.c`, on `b`, it is `a.b`; in `t[1]`, on the key or
 * a bracket, `t[1]`. Only expressions that call nothing, so `f().x` has none on `x`. (Indexing may still run a
 * metamethod.) Undefined on keywords, table keys, labels and literals.
 */
export function nameAt(text: string, offset: number, tree: Tree = parser.parse(text)): NamedExpression | undefined {
  for (const side of [1, -1] as const) {
    const found = namedAround(tree.resolveInner(offset, side), text)
    if (found) return found
  }
  return undefined
}

function namedAround(node: SyntaxNode, text: string): NamedExpression | undefined {
  const parent = node.parent
  switch (node.name) {
    case "VariableName":
    case "VariableDefinition":
      return named(node.from, node.to, text)
    case "Vararg":
      return parent?.name === "ParameterList" ? undefined : named(node.from, node.to, text)
    case "PropertyName":
    case "MethodName": {
      if (!parent) return undefined
      const path = parent.name === "FunctionName" ? parent : parent.firstChild
      if (!path || !callsNothing(path)) return undefined
      return named(parent.from, node.to, text, node.name === "MethodName" ? node.from : undefined)
    }
    default:
      return namedIndex(node, text)
  }
}

/** `t[1]` from its bracket or from its key, where that is a literal. */
function namedIndex(node: SyntaxNode, text: string): NamedExpression | undefined {
  const literal = /^(Number|String|LongString|Boolean)$/.test(node.name)
  if (node.name === "Escape" || ((node.name === '"' || node.name === "'") && node.parent?.name === "String"))
    return node.parent ? namedIndex(node.parent, text) : undefined
  if (!literal && node.name !== "[" && node.name !== "]") return undefined
  const index = node.parent
  if (index?.name !== "IndexExpression" || (literal && node.from === index.from) || !callsNothing(index))
    return undefined
  return named(index.from, index.to, text)
}

/** With `methodFrom`, the colon before the method's name becomes a dot. */
function named(from: number, to: number, text: string, methodFrom?: number): NamedExpression {
  if (methodFrom === undefined) return {expression: text.slice(from, to), from, to}
  const path = text.slice(from, methodFrom).replace(/:(?=[^:]*$)/, ".")
  return {expression: path + text.slice(methodFrom, to), from, to}
}

/** True where evaluating a node calls and builds nothing, and the node has no error in it. */
function callsNothing(node: SyntaxNode): boolean {
  let pure = true
  node.cursor().iterate(({name, type}) => {
    if (type.isError || /^(CallExpression|MethodCallExpression|FunctionExpression|TableConstructor)$/.test(name))
      pure = false
    return pure
  })
  return pure
}

/**
 * The distinct names that an expression or chunk uses as variables, in order of appearance: no fields, no table keys,
 * no labels. Scopes inside are not told apart, so a local that the chunk itself declares is listed when it is used.
 */
export function identifiersIn(expression: string): string[] {
  const asExpression = `return ${expression}`
  return hasError(parser.parse(asExpression)) ? variablesOf(expression) : variablesOf(asExpression)
}

/** The distinct names that a text itself declares as locals, parameters or loop variables. */
export function declaredIn(text: string): string[] {
  const names = new Set<string>()
  parser.parse(text).iterate({
    enter({name, from, to}) {
      if (name === "VariableDefinition") names.add(text.slice(from, to))
    },
  })
  return [...names]
}

function variablesOf(text: string): string[] {
  const names = new Set<string>()
  parser.parse(text).iterate({
    enter({name, from, to}) {
      if (name === "VariableName") names.add(text.slice(from, to))
    },
  })
  return [...names]
}

function hasError(tree: Tree): boolean {
  let found = false
  tree.iterate({
    enter({type, name}) {
      if (type.isError || name === "UnfinishedStatement") found = true
      return !found
    },
  })
  return found
}
