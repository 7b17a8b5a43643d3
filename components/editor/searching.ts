/** Searching in the text: loaded when the editor is first used, since the first look at a page needs none of it. */
import {Compartment, type Extension} from "@codemirror/state"
import {EditorView, keymap} from "@codemirror/view"

type Search = typeof import("./search-parts.ts")

let search: Search | undefined
const load = async (): Promise<Search> => {
  search ??= await import("./search-parts.ts")
  return search
}

const part = new Compartment()

/** Adds what was loaded to a state that was made before. */
async function complete(view: EditorView): Promise<Search> {
  const found = await load()
  if (part.get(view.state) === waiting) view.dispatch({effects: part.reconfigure(found.searchParts)})
  return found
}

/** Opens the field for a line's number. */
export async function goToLine(view: EditorView): Promise<void> {
  const {askForLine} = await complete(view)
  askForLine(view)
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

export const searching = (): Extension => part.of(search ? search.searchParts : waiting)
