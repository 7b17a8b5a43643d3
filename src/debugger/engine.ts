/**
 * The port that a script engine implements. All of the debugger, the kernel and the protocols work through it and know
 * no language: the tests drive them with a fake engine, `src/lua/engine` is the real one.
 *
 * Nothing here costs a running program anything: the engine calls its listener only where something was asked for.
 */

import type {DebugProtocol} from "@vscode/debugprotocol"
import type {HostValue} from "../base/host-values.ts"
import type {ScriptError} from "../base/script-error.ts"
import type {EngineEvent, FrameRef, ThreadId, WatchedEngine} from "../observation/events.ts"
import type {MimeBundle} from "../protocol/shape.ts"
import type {Stop, StopError, StopErrorValue} from "../protocol/stops.ts"

export {Interruption, ScriptError} from "../base/script-error.ts"
export type {EngineEvent, FrameRef, ThreadId} from "../observation/events.ts"

import type {LoadedSources, SourceInfo} from "./sources.ts"
import type {BreakPlace, BreakpointSpot, ResolvedLine} from "./spots.ts"

export type {BreakPlace, BreakpointSpot, HitRule, ResolvedLine} from "./spots.ts"

/** Somewhere in a script. */
export interface Place {
  /** A workspace path, or what the script calls the code as if it were one. */
  readonly path?: string
  /** There for code that is in no file of the workspace, where its text is known. */
  readonly reference?: number
  /** How the language calls the source, e.g. "[string "…"]" or "[C]". */
  readonly sourceName: string
  /** 1-based; 0: unknown. */
  readonly line: number
}

export interface FrameInfo extends Place {
  readonly name: string
  /** Native code: it has no lines and no variables of its own. */
  readonly native: boolean
}

export interface ThreadInfo {
  readonly id: ThreadId
  readonly name: string
  readonly status: "running" | "waiting" | "suspended"
  /** Where the function is defined that it has begun with, or will. */
  readonly definition?: {readonly path: string; readonly line: number}
  /** The thread that waits for it. */
  readonly resumer?: ThreadId
}

/** Something with variables in it: a scope or a structured value. Opaque to the core; valid until `forget`. */
export interface Container {
  readonly kind: string
}

export interface ValueInfo {
  /** As the language writes it; long ones cut. */
  readonly text: string
  readonly type: string
  /** The same for the same thing, as long as the program stands: for values that can be known again by more than their content. */
  readonly identity?: number
  /** There when the value can be expanded. */
  readonly container?: Container
  /** A string's, whose text is quoted and may be cut: `write` gives what is in it. */
  readonly content?: Container
  /** There where not one value has been asked for: each by itself, or none of a function that gives none. */
  readonly parts?: readonly {readonly text: string; readonly type: string}[]
  readonly indexedCount?: number
  readonly namedCount?: number
}

export interface VariableInfo extends ValueInfo {
  readonly name: string
  /** An expression that gives this variable in its frame. */
  readonly evaluateName?: string
  /** Part of the value's inner workings, e.g. a metatable. */
  readonly internal?: boolean
  readonly readOnly?: boolean
}

export interface ScopeInfo {
  readonly name: string
  readonly hint?: "arguments" | "locals" | "registers" | "globals" | "closure"
  readonly container: Container
  readonly expensive: boolean
  readonly count?: number
}

/** Which children: DAP's `filter`, `start`, `count` (0 or absent: all). */
export interface Page {
  readonly filter?: "indexed" | "named"
  readonly start?: number
  readonly count?: number
}

/** A value that is raised as an error, while the program stands there. */
export interface ThrownValue extends StopErrorValue {
  /** Has the value as its one variable. */
  readonly container: Container
}

/** An error that is raised. All but `caught` is made when it is asked for: most errors are caught, and nobody looks. */
export interface ErrorEvent extends StopError {
  readonly thread: ThreadId
  /** To be asked for only where the program is to stop. */
  readonly value: ThrownValue
}

export type MessageLevel = "log" | "info" | "debug" | "warn" | "error"
/** What follows a message belongs to it, until a message ends the group. */
export type MessageGroup = "start" | "end"

/** What the script says beside its standard streams. */
export interface ScriptMessage {
  readonly level: MessageLevel
  /** Without a line's end; empty where a group ends. */
  readonly text: string
  readonly group?: MessageGroup
  readonly path?: string
  readonly line?: number
}

/** Data that the script shows. */
export interface ScriptDisplay {
  /** MIME type → data, as Jupyter has it: binary data as base64. */
  readonly data: Readonly<Record<string, unknown>>
  readonly path?: string
  readonly line?: number
}

/** Why the program is to stand here; undefined: it goes on. Nothing has come of it before the engine calls `stand`. */
export type Decision = Stop | undefined

