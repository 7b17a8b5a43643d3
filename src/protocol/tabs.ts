/**
 * What two tabs say to each other about a kernel: the bodies of signed messages on the kernel's BroadcastChannel. The
 * page that owns the kernel is addressed by the kernel's endpoints, "k1/shell" and so on; a client in another tab by a
 * name that it makes up, "tab-…".
 *
 * A conversation begins with hello (in a session that is the client's nonce) → challenge (the owner's nonce, in the same
 * session) → connect (in the session "client's nonce.owner's nonce") → connected. From there on both send messages; what
 * goes to "k1/shell" is for the shell channel, what comes from "k1/iopub" was on iopub.
 */
import {type ChannelName, channelNames} from "./envelope.ts"

export type FromTab =
  | {readonly kind: "hello"}
  | {readonly kind: "connect"; readonly name: string}
  /** A JSON-RPC message of the client. */
  | {readonly kind: "message"; readonly data: unknown}
  /** What only the owner of the worker can do. */
  | {readonly kind: "ask"; readonly id: number; readonly what: OwnerTask}
  | {readonly kind: "leave"}

export type OwnerTask = "restart" | "revive" | "shutdown"
export const ownerTasks: readonly OwnerTask[] = ["restart", "revive", "shutdown"]

export type FromOwner =
  | {readonly kind: "challenge"; readonly nonce: string}
  /** The client's id in the kernel; again after the kernel's worker was replaced. */
  | {readonly kind: "connected"; readonly client: string; readonly info: unknown}
  /** A JSON-RPC message of the kernel. */
  | {readonly kind: "message"; readonly data: unknown}
  | {readonly kind: "done"; readonly id: number; readonly error?: string}
  /** The kernel's worker is gone. `final`: nor will there be another one. */
  | {readonly kind: "died"; readonly reason: string; readonly final: boolean}

/** An unsigned answer to a hello with a signature of another key: the two have no key in common. */
export interface Refusal {
  readonly refused: "signature"
  readonly to: string
  readonly session: string
}

export type Endpoints = Readonly<Record<ChannelName, string>>
export const endpointsOf = (kernelId: string): Endpoints =>
  Object.fromEntries(channelNames.map(name => [name, `${kernelId}/${name}`])) as Record<ChannelName, string>

/** The channel of an endpoint's address. */
export const channelOf = (kernelId: string, address: string): ChannelName | undefined =>
  channelNames.find(name => address === `${kernelId}/${name}`)

/** The kind of a body, where it has one; the fields are the reader's to check. */
export function readBody(body: unknown): Readonly<Record<string, unknown>> & {readonly kind: string} {
  const fields = typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
  return {...fields, kind: typeof fields.kind === "string" ? fields.kind : ""}
}
