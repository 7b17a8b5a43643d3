/** Searching in the text: loaded when the editor is first used, since the first look at a page needs none of it. */
import {Compartment, type Extension} from "@codemirror/state"
import {EditorView, keymap} from "@codemirror/view"

type Search = typeof import("@codemirror/search")

let search: Search | undefined
const load = async (): Promise<Search> => {
  search ??= await import("@codemirror/search")
  return search
}

const part = new Compartment()
const loaded = ({highlightSelectionMatches, searchKeymap}: Search): Extension => [
  highlightSelectionMatches({minSelectionLength: 2}),
  keymap.of(searchKeymap),
]

/** Adds what was loaded to a state that was made before. */
async function complete(view: EditorView): Promise<Search> {
  const found = await load()
  if (part.get(view.state) === waiting) view.dispatch({effects: part.reconfigure(loaded(found))})
  return found
}

const waiting: Extension = [
  EditorView.domEventHandlers({focus: (_, view) => void complete(view)}),
  keymap.of([
    {
      key: "Mod-f",
      run: view => {
        void complete(view).then(({openSearchPanel}) => openSearchPanel(view))
        return true
      },
    },
  ]),
]

export const searching = (): Extension => part.of(search ? loaded(search) : waiting)
