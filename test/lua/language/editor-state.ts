import {ensureSyntaxTree} from "@codemirror/language"
import {EditorState} from "@codemirror/state"
import {lua} from "../../../src/lua/language/index.ts"

/** An editor's state with the Lua language, parsed to the end. */
export function luaState(doc: string): EditorState {
  const state = EditorState.create({doc, extensions: [lua()]})
  ensureSyntaxTree(state, doc.length, 5000)
  // a state keeps the tree it was made with; the next one takes the whole
  return state.update({}).state
}

/** Takes a text with | at the cursor. */
export function luaStateAt(notation: string): {state: EditorState; pos: number} {
  const pos = notation.indexOf("|")
  return {state: luaState(notation.replace("|", "")), pos}
}
