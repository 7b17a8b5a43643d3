/**
 * LDP, the debugging protocol: `ldp/<command>`, with the arguments and bodies of the Debug Adapter Protocol. Here are the
 * commands that are served and what is read of their arguments; a compile-time check holds that to DAP's own types.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import * as v from "valibot"
import {field, filePath, flag, lineNumber, maybe, type Shape, type ShapeOf, text, texts, whole} from "./shape.ts"

const threadId = field(whole, "The thread: 1 is the main one, a coroutine has a number of its own.")
const source = field(
  v.object({
    path: maybe(filePath, "A workspace path."),
    sourceReference: maybe(whole, "Code that is in no file, by the number that a frame's or a loaded source has."),
  }),
  "{path}, a workspace path, or {sourceReference}, for code that is in no file.",
)
const noArguments = v.object({})
const stepArguments = v.object({threadId: v.optional(threadId, 0)})
const launchOptions = {
  args: maybe(texts, "What the program finds in its arguments."),
  stopOnEntry: maybe(flag, "Stops before the first statement. Default false."),
  keepState: maybe(flag, "Keeps the globals of the executions before. Default false."),
  noDebug: maybe(flag, "Runs without stopping. Default false."),
}

const sourceBreakpoint = v.object({
  line: field(lineNumber, "Where it is wanted."),
  column: maybe(
    whole,
    "Which of the line's statements or functions (breakpointLocations): the last one that begins there or before, else the first. Default: the first one, in each function that has some.",
  ),
  condition: maybe(text, "Stops only where this expression is true."),
  hitCondition: maybe(text, 'Which arrivals count, e.g. "> 5", "== 3", "% 10".'),
  logMessage: maybe(text, "Writes this instead of stopping; {expressions} are evaluated."),
})

interface Command<A extends Shape> {
  readonly says: string
  readonly arguments: A
}
const command = <A extends Shape>(says: string, args: A): Command<A> => ({says, arguments: args})

export const dapCommands = {
  initialize: command(
    "The capabilities. May be sent before launch.",
    v.object({adapterID: v.optional(field(text, "Of no effect."), "moonstep")}),
  ),
  launch: command(
    "Makes a session; its id is the answer's `session`, to be sent in the header from then on.",
    v.object({program: field(filePath, "Workspace path."), ...launchOptions}),
  ),
  configurationDone: command("Starts the program when its turn comes.", noArguments),
  disconnect: command(
    "Ends the program and the session. Who has attached is a viewer no more; who has taken it over gives it back.",
    noArguments,
  ),
  terminate: command("Ends the program and the session.", noArguments),
  restart: command(
    "Ends the program and begins it anew, or another one, in the same session; one that has not begun is only changed.",
    v.object({
      arguments: maybe(
        v.object({program: maybe(filePath, "Default: the same."), ...launchOptions}),
        "As launch's. Default: those of before.",
      ),
    }),
  ),
  setBreakpoints: command(
    "Replaces the breakpoints of a source. In code that is in no file they hold for as long as any of it lives, and when the same text is loaded again.",
    v.object({
      source,
      breakpoints: maybe(v.array(sourceBreakpoint), "{line, condition, hitCondition, logMessage} each."),
      lines: maybe(v.array(lineNumber), "The older form, where there are no breakpoints."),
    }),
  ),
  setExceptionBreakpoints: command(
    "Which errors stop the program.",
    v.object({filters: v.optional(field(texts, '"uncaught", "caught"; others are answered as unverified.'), [])}),
  ),
  breakpointLocations: command(
    "Where breakpoints can stand.",
    v.object({
      source,
      line: field(whole, "The first line."),
      endLine: maybe(whole, "The last one. Default: the same; at most 10,000 lines are looked at."),
    }),
  ),
  source: command(
    "The text of a source.",
    v.object({
      source: v.optional(source),
      sourceReference: maybe(whole, "As in `source`, which may be left out then."),
    }),
  ),
  loadedSources: command(
    "The files that have been loaded, and the code that is in none and can still be called: a `sourceReference` beside its name.",
    noArguments,
  ),
  threads: command(
    'The main thread and the coroutines of the stop. Beside DAP\'s fields: `status` ("running", "waiting" for one that it has resumed, "suspended"), `source` and `line` of the function that it began with, `resumedBy`, the thread that waits for it.',
    noArguments,
  ),
  stackTrace: command(
    "The frames of a thread, innermost first.",
    v.object({
      threadId,
      startFrame: maybe(whole, "Default 0."),
      levels: maybe(whole, "How many. Default 1,000."),
    }),
  ),
  scopes: command("The scopes of a frame.", v.object({frameId: field(whole, "From stackTrace.")})),
  variables: command(
    "What is in a scope or a value.",
    v.object({
      variablesReference: field(whole, "From scopes, variables or evaluate."),
      filter: maybe(v.picklist(["indexed", "named"]), "Which of them. Default: both."),
      start: maybe(whole, "The first, 0-based. Default 0."),
      count: maybe(whole, "How many. Default: all."),
    }),
  ),
  setVariable: command(
    "Evaluates an expression and assigns it.",
    v.object({
      variablesReference: field(whole, "What the variable is in."),
      name: field(text, "As it is shown there."),
      value: field(text, "An expression."),
    }),
  ),
  evaluate: command(
    "Evaluates an expression or statements.",
    v.object({
      expression: field(text, "What to evaluate."),
      frameId: maybe(whole, "In which frame. Default: globally."),
      context: maybe(
        text,
        '"clipboard": the result is the whole value, up to some 8 MB: a string as it is, a table as a constructor.',
      ),
      contentReference: maybe(
        whole,
        "Instead of the expression: the value of this number (`contentReference` beside a string's value, or a `variablesReference`), as for the clipboard.",
      ),
    }),
  ),
  completions: command(
    "As lrp/complete.",
    v.object({
      text: field(text, "What has been typed."),
      column: field(whole, "The cursor's column in its line, from 1, in UTF-16 code units."),
      line: maybe(whole, "Which line of the text, from 1. Default 1."),
      frameId: maybe(whole, "In which frame. Default: the innermost of the stop."),
    }),
  ),
  exceptionInfo: command("The error of the stop.", v.object({threadId: v.optional(threadId, 0)})),
  continue: command("Goes on.", stepArguments),
  next: command("Steps over.", stepArguments),
  stepIn: command("Steps in.", stepArguments),
  stepOut: command("Steps out.", stepArguments),
  pause: command("Stops at the next instruction that can be stopped at.", stepArguments),
} as const

/** A command of ours beside DAP's. */
export const executionContext = {
  says: "What the program of the session has cost so far, and what it has written last.",
  arguments: noArguments,
  reply: v.object({
    elapsedMs: field(v.number(), "Milliseconds that it has run, without its pauses; 0 before it begins."),
    output: field(texts, "The last five lines that it has written, oldest first."),
    correlation: maybe(text, "The id that all messages carry which its execution causes."),
  }),
} as const
export type ExecutionContext = ShapeOf<typeof executionContext.reply>

