/** The marks under what is not Lua: loaded once an editor is shown, since no first stop needs them. */
import {Compartment, type Extension} from "@codemirror/state"
import {type EditorView, ViewPlugin} from "@codemirror/view"

type Problems = typeof import("./text-problems.ts")

let problems: Problems | undefined
const load = async (): Promise<Problems> => {
  problems ??= await import("./text-problems.ts")
  return problems
}

const part = new Compartment()

/** Adds them to a state that was made before. */
async function complete(view: EditorView): Promise<void> {
  const {problemMarks} = await load()
  if (part.get(view.state) === waiting) view.dispatch({effects: part.reconfigure(problemMarks)})
}

const waiting: Extension = ViewPlugin.define(view => {
  void complete(view)
  return {}
})

export const marking = (): Extension => part.of(problems ? problems.problemMarks : waiting)
