/**
 * What the page asks of a kernel worker besides what goes over the ports (Comlink). A thread that runs or pauses Lua
 * behind the atomics gate hears no call: there, clients come and go by letters in the mailbox.
 */
import type {HistoryLine} from "../src/base/history-store.ts"
import type {ChannelName, ErrorBody} from "../src/protocol/envelope.ts"
import type {HibernationInfo} from "../src/protocol/hibernation.ts"
import type {Limits} from "../src/protocol/limits.ts"
import type {PokeTarget} from "../src/transport/poke.ts"

export type KernelPorts = Readonly<Record<ChannelName, MessagePort>>

export interface BootRequest {
  readonly id: string
  readonly version: string
  readonly module: WebAssembly.Module
  readonly gate: "atomics" | "suspending" | "unwinding"
  /** With the atomics gate. */
  readonly mailbox?: SharedArrayBuffer
  /** Where the supervisor sleeps: rung when a program begins (transport/supervision.ts). */
  readonly supervisorBell?: SharedArrayBuffer
  /** Rung when there are letters in the mailbox, for a worker that is idle. */
  readonly bell: MessagePort
  readonly limits: Limits
  /** Without the atomics gate: whether a running program looks for messages from time to time. */
  readonly pausable: boolean
  /** Functions of the page that programs may call. */
  readonly hostNames: readonly string[]
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly hibernation?: HibernationRequest
  /** The number of its first life in the history; missing where the page could not get one in time. */
  readonly historySession?: number
}

export interface HibernationRequest {
  /** What the state is kept under. */
  readonly name: string
  /** Whether one that is saved is put back. */
  readonly wake: boolean
  /** Which VM it is for. */
  readonly build: string
  /** Whose worker may hold the name still. */
  readonly before: "other" | "reloaded" | "own"
}

export interface BootAnswer {
  readonly languageVersion: string
  /** With the atomics gate: what a poke writes to. */
  readonly memory?: SharedArrayBuffer
  readonly poke?: PokeTarget
  readonly hibernation?: HibernationInfo
}

/** What a letter on the channel "host" holds; its client is the one that is meant. */
export type HostLetter =
  | {readonly kind: "connect"; readonly name: string; readonly hosts: boolean}
  | {readonly kind: "disconnect"}

/**
 * Posted by the worker: the page's ends of a new client's ports. The worker makes them, since a paused one can give
 * ports away, but not take any.
 */
export interface ClientConnected {
  readonly connected: string
  readonly ports?: KernelPorts
  /** The kernel takes no more clients. */
  readonly error?: ErrorBody
}

/**
 * Posted by the worker as it happens: what is not to end with it, however it ends. A worker that runs a program can post,
 * but would not hear that a database has kept it.
 */
export interface Outliving {
  /** Files that were made or changed; without content, removed. */
  readonly files?: readonly {readonly path: string; readonly content?: Uint8Array}[]
  /** Of the worker's so manieth life, from 0. */
  readonly executed?: HistoryLine & {readonly life: number}
  /** A life has its number. It may end before it has one. */
  readonly numbered?: {readonly life: number; readonly session: number}
  /** It was shut down: nothing more comes, and the page is to end it. */
  readonly over?: true
}

export interface KernelWorkerApi {
  boot(request: BootRequest): Promise<BootAnswer>
  /** Answered by a `ClientConnected`. @param hosts it has the host functions */
  connect(id: string, name: string, hosts: boolean): void
  disconnect(id: string): void
}
