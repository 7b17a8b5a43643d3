/** Lua 5.4 for CodeMirror: `lua()` is what an editor's extensions take. */
import {LanguageSupport, LRLanguage} from "@codemirror/language"
import type {Extension} from "@codemirror/state"
import {NodeProp} from "@lezer/common"
import {parser} from "../syntax/parser.ts"
import {completeKeywords, completeLibrary, completeMembers, completeSpecials, completeVariables} from "./complete.ts"
import {luaFolding} from "./fold.ts"
import {luaHighlightTags} from "./highlight.ts"
import {indentOnInput, luaIndentation} from "./indent.ts"

/** Keywords that bracket a block, for the highlighting of matching brackets. */
const closedBy = NodeProp.closedBy.add({"function do if": ["end"], repeat: ["until"]})
const openedBy = NodeProp.openedBy.add({end: ["function", "do", "if"], until: ["repeat"]})

/** The language: parser, highlighting, folding, indentation and language data. */
export const luaLanguage = LRLanguage.define({
  name: "lua",
  parser: parser.configure({props: [luaHighlightTags, luaFolding, luaIndentation, closedBy, openedBy]}),
  languageData: {
    commentTokens: {line: "--", block: {open: "--[[", close: "]]"}},
    closeBrackets: {brackets: ["(", "[", "{", "'", '"']},
    indentOnInput,
  },
})

/** Completion of keywords, snippets, the standard library, fields and locals in scope. */
export const luaCompletion: Extension = /* @__PURE__ */ [
  completeMembers,
  completeVariables,
  completeLibrary,
  completeKeywords,
  completeSpecials,
].map(autocomplete => luaLanguage.data.of({autocomplete}))

/** Language support with completion. */
export const lua = (): LanguageSupport => new LanguageSupport(luaLanguage, luaCompletion)
