/** LRP contents about the language and the state: complete, inspect, is_complete, history, kernel_info. */
import * as v from "valibot"
import {statusOwner} from "./sessions.ts"
import {field, flag, integer, maybe, metadata, mimeBundle, type ShapeOf, text, texts, whole} from "./shape.ts"

const codeAtCursor = {
  code: field(text, "The text around the cursor."),
  cursor_pos: maybe(whole, "The cursor's offset in `code`, in UTF-16 code units. Default: the end."),
  frame_id: maybe(whole, "A frame of the stop (from stackTrace). Default: the innermost frame of the stop."),
}

export const completeRequest = v.object(codeAtCursor)
export const completeReply = v.object({
  status: field(v.literal("ok"), "Always."),
  matches: field(texts, "What may stand between the two places."),
  cursor_start: field(whole, "Offset in UTF-16 code units where the text begins that a match replaces."),
  cursor_end: field(whole, "Where it ends."),
  metadata: field(
    metadata,
    "`_jupyter_types_experimental`: for each match {text, start, end, type, signature}. Types are DAP's CompletionItemType.",
  ),
})
export type CompleteReply = ShapeOf<typeof completeReply>

export const inspectRequest = v.object({
  ...codeAtCursor,
  detail_level: maybe(v.picklist([0, 1]), "1 adds the function's source text. Default 0."),
})
export const inspectReply = v.object({
  status: field(v.literal("ok"), "Always."),
  found: field(flag, "Whether there is something at the cursor."),
  data: field(mimeBundle, "`text/plain` and `text/markdown`: signature, place, comment, value. Empty if not found."),
  metadata: field(metadata, "About the data."),
})
export type InspectReply = ShapeOf<typeof inspectReply>

export const isCompleteRequest = v.object({code: field(text, "What has been typed.")})
export const isCompleteReply = v.object({
  status: field(
    v.picklist(["complete", "incomplete", "invalid", "unknown"]),
    "By the language's compiler. unknown: a program runs.",
  ),
  indent: maybe(text, "Where it is incomplete: what the next line begins with."),
})
export type IsCompleteReply = ShapeOf<typeof isCompleteReply>

export const historyRequest = v.object({
  hist_access_type: field(v.picklist(["tail", "range", "search"]), "The newest; a part of one session; by pattern."),
  output: maybe(flag, "With the results' text. Default false."),
  raw: maybe(flag, "Of no effect: inputs are kept as they were sent."),
  n: maybe(whole, "tail, search: so many of the newest. Default 1,000."),
  session: maybe(integer, "range: a session's number; 0 is the current one, -1 the one before. Default 0."),
  start: maybe(whole, "range: the first line. Default 1."),
  stop: maybe(whole, "range: the line behind the last one. Default: all."),
  pattern: maybe(text, 'search: a glob over the whole input (`*`, `?`, `[a-z]`). Default "*".'),
  unique: maybe(flag, "search: each input once, the newest. Default false."),
})
export type HistoryRequest = ShapeOf<typeof historyRequest>
export const historyReply = v.object({
  status: field(v.literal("ok"), "Always."),
  history: field(
    v.array(v.tuple([v.number(), v.number(), v.union([v.string(), v.tuple([v.string(), v.nullable(v.string())])])])),
    "Oldest first: [session, line, input], or [session, line, [input, output]].",
  ),
})
export type HistoryReply = ShapeOf<typeof historyReply>

const kernelStates = ["starting", "idle", "busy", "paused", "waiting", "unresponsive", "dead"] as const
/** Jupyter's states, and "paused" (a debugger holds the program), "waiting" (for input, or a host function), "unresponsive" and "dead". */
export type KernelState = (typeof kernelStates)[number]

const helpLink = v.object({text: field(text, "What it is."), url: field(text, "Where it is.")})
const languageInfo = v.object({
  name: field(text, "The language's name."),
  version: field(text, "Its version."),
  mimetype: field(text, "Of its source files."),
  file_extension: field(text, "With the dot."),
  pygments_lexer: maybe(text, "Name of the highlighter."),
  codemirror_mode: maybe(text, "Name of the editor's mode."),
})
export const kernelInfoReply = v.object({
  status: field(v.literal("ok"), "Always."),
  protocol_version: field(text, "Of the Jupyter messaging specification."),
  implementation: field(text, '"moonstep".'),
  implementation_version: field(text, "Its version."),
  language_info: field(languageInfo, "The language: name, version, mimetype, file_extension."),
  banner: field(text, "A greeting."),
  debugger: field(flag, "Whether LDP is served."),
  supported_features: field(texts, "Names of optional features."),
  help_links: field(v.array(helpLink), "{text, url} each."),
  state: field(v.picklist(kernelStates), "What the kernel is doing."),
})
export type KernelInfoReply = ShapeOf<typeof kernelInfoReply>

export const statusContent = v.object({
  execution_state: field(v.picklist(kernelStates), "What the kernel is doing now."),
  owner: maybe(statusOwner, "Whose program runs, stands or waits: {client, name, session}."),
  host: maybe(text, "waiting: the host function that the program waits for. Absent: it waits for input."),
})
export const heartbeatReply = v.object({state: field(v.picklist(kernelStates), "What the kernel is doing.")})
export type KernelStatus = ShapeOf<typeof statusContent>
export const nothing = v.object({})
export const doneReply = v.object({status: field(v.literal("ok"), "Always.")})
export const interruptRequest = v.object({
  execution: maybe(text, "The header id of the execution that is meant. Default: the one that runs."),
})
export const shutdownRequest = v.object({restart: maybe(flag, "Restart instead. Default false.")})
export const endReply = v.object({
  status: field(v.literal("ok"), "Always."),
  restart: field(flag, "Whether a fresh state follows."),
})
