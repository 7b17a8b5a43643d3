/** LRP contents of running programs: execute, what it sends on iopub, and standard input. */
import * as v from "valibot"
import {errorKinds} from "../base/script-error.ts"
import {field, flag, lineNumber, maybe, metadata, mimeBundle, type ShapeOf, text, texts, whole} from "./shape.ts"

/** An error as data. */
const failureFields = {
  kind: field(v.picklist(errorKinds), "What kind of error it is."),
  message: field(text, "What it says, without the place that it begins with."),
  place: maybe(
    v.object({path: field(text, "A path of the workspace."), line: field(lineNumber, "The line.")}),
    "The place that it begins with, where that is in a file.",
  ),
}
/** What an error says, wherever it is told: as Jupyter has it, and as data. */
const errorFields = {
  ename: field(text, "Its kind."),
  evalue: field(text, "The message, as the language gives it: with its place."),
  traceback: field(texts, "The message and the stack at the error, a line each."),
  ...failureFields,
}
const maybeError = {
  ename: v.optional(errorFields.ename),
  evalue: v.optional(errorFields.evalue),
  traceback: v.optional(errorFields.traceback),
  kind: v.optional(errorFields.kind),
  message: v.optional(errorFields.message),
  place: errorFields.place,
}
/** The `data` of a request's error where the script has failed (code −32011). */
export const scriptFailure = v.object(failureFields)
export type ScriptFailure = ShapeOf<typeof scriptFailure>

export const executeRequest = v.object({
  code: field(text, "The program: tried as an expression first, then as statements."),
  name: maybe(text, 'Chunk name shown in errors and stacks. Default "cell-N", N the execution\'s count.'),
  silent: maybe(flag, "No result, no history, no count, nothing on iopub but output and errors. Default false."),
  store_history: maybe(flag, "Counts, and goes into the history. Default true, false where silent."),
  stop_on_error: maybe(
    flag,
    "After an error the client's executions that wait in line are answered as aborted. Default true.",
  ),
  allow_stdin: maybe(flag, "Whether it may ask for input; else what it reads is at its end. Default true."),
  user_expressions: maybe(
    v.record(v.string(), v.string()),
    "Name → expression, evaluated after the program where it has ended without an error.",
  ),
})
export type ExecuteRequest = ShapeOf<typeof executeRequest>

const expressionValue = v.object({
  status: field(v.picklist(["ok", "error"]), "Whether it could be evaluated."),
  data: maybe(mimeBundle, "Its value."),
  metadata: maybe(metadata, "About the value."),
  ...maybeError,
})
export type ExpressionValue = ShapeOf<typeof expressionValue>

export const executeReply = v.object({
  status: field(v.picklist(["ok", "error", "aborted"]), "aborted: an execution before it failed, and this never ran."),
  executionCount: field(whole, "The number of this execution; of the last one that counted where it does not count."),
  result: maybe(
    mimeBundle,
    "`text/plain` always; `text/html` for tables; `application/json` where the value is plain data. Absent where there is no result.",
  ),
  user_expressions: maybe(v.record(v.string(), expressionValue), "Name → value or error, in a reply that is ok."),
  ...maybeError,
})
export type ExecuteReply = ShapeOf<typeof executeReply>

export const executeInput = v.object({
  code: field(text, "What is about to run."),
  executionCount: field(whole, "Its number."),
})
export const executeResult = v.object({
  executionCount: field(whole, "The number of the execution."),
  data: field(mimeBundle, "The result, as in its reply."),
  metadata: field(metadata, "About the data."),
})
export const displayData = v.object({
  data: field(mimeBundle, "What a program shows: text, markup, an image as base64, JSON."),
  metadata: field(metadata, "About the data, by MIME type."),
  source: maybe(text, "The workspace path that shows it, where known."),
  line: maybe(lineNumber, "The line that shows it, where known."),
  transient: maybe(metadata, "Not to be kept, e.g. `display_id`."),
})
export type DisplayData = ShapeOf<typeof displayData>
export const errorContent = v.object(errorFields)
export type ErrorContent = ShapeOf<typeof errorContent>

export const streamOutput = v.object({
  name: field(v.picklist(["stdout", "stderr"]), "Which stream."),
  text: field(text, "Bytes that are not UTF-8 show as U+FFFD."),
  source: maybe(text, "The workspace path that wrote it, where known."),
  line: maybe(lineNumber, "The line that wrote it, where known."),
})
export type StreamOutput = ShapeOf<typeof streamOutput>

export const consoleMessage = v.object({
  level: field(v.picklist(["log", "info", "debug", "warn", "error"]), "How important it is."),
  text: field(text, "The values, formatted; without a line's end."),
  group: maybe(v.picklist(["start", "end"]), "It begins a group of messages, or ends one (then its text is empty)."),
  source: maybe(text, "The workspace path that wrote it, where known."),
  line: maybe(lineNumber, "The line that wrote it, where known."),
})
export type ConsoleMessage = ShapeOf<typeof consoleMessage>
export const clearOutput = v.object({
  wait: field(flag, "Whether to wait for new output before; always false here."),
})

export const inputRequest = v.object({
  prompt: field(text, "What the program wrote last without ending its line; may be empty."),
  source: maybe(text, "The workspace path that waits."),
  line: maybe(lineNumber, "The line that waits."),
})
export type InputRequest = ShapeOf<typeof inputRequest>
export const inputReply = v.object({
  value: field(
    v.nullable(text),
    "The line that the program reads, with its end or without; null is the end of the file.",
  ),
})
