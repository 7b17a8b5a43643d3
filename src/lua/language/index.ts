/** Lua for CodeMirror: language support and its parts. The problems of a text are loaded by themselves, from problems.ts. */

export {
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