/** What the script asks for by functions of its own. None of it costs a script that doesn't. */
export interface ScriptListener {
  /** In order with the output. */
  handleMessage(message: ScriptMessage): void
  /** In order with the output. */
  handleDisplay(display: ScriptDisplay): void
  /** What was shown so far is wanted no more. */
  handleClear(): void
  /** The script wants to be paused where it stands. */
  handlePause(thread: ThreadId, reason: string | undefined): Decision
  /** Whether a pause would come of it. */
  isDebugging(): boolean
  /** A breakpoint of the script's own. Answers its line; undefined where none can stand. */
  addBreakpoint(path: string, line: number, condition: string | undefined): number | undefined
  /** Answers whether there was one. */
  removeBreakpoints(path: string, line: number): boolean
}

/** A call of a function outside of the script. */
export interface HostRequest {
  readonly name: string
  readonly args: readonly HostValue[]
  readonly thread: ThreadId
  readonly path?: string
  readonly line?: number
}
export type HostOutcome = {readonly value: HostValue} | {readonly error: string}

/** Functions of whoever has started the script's kernel. They take their time, and the script waits for them. */
export interface HostListener {
  /** About the size that the arguments of a call may have. */
  readonly mostBytes: number
  /** Answers why the call can't be made, in half a sentence; else the engine calls `wait`, and then `take`. */
  begin(call: HostRequest): string | undefined
  /** Holds the program until it is answered, as `stand` does. @throws Interruption */
  wait(): void | Promise<void>
  take(): HostOutcome
}

/**
 * What an engine tells. Each answer is immediate. A stop is decided where the program can stand, and takes place when the
 * engine calls `stand`: where it can't stand nobody is asked for a decision.
 */
export interface EngineListener {
  /** Absent: there are no functions to be called. */
  readonly host?: HostListener
  /** Absent: nobody listens to what the script asks for. */
  readonly script?: ScriptListener
  /**
   * What has come in may be looked at. Called from within whatever runs, also what is evaluated for the debugger; what is
   * wanted of the program is answered at its next event. @throws Interruption to end what runs
   * @param reasons why, as bits (base/poke-reasons.ts)
   */
  attend(thread: ThreadId, reasons: number): void
  handleEvent(event: EngineEvent): Decision
  handleError(event: ErrorEvent): Decision
  /**
   * The program stands: holds it. Blocks, or gives a promise where the engine can suspend.
   * @throws Interruption to end it
   */
  stand(stop: Stop): void | Promise<void>
  /** A stop has been decided and can't take place: the program has ended before it could stand. */
  passOver?(stop: Stop): void
  /** Code has been loaded. @param source says which; undefined where its text is not known */
  handleLoad?(source: () => SourceInfo | undefined): void
  handleOutput(output: {stream: "stdout" | "stderr"; bytes: Uint8Array; path?: string; line?: number}): void
  /** One read of standard input; null: end of file. Blocks or promises, as `stand`. @throws Interruption */
  readInput(prompt: string, place?: Place): Uint8Array | null | Promise<Uint8Array | null>
}

export interface RunRequest {
  /** The text to run, or a workspace path whose file is run. */
  readonly source: {readonly text: string; readonly name: string} | {readonly path: string}
  /** Try it as an expression first. */
  readonly expression?: boolean
  readonly args?: readonly string[]
  /**
   * The program has the state for itself. At its end, but where it is interrupted, what it leaves behind is finalized as
   * at the end of a process; the state can still be looked at. Default: the state goes on after it.
   */
  readonly finalizes?: boolean
  /** It has failed: told before anything is finalized. */
  failed?(error: ScriptError): void
}

export type RunOutcome =
  | {
      readonly kind: "done"
      readonly results: readonly ValueInfo[]
      /** The results as text, where there are any. */
      readonly display?: string
      /** Further forms of a single result. */
      readonly rich?: MimeBundle
    }
  | {readonly kind: "exit"; readonly code: number}
  | {readonly kind: "error"; readonly error: ScriptError}
  | {readonly kind: "interrupted"}

/** The language, as Jupyter's kernel_info has it. */
export interface LanguageInfo {
  readonly name: string
  readonly version: string
  readonly mimetype: string
  readonly file_extension: string
  readonly pygments_lexer?: string
  readonly codemirror_mode?: string
}

/** All that a script has made so far, as a copy: globals, closures, suspended threads. Opaque to all but the same build. */
export interface EngineState {
  /** Names the build of the engine that can take it. */
  readonly build: string
  readonly memory: Uint8Array
  /** What else the engine must know; structured-cloneable. */
  readonly notes: unknown
}

export type CompletionType = DebugProtocol.CompletionItemType
export interface Completion {
  /** Stands in the place of the text between `from` and `to`. */
  readonly text: string
  readonly type: CompletionType
  /** A function's parameters, in brackets. */
  readonly signature?: string
}
export interface Completions {
  /** Offsets in UTF-16 code units. */
  readonly from: number
  readonly to: number
  /** The likeliest first. */
  readonly items: readonly Completion[]
}

/** Whether a text can run as it stands. */
export interface Completeness {
  /** unknown: it can't be told while a program runs. */
  readonly status: "complete" | "incomplete" | "invalid" | "unknown"
  /** What the next line begins with. */
  readonly indent?: string
}

