/**
 * LRP, the language runtime protocol: its methods and notifications. Contents are those of the Jupyter messaging
 * specification 5.5; an execution's count is `executionCount`, as in the public face.
 */
import type {ChannelName} from "./envelope.ts"
import * as execution from "./execution.ts"
import * as hibernation from "./hibernation.ts"
import * as host from "./host.ts"
import * as language from "./language.ts"
import * as sessions from "./sessions.ts"
import type {Shape, ShapeOf} from "./shape.ts"
import * as workspace from "./workspace.ts"

export type {
  ConsoleMessage,
  DisplayData,
  ExecuteReply,
  ExecuteRequest,
  ExpressionValue,
  InputRequest,
  StreamOutput,
} from "./execution.ts"
export type {HostCallContent, HostReply} from "./host.ts"
export type {
  CompleteReply,
  HistoryReply,
  HistoryRequest,
  InspectReply,
  IsCompleteReply,
  KernelInfoReply,
  KernelState,
  KernelStatus,
} from "./language.ts"
export type {Recollection, ResumeReply, SessionInfo, StatusOwner, TakeOverRequest} from "./sessions.ts"

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
  "lrp/complete": method(
    "control",
    "What may stand at the cursor. While a program runs, from the text and the standard library alone.",
    language.completeRequest,
    language.completeReply,
  ),
  "lrp/inspect": method(
    "control",
    "What stands at the cursor: signature, source place, comment, value.",
    language.inspectRequest,
    language.inspectReply,
  ),
  "lrp/is_complete": method(
    "control",
    "Whether a text can run as it stands, or wants more lines.",
    language.isCompleteRequest,
    language.isCompleteReply,
  ),
  "lrp/history": method(
    "control",
    "What was executed, in this kernel's life and in those before.",
    language.historyRequest,
    language.historyReply,
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
  "lrp/host_reply": method(
    "stdin",
    "Answers a host_call; refused, and of no effect, unless it is the one that is waited for.",
    host.hostReply,
    language.nothing,
  ),
  "lrp/write_file": method("control", "Makes or replaces a file.", workspace.writeRequest, language.nothing),
  "lrp/read_file": method("control", "Gives a file's bytes.", workspace.pathRequest, workspace.readReply),
  "lrp/remove_file": method("control", "Removes a file.", workspace.pathRequest, language.nothing),
  "lrp/heartbeat": method(
    "heartbeat",
    "A sign of life, whatever the kernel does; any method is answered so on heartbeat.",
    language.nothing,
    language.heartbeatReply,
  ),
  "lrp/sessions": method("control", "The debug sessions of all clients.", language.nothing, sessions.sessionsReply),
  "lrp/attach": method(
    "control",
    "From now on this client sees a session's events; of a stop that stands it is told at once.",
    sessions.sessionRequest,
    sessions.sessionInfo,
  ),
  "lrp/take_over": method(
    "control",
    "Asks the owner of a session for it; answered when the owner has answered, or did not in time.",
    sessions.sessionRequest,
    language.nothing,
  ),
  "lrp/take_over_reply": method(
    "control",
    "The owner's answer to a take_over_request.",
    sessions.takeOverReply,
    language.nothing,
  ),
  "lrp/keep": method(
    "control",
    "Notes what only the client knows of a session, for lrp/recall.",
    sessions.keepRequest,
    language.nothing,
  ),
  "lrp/recall": method(
    "control",
    "What was set up in a session, as it was given.",
    sessions.sessionRequest,
    sessions.recollection,
  ),
  "lrp/clients": method(
    "control",
    "The clients, and how much each has asked.",
    language.nothing,
    sessions.clientsReply,
  ),
  "lrp/register": method(
    "control",
    "Gives the token with which this client may be resumed.",
    sessions.tokenRequest,
    language.nothing,
  ),
  "lrp/leave": method(
    "control",
    "This client goes; what it is sent is kept for a time, and its sessions live on.",
    language.nothing,
    language.nothing,
  ),
  "lrp/resume": method(
    "control",
    "From now on these ports are those of a client that has left, or lost its ports; what it missed follows.",
    sessions.tokenRequest,
    sessions.resumeReply,
  ),
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
  console: notification("iopub", "A program has said something through Console.", execution.consoleMessage),
  clear_output: notification(
    "iopub",
    "What was written so far is wanted no more (Console.clear).",
    execution.clearOutput,
  ),
  display_data: notification("iopub", "A program shows something rich.", execution.displayData),
  error: notification("iopub", "A program has ended with an error.", execution.errorContent),
  queued: notification("iopub", "A program of this client waits for its turn.", sessions.queuedContent),
  replaced: notification(
    "iopub",
    "To the connection of before, once another one has become this client (lrp/resume): nobody speaks through it any more.",
    language.nothing,
  ),
  take_over_request: notification(
    "iopub",
    "Another client wants a session of this one, and waits for lrp/take_over_reply.",
    sessions.takeOverRequest,
  ),
  hibernated: notification(
    "iopub",
    "The kernel's state has been saved, or could not be.",
    hibernation.hibernatedContent,
  ),
  files: notification("iopub", "These files have changed.", workspace.pathsContent),
  input_request: notification(
    "stdin",
    "A program of this client reads standard input, and waits for lrp/input_reply.",
    execution.inputRequest,
  ),
  host_call: notification(
    "stdin",
    "A program calls a function of the page that has started the kernel, and waits for lrp/host_reply. To a client of that page, whoever's program it is.",
    host.hostCallContent,
  ),
  host_cancel: notification(
    "stdin",
    "Nobody waits for the answer to a host_call any more: the program has been ended.",
    host.hostCancelContent,
  ),
} as const
export type LrpNotification = keyof typeof lrpNotifications
