/** The DAP requests that one session answers by itself. Arguments and bodies are DAP's (protocol/dap.ts). */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {type DapArguments, type DapCommand, isDapCommand} from "../protocol/dap.ts"
import {evaluationFailed, invalidParams, noSuchThread, unknownMethod} from "../protocol/errors.ts"
import {readArguments} from "../protocol/validation.ts"
import {exceptionInfo} from "./dap-stops.ts"
import {
  type FrameInfo,
  type FrameRef,
  type Page,
  type ScopeInfo,
  ScriptError,
  type ValueInfo,
  type VariableInfo,
} from "./engine.ts"
import type {DebugSession} from "./session.ts"
import {dapSource, keyOfSource} from "./sources.ts"
import {stackRows} from "./stack-rows.ts"
import type {StepKind} from "./stepping.ts"

/** Those that make, begin and end sessions are the kernel's. */
type KernelCommand = "launch" | "configurationDone" | "disconnect" | "terminate" | "restart"
export type SessionCommand = Exclude<DapCommand, KernelCommand>
type Handlers = {
  readonly [C in SessionCommand]: (session: DebugSession, args: DapArguments[C], by: string | undefined) => unknown
}

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsSetVariable: true,
  supportsTerminateRequest: true,
  supportsRestartRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsExceptionInfoRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: [".", ":"],
  exceptionBreakpointFilters: [
    {
      filter: "uncaught",
      label: "Uncaught errors",
      default: true,
      description: "Stop where an error is raised that nothing catches.",
    },
    {
      filter: "caught",
      label: "Caught errors",
      default: false,
      description: "Stop where an error is raised that pcall or a coroutine's resume catches.",
    },
  ],
}

/** 0 is whichever stands. @throws no such thread */
function checkThread(session: DebugSession, threadId: number): void {
  if (threadId !== 0 && session.engine.frameCount(threadId) === 0) throw noSuchThread(threadId)
}

const stepping =
  (kind: StepKind) =>
  (session: DebugSession, {threadId}: {readonly threadId: number}): unknown => {
    session.requireStopped()
    checkThread(session, threadId)
    session.resume({kind, threadId})
    return {}
  }

const handlers: Handlers = {
  initialize: () => capabilities,
  setBreakpoints(session, {source, lines = [], breakpoints = lines.map(line => ({line}))}) {
    return {breakpoints: session.breakpoints.set(keyOfSource("setBreakpoints", source), breakpoints)}
  },
  setExceptionBreakpoints(session, {filters}) {
    const known = (capabilities.exceptionBreakpointFilters ?? []).map(one => one.filter)
    session.setExceptionFilters(new Set(filters.filter(one => known.includes(one))))
    return {
      breakpoints: filters.map(one =>
        known.includes(one) ? {verified: true} : {verified: false, message: `There is no filter "${one}".`},
      ),
    }
  },
  breakpointLocations(session, {source, line: first, endLine = first}) {
    const last = Math.min(first + 10_000, endLine)
    return {breakpoints: session.engine.breakPlaces(keyOfSource("breakpointLocations", source), first, last)}
  },
  source(session, {source = {}, sourceReference = 0}) {
    const key = keyOfSource("source", {...source, ...(sourceReference ? {sourceReference} : {})})
    const content = session.engine.sourceText(key)
    if (content === undefined)
      throw invalidParams("source", "there is no such source, or its text is not kept any more.")
    return {content, mimeType: session.engine.language.mimetype}
  },
  loadedSources: session => ({sources: session.engine.loadedSources().map(dapSource)}),
  threads(session) {
    if (session.state !== "stopped") return {threads: [{id: 1, name: "main thread"}]}
    return {
      threads: session.engine.threads().map(({id, name, status, definition, resumer}) => ({
        id,
        name,
        status,
        ...(definition ? {source: dapSource({name: "", path: definition.path}), line: definition.line} : {}),
        ...(resumer === undefined ? {} : {resumedBy: resumer}),
      })),
    }
  },
  stackTrace(session, {threadId: thread, startFrame: start = 0, levels = 0}) {
    session.requireStopped()
    const {stop} = session
    const stopLine = stop?.kind === "breakpoint" ? stop.line : undefined
    const {rows, total} = stackRows(session.engine, thread, start, levels || 1000)
    if (total === 0 && !session.engine.threads().some(one => one.id === thread)) throw noSuchThread(thread)
    const first = rows[0]?.level ?? 0
    const frames = session.engine.frames(thread, first, (rows.at(-1)?.level ?? 0) - first + 1)
    return {
      stackFrames: rows.map(({level, isLabel}) => {
        if (isLabel) return tailCallsLabel(session, {thread, level})
        const frame = frames[level - first]
        const line = level === 0 && thread === stop?.thread ? (stopLine ?? frame.line) : frame.line
        return stackFrame(session, {thread, level}, {...frame, line})
      }),
      totalFrames: total,
    }
  },
  scopes(session, {frameId}) {
    session.requireStopped()
    if (session.references.isLabel(frameId)) return {scopes: []}
    const frame = session.references.frame(frameId)
    return {
      scopes: [...errorScope(session, frame), ...session.engine.scopes(frame)].map(scope => ({
        name: scope.name,
        ...(scope.hint ? {presentationHint: scope.hint} : {}),
        variablesReference: session.references.hold(scope.container, frame),
        expensive: scope.expensive,
        ...(scope.count === undefined ? {} : {indexedVariables: scope.count}),
      })),
    }
  },
  variables(session, {variablesReference, filter, start = 0, count = 0}) {
    const {container, frame} = session.references.held(variablesReference)
    const page: Page = {start, count, ...(filter ? {filter} : {})}
    return {variables: session.engine.variables(container, page).map(one => variable(session, one, frame))}
  },
  setVariable(session, {variablesReference, name, value}) {
    const {container, frame} = session.references.held(variablesReference)
    return scripted(() => valueBody(session, session.engine.setVariable(container, name, value, frame), frame))
  },
  evaluate(session, {expression, frameId, context, contentReference}) {
    const frame = frameId === undefined ? undefined : session.references.frame(frameId)
    if (contentReference !== undefined) {
      const {container} = session.references.held(contentReference)
      return {result: session.engine.write(container), variablesReference: 0}
    }
    if (context === "clipboard")
      return scripted(() => ({result: session.engine.evaluateWhole(expression, frame), variablesReference: 0}))
    return scripted(() => {
      const value = session.engine.evaluate(expression, frame)
      // a console shows nothing for nothing, as lua's own; elsewhere it counts as nil
      if (context === "repl" && value.parts?.length === 0) return {result: "", variablesReference: 0}
      const {value: result, ...body} = valueBody(session, value, frame)
      return {result, ...body}
    })
  },
  completions(session, {text, column, line = 1, frameId}) {
    const start = lineOffset(text, line)
    const frame = session.frameFor(frameId)
    const {from, to, items} = session.engine.complete(text, start + Math.max(0, column - 1), frame)
    const targets = items.map(
      (one): DebugProtocol.CompletionItem => ({
        label: one.text,
        type: one.type,
        start: from - start + 1,
        length: to - from,
        ...(one.signature === undefined ? {} : {detail: one.signature}),
      }),
    )
    return {targets}
  },
  exceptionInfo(session) {
    session.requireStopped()
    return exceptionInfo(session.stop)
  },
  continue(session, {threadId}) {
    session.requireStopped()
    checkThread(session, threadId)
    session.resume()
    return {allThreadsContinued: true}
  },
  next: stepping("over"),
  stepIn: stepping("in"),
  stepOut: stepping("out"),
  pause(session, _, by) {
    session.requestPause(by)
    return {}
  },
}

