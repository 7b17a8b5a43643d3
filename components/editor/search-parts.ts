/** What searching consists of, as one file to be loaded. Ctrl+G is not the next match, as in CodeMirror, but a line, as in VS Code. */
import {gotoLine, highlightSelectionMatches, search, searchKeymap} from "@codemirror/search"
import type {Extension} from "@codemirror/state"
import {keymap} from "@codemirror/view"
import {SearchPanel, searchLook} from "./search-panel.ts"

export {openSearchPanel} from "@codemirror/search"
export {askForLine} from "./line-panel.ts"

export const searchParts: Extension = [
  search({createPanel: view => new SearchPanel(view), literal: true}),
  highlightSelectionMatches({minSelectionLength: 2}),
  keymap.of(searchKeymap.filter(({run}) => run !== gotoLine).filter(({key}) => key !== "Mod-g")),
  searchLook,
]
