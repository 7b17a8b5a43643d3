/** What a right-click on the code offers. A long press is the system's: it selects. */
import type {Extension} from "@codemirror/state"
import {EditorView} from "@codemirror/view"
import {askForMenu, type MenuItem} from "../kit/context-menu.ts"
import {expressionAt} from "./language.ts"

export interface CodeMenuEvents {
  watch(expression: string): void
  copy(text: string): void
  /** Lines are 1-based. */
  toggleBreakpoint(line: number): void
  editBreakpoint(line: number): void
}

export function codeMenu(events: CodeMenuEvents): Extension {
  return EditorView.domEventHandlers({
    contextmenu(event, view) {
      if ((event as Partial<PointerEvent>).pointerType === "touch") return false
      const target = event.composedPath()[0]
      if (target instanceof Element && target.closest("ms-error-card, ms-breakpoint-form")) return false
      askForMenu(event, "the code", items(view, offsetOf(view, event), events), view.contentDOM)
      return true
    },
  })
}

/** Where the menu was asked for: under the pointer, or by a key at the caret. */
function offsetOf(view: EditorView, event: MouseEvent): number {
  const isPointer = event.button === 2 && (event.clientX !== 0 || event.clientY !== 0)
  const at = isPointer ? view.posAtCoords({x: event.clientX, y: event.clientY}) : undefined
  return at ?? view.state.selection.main.head
}

function items(view: EditorView, offset: number, events: CodeMenuEvents): MenuItem[] {
  const {state} = view
  const {from, to, empty} = state.selection.main
  const selected = state.sliceDoc(from, to)
  const expression = empty ? expressionAt(state, offset)?.text : selected.trim()
  const line = state.doc.lineAt(offset).number
  const all: MenuItem[] = []
  if (expression && !expression.includes("\n"))
    all.push({title: `Add ${short(expression)} to watch`, run: () => events.watch(expression)})
  all.push({title: "Toggle breakpoint", keys: "F9", run: () => events.toggleBreakpoint(line)})
  all.push({title: "Edit breakpoint…", keys: "Shift+F9", run: () => events.editBreakpoint(line)})
  const replace = (text: string) => view.dispatch(state.replaceSelection(text), {userEvent: "input.paste"})
  const edits: MenuItem[] = []
  if (!empty && !state.readOnly) {
    const cut = () => {
      events.copy(selected)
      replace("")
    }
    edits.push({title: "Cut", keys: "Ctrl+X", run: cut})
  }
  if (!empty) edits.push({title: "Copy", keys: "Ctrl+C", run: () => events.copy(selected)})
  if (!state.readOnly) {
    // where the browser refuses it, the key still works
    const paste = () => navigator.clipboard.readText().then(replace, () => undefined)
    edits.push({title: "Paste", keys: "Ctrl+V", run: () => void paste()})
  }
  return [...all, ...edits.map((item, i) => ({...item, separate: i === 0}))]
}

function short(expression: string): string {
  return expression.length > 24 ? `${expression.slice(0, 23)}…` : expression
}
