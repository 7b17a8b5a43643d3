/** The DAP requests that one session answers by itself. Arguments and bodies are DAP's; each is checked at its edge. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {evaluationFailed, invalidParams, noSuchThread, unknownMethod} from "../protocol/errors.ts"
import {type FrameInfo, type FrameRef, type Page, ScriptError, type ValueInfo, type VariableInfo} from "./engine.ts"
import type {DebugSession} from "./session.ts"
import type {StepKind} from "./stepping.ts"

type Arguments = Readonly<Record<string, unknown>>
type Handler = (session: DebugSession, args: Arguments, command: string) => unknown

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsExceptionInfoRequest: true,
  supportsBreakpointLocationsRequest: true,
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

/** Arguments that must be numbers or strings, with a sentence when they are not. DAP's numbers are whole, 0 or more. */
function read<T>(command: string, args: Arguments, name: string, type: "number" | "string"): T {
  const value = args[name]
  if (type === "number" && !(Number.isSafeInteger(value) && Number(value) >= 0))
    throw invalidParams(command, `"${name}" must be a whole number, 0 or more.`)
  if (typeof value !== type) throw invalidParams(command, `"${name}" must be a ${type}.`)
  return value as T
}
function readOptional<T>(command: string, args: Arguments, name: string, type: "number" | "string"): T | undefined {
  return args[name] === undefined ? undefined : read<T>(command, args, name, type)
}
function readList(command: string, args: Arguments, name: string): readonly unknown[] {
  const value = args[name]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidParams(command, `"${name}" must be a list.`)
  return value
}

const stepping =
  (kind: StepKind): Handler =>
  (session, args, command) => {
    session.requireStopped()
    const threadId = readOptional<number>(command, args, "threadId", "number") ?? 0
    if (threadId !== 0 && session.engine.frameCount(threadId) === 0) throw noSuchThread(threadId)
    session.resume({kind, threadId})
    return {}
  }

