/** The Lua language as the workbench uses it: support for the editor, and what is read off a text. */
import {LanguageSupport, syntaxTree} from "@codemirror/language"
import type {EditorState, Extension} from "@codemirror/state"
import {functionOutline, luaLanguage as language, nameAt, parser} from "../../src/lua/language/index.ts"

/** Highlighting, folding, indentation. */
export const luaLanguage = (): Extension => new LanguageSupport(language)

/** What a hover evaluates: the name or chain of fields that ends at an offset. */
export function expressionAt(state: EditorState, offset: number): {text: string; from: number; to: number} | undefined {
  const found = nameAt(state.sliceDoc(), offset, syntaxTree(state))
  return found && {text: found.expression, from: found.from, to: found.to}
}

/** The 1-based first line of the innermost function around a line; 1 for the main chunk. */
export function functionStart(text: string, line: number): number {
  const around = functionOutline(parser.parse(text), text).filter(
    ({startLine, endLine}) => startLine <= line && line <= endLine,
  )
  return Math.max(1, ...around.map(({startLine}) => startLine))
}
