/** The public face: what `startKernel` gives. The workbench, the embed and every test use these and nothing else. */

import type {DebugProtocol} from "@vscode/debugprotocol"
import type {ChannelName} from "../protocol/envelope.ts"
import type {ErrorContent} from "../protocol/execution.ts"
import type {HibernationInfo} from "../protocol/hibernation.ts"
import type {Limits, PresetName} from "../protocol/limits.ts"
import type {
  ConsoleMessage,
  DisplayData,
  ExecuteReply,
  InputRequest,
  KernelState,
  Recollection,
  SessionInfo,
  StatusOwner,
  StreamOutput,
} from "../protocol/lrp.ts"
import type {MimeBundle} from "../protocol/shape.ts"
import type {RefusedCounts} from "../protocol/signing.ts"
import type {StoppedBody} from "../protocol/stops.ts"

export type {MimeBundle}

/**
 * How a stopped program waits. "atomics": its thread sleeps (a page that is cross-origin isolated). "suspending": its stack is
 * suspended (a browser with JSPI). "unwinding": its stack is left, in any browser; it can't stop inside of what C functions
 * call (docs/protocol.md). "auto" takes the first of them that is there.
 */
export type GateName = "auto" | "atomics" | "suspending" | "unwinding"

export interface StartOptions {
  /** Workspace path → text or bytes, e.g. {"main.lua": "print('hi')"}. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Default "auto". */
  readonly gate?: GateName
  /** Not isolated only: false gives up the pause button of a running program for full speed. Default true. */
  readonly pausable?: boolean
  /** A name shown to other clients. */
  readonly name?: string
  /**
   * A set of limits: "production" for programs of strangers (they end after a minute, have 256 MB), "development" (no
   * time-out), "test" (what hangs ends after 10 s, 128 MB), "benchmark" (nothing is counted). Default "development".
   */
  readonly preset?: PresetName
  /**
   * Limits other than the preset's, e.g. {executionMs: 2000}. A client that goes beyond one gets errors (code −32005, or
   * the error "Timeout" of its program), and nobody else notices.
   */
  readonly limits?: Partial<Limits>
  /**
   * A name under which the kernel's whole state (globals, closures, suspended coroutines, files) is saved in IndexedDB
   * each time it has become idle, and from which it goes on at its next start: after a reload, or a crash of the tab. Saved
   * files take the place of those given here. `info.hibernation` says whether it was; shutdown() forgets it. Files that the
   * program holds open are closed. Default: nothing is saved.
   */
  readonly hibernate?: string
  /**
   * Functions of this page that programs call as `Host.name(a, b)`: programs of any client, in executions and debug
   * sessions, in coroutines too. The program waits for the promise and gets its value; a rejection or throw is an error of
   * the program, with the place of the call before it. They stay in this page. Default: none, and no global `Host`.
   */
  readonly host?: Readonly<Record<string, HostFunction>>
}

/**
 * Plain data in, plain data out. Lua's nil is null, a string whose bytes are not UTF-8 a Uint8Array, an integer beyond
 * 2^53 a BigInt, a sequence (also an empty table) a list, any other table an object whose keys are strings. Back, null and
 * undefined are nil, and numbers without a fraction integers. Anything else, either way, is an error of the program.
 */
export type HostFunction = (args: readonly unknown[], call: HostCall) => unknown

export interface HostCall {
  /** The id that all messages carry which the calling execution causes. */
  readonly correlation?: string
  /** The client whose program calls. */
  readonly client: string
  /** The debug session of the program, where it is debugged. */
  readonly session?: string
  /** Aborted when nobody waits for the answer any more: the program has been ended, or its worker is gone. */
  readonly signal: AbortSignal
}

export interface AttachOptions {
  /** A name shown to other clients. Default "tab". */
  readonly name?: string
  /** Signs the messages. Default: the key of the kernel's record, which is the only one that it hears. */
  readonly key?: CryptoKey
  /** The token of a client that has gone, e.g. with a reload of this tab: it comes back, with its sessions. */
  readonly resume?: string
}

