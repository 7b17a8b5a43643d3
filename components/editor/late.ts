/** Extensions that no first stop needs: loaded once an editor is shown, then added to the states that were made before. */
import {Compartment, type Extension} from "@codemirror/state"
import {type EditorView, ViewPlugin} from "@codemirror/view"

export function late(load: () => Promise<Extension>): () => Extension {
  const part = new Compartment()
  let loaded: Extension | undefined
  const complete = async (view: EditorView): Promise<void> => {
    loaded ??= await load()
    if (part.get(view.state) === waiting) view.dispatch({effects: part.reconfigure(loaded)})
  }
  const waiting: Extension = ViewPlugin.define(view => {
    void complete(view)
    return {}
  })
  return () => part.of(loaded ?? waiting)
}
