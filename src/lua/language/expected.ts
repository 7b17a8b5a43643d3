/** What Lua would have needed where the parser found an error: the sentence for one error node. */
import type {SyntaxNode} from "@lezer/common"

/** A text as far as messages need it. */
export interface Source {
  slice(from: number, to: number): string
  /** The 1-based line of an offset. */
  lineAt(offset: number): number
  readonly length: number
}

/** How a construct is called, the keyword that opens it, what must follow its head, and what closes it. */
const constructs: Readonly<Record<string, readonly [name: string, opening: string, head: string, end: string]>> = {
  FunctionDeclaration: ["function", "function", "(", "end"],
  LocalFunctionDeclaration: ["function", "function", "(", "end"],
  FunctionExpression: ["function", "function", "(", "end"],
  DoStatement: ["do block", "do", "", "end"],
  WhileStatement: ["while loop", "while", "do", "end"],
  NumericForStatement: ["for loop", "for", "do", "end"],
  GenericForStatement: ["for loop", "for", "do", "end"],
  RepeatStatement: ["repeat loop", "repeat", "", "until"],
  IfStatement: ["if", "if", "then", "end"],
  ElseIfClause: ["elseif", "elseif", "then", ""],
}

const brackets: Readonly<Record<string, string>> = {"(": ")", "[": "]", "{": "}"}

/** What is wrong at an error node, and the token that shows it; without one, it is the place before the node. */
export interface Expectation {
  readonly message: string
  readonly token?: {readonly from: number; readonly to: number}
}

/** What was expected at an error node where that can be told, else what is too much. */
export function expectedAt(error: SyntaxNode, source: Source): Expectation {
  const missing = missingPart(error, source)
  if (missing !== undefined) return {message: missing}
  if (error.to > error.from) return unexpected(source, {from: error.from, to: error.to})
  const token = nextToken(error.to, source)
  return token ? unexpected(source, token) : {message: "Unexpected end of the text."}
}

function unexpected(source: Source, token: {from: number; to: number}): Expectation {
  const text = source.slice(token.from, token.to).split(/[\r\n]/)[0]
  return {
    message: `Unexpected '${text.length > 30 ? `${text.slice(0, 29)}…` : text}'.`,
    token: {from: token.from, to: token.from + text.length},
  }
}

/** What the node around an error lacks. */
function missingPart(error: SyntaxNode, source: Source): string | undefined {
  const parent = error.parent
  const before = partBefore(error)
  if (!parent) return undefined
  if (error.from < error.to) {
    const lacksParameters = parent.name === "FunctionExpression" && before?.name === "function"
    return lacksParameters ? "Expected '(' and the function's parameters." : undefined
  }
  return (
    (before && missingAfter(before, parent, source)) ??
    missingKeyword(parent, before, source) ??
    missingBracket(parent, error, source)
  )
}

/** What must follow a token that has nothing behind it. */
function missingAfter(before: SyntaxNode, parent: SyntaxNode, source: Source): string | undefined {
  const token = source.slice(before.from, before.to)
  const isDefinition = parent.name === "ParameterList" || (parent.name === "LocalStatement" && !parent.getChild("="))
  if (before.name === "MethodName" && parent.name === "MethodCallExpression")
    return `Expected the arguments of the method '${token}'.`
  if (token === "function" && parent.name !== "FunctionExpression") return "Expected a name after 'function'."
  if (token === "for") return "Expected a variable after 'for'."
  if (/^(if|elseif|while|until)$/.test(token)) return `Expected a condition after '${token}'.`
  if (/^(\.|:|goto|local|::)$/.test(token) || (token === "," && isDefinition))
    return `Expected a name after '${token}'.`
  if (/Op$|^(=|and|or|not|in|,)$/.test(before.name)) return `Expected an expression after '${token}'.`
  return undefined
}

/** The keyword that a construct lacks: `then`, `do`, `end` or `until`. */
function missingKeyword(parent: SyntaxNode, before: SyntaxNode | null, source: Source): string | undefined {
  const construct = constructs[parent.name]
  if (!construct) return undefined
  const [name, opening, head, end] = construct
  const line = source.lineAt(parent.from)
  if (head === "(" && !parent.getChild("ParameterList")) return "Expected '(' and the function's parameters."
  if (head && head !== "(" && !parent.getChild(head)) {
    if (opening === "for" && before?.name === "VariableDefinition")
      return "Expected '=' or 'in' after the for loop's variables."
    if (parent.name === "NumericForStatement" && parent.getChildren("Expression").length < 2)
      return "Expected ',' and the for loop's limit."
    return `Expected '${head}' for the ${name} that starts at line ${line}.`
  }
  return end && !parent.getChild(end)
    ? `Expected '${end}' to close the ${name} that starts at line ${line}.`
    : undefined
}

/** The bracket that a list, an index or a table lacks, or the comma that was left out in it. */
function missingBracket(parent: SyntaxNode, error: SyntaxNode, source: Source): string | undefined {
  const open = ["(", "[", "{"].map(bracket => parent.getChild(bracket)).find(node => node)
  if (!open) return parent.name === "Label" ? "Expected '::' after the label's name." : undefined
  const closing = brackets[open.name]
  if (parent.getChild(closing)) return undefined
  const isList = parent.name === "ArgumentList" || parent.name === "TableConstructor"
  const wanted = isList && nextToken(error.to, source) ? `',' or '${closing}'` : `'${closing}'`
  return `Expected ${wanted} to close the '${open.name}' at line ${source.lineAt(open.from)}.`
}

/** The last node before an error that is no comment. */
function partBefore(error: SyntaxNode): SyntaxNode | null {
  let before = error.prevSibling
  while (before?.name.endsWith("Comment")) before = before.prevSibling
  return before
}

/** The token behind an offset, comments left out; undefined at the end. */
function nextToken(offset: number, source: Source): {from: number; to: number} | undefined {
  const rest = source.slice(offset, Math.min(source.length, offset + 1000))
  const token = /^((?:\s|--[^\n]*\n)*)(\w+|\.{2,3}|[=~<>]=|\/\/|::|<<|>>|\S)/.exec(rest)
  if (!token || (token[2] === "-" && rest.startsWith("--", token[1].length))) return undefined
  const from = offset + token[1].length
  return {from, to: from + token[2].length}
}