export interface KernelInfo {
  readonly id: string
  readonly isolated: boolean
  /** How its programs wait. */
  readonly gate: Exclude<GateName, "auto">
  readonly luaVersion: string
  /** Version of Moonstep. */
  readonly version: string
  /** Milliseconds from the creation of the worker to ready. */
  readonly readyMs: number
  /** With StartOptions.hibernate: whether a saved state was put back, and why not. */
  readonly hibernation?: HibernationInfo
}

export interface KernelEvents {
  /** Output of the program. */
  stream: StreamOutput
  /** An execution that counts is about to run, of any client. */
  execute_input: {readonly code: string; readonly executionCount: number}
  /** An execution of any client has given a result. */
  execute_result: {readonly executionCount: number; readonly data: MimeBundle; readonly metadata: object}
  /** A program says something through Console; in order with the output. */
  console: ConsoleMessage
  /** A program shows something rich: a table, an image, what it hands to Inspect.display. */
  display_data: DisplayData
  /** What was written so far is wanted no more. */
  clear_output: {readonly wait: boolean}
  /** What the kernel is doing now. */
  status: {
    readonly execution_state: KernelState
    readonly owner?: StatusOwner
    /** With "waiting": the host function that the program waits for; absent where it waits for input. */
    readonly host?: string
  }
  /** A program of this client waits: `place` others are before it, the running one included. Told again as the line moves. */
  queued: {readonly place: number; readonly session?: string}
  /**
   * Another client wants to command a session of this one. Without a listener, or an answer in time, it is granted.
   */
  take_over_request: {
    readonly session: string
    readonly from: {readonly id: string; readonly name: string}
    reply(granted: boolean): void
  }
  /** This client came back, and missed so many messages for ever: there were more than the kernel keeps. */
  missed: {readonly lost: number}
  /** Another connection has come back as this client (`resumeToken`): this one is over, and its requests are refused. */
  replaced: undefined
  /** A program has ended with an error: an execution's, or a session's. */
  error: ErrorContent
  /**
   * The program reads standard input and waits. The text is a line: its end is added where it has none; null is the end
   * of the file, which it reads without a listener, too.
   */
  input_request: InputRequest & {reply(text: string | null): void}
  /** With StartOptions.hibernate: the state was saved; with a `reason`, it could not be. */
  hibernated: {
    /** The last execution whose doing is in what was saved. */
    readonly execution_count?: number
    /** Of 64 KiB each: all of them, and those that had changed. */
    readonly blocks?: number
    readonly written?: number
    /** Compressed. */
    readonly bytes?: number
    readonly reason?: string
  }
  /** The workspace's files changed. */
  files: {readonly paths: readonly string[]}
  /** The worker is gone; every waiting request was answered with an error. restart() makes a new one. */
  died: {readonly reason: string}
}

export interface SessionEvents {
  initialized: undefined
  /** It debugs another program from now on: the owner's request `restart` named one. */
  process: DebugProtocol.ProcessEvent["body"]
  /** Beside DAP's fields, `stop` is the reason as data. */
  stopped: StoppedBody
  continued: DebugProtocol.ContinuedEvent["body"]
  thread: DebugProtocol.ThreadEvent["body"]
  output: DebugProtocol.OutputEvent["body"]
  loadedSource: DebugProtocol.LoadedSourceEvent["body"]
  breakpoint: DebugProtocol.BreakpointEvent["body"]
  exited: DebugProtocol.ExitedEvent["body"]
  terminated: DebugProtocol.TerminatedEvent["body"]
  invalidated: DebugProtocol.InvalidatedEvent["body"]
}

export type Unsubscribe = () => void

