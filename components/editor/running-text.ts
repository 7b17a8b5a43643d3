/**
 * The text that runs, beside the one that is written: what the debugger says of lines is about the text as it was when
 * the program began. Here such a line becomes the one where its text stands now.
 */
import {type ChangeDesc, type EditorState, MapMode, StateEffect, StateField, type Text} from "@codemirror/state"

interface RunningText {
  /** Another number: another program. */
  readonly run: number
  readonly doc: Text
  /** Since then. */
  readonly changes?: ChangeDesc
}

const beginRun = StateEffect.define<number>()

export const runningText = StateField.define<RunningText>({
  create: ({doc}) => ({run: 0, doc}),
  update(running, {effects, docChanged, changes, newDoc}) {
    for (const effect of effects) if (effect.is(beginRun)) return {run: effect.value, doc: newDoc}
    if (!docChanged) return running
    return {...running, changes: running.changes?.composeDesc(changes.desc) ?? changes.desc}
  },
})

/** What tells a state that a program runs its text as it is now; nothing: it knows. */
export function runEffects(state: EditorState, run: number): StateEffect<number>[] {
  return state.field(runningText).run === run ? [] : [beginRun.of(run)]
}

/** Where a 1-based line of the text that runs stands now; undefined: it is gone. */
export function lineNow(state: EditorState, line: number): number | undefined {
  const {doc, changes} = state.field(runningText)
  if (line > doc.lines) return undefined
  if (!changes) return line
  const offset = changes.mapPos(doc.line(line).from, 1, MapMode.TrackDel)
  return offset === null ? undefined : state.doc.lineAt(offset).number
}
