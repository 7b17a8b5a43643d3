/** The functions of a text: where they stand and what one would call them. */
import type {SyntaxNode, Tree} from "@lezer/common"
import {LineIndex} from "./lines.ts"

/** One function of a file. */
export interface FunctionOutline {
  /** As a stack trace would call it: `area`, `M.area`, `Shape:area`, or `anonymous`. */
  readonly name: string
  /** Index in source order; the main chunk is 0 and not listed, so the first function is 1. */
  readonly functionIndex: number
  /** Index of the function around it, 0 for the main chunk. */
  readonly parentIndex: number
  /** Offsets from `function` (or `local`) to past `end`. */
  readonly from: number
  readonly to: number
  /** 1-based lines of these two places. */
  readonly startLine: number
  readonly endLine: number
  /**
   * The 1-based line that Lua reports as `linedefined`: of `function` in a function statement, else of the `(` behind
   * it (lparser.c, localfunc and simpleexp).
   */
  readonly definedLine: number
  readonly parameters: readonly string[]
}

/** True for the three nodes that open a function. */
export function isFunctionNode(name: string): boolean {
  return name === "FunctionDeclaration" || name === "LocalFunctionDeclaration" || name === "FunctionExpression"
}

/** The functions of a tree, in source order of their `function` keywords. */
export function functionOutline(tree: Tree, text: string, lines = new LineIndex(text)): FunctionOutline[] {
  const functions: FunctionOutline[] = []
  const enclosing = [0]
  tree.iterate({
    enter({name, from, to, node}) {
      if (!isFunctionNode(name)) return
      const parameterList = node.getChild("ParameterList")
      const definedAt = name === "FunctionDeclaration" ? from : (parameterList?.from ?? from)
      functions.push({
        name: functionName(node, text),
        functionIndex: functions.length + 1,
        parentIndex: enclosing[enclosing.length - 1],
        from,
        to,
        startLine: lines.lineAt(from),
        endLine: lines.lineAt(Math.max(from, to - 1)),
        definedLine: lines.lineAt(definedAt),
        parameters: parameterNames(parameterList, text),
      })
      enclosing.push(functions.length)
    },
    leave({name}) {
      if (isFunctionNode(name)) enclosing.pop()
    },
  })
  return functions
}

function parameterNames(parameterList: SyntaxNode | null, text: string): string[] {
  if (!parameterList) return []
  return [...parameterList.getChildren("VariableDefinition"), ...parameterList.getChildren("Vararg")].map(node =>
    text.slice(node.from, node.to),
  )
}

/** The name of a function node: its own, or that of what it is assigned to. */
function functionName(node: SyntaxNode, text: string): string {
  if (node.name === "FunctionDeclaration") {
    const name = node.getChild("FunctionName")
    return name ? nameWithoutSpace(name, text) : "anonymous"
  }
  if (node.name === "LocalFunctionDeclaration") {
    const name = node.getChild("VariableDefinition")
    return name ? text.slice(name.from, name.to) : "anonymous"
  }
  return assignedName(node, text) ?? "anonymous"
}

/** What a value is given to: a variable, a field, a field of the table that is given to something, or undefined. */
function assignedName(value: SyntaxNode, text: string): string | undefined {
  const parent = value.parent
  if (!parent) return undefined
  switch (parent.name) {
    case "ParenthesizedExpression":
      return assignedName(parent, text)
    case "BinaryExpression":
      // `area = area or function() … end`
      return parent.getChild("or") || parent.getChild("and") ? assignedName(parent, text) : undefined
    case "Field": {
      const key = fieldKey(parent, value, text)
      const table = parent.parent
      const owner = table && assignedName(table, text)
      if (key === undefined) return undefined
      return owner ? (key.startsWith("[") ? owner + key : `${owner}.${key}`) : key
    }
    case "LocalStatement":
    case "AssignmentStatement": {
      const [targets, values] = assignmentSides(parent)
      const target = targets[values.findIndex(node => node.from === value.from)]
      return target && (isPlainPath(target) ? nameWithoutSpace(target, text) : undefined)
    }
    default:
      return undefined
  }
}

/** The key of a table field, `area` or `["two words"]`; undefined where the value is the key. */
function fieldKey(field: SyntaxNode, value: SyntaxNode, text: string): string | undefined {
  const named = field.getChild("PropertyDefinition")
  if (named) return text.slice(named.from, named.to)
  const key = field.getChild("Expression")
  if (!key || key.from === value.from) return undefined
  const source = text.slice(key.from, key.to)
  const quoted = /^(["'])([A-Za-z_]\w*)\1$/.exec(source)
  return quoted ? quoted[2] : `[${source}]`
}

/** The targets and the values of an assignment or local statement. */
function assignmentSides(statement: SyntaxNode): [SyntaxNode[], SyntaxNode[]] {
  const targets: SyntaxNode[] = []
  const values: SyntaxNode[] = []
  let side = targets
  for (let child = statement.firstChild; child; child = child.nextSibling) {
    if (child.name === "=") side = values
    else if (child.type.is("Expression") || child.name === "VariableDefinition") side.push(child)
  }
  return [targets, values]
}

/** True for `a`, `a.b` and `a["b"]`, false where a call is part of it. */
function isPlainPath(node: SyntaxNode): boolean {
  if (node.name === "VariableName" || node.name === "VariableDefinition") return true
  if (node.name !== "MemberExpression" && node.name !== "IndexExpression") return false
  return node.firstChild !== null && isPlainPath(node.firstChild)
}

/** The text of a name, spaces and comments between its parts left out. */
function nameWithoutSpace(node: SyntaxNode, text: string): string {
  if (!node.firstChild || node.name === "String") return text.slice(node.from, node.to)
  let name = ""
  for (let child = node.firstChild as SyntaxNode | null; child; child = child.nextSibling)
    if (!child.name.endsWith("Comment")) name += nameWithoutSpace(child, text)
  return name
}
