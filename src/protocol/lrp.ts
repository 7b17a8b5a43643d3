/**
 * LRP, the language runtime protocol: its methods and notifications. Contents are those of the Jupyter messaging
 * specification 5.5; an execution's count is `executionCount`, as in the public face.
 */
import type {ChannelName} from "./envelope.ts"
import * as execution from "./execution.ts"
import * as language from "./language.ts"
import type {Shape, ShapeOf} from "./shape.ts"
import * as workspace from "./workspace.ts"

export type {
  DisplayData,
  ExecuteReply,
  ExecuteRequest,
  ExpressionValue,
  InputRequest,
  StreamOutput,
} from "./execution.ts"
export type {
  CompleteReply,
  HistoryReply,
  HistoryRequest,
  InspectReply,
  IsCompleteReply,
  KernelInfoReply,
  KernelState,
} from "./language.ts"

export interface Method<C extends Shape, R extends Shape> {
  /** One sentence. */
  readonly says: string
  /** Where a client sends it. */
  readonly channel: ChannelName
  readonly content: C
  readonly reply: R
}
const method = <C extends Shape, R extends Shape>(
  channel: ChannelName,
  says: string,
  content: C,
  reply: R,
): Method<C, R> => ({says, channel, content, reply})

export const lrpMethods = {
  "lrp/execute": method(
    "shell",
    "Runs code when its turn comes, and answers when it has ended.",
    execution.executeRequest,
    execution.executeReply,
  ),
  "lrp/kernel_info": method("control", "What kernel this is.", language.nothing, language.kernelInfoReply),
  "lrp/interrupt": method(
    "control",
    'Ends what runs with the error "interrupted"; globals stay.',
    language.interruptRequest,
    language.doneReply,
  ),
  "lrp/restart": method(
    "control",
    "Ends what runs and waits, and gives a fresh state; files are kept.",
    language.nothing,
    language.endReply,
  ),
  "lrp/shutdown": method("control", "Ends the kernel.", language.shutdownRequest, language.endReply),
  "lrp/input_reply": method("stdin", "Answers an input_request.", execution.inputReply, language.nothing),
  "lrp/write_file": method("control", "Makes or replaces a file.", workspace.writeRequest, language.nothing),
  "lrp/read_file": method("control", "Gives a file's bytes.", workspace.pathRequest, workspace.readReply),
  "lrp/remove_file": method("control", "Removes a file.", workspace.pathRequest, language.nothing),
  "lrp/list_files": method("control", "Gives the paths of all files.", language.nothing, workspace.pathsContent),
} as const

export type LrpMethod = keyof typeof lrpMethods
export const isLrpMethod = (name: string): name is LrpMethod => Object.hasOwn(lrpMethods, name)
/** The checked content of each method's request. */
export type LrpContents = {readonly [M in LrpMethod]: ShapeOf<(typeof lrpMethods)[M]["content"]>}
export type LrpReplies = {readonly [M in LrpMethod]: ShapeOf<(typeof lrpMethods)[M]["reply"]>}

export interface Notification<C extends Shape> {
  readonly says: string
  readonly channel: ChannelName
  readonly content: C
}
const notification = <C extends Shape>(channel: ChannelName, says: string, content: C): Notification<C> => ({
  says,
  channel,
  content,
})

/** What the kernel tells without being asked; LDP's events are beside it, in dap.ts. */
export const lrpNotifications = {
  status: notification("iopub", "The kernel's state has changed.", language.statusContent),
  stream: notification("iopub", "A program has written.", execution.streamOutput),
  execute_input: notification("iopub", "An execution that counts is about to run.", execution.executeInput),
  execute_result: notification("iopub", "An execution has given a result.", execution.executeResult),
  display_data: notification("iopub", "A program shows something rich.", execution.displayData),
  error: notification("iopub", "A program has ended with an error.", execution.errorContent),
  files: notification("iopub", "These files have changed.", workspace.pathsContent),
  input_request: notification(
    "stdin",
    "A program of this client reads standard input, and waits for lrp/input_reply.",
    execution.inputRequest,
  ),
} as const
export type LrpNotification = keyof typeof lrpNotifications