/** The commands that `answer` knows. */
export const commands: readonly string[] = Object.keys(handlers)
const isSessionCommand = (name: string): name is SessionCommand => isDapCommand(name) && Object.hasOwn(handlers, name)

/** Answers one DAP request. @param by who asks, as a person knows them. @throws ProtocolError */
export function answer(session: DebugSession, command: string, args: unknown, by?: string): unknown {
  if (!isSessionCommand(command)) throw unknownMethod(`ldp/${command}`)
  return handle(session, command, args, by)
}
const handle = <C extends SessionCommand>(session: DebugSession, command: C, args: unknown, by?: string): unknown =>
  handlers[command](session, readArguments(command, args), by)

/** Where a 1-based line of a text begins. */
function lineOffset(text: string, line: number): number {
  const lines = text.split("\n").slice(0, Math.max(0, line - 1))
  return Math.min(
    text.length,
    lines.reduce((offset, one) => offset + one.length + 1, 0),
  )
}

/** Errors of the script become errors of the request. */
function scripted<T>(evaluate: () => T): T {
  try {
    return evaluate()
  } catch (thrown) {
    if (!(thrown instanceof ScriptError)) throw thrown
    const {kind, message, said, place} = thrown
    throw evaluationFailed(message, {kind, message: said, ...(place ? {place} : {})})
  }
}

function stackFrame(session: DebugSession, frame: FrameRef, info: FrameInfo): DebugProtocol.StackFrame {
  return {
    id: session.references.frameId(frame),
    name: info.name,
    line: info.line,
    column: info.line > 0 ? 1 : 0,
    source: dapSource({...info, name: info.sourceName}),
    ...(info.path === undefined && info.reference === undefined ? {presentationHint: "subtle" as const} : {}),
  }
}

/** What was thrown, where the program stands at it. */
function errorScope({stop, thrown}: DebugSession, {thread, level}: FrameRef): ScopeInfo[] {
  if (!thrown || stop?.kind !== "error" || level !== 0 || thread !== stop.thread) return []
  return [{name: "Error", container: thrown.container, expensive: false}]
}

/** Stands for the frames that tail calls have replaced. */
function tailCallsLabel(session: DebugSession, above: FrameRef): DebugProtocol.StackFrame {
  return {id: session.references.labelId(above), name: "(tail calls)", line: 0, column: 0, presentationHint: "label"}
}

function valueBody(session: DebugSession, info: ValueInfo, frame: FrameRef | undefined) {
  return {
    value: info.text,
    type: info.type,
    variablesReference: info.container ? session.references.hold(info.container, frame) : 0,
    ...(info.indexedCount ? {indexedVariables: info.indexedCount} : {}),
    ...(info.namedCount ? {namedVariables: info.namedCount} : {}),
    ...(info.identity === undefined ? {} : {memoryReference: `0x${info.identity.toString(16)}`}),
    ...(info.content ? {contentReference: session.references.hold(info.content, frame)} : {}),
    ...(info.parts?.length ? {parts: info.parts.map(({text: value, type}) => ({value, type}))} : {}),
  }
}

function variable(session: DebugSession, info: VariableInfo, frame: FrameRef | undefined): DebugProtocol.Variable {
  const attributes = info.readOnly ? ["readOnly"] : []
  return {
    name: info.name,
    ...valueBody(session, info, frame),
    ...(info.evaluateName === undefined ? {} : {evaluateName: info.evaluateName}),
    ...(info.internal || attributes.length
      ? {presentationHint: {...(info.internal ? {kind: "virtual"} : {}), ...(attributes.length ? {attributes} : {})}}
      : {}),
  }
}
