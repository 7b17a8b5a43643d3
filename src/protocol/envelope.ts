/**
 * The one shape of everything that crosses a port: JSON-RPC 2.0 with Jupyter's message header beside it.
 * Source: JSON-RPC 2.0 specification; Jupyter messaging 5.5, "General message format".
 */
import * as v from "valibot"
import {anything, field, integer, maybe, type ShapeOf, text} from "./shape.ts"

/** Jupyter's five channels. */
export type ChannelName = "shell" | "iopub" | "stdin" | "control" | "heartbeat"
export const channelNames: readonly ChannelName[] = ["shell", "iopub", "stdin", "control", "heartbeat"]

/** The header of a request; nothing else of it is taken over. */
const requestHeader = v.object({
  id: field(text, "Unique for each message."),
  client: field(text, "Who sends it."),
  time: v.optional(v.fallback(field(v.number(), "Milliseconds since the epoch. Default 0."), 0), 0),
  session: maybe(text, "The debug session the message belongs to; absent outside of one, and to who does not see it."),
  correlation: maybe(text, "Follows an execution from its request to all it caused."),
  parent: maybe(text, "The header id of the message that caused this one."),
  seen: maybe(
    integer,
    "The sequence of the kernel's last message that the sender had seen: an execution that was sent before its sender knew of an error is aborted.",
  ),
})
export const requestMessage = v.object({
  jsonrpc: field(v.literal("2.0"), "The version of JSON-RPC."),
  id: field(v.union([text, v.number()]), "Comes back in the answer."),
  method: field(v.pipe(text, v.maxLength(200), v.title("a string, at most 200 characters")), "What is wanted."),
  params: v.optional(field(anything, "An object: the method's content. Default empty.")),
  header: field(requestHeader, "See below."),
})

/** The header of any message. */
export const messageHeader = v.object({
  ...requestHeader.entries,
  sequence: maybe(
    integer,
    "The kernel's running number for this client, from 1; on messages from the kernel only. The client delivers in this order.",
  ),
})
export type Header = Readonly<ShapeOf<typeof messageHeader>>

export type RequestMessage = Readonly<Omit<ShapeOf<typeof requestMessage>, "header">> & {readonly header: Header}

export interface NotificationMessage {
  readonly jsonrpc: "2.0"
  readonly method: string
  readonly params?: unknown
  readonly header: Header
}

export const errorShape = v.object({
  code: field(integer, "A JSON-RPC code (-32768…-32600) or one of ours."),
  message: field(text, "One sentence that says what is wrong and how to mend it."),
  data: maybe(anything, "More about it, e.g. {place}, the place in line."),
})
export type ErrorBody = Readonly<ShapeOf<typeof errorShape>>

export interface ReplyMessage {
  readonly jsonrpc: "2.0"
  readonly id: string | number | null
  readonly result?: unknown
  readonly error?: ErrorBody
  readonly header: Header
}

export type Message = RequestMessage | NotificationMessage | ReplyMessage
