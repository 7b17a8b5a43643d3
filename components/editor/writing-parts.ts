/** What helps to write in the code; loaded by writing.ts. */
import {autocompletion, closeBrackets, closeBracketsKeymap} from "@codemirror/autocomplete"
import type {Extension} from "@codemirror/state"
import {keymap} from "@codemirror/view"
import {luaCompletion} from "../../src/lua/language/lua.ts"
import {takesByTab} from "./completing.ts"

export const writingParts: Extension = [
  closeBrackets(),
  keymap.of(closeBracketsKeymap),
  autocompletion({icons: false}),
  takesByTab,
  luaCompletion,
]