export type DapCommand = keyof typeof dapCommands
export const isDapCommand = (name: string): name is DapCommand => Object.hasOwn(dapCommands, name)

/** DAP's own types of the same arguments. */
interface Published {
  initialize: DebugProtocol.InitializeRequestArguments
  launch: DebugProtocol.LaunchRequestArguments
  configurationDone: DebugProtocol.ConfigurationDoneArguments
  disconnect: DebugProtocol.DisconnectArguments
  terminate: DebugProtocol.TerminateArguments
  restart: DebugProtocol.RestartArguments
  setBreakpoints: DebugProtocol.SetBreakpointsArguments
  setExceptionBreakpoints: DebugProtocol.SetExceptionBreakpointsArguments
  breakpointLocations: DebugProtocol.BreakpointLocationsArguments
  source: Omit<DebugProtocol.SourceArguments, "sourceReference">
  loadedSources: DebugProtocol.LoadedSourcesArguments
  threads: object
  stackTrace: DebugProtocol.StackTraceArguments
  scopes: DebugProtocol.ScopesArguments
  variables: DebugProtocol.VariablesArguments
  setVariable: DebugProtocol.SetVariableArguments
  evaluate: DebugProtocol.EvaluateArguments
  completions: DebugProtocol.CompletionsArguments
  exceptionInfo: DebugProtocol.ExceptionInfoArguments
  continue: DebugProtocol.ContinueArguments
  next: DebugProtocol.NextArguments
  stepIn: DebugProtocol.StepInArguments
  stepOut: DebugProtocol.StepOutArguments
  pause: DebugProtocol.PauseArguments
}
/** Does not compile where a schema gives what DAP's type does not take. */
type Conforming<T extends Published> = T
/** The checked arguments of each command. */
export type DapArguments = Conforming<{[C in DapCommand]: ShapeOf<(typeof dapCommands)[C]["arguments"]>}>

/** LDP's events, on iopub as `ldp/event/<event>` with the session in the header; bodies are DAP's. */
export const dapEvents = {
  initialized: "Breakpoints may be set now.",
  process: "From now on the session debugs this program: another one, after restart.",
  thread: "A thread has been seen first, or has ended.",
  stopped: "The program stands.",
  continued: "It goes on.",
  output:
    "A line of the debugger's own: a log point's, why a condition failed, why a program did not run. What the program puts out crosses as LRP has it, see below.",
  loadedSource: "A source has been loaded. Of code that is in no file, the first thousand loads of a program are told.",
  breakpoint:
    "A breakpoint has been verified or is so no more (an expression of its own took too long to evaluate: it is passed over until it is changed, or the program begins anew), or the program has set or removed one.",
  exited: "The program has ended, with this exit code.",
  terminated: "The session has ended.",
  invalidated: "What was shown is no longer true; ask again.",
} as const