const handlers: Readonly<Record<string, Handler>> = {
  initialize: () => capabilities,
  setBreakpoints(session, args, command) {
    const source = args.source as {path?: unknown} | undefined
    if (typeof source?.path !== "string") throw invalidParams(command, '"source.path" must be a workspace path.')
    const wanted = (
      args.breakpoints === undefined
        ? readList(command, args, "lines").map(line => ({line}))
        : readList(command, args, "breakpoints")
    ) as DebugProtocol.SourceBreakpoint[]
    for (const one of wanted) {
      if (!one || !Number.isSafeInteger(one.line) || one.line < 1)
        throw invalidParams(command, "each breakpoint needs a 1-based line.")
      const fields = one as unknown as Arguments
      for (const name of ["condition", "hitCondition", "logMessage"])
        readOptional<string>(command, fields, name, "string")
    }
    return {breakpoints: session.breakpoints.set(source.path, wanted)}
  },
  setExceptionBreakpoints(session, args, command) {
    const known = (capabilities.exceptionBreakpointFilters ?? []).map(one => one.filter)
    const filters = readList(command, args, "filters")
    session.setExceptionFilters(new Set(filters.filter((one): one is string => known.includes(one as string))))
    return {
      breakpoints: filters.map(one =>
        known.includes(one as string) ? {verified: true} : {verified: false, message: `There is no filter "${one}".`},
      ),
    }
  },
  breakpointLocations(session, args, command) {
    const source = args.source as {path?: unknown} | undefined
    if (typeof source?.path !== "string") throw invalidParams(command, '"source.path" must be a workspace path.')
    const first = read<number>(command, args, "line", "number")
    const last = Math.min(first + 10_000, readOptional<number>(command, args, "endLine", "number") ?? first)
    const found: {line: number; column: number}[] = []
    for (let line = first; line <= last; line++) {
      const resolved = session.engine.resolve(source.path, line)
      if (resolved?.line === line) found.push({line, column: resolved.column})
    }
    return {breakpoints: found}
  },
  threads(session) {
    if (session.state !== "stopped") return {threads: [{id: 1, name: "main thread"}]}
    return {threads: session.engine.threads().map(({id, name}) => ({id, name}))}
  },
  stackTrace(session, args, command) {
    session.requireStopped()
    const thread = read<number>(command, args, "threadId", "number")
    const start = readOptional<number>(command, args, "startFrame", "number") ?? 0
    const levels = readOptional<number>(command, args, "levels", "number") || 1000
    const totalFrames = session.engine.frameCount(thread)
    if (totalFrames === 0 && !session.engine.threads().some(one => one.id === thread)) throw noSuchThread(thread)
    const frames = session.engine.frames(thread, start, levels)
    return {
      stackFrames: frames.map((frame, i) => {
        const isStop = start + i === 0 && thread === session.stop?.threadId && session.stopLine !== undefined
        const line = isStop ? (session.stopLine as number) : frame.line
        return stackFrame(session, {thread, level: start + i}, {...frame, line})
      }),
      totalFrames,
    }
  },
  scopes(session, args, command) {
    session.requireStopped()
    const frame = session.references.frame(read<number>(command, args, "frameId", "number"))
    return {
      scopes: session.engine.scopes(frame).map(scope => ({
        name: scope.name,
        presentationHint: scope.hint,
        variablesReference: session.references.hold(scope.container, frame),
        expensive: scope.expensive,
        ...(scope.count === undefined ? {} : {indexedVariables: scope.count}),
      })),
    }
  },
  variables(session, args, command) {
    const {container, frame} = session.references.held(read<number>(command, args, "variablesReference", "number"))
    const filter = readOptional<string>(command, args, "filter", "string")
    if (filter !== undefined && filter !== "indexed" && filter !== "named")
      throw invalidParams(command, '"filter" must be "indexed" or "named".')
    const start = readOptional<number>(command, args, "start", "number") ?? 0
    const count = readOptional<number>(command, args, "count", "number") ?? 0
    const page: Page = {start, count, ...(filter ? {filter: filter as "indexed" | "named"} : {})}
    return {variables: session.engine.variables(container, page).map(one => variable(session, one, frame))}
  },
  setVariable(session, args, command) {
    const {container, frame} = session.references.held(read<number>(command, args, "variablesReference", "number"))
    const name = read<string>(command, args, "name", "string")
    const expression = read<string>(command, args, "value", "string")
    return scripted(() => valueBody(session, session.engine.setVariable(container, name, expression, frame), frame))
  },
  evaluate(session, args, command) {
    const expression = read<string>(command, args, "expression", "string")
    const frameId = readOptional<number>(command, args, "frameId", "number")
    const frame = frameId === undefined ? undefined : session.references.frame(frameId)
    return scripted(() => {
      const value = session.engine.evaluate(expression, frame)
      const {value: result, ...body} = valueBody(session, value, frame)
      return {result, ...body}
    })
  },
  exceptionInfo(session) {
    session.requireStopped()
    const {stop} = session
    if (stop?.reason !== "exception") return {exceptionId: "none", breakMode: "never"}
    return {
      exceptionId: "error",
      description: stop.text ?? "",
      breakMode: stop.description === "Paused on error" ? "unhandled" : "always",
    }
  },
  continue(session) {
    session.resume()
    return {allThreadsContinued: true}
  },
  next: stepping("over"),
  stepIn: stepping("in"),
  stepOut: stepping("out"),
  pause(session) {
    session.requestPause()
    return {}
  },
}

/** The commands that `answer` knows. */
export const commands: readonly string[] = Object.keys(handlers)

/** Answers one DAP request. @throws ProtocolError */
export function answer(session: DebugSession, command: string, args: unknown): unknown {
  const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined
  if (!handler) throw unknownMethod(`ldp/${command}`)
  if (args !== undefined && args !== null && (typeof args !== "object" || Array.isArray(args)))
    throw invalidParams(command, "the arguments must be an object.")
  return handler(session, (args ?? {}) as Arguments, command)
}

/** Errors of the script become errors of the request. */
function scripted<T>(evaluate: () => T): T {
  try {
    return evaluate()
  } catch (thrown) {
    if (thrown instanceof ScriptError) throw evaluationFailed(thrown.message)
    throw thrown
  }
}

function stackFrame(session: DebugSession, frame: FrameRef, info: FrameInfo): DebugProtocol.StackFrame {
  return {
    id: session.references.frameId(frame),
    name: info.name,
    line: info.line,
    column: info.line > 0 ? 1 : 0,
    ...(info.path === undefined
      ? {source: {name: info.sourceName}, presentationHint: "subtle" as const}
      : {source: {path: info.path, name: info.path.split("/").at(-1) as string}}),
  }
}

function valueBody(session: DebugSession, info: ValueInfo, frame: FrameRef | undefined) {
  return {
    value: info.text,
    type: info.type,
    variablesReference: info.container ? session.references.hold(info.container, frame) : 0,
    ...(info.indexedCount ? {indexedVariables: info.indexedCount} : {}),
    ...(info.namedCount ? {namedVariables: info.namedCount} : {}),
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
