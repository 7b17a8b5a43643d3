/** Searching in the text: loaded when the editor is first used, since the first look at a page needs none of it. */
import {EditorView, keymap} from "@codemirror/view"
import {Late} from "./late.ts"

export const searching = new Late(
  () => import("./search-parts.ts"),
  ({searchParts}) => searchParts,
  complete => [
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
  ],
)

/** Opens the field for a line's number. */
export async function goToLine(view: EditorView): Promise<void> {
  const {askForLine} = await searching.complete(view)
  askForLine(view)
}
