/**
 * The public face (DESIGN.md, fixed): what `startKernel` gives. The workbench, the embed and every test use these and
 * nothing else.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {ChannelName} from "../protocol/envelope.ts"
import type {ExecuteReply, InputRequest, KernelState, StreamOutput} from "../protocol/lrp.ts"
import type {RefusedCounts} from "../protocol/signing.ts"

/** How a stopped program waits. "auto" takes atomics where the page is cross-origin isolated, else suspending. */
export type GateName = "auto" | "atomics" | "suspending"

export interface StartOptions {
  /** Workspace path → text or bytes, e.g. {"main.lua": "print('hi')"}. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Default "auto". */
  readonly gate?: GateName
  /** Not isolated only: false gives up the pause button of a running program for full speed. Default true. */
  readonly pausable?: boolean
  /** A name shown to other clients. */
  readonly name?: string
}

export interface AttachOptions {
  /** A name shown to other clients. Default "tab". */
  readonly name?: string
  /** Signs the messages. Default: the key of the kernel's record, which is the only one that it hears. */
  readonly key?: CryptoKey
}

export interface KernelInfo {
  readonly id: string
  readonly isolated: boolean
  /** "none": programs run, breakpoints are refused. */
  readonly gate: "atomics" | "suspending" | "none"
  readonly luaVersion: string
  /** Version of Moonstep. */
  readonly version: string
  /** Milliseconds from the creation of the worker to ready. */
  readonly readyMs: number
}

export interface KernelEvents {
  /** Output of the program. */
  stream: StreamOutput
  display_data: {readonly data: Record<string, unknown>}
  /** What the kernel is doing now. */
  status: {readonly execution_state: KernelState}
  /** An execution ended with an error. */
  error: {readonly ename: string; readonly evalue: string; readonly traceback: readonly string[]}
  /** The program reads standard input and waits. Without a listener it reads end of file. */
  input_request: InputRequest & {reply(text: string | null): void}
  /** The workspace's files changed. */
  files: {readonly paths: readonly string[]}
  /** The worker is gone; every waiting request was answered with an error. restart() makes a new one. */
  died: {readonly reason: string}
}

export interface SessionEvents {
  initialized: undefined
  stopped: DebugProtocol.StoppedEvent["body"]
  continued: DebugProtocol.ContinuedEvent["body"]
  thread: DebugProtocol.ThreadEvent["body"]
  output: DebugProtocol.OutputEvent["body"]
  breakpoint: DebugProtocol.BreakpointEvent["body"]
  exited: DebugProtocol.ExitedEvent["body"]
  terminated: DebugProtocol.TerminatedEvent["body"]
  invalidated: DebugProtocol.InvalidatedEvent["body"]
}

export type Unsubscribe = () => void

export interface DebugSession {
  readonly id: string
  /** Workspace path of the program. */
  readonly program: string
  /** Any DAP event by name. */
  on<E extends keyof SessionEvents>(event: E, listener: (body: SessionEvents[E]) => void): Unsubscribe
  /** DAP arguments in, DAP body out; rejects with {code, message}. */
  // biome-ignore lint/suspicious/noExplicitAny: the body's type is DAP's for the command, named by the caller
  request<B = any>(command: string, args?: object): Promise<B>
}

export interface DebugOptions {
  /** Workspace path. */
  readonly program: string
  /** Stop before the first statement. Default false. */
  readonly stopOnEntry?: boolean
  /** Keep the globals of the executions before. Default false: a fresh state. */
  readonly keepState?: boolean
  /** What the program finds in `arg` and `...`. */
  readonly args?: readonly string[]
  /** Run without stopping at breakpoints. Default false. */
  readonly noDebug?: boolean
}

export interface ExecuteOptions {
  /** Chunk name shown in errors. Default "cell-N". */
  readonly name?: string
  /** No result, no history. Default false. */
  readonly silent?: boolean
}

export interface Kernel {
  readonly info: KernelInfo
  /** What the kernel is doing, as last told by it. */
  readonly state: KernelState
  /** This client's raw ports. */
  readonly ports: Readonly<Record<ChannelName, MessagePort>>
  /**
   * Messages from other tabs that this page has refused, by reason, and that had no effect: as the owner of the kernel,
   * or as one that has attached to it.
   */
  readonly refused: RefusedCounts
  on<E extends keyof KernelEvents>(event: E, listener: (body: KernelEvents[E]) => void): Unsubscribe
  execute(code: string, options?: ExecuteOptions): Promise<ExecuteReply>
  /** A session that starts its program on the DAP request configurationDone. */
  debug(options: DebugOptions): Promise<DebugSession>
  writeFile(path: string, content: string | Uint8Array): Promise<void>
  /** @throws no such file */
  readFile(path: string): Promise<Uint8Array>
  removeFile(path: string): Promise<void>
  listFiles(): Promise<string[]>
  /** Any LRP method by name, e.g. "lrp/complete". */
  request(method: string, params?: object): Promise<unknown>
  /** Another client of the same kernel. */
  connect(options: {readonly name: string}): Promise<Kernel>
  /**
   * A port that speaks plain DAP, for a debugger's front end in this page: post a `DebugProtocol.Request`, get responses
   * and events, each as an object. One session at a time: launch takes what `debug` takes, attach a session's id as
   * `session`. A port that is closed is not noticed: send `disconnect` first. Any number of ports may be open.
   */
  dapPort(): MessagePort
  /** Stops the execution with the error "interrupted"; globals stay. */
  interrupt(): Promise<void>
  /** A fresh state; files and breakpoints are kept. Also revives a kernel that died or does not respond. */
  restart(): Promise<void>
  /** Ends the worker. */
  shutdown(): Promise<void>
}
