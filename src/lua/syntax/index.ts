/** The syntax of Lua 5.4: a parser, and what is read off its trees. */
export {type AccessPath, accessPath} from "./access-path.ts"
export {statementPrefix} from "./bare-expression.ts"
export {commentAbove} from "./comments.ts"
export {type CompletionPlace, completionPlace, type MemberPlace} from "./completion-place.ts"
export {type LibraryEntry, libraryEntries, libraryEntry, libraryNames, methodParameters} from "./library.ts"
export {LineIndex} from "./lines.ts"
export {globalsIn, labelsIn, membersIn, selfAt} from "./members.ts"
export {declaredIn, identifiersIn, type NamedExpression, nameAt} from "./names.ts"
export {type FunctionOutline, functionOutline} from "./outline.ts"
export {parser} from "./parser.ts"
export {isLocalAt, type LocalVariable, localsAt} from "./scope.ts"
export {scriptFunctionNames, scriptGlobalNames, scriptGlobalsSource} from "./script-globals.ts"
export {
  type BreakableLine,
  BreakableLines,
  breakableLine,
  functionsAround,
  markStatements,
  movedLine,
  type StatementKind,
  type StatementStart,
  statementStarts,
} from "./statements.ts"
export {isUnfinished, nextIndent} from "./unfinished.ts"
export {isName, keywords} from "./words.ts"
