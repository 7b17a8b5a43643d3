/** Lua for CodeMirror: language support, its parts, and the problems of a text. */

export {
  type BreakableLine,
  breakableLine,
  type FunctionOutline,
  functionOutline,
  identifiersIn,
  isUnfinished,
  LineIndex,
  nameAt,
  nextIndent,
  parser,
} from "../syntax/index.ts"
export {type LibraryEntry, libraryEntries, libraryNames} from "../syntax/library.ts"
export {
  completeKeywords,
  completeLibrary,
  completeMembers,
  completeSpecials,
  completeVariables,
} from "./complete.ts"
export {luaHighlightTags} from "./highlight.ts"
export {lua, luaLanguage} from "./lua.ts"
export {type SyntaxProblem, syntaxProblems} from "./problems.ts"
