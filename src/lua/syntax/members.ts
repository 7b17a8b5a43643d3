/** The names that a text itself uses: its globals, its labels, and the fields and methods of a table. */
import type {SyntaxNode, Tree} from "@lezer/common"

/** The globals that a text assigns or defines as functions; locals of the same names are not told apart. */
export function globalsIn(tree: Tree, text: string): string[] {
  const names = new Set<string>()
  tree.iterate({
    enter({name, node}) {
      if (name !== "VariableName") return
      const parent = node.parent
      const defines =
        (parent?.name === "FunctionName" && parent.lastChild?.from === node.from) ||
        (parent?.name === "AssignmentStatement" && isTarget(node))
      if (defines) names.add(text.slice(node.from, node.to))
    },
  })
  return [...names]
}

function isTarget(node: SyntaxNode): boolean {
  for (let sibling = node.prevSibling; sibling; sibling = sibling.prevSibling) if (sibling.name === "=") return false
  return true
}

/** The labels of a text. */
export function labelsIn(tree: Tree, text: string): string[] {
  const names = new Set<string>()
  tree.iterate({
    enter({name, from, to}) {
      if (name === "LabelDefinition") names.add(text.slice(from, to))
    },
  })
  return [...names]
}

/** A field or method that the text uses or defines. */
export interface Member {
  readonly name: string
  readonly isMethod: boolean
}

/** The members of a path such as `Shape` or `a.b`, but for the one that is being written at `except`. */
export function membersIn(tree: Tree, text: string, path: string, except: number): Member[] {
  const members = new Map<string, Member>()
  const add = (node: SyntaxNode, isMethod: boolean) => {
    const name = text.slice(node.from, node.to)
    if (node.from !== except && !members.get(name)?.isMethod) members.set(name, {name, isMethod})
  }
  const pathBefore = (from: number, to: number) => text.slice(from, to).replace(/\s+/g, "").replace(/[.:]$/, "")
  tree.iterate({
    enter({name, node}) {
      const parent = node.parent
      if (!parent || node.type.isError) return
      if ((name === "PropertyName" || name === "MethodName") && pathBefore(parent.from, node.from) === path)
        add(node, name === "MethodName")
      else if (name === "TableConstructor" && pathBefore(...targetOf(node)) === path)
        for (const field of node.getChildren("Field")) {
          const key = field.getChild("PropertyDefinition")
          if (key) add(key, false)
        }
    },
  })
  return [...members.values()]
}

/** The methods that the text defines, of whichever table: `function Bag:add()`, `function Bag.add(self)`; but for `except`. */
export function methodsIn(tree: Tree, text: string, except: number): string[] {
  const names = new Set<string>()
  tree.iterate({
    enter({name, node}) {
      const defined = name === "FunctionName" ? node.lastChild : undefined
      if (!defined || defined.name === "VariableName" || defined.from === except) return
      const parameter = node.parent?.getChild("ParameterList")?.getChild("VariableDefinition")
      const isMethod = defined.name === "MethodName" || text.slice(parameter?.from ?? 0, parameter?.to ?? 0) === "self"
      if (isMethod) names.add(text.slice(defined.from, defined.to))
    },
  })
  return [...names]
}

/** Where the variable stands that a table constructor is the only value of. */
function targetOf(table: SyntaxNode): [number, number] {
  const statement = table.parent
  const target = statement?.firstChild?.name === "local" ? statement.firstChild.nextSibling : statement?.firstChild
  const assigns = statement?.name === "LocalStatement" || statement?.name === "AssignmentStatement"
  return assigns && target ? [target.from, target.to] : [0, 0]
}

/** The table that `self` means at an offset: `Shape` in `function Shape:area()`; undefined outside of methods. */
export function selfAt(tree: Tree, text: string, offset: number): string | undefined {
  const inner = tree.resolveInner(offset, -1).enterUnfinishedNodesBefore(offset)
  for (let node: SyntaxNode | null = inner; node; node = node.parent) {
    const functionName = node.name === "FunctionDeclaration" ? node.getChild("FunctionName") : null
    const method = functionName?.getChild("MethodName")
    if (functionName && method) return text.slice(functionName.from, method.from).replace(/\s+|:\s*$/g, "")
  }
  return undefined
}
