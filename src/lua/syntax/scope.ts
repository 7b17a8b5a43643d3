/** Which local variables are visible at a place (reference manual, 3.5). */
import type {SyntaxNode, Tree} from "@lezer/common"
import {isFunctionNode} from "./outline.ts"
import {parser} from "./parser.ts"

/** A local variable, a parameter, or the `self` of a method. */
export interface LocalVariable {
  readonly name: string
  readonly kind: "local" | "parameter" | "function" | "loop variable"
  /** Offset of its definition; for `self` that of the method's name. */
  readonly offset: number
  /**
   * Of a `<const>` that is given nothing but literals and names, the expression: Lua puts its value into the code, and
   * has no variable of that name when the program runs.
   */
  readonly constant?: string
}

/** The locals visible at an offset, innermost first; of two with one name only the one that is meant. */
export function localsAt(tree: Tree, text: string, offset: number): LocalVariable[] {
  const found = new Map<string, LocalVariable>()
  const add = (node: SyntaxNode, kind: LocalVariable["kind"], name = text.slice(node.from, node.to)) => {
    if (found.has(name)) return
    const value = kind === "local" ? constantValue(node, text) : undefined
    const constant = value && text.slice(value.from, value.to)
    found.set(name, {name, kind, offset: node.from, ...(constant === undefined ? {} : {constant})})
  }
  const inner = tree.resolveInner(offset, -1).enterUnfinishedNodesBefore(offset)
  for (let node: SyntaxNode | null = inner; node; node = node.parent) {
    const block = node.name === "Block" ? node : openBlock(node, offset)
    if (block) addBlock(block, offset, add)
    if (isFunctionNode(node.name)) addParameters(node, offset, add)
    else if (node.name.endsWith("ForStatement")) addLoopVariables(node, offset, add)
  }
  return [...found.values()]
}

/** Whether a name means a local variable of the text there. */
export function isLocalAt(name: string | undefined, text: string, offset: number): boolean {
  return name !== undefined && localsAt(parser.parse(text), text, offset).some(local => local.name === name)
}

/**
 * The block of a node whose end is behind its last statement, but before the offset (a tree's blocks end with their
 * last statement): nothing has closed it. The condition behind `until` sees the block's locals too.
 */
function openBlock(node: SyntaxNode, offset: number): SyntaxNode | null {
  if (node.name === "RepeatStatement") return node.getChild("Block")
  let last = node.lastChild
  while (last && (last.from >= offset || last.type.isError || last.name.endsWith("Comment"))) last = last.prevSibling
  if (last?.name === "ElseIfClause" || last?.name === "ElseClause") return openBlock(last, offset)
  return last?.name === "Block" ? last : null
}

type Add = (node: SyntaxNode, kind: LocalVariable["kind"], name?: string) => void

/** The locals that a block's statements before the offset declare, last one first. */
function addBlock(block: SyntaxNode, offset: number, add: Add): void {
  for (let statement = block.lastChild; statement; statement = statement.prevSibling) {
    if (statement.from >= offset) continue
    const names = statement.getChildren("VariableDefinition")
    if (statement.name === "LocalFunctionDeclaration") {
      if (names[0] && names[0].to < offset) add(names[0], "function")
    } else if (statement.name === "LocalStatement" && statement.to < offset) {
      for (const name of names.reverse()) add(name, "local")
    }
  }
}

function addParameters(node: SyntaxNode, offset: number, add: Add): void {
  const parameterList = node.getChild("ParameterList")
  if (!parameterList || parameterList.to > offset) return
  for (const name of parameterList.getChildren("VariableDefinition").reverse()) add(name, "parameter")
  const method = node.getChild("FunctionName")?.getChild("MethodName")
  if (method) add(method, "parameter", "self")
}

function addLoopVariables(node: SyntaxNode, offset: number, add: Add): void {
  const start = node.getChild("do")
  if (!start || start.to > offset) return
  for (const name of node.getChildren("VariableDefinition").reverse()) add(name, "loop variable")
}

const literal = /^(Nil|Boolean|Number|String|LongString|Escape|VariableName|(Parenthesized|Unary|Binary)Expression)$/

/** What a name's definition in a local statement gives it, where that is a constant of the compiler's. */
function constantValue(definition: SyntaxNode, text: string): SyntaxNode | undefined {
  const attribute = definition.nextSibling
  if (attribute?.name !== "Attribute" || !/^<\s*const\s*>$/.test(text.slice(attribute.from, attribute.to)))
    return undefined
  const statement = definition.parent as SyntaxNode
  const names = statement.getChildren("VariableDefinition")
  const values = statement.getChildren("Expression")
  // of several names only the last one can be (localstat, lparser.c)
  if (values.length !== names.length || names[names.length - 1].from !== definition.from) return undefined
  const value = values[values.length - 1]
  let isConstant = true
  value.cursor().iterate(({name, type}) => {
    if (type.isError || (/^[A-Z]/.test(name) && !literal.test(name) && !/(Op|Comment)$/.test(name))) isConstant = false
    return isConstant
  })
  return isConstant ? value : undefined
}
