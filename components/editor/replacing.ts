/**
 * Typing over a selection, done by the editor. The browser would join the lines itself and keep their looks by style
 * attributes, which a Content-Security-Policy without 'unsafe-inline' refuses, loudly.
 */
import {EditorView} from "@codemirror/view"

export const replacing = EditorView.domEventHandlers({
  beforeinput({inputType, data, isComposing}, view) {
    const {state} = view
    const {main} = state.selection
    if (inputType !== "insertText" || data === null || isComposing || (main.empty && !data.includes("\n"))) return false
    const insert = () => state.update(state.replaceSelection(data), {userEvent: "input.type", scrollIntoView: true})
    const handlers = state.facet(EditorView.inputHandler)
    if (!handlers.some(handle => handle(view, main.from, main.to, data, insert))) view.dispatch(insert())
    return true
  },
})