export interface DebugSession {
  readonly id: string
  /** Workspace path of the program; another one after the request `restart` with `arguments: {program}`. */
  readonly program: string
  /** Any DAP event by name. */
  on<E extends keyof SessionEvents>(event: E, listener: (body: SessionEvents[E]) => void): Unsubscribe
  /**
   * DAP arguments in, DAP body out; rejects with {code, message}. Beside DAP's commands there is "executionContext":
   * {elapsedMs, output, correlation}, what the program has cost so far, its last five lines, and the id that the headers
   * of all messages carry which it causes.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the body's type is DAP's for the command, named by the caller
  request<B = any>(command: string, args?: object): Promise<B>
  /**
   * Asks the client that commands this session for it; resolves once this client commands it. The one of before still
   * sees it, and may take it over again. Rejects when the owner refuses. The request `disconnect` gives the session back
   * to the client that launched it, where that is here.
   */
  takeOver(): Promise<void>
  /** Notes what only the page knows: its watches, and the frame that is looked at (until the program goes on). */
  keep(notes: {readonly watches?: readonly string[]; readonly frameId?: number}): Promise<void>
  /** What was set up in this session: breakpoints and error filters as they were given, and what was kept. */
  recall(): Promise<Recollection>
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
  /**
   * Sets the breakpoints, error filters and watches again that the last session of this program had, also one of before
   * a reload (they are kept in IndexedDB for a week). Default false.
   */
  readonly restore?: boolean
}

export interface ExecuteOptions {
  /** Chunk name shown in errors. Default "cell-N". */
  readonly name?: string
  /** No result, no history. Default false. */
  readonly silent?: boolean
  /** Counts, and goes into the history. Default true, false where silent. */
  readonly storeHistory?: boolean
  /** After an error, this client's executions that wait are answered as "aborted". Default true. */
  readonly stopOnError?: boolean
  /** Whether it may read standard input; else it finds the end of the file at once. Default true. */
  readonly allowStdin?: boolean
  /** Name → expression, evaluated after the program; the reply's `user_expressions` has their values or errors. */
  readonly userExpressions?: Readonly<Record<string, string>>
  /** The correlation id that all messages carry which it causes. Default: one of its own. */
  readonly correlation?: string
}

export interface ConnectOptions {
  readonly name: string
  /**
   * The token of a client that was disconnected: it comes back, with its sessions, and gets what it missed, in order.
   * Rejects when its time is over.
   */
  readonly resume?: string
}

export interface Kernel {
  readonly info: KernelInfo
  /** This client's id, as `status` names the owner of a program, and `sessions()` a session's. */
  readonly clientId: string
  /** What the kernel is doing, as last told by it. */
  readonly state: KernelState
  /**
   * This client's five ports, for who wants to speak the protocol itself (docs/protocol.md): served whether the kernel
   * is idle, runs or is paused. Made when first asked for; all that this client is sent comes out of them from then on, each port
   * in order for itself (the header's `sequence` is the order across them). They end with disconnect().
   */
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
  connect(options: ConnectOptions): Promise<Kernel>
  /**
   * This client goes. Its programs and sessions live on for a time (the limit resumeMs), a pause stays a pause, and what
   * it is sent is kept: `connect({name, resume: token})` brings it back.
   */
  disconnect(): Promise<void>
  /** What brings this client back after `disconnect()`, or when its ports have died. */
  readonly resumeToken: string
  /** The debug sessions of all clients. */
  sessions(): Promise<readonly SessionInfo[]>
  /**
   * Another client's session: its events from now on, and at once a `stopped` where it stands. Looking is free
   * (stackTrace, scopes, variables, evaluate, …); commands are refused until `takeOver`. Also an own one by its id.
   */
  attach(sessionId: string): Promise<DebugSession>
  /** Sessions that this client sees: its own, and those it has attached to. After a resumption, those of before. */
  readonly attached: readonly DebugSession[]
  /** Asks the kernel for a sign of life, on the heartbeat channel: its state, else "unresponsive" or "dead". */
  heartbeat(): Promise<KernelState>
  /**
   * A port that speaks plain DAP, for a debugger's front end in this page: post a `DebugProtocol.Request`, get responses
   * and events, each as an object. One session at a time: launch takes what `debug` takes, attach a session's id as
   * `session`, and takes it over unless `viewOnly` is true. Who only looks is refused all commands, also for a session of this page. A port that is closed counts as disconnected where the browser tells of it (Chromium 122); elsewhere send `disconnect` first. Any number of ports may be open.
   */
  dapPort(): MessagePort
  /** Stops the execution with the error "interrupted"; globals stay. */
  interrupt(): Promise<void>
  /** A fresh state; files and breakpoints are kept. Also revives a kernel that died or does not respond. */
  restart(): Promise<void>
  /** Ends the worker. */
  shutdown(): Promise<void>
}