export interface ScriptEngine extends WatchedEngine, LoadedSources {
  readonly languageVersion: string
  readonly language: LanguageInfo
  /** Where to read about the language. */
  readonly helpLinks: readonly {readonly text: string; readonly url: string}[]
  listener: EngineListener | undefined

  /** Runs to the end. A promise where the engine can suspend. */
  run(request: RunRequest): RunOutcome | Promise<RunOutcome>
  /** A fresh state, as after boot. Files are kept. Only while nothing runs. */
  reset(): void

  /** A copy of the state, files apart. Only while nothing runs and nothing is watched. */
  saveState(): EngineState
  /** Puts a state back. Answers why it can't be, in half a sentence; the state before stays then. Only while nothing runs. */
  restoreState(state: EngineState): string | undefined

  writeFile(path: string, bytes: Uint8Array): void
  /** Undefined: no such file. */
  readFile(path: string): Uint8Array | undefined
  removeFile(path: string): void
  listFiles(): string[]
  /** Paths that programs have made, changed or removed since the last call; costs nothing where they have not. */
  takeChangedFiles(): readonly string[]

  // A key is a path, or that of code in no file (base/source-key.ts).
  /**
   * Where a breakpoint for this line, or for what stands at a column of it, goes; whether the file is loaded is no matter.
   * Undefined: the file has no line that can hold one, or is missing.
   */
  resolve(key: string, line: number, column?: number): ResolvedLine | undefined
  /** Where breakpoints can stand on the lines from the first to the last, in the order of the text. */
  breakPlaces(key: string, firstLine: number, lastLine: number): readonly BreakPlace[]
  /** Replaces a source's breakpoints, in code that is loaded and in code to come. Answers the ids that no loaded code can take. */
  setBreakpoints(key: string, spots: readonly BreakpointSpot[]): readonly number[]
  /** Which errors the listener hears of; none costs anything before it is raised. Those that are caught are many. */
  watchErrors(which: "uncaught" | "all"): void
  /** Whether the listener hears of what is loaded, files and else; of the latter not more than some thousand. */
  watchLoads(on: boolean): void

  /**
   * The stack of a program that runs, and looks up (`attend`): one number a frame, innermost first, those of the threads
   * that wait behind it. Equal numbers are the same instruction for as long as its code lives; below 0: native code. Makes
   * nothing, and changes nothing. @returns how many, at most as many as there is room for
   */
  sample(into: Int32Array): number
  /** Who a frame of the last sample is; until the program goes on. Undefined: there is none. */
  sampledFrame(index: number): FrameInfo | undefined

  /** The running thread first, then those that wait for it, then suspended ones. */
  threads(): ThreadInfo[]
  frames(thread: ThreadId, start: number, count: number): FrameInfo[]
  /** The levels of the frames that have taken their callers' places, innermost first: behind each of them some are missing. */
  tailCalls(thread: ThreadId): number[]
  scopes(frame: FrameRef): ScopeInfo[]
  globals(): Container
  variables(container: Container, page: Page): VariableInfo[]
  /** Evaluates `expression` (in `frame`, else globally) and puts it into the variable. @throws ScriptError */
  setVariable(container: Container, name: string, expression: string, frame: FrameRef | undefined): VariableInfo
  /** An expression or statements, in a frame (reads and assigns its variables) or globally. @throws ScriptError */
  evaluate(expression: string, frame: FrameRef | undefined): ValueInfo
  /**
   * The whole of a value, to be taken elsewhere: a string's content, a structured value as the language writes it. What is
   * too large is cut, with a mark; some 8 MB at most.
   */
  write(value: Container): string
  /** The whole of what an expression gives. @throws ScriptError */
  evaluateWhole(expression: string, frame: FrameRef | undefined): string
  /**
   * What an expression gives, as the script writes it in messages: strings as they are.
   * @throws ScriptError of the kind "Timeout" where it took too long
   */
  say(expression: string, frame: FrameRef): string
  /** As `evaluate`, in the forms that a result is given in; text/plain is always there. @throws ScriptError */
  evaluateRich(expression: string, frame: FrameRef | undefined): MimeBundle
  /** Why a text can be nothing that `kind` wants: an expression, or what `evaluate` takes; undefined: it can. */
  problemOf(text: string, kind: "expression" | "evaluated"): string | undefined
  /** Whether the expression is true in the frame. @throws ScriptError of the kind "Timeout" where it took too long */
  test(expression: string, frame: FrameRef): boolean
  /**
   * What may stand at the cursor (an offset in UTF-16 code units). In a frame of the stop, else globally; while a program
   * runs and no frame is given, by the text alone. Runs nothing of the program's, and takes 10 ms at most.
   */
  complete(code: string, cursor: number, frame: FrameRef | undefined): Completions
  /** What stands at the cursor; undefined: nothing that is known. The state is looked into as `complete` does. */
  inspect(code: string, cursor: number, frame: FrameRef | undefined, withSource: boolean): MimeBundle | undefined
  completeness(code: string, frame: FrameRef | undefined): Completeness
  /** Ends every container's life: the program goes on. */
  forget(): void
  /** Writes out what the program has written without a line's end. */
  flush(): void
}
