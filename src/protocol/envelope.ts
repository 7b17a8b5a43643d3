/**
 * The one shape of everything that crosses a port: JSON-RPC 2.0 with Jupyter's message header beside it.
 * Source: JSON-RPC 2.0 specification; Jupyter messaging 5.5, "General message format".
 */

/** Jupyter's five channels. */
export type ChannelName = "shell" | "iopub" | "stdin" | "control" | "heartbeat"
export const channelNames: readonly ChannelName[] = ["shell", "iopub", "stdin", "control", "heartbeat"]

export interface Header {
  /** Unique for each message. */
  readonly id: string
  /** The debug session the message belongs to; absent outside of one. */
  readonly session?: string
  readonly client: string
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Follows an execution from its request to all it caused. */
  readonly correlation?: string
  /** The header id of the message that caused this one. */
  readonly parent?: string
  /** The kernel's running number for this client, 1-based; on messages from the kernel only. The client delivers in this order. */
  readonly sequence?: number
}

export interface RequestMessage {
  readonly jsonrpc: "2.0"
  readonly id: string | number
  readonly method: string
  readonly params?: unknown
  readonly header: Header
}

export interface NotificationMessage {
  readonly jsonrpc: "2.0"
  readonly method: string
  readonly params?: unknown
  readonly header: Header
}

export interface ErrorBody {
  /** A JSON-RPC code (−32768…−32600) or one of ours, see errors.ts. */
  readonly code: number
  /** One sentence that says what is wrong and how to mend it. */
  readonly message: string
  readonly data?: unknown
}

export interface ReplyMessage {
  readonly jsonrpc: "2.0"
  readonly id: string | number | null
  readonly result?: unknown
  readonly error?: ErrorBody
  readonly header: Header
}

export type Message = RequestMessage | NotificationMessage | ReplyMessage
