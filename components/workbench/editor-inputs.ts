/** From the model to what the editor shows in the active file: the line, the values behind it, the card under it. */
import {evaluated} from "../../src/workbench/console/console-log.ts"
import type {Place} from "../../src/workbench/place.ts"
import {errorOf} from "../../src/workbench/program/run-state.ts"
import type {Stage} from "../../src/workbench/stage.ts"
import {inlineValues} from "../../src/workbench/stop/inline-values.ts"
import type {ValueNode, ValueTree} from "../../src/workbench/stop/value-tree.ts"
import {catchWords} from "../../src/workbench/words/stop-words.ts"
import type {Card} from "../editor/code-editor.ts"
import type {ExecutionLine} from "../editor/execution-line.ts"
import {functionStart} from "../editor/language.ts"
import type {LineEnds} from "../editor/line-ends.ts"

export function executionIn({run, state, running}: Stage, path: string): ExecutionLine | undefined {
  // An error's line means nothing any more once the text has been changed.
  if (state.kind === "failed" && running.edited.has(path)) return undefined
  const at = (place: Place | undefined, kind: ExecutionLine["kind"]) =>
    place?.path === path && !place.isGone ? {line: place.line, kind} : undefined
  if (state.kind === "waiting") return at(state.place, "waiting")
  if (state.kind === "failed") return at(state.failure.place, "failed")
  if (state.kind !== "paused") return undefined
  const frame = run.view.callStack.selected
  if (!frame) return at(state.stop.place, "top")
  const top = run.view.callStack.threads.find(({id}) => id === state.stop.threadId)?.frames?.find(({place}) => place)
  const isTop = frame === top
  return at(frame.place && running.placeNow(frame.place), isTop ? (errorOf(state) ? "error" : "top") : "caller")
}

export function lineEndsIn(model: Stage, path: string, hint: string): LineEnds {
  const {run, breakpoints, workspace} = model
  const frame = run.view.callStack.selected
  // names and values of another text than is shown
  const isOld = model.running.edited.has(path)
  if (run.state.kind === "paused" && frame?.place?.path === path && !isOld) {
    const text = workspace.text(path)
    const {line} = frame.place
    return {values: inlineValues(text, functionStart(text, line), line, visibleVariables(run.view.scopes))}
  }
  const [first] = breakpoints.inFile(path)
  const shown = model.isFirstVisit && run.state.kind === "idle" && first
  return {values: new Map(), ...(shown ? {hint: {line: first.line, text: hint}} : {})}
}

/** Outer ones first, so that locals hide upvalues of the same name. */
function visibleVariables(scopes: ValueTree): ValueNode[] {
  return ["Upvalues", "Locals"].flatMap(name => scopes.roots.find(root => root.name === name)?.children ?? [])
}

export function cardIn({state, running}: Stage, path: string): Card | undefined {
  const error = errorOf(state)
  if (error && state.kind === "paused" && state.stop.place?.path === path && !state.stop.place.isGone)
    return {
      line: state.stop.place.line,
      heading: "Error:",
      message: error.message,
      detail: catchWords(error),
      paused: true,
    }
  if (state.kind === "failed" && state.failure.place?.path === path && !running.edited.has(path)) {
    const {place, message, syntax} = state.failure
    return {line: place.line, heading: syntax ? "Syntax error:" : "Error:", message, paused: false}
  }
  return undefined
}

/** What a hover shows: the value as a tree with the expression as its name; nothing where it can't be evaluated. */
export async function hoverTree(model: Stage, expression: string): Promise<ValueTree | undefined> {
  try {
    const body = await model.run.view.evaluate(expression, "hover")
    const answer = evaluated(body, model.run.view, `hover ${expression}`, expression, expression)
    return answer.kind === "value" ? answer.tree : undefined
  } catch {
    return undefined
  }
}
