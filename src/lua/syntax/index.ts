/** The syntax of Lua 5.4: a parser, and what is read off its trees. */
export {LineIndex} from "./lines.ts"
export {identifiersIn, type NamedExpression, nameAt} from "./names.ts"
export {type FunctionOutline, functionOutline} from "./outline.ts"
export {parser} from "./parser.ts"
export {type LocalVariable, localsAt} from "./scope.ts"
export {
  type BreakableLine,
  BreakableLines,
  breakableLine,
  markStatements,
  type StatementKind,
  type StatementStart,
  statementStarts,
} from "./statements.ts"
