/** How lines are indented: one unit inside of blocks and brackets and for a statement's further lines. */
import {continuedIndent, delimitedIndent, indentNodeProp} from "@codemirror/language"

/** A block's lines go in one unit; the keyword that ends it stands below the one that opened it. */
const blockIndent = continuedIndent({except: /^\s*(?:end|else|elseif|until)\b/})

export const luaIndentation = indentNodeProp.add({
  "FunctionDeclaration LocalFunctionDeclaration FunctionExpression": blockIndent,
  "DoStatement WhileStatement RepeatStatement NumericForStatement GenericForStatement": blockIndent,
  "IfStatement ElseIfClause ElseClause": blockIndent,
  "LocalStatement AssignmentStatement ReturnStatement CallStatement UnfinishedStatement Field": continuedIndent({
    except: /^\s*(?:end|else|elseif|until|[)}\]])/,
  }),
  TableConstructor: delimitedIndent({closing: "}", align: false}),
  "ArgumentList ParameterList ParenthesizedExpression": delimitedIndent({closing: ")"}),
  // The text in these is the program's own.
  "String LongString BlockComment": () => null,
})

/**
 * Typing a line's first word re-indents the line when that word ends a block, and once more when the word turns out to
 * be a longer one (`end` on the way to `endpoint`).
 */
export const indentOnInput = /^\s*(?:(?:end|else|elseif|until)\w?|[)}\]])$/
