/** Asks for a line's number above the code. */
import {EditorSelection} from "@codemirror/state"
import {EditorView, getDialog, showDialog} from "@codemirror/view"
import {html, render} from "lit"
import {icon} from "../kit/icons.ts"

const name = "cm-ms-line"

export function askForLine(view: EditorView): void {
  const open = getDialog(view, name)
  if (open) return void open.dom.querySelector("input")?.select()
  const {doc, selection} = view.state
  const here = doc.lineAt(selection.main.head).number
  const {close, result} = showDialog(view, {
    class: name,
    focus: true,
    top: true,
    content: (_, close) => form(here, doc.lines, close),
  })
  void result.then(form => {
    const wanted = form ? Number(new FormData(form).get("line")) : 0
    view.dispatch({effects: close})
    if (!Number.isInteger(wanted) || wanted < 1) return
    const {from} = view.state.doc.line(Math.min(wanted, view.state.doc.lines))
    view.dispatch({selection: EditorSelection.cursor(from), effects: EditorView.scrollIntoView(from, {y: "center"})})
  })
}

function form(here: number, count: number, close: () => void): HTMLElement {
  const content = document.createElement("form")
  content.className = "cm-ms-row"
  render(
    html`<label for="line">Go to line</label>
      <input class="cm-textfield" id="line" name="line" type="text" inputmode="numeric" autocomplete="off" .value=${String(here)} />
      <span class="cm-ms-count">of ${count.toLocaleString("en")}</span>
      <button class="cm-button" type="submit">Go</button>
      <button class="cm-ms-tool" type="button" title="Close (Escape)" aria-label="Close" @click=${close}>${icon("close")}</button>`,
    content,
  )
  return content
}
