/** Tab in a list of completions: it takes one, as in other editors, before it does anything else. */
import {acceptCompletion, completionStatus, moveCompletionSelection, startCompletion} from "@codemirror/autocomplete"
import {Prec} from "@codemirror/state"
import {type Command, type EditorView, keymap} from "@codemirror/view"

/** In its first moments a list gives nothing away, and before that it is on its way: a fast Tab waits for it. */
const againMs = 20

const take: Command = view => {
  if (completionStatus(view.state) === null) return false
  takeSoon(view, view.state.doc)
  return true
}

function takeSoon(view: EditorView, written: EditorView["state"]["doc"]): void {
  const status = completionStatus(view.state)
  if (status === null || view.state.doc !== written || acceptCompletion(view)) return
  // the first one where none is chosen yet
  if (status === "active") moveCompletionSelection(true)(view)
  setTimeout(() => takeSoon(view, written), againMs)
}

/** Before the fields of a snippet, which Tab walks too. */
export const takesByTab = Prec.highest(keymap.of([{key: "Tab", run: take}]))

/** Behind a word or a dot Tab asks for the list, as in a shell; elsewhere it leaves, as it does after Escape. */
export const asksByTab = keymap.of([
  {
    key: "Tab",
    run: view => {
      const {head} = view.state.selection.main
      return /[\w.:]$/.test(view.state.sliceDoc(view.state.doc.lineAt(head).from, head)) && startCompletion(view)
    },
  },
])
