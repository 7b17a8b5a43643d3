/**
 * A Kernel and a DebugSession that play a script instead of running Lua: they stop at breakpoints, step by depth, show
 * values, print, ask for input and fail, in the order of events a real kernel keeps. For the workbench's tests and its
 * development page.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {ErrorKind} from "../../src/base/script-error.ts"
import {openDapPort} from "../../src/client/dap/dap-port.ts"
import type {
  DebugOptions,
  DebugSession,
  Kernel,
  KernelEvents,
  KernelInfo,
  SessionEvents,
  StartOptions,
  Unsubscribe,
} from "../../src/client/face.ts"
import {stoppedBody} from "../../src/debugger/dap-stops.ts"
import {errorContent} from "../../src/kernel/error-content.ts"
import {noSuchFile, noSuchSession, notPaused, unknownMethod} from "../../src/protocol/errors.ts"
import type {ExecuteReply, KernelState} from "../../src/protocol/lrp.ts"
import {noRefusals} from "../../src/protocol/signing.ts"
import type {StopError, StopReason} from "../../src/protocol/stops.ts"
import {describe as describeValue, type FakeValue, fakeError, ReferenceTable, refused} from "./fake-values.ts"

export interface FakeFrame {
  readonly name: string
  /** Missing for functions written in C. */
  readonly path?: string
  readonly line?: number
  readonly locals?: Readonly<Record<string, FakeValue>>
  readonly upvalues?: Readonly<Record<string, FakeValue>>
}

/** One arrival at a statement, and what it does. Frames are top first. */
export interface FakeStep {
  readonly frames: readonly FakeFrame[]
  readonly thread?: number
  readonly print?: string
  readonly stderr?: string
  /** Reads a line, with this prompt. */
  readonly ask?: string
  /** Ends the program with this uncaught error. */
  readonly fail?: string
  /** Runs until it is paused or stopped; "deaf" doesn't hear the pause either. */
  readonly endless?: "hears" | "deaf"
}

export interface FakeProgram {
  readonly steps: readonly FakeStep[]
  readonly globals?: Readonly<Record<string, FakeValue>>
  readonly threads?: readonly {readonly id: number; readonly name: string; readonly frames: readonly FakeFrame[]}[]
  /** The file does not compile. */
  readonly syntaxError?: string
}

class Events<T> {
  readonly #listeners = new Map<keyof T, Set<(body: never) => void>>()

  on<E extends keyof T>(event: E, listener: (body: T[E]) => void): Unsubscribe {
    const set = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, set)
    set.add(listener as (body: never) => void)
    return () => set.delete(listener as (body: never) => void)
  }

  emit<E extends keyof T>(event: E, body: T[E]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) (listener as (body: T[E]) => void)(body)
  }

  has(event: keyof T): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0
  }
}

const pause = (ms = 0) => new Promise<void>(resolve => setTimeout(resolve, ms))

type Mode = {kind: "run"} | {kind: "step"; command: string; depth: number; thread: number}

export class FakeSession implements DebugSession {
  readonly id = "fake-session"
  readonly program: string
  /** Every request, for tests: [command, arguments]. */
  readonly requests: [string, object | undefined][] = []
  readonly #events = new Events<SessionEvents>()
  readonly #script: FakeProgram
  readonly #kernel: FakeKernel
  readonly #options: DebugOptions
  readonly #breakpoints = new Map<string, (DebugProtocol.SourceBreakpoint & {id: number})[]>()
  #filters: string[] = []
  #references = new ReferenceTable()
  #frames = new Map<number, FakeFrame>()
  #stack: FakeStep | undefined
  #mode: Mode = {kind: "run"}
  #resume: (() => void) | undefined
  #pauseAsked = false
  #ended = false
  #nextId = 1

  constructor(kernel: FakeKernel, options: DebugOptions, script: FakeProgram) {
    this.#kernel = kernel
    this.#options = options
    this.#script = script
    this.program = options.program
  }

  on<E extends keyof SessionEvents>(event: E, listener: (body: SessionEvents[E]) => void): Unsubscribe {
    return this.#events.on(event, listener)
  }

  async takeOver(): Promise<void> {}
  async keep(): Promise<void> {}
  async recall() {
    return {breakpoints: [], exceptionFilters: [], watches: []}
  }

  // biome-ignore lint/suspicious/noExplicitAny: as in the interface: the caller names DAP's body
  async request<B = any>(command: string, args: object = {}): Promise<B> {
    this.requests.push([command, args])
    await pause()
    return (await this.#serve(command, args as Record<string, never>)) as B
  }

  kill(): void {
    this.#ended = true
    this.#resume?.()
  }

  async #serve(command: string, args: Record<string, never>): Promise<unknown> {
    switch (command) {
      case "initialize":
        return {
          supportsConditionalBreakpoints: true,
          exceptionBreakpointFilters: [
            {filter: "uncaught", label: "Uncaught errors", default: true},
            {filter: "all", label: "All errors", default: false},
          ],
        }
      case "setBreakpoints":
        return this.#setBreakpoints(args as unknown as DebugProtocol.SetBreakpointsArguments)
      case "setExceptionBreakpoints":
        this.#filters = (args as unknown as {filters: string[]}).filters
        return {}
      case "configurationDone":
        if (this.#script.syntaxError) return this.#syntaxError(this.#script.syntaxError)
        void this.#play()
        return {}
      case "pause":
        this.#pauseAsked = true
        return {}
      case "terminate":
        if (this.#stack?.endless === "deaf") return new Promise(() => undefined)
        this.#ended = true
        this.#resume?.()
        return {}
      case "continue":
      case "next":
      case "stepIn":
      case "stepOut":
        return this.#go(command)
      default:
        if (!this.#resume) throw notPaused()
        return this.#inspect(command, args)
    }
  }

  #syntaxError(message: string): object {
    this.#events.emit("output", {category: "stderr", output: `${message}\n`})
    this.#kernel.fail("SyntaxError", message)
    this.#events.emit("exited", {exitCode: 1})
    this.#events.emit("terminated", {})
    return {}
  }

  #setBreakpoints({source, breakpoints = []}: DebugProtocol.SetBreakpointsArguments): object {
    const path = source.path ?? ""
    const lines = new Set(
      this.#script.steps.flatMap(step => step.frames.filter(f => f.path === path).map(f => f.line ?? 0)),
    )
    const sorted = [...lines].sort((a, b) => a - b)
    const bound = breakpoints.map(breakpoint => {
      const line =
        lines.has(breakpoint.line) || sorted.length === 0
          ? breakpoint.line
          : (sorted.find(l => l > breakpoint.line) ?? breakpoint.line)
      return {...breakpoint, id: this.#nextId++, asked: breakpoint.line, line}
    })
    this.#breakpoints.set(path, bound)
    return {
      breakpoints: bound.map(({id, line, asked}) => ({
        id,
        verified: true,
        line,
        ...(line === asked ? {} : {message: `Line ${asked} holds no statement; moved to line ${line}.`}),
      })),
    }
  }

  async #play(): Promise<void> {
    this.#kernel.setState("busy")
    this.#events.emit("thread", {reason: "started", threadId: 1})
    let first = true
    let exitCode = 0
    for (const step of this.#script.steps) {
      if (this.#ended) break
      this.#stack = step
      const reason = this.#reasonToStop(step, first)
      first = false
      if (reason) await this.#stop(step, reason)
      if (this.#ended) break
      const top = step.frames.find(frame => frame.path)
      const source = {source: {path: top?.path}, line: top?.line}
      if (step.print !== undefined) this.#events.emit("output", {category: "stdout", output: step.print, ...source})
      if (step.stderr !== undefined) this.#events.emit("output", {category: "stderr", output: step.stderr, ...source})
      if (step.ask !== undefined) await this.#kernel.ask(step.ask, top?.path, top?.line)
      if (step.endless) await this.#spin(step)
      if (step.fail !== undefined) {
        if (!this.#options.noDebug && this.#filters.length > 0) {
          await this.#stop(step, {kind: "error", error: stopError(step.fail)})
        }
        this.#events.emit("output", {category: "stderr", output: `${step.fail}\nstack traceback:\n\t[C]: in ?\n`})
        this.#kernel.fail("RuntimeError", step.fail)
        exitCode = 1
        break
      }
      await pause()
    }
    this.#stack = undefined
    this.#kernel.setState("idle")
    this.#events.emit("exited", {exitCode: this.#ended ? 1 : exitCode})
    this.#events.emit("terminated", {})
  }

  async #spin(step: FakeStep): Promise<void> {
    while (!this.#ended) {
      await pause(10)
      if (this.#pauseAsked && step.endless === "hears") await this.#stop(step, {kind: "pause"})
    }
  }

  #reasonToStop(step: FakeStep, first: boolean): StopReason | undefined {
    if (this.#options.noDebug) return undefined
    if (first && this.#options.stopOnEntry) return {kind: "entry"}
    const [top] = step.frames
    const hit = this.#breakpoints.get(top.path ?? "")?.find(({line}) => line === top.line)
    if (hit && !hit.logMessage && meets(hit.condition, top.locals ?? {}))
      return {kind: "breakpoint", breakpoints: [{id: hit.id, ...(hit.condition ? {condition: hit.condition} : {})}]}
    if (hit?.logMessage)
      this.#events.emit("output", {
        category: "console",
        output: `${hit.logMessage}\n`,
        source: {path: top.path},
        line: top.line,
      })
    const mode = this.#mode
    if (mode.kind === "step") {
      const depth = step.frames.length
      const there = mode.command === "stepIn" || (mode.command === "next" ? depth <= mode.depth : depth < mode.depth)
      if (there) return {kind: "step"}
    }
    return undefined
  }

  async #stop(step: FakeStep, stop: StopReason): Promise<void> {
    this.#pauseAsked = false
    this.#references = new ReferenceTable()
    this.#frames = new Map()
    this.#kernel.setState("paused")
    const resumed = new Promise<void>(resolve => {
      this.#resume = resolve
    })
    this.#events.emit("stopped", stoppedBody({thread: step.thread ?? 1, ...stop}))
    await resumed
    this.#resume = undefined
    if (!this.#ended) this.#kernel.setState("busy")
  }

  #go(command: string): object {
    const resume = this.#resume
    if (!resume || !this.#stack) throw notPaused()
    this.#mode =
      command === "continue"
        ? {kind: "run"}
        : {kind: "step", command, depth: this.#stack.frames.length, thread: this.#stack.thread ?? 1}
    this.#events.emit("continued", {threadId: this.#stack.thread ?? 1, allThreadsContinued: true})
    resume()
    return {allThreadsContinued: true}
  }

  #inspect(command: string, args: Record<string, never>): unknown {
    switch (command) {
      case "threads":
        return {
          threads: [{id: 1, name: "main thread"}, ...(this.#script.threads ?? []).map(({id, name}) => ({id, name}))],
        }
      case "stackTrace":
        return this.#stackTrace(args.threadId, args.startFrame ?? 0, args.levels ?? 1000)
      case "scopes":
        return {scopes: this.#scopes(args.frameId)}
      case "variables":
        return {variables: this.#references.variables(args as unknown as DebugProtocol.VariablesArguments)}
      case "setVariable":
        return this.#references.set(args as unknown as DebugProtocol.SetVariableArguments)
      case "evaluate":
        return this.#evaluate(args.expression, args.frameId)
      default:
        throw unknownMethod(command)
    }
  }

  #stackTrace(threadId: number, start: number, levels: number): object {
    const stopped = this.#stack?.thread ?? 1
    const other = this.#script.threads?.find(({id}) => id === threadId)
    const frames = threadId === stopped ? (this.#stack?.frames ?? []) : (other?.frames ?? [])
    return {
      stackFrames: frames.slice(start, start + levels).map((frame, index) => {
        const id = threadId * 1000 + start + index
        this.#frames.set(id, frame)
        return {
          id,
          name: frame.name,
          line: frame.line ?? 0,
          column: frame.line ? 1 : 0,
          ...(frame.path ? {source: {path: frame.path, name: frame.path}} : {}),
        }
      }),
      totalFrames: frames.length,
    }
  }

  #scopes(frameId: number): DebugProtocol.Scope[] {
    const frame = this.#frames.get(frameId)
    const scope = (name: string, values: Readonly<Record<string, FakeValue>>) => ({
      name,
      expensive: name === "Globals",
      variablesReference: this.#references.add(values),
      namedVariables: Object.keys(values).length,
    })
    return [
      scope("Locals", frame?.locals ?? {}),
      ...(frame?.upvalues ? [scope("Upvalues", frame.upvalues)] : []),
      scope("Globals", this.#script.globals ?? {}),
    ]
  }

  #evaluate(expression: string, frameId: number): object {
    const frame = this.#frames.get(frameId)
    const scope: Record<string, FakeValue> = {...this.#script.globals, ...frame?.upvalues, ...frame?.locals}
    const path = expression.split(".")
    let value: FakeValue | undefined = scope[path[0]]
    for (const key of path.slice(1))
      value = typeof value === "object" && value !== null ? (value as Record<string, FakeValue>)[key] : undefined
    const product = /^(\w+)\s*\*\s*(\d+)$/.exec(expression)
    if (product) value = Number(scope[product[1]]) * Number(product[2])
    if (/[^\w\s.*]/.test(expression)) throw refused(`syntax error near '${expression.slice(-1)}'`)
    const shown = describeValue(value ?? null)
    const reference = typeof value === "object" && value !== null ? this.#references.add(value) : 0
    return {...shown, result: shown.value, variablesReference: reference}
  }
}

function stopError(text: string): StopError {
  const {said, place} = fakeError("RuntimeError", text)
  const value = {type: "string", className: "string", evaluateName: "ERROR"}
  return {message: said, text, ...(place ? {place} : {}), value, caught: false, traceback: []}
}

function meets(condition: string | undefined, locals: Readonly<Record<string, FakeValue>>): boolean {
  const match = /^(\w+)\s*==\s*(.+)$/.exec(condition ?? "")
  return match ? describeValue(locals[match[1]] ?? null).value === match[2] : true
}

export class FakeKernel implements Kernel {
  readonly info: KernelInfo = {
    id: "fake",
    isolated: true,
    gate: "atomics",
    luaVersion: "Lua 5.4",
    version: "0.1.0",
    readyMs: 12,
  }
  readonly ports = {} as Kernel["ports"]
  readonly refused = noRefusals()
  dapPort(): MessagePort {
    return openDapPort(this)
  }
  state: KernelState = "idle"
  session: FakeSession | undefined
  readonly files: Map<string, string | Uint8Array>
  readonly #events = new Events<KernelEvents>()
  readonly #programs: Readonly<Record<string, FakeProgram>>
  #count = 0

  constructor(options: StartOptions, programs: Readonly<Record<string, FakeProgram>>) {
    this.files = new Map(Object.entries(options.files ?? {}))
    this.#programs = programs
  }

  on<E extends keyof KernelEvents>(event: E, listener: (body: KernelEvents[E]) => void): Unsubscribe {
    return this.#events.on(event, listener)
  }

  setState(state: KernelState, host?: string): void {
    this.state = state
    this.#events.emit("status", {execution_state: state, ...(host === undefined ? {} : {host})})
  }

  /** A program has ended with an error. */
  fail(kind: ErrorKind, text: string): void {
    this.#events.emit("error", errorContent(fakeError(kind, text)))
  }

  /** Plays the worker's end. */
  die(reason: string): void {
    this.session?.kill()
    this.setState("dead")
    this.#events.emit("died", {reason})
  }

  async ask(prompt: string, source?: string, line?: number): Promise<string | null> {
    if (!this.#events.has("input_request")) return null
    this.setState("waiting")
    return new Promise(resolve => {
      const reply = (text: string | null) => {
        this.setState("busy")
        resolve(text)
      }
      this.#events.emit("input_request", {prompt, ...(source ? {source} : {}), ...(line ? {line} : {}), reply})
    })
  }

  async execute(code: string): Promise<ExecuteReply> {
    await pause()
    const executionCount = ++this.#count
    const sum = /^(\d+)\s*\+\s*(\d+)$/.exec(code)
    if (sum) return {status: "ok", executionCount, result: {"text/plain": String(Number(sum[1]) + Number(sum[2]))}}
    const printed = /^print\("(.*)"\)$/.exec(code)
    if (printed) this.#events.emit("stream", {name: "stdout", text: `${printed[1]}\n`})
    if (printed || /^\w+ = /.test(code)) return {status: "ok", executionCount}
    return {
      status: "error",
      executionCount,
      ...errorContent(fakeError("SyntaxError", `cell-${executionCount}:1: syntax error near <eof>`)),
    }
  }

  async debug(options: DebugOptions): Promise<DebugSession> {
    await pause()
    const steps: FakeStep[] = [{frames: [{name: "main chunk", path: options.program, line: 1}], print: "hello\n"}]
    this.session = new FakeSession(this, options, this.#programs[options.program] ?? {steps})
    return this.session
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    this.files.set(path, content)
  }

  async readFile(path: string): Promise<Uint8Array> {
    const content = this.files.get(path)
    if (content === undefined) throw noSuchFile(path)
    return typeof content === "string" ? new TextEncoder().encode(content) : content
  }

  async removeFile(path: string): Promise<void> {
    if (!this.files.delete(path)) throw noSuchFile(path)
  }

  async listFiles(): Promise<string[]> {
    return [...this.files.keys()]
  }

  async request(): Promise<unknown> {
    return {}
  }

  async connect(): Promise<Kernel> {
    return this
  }

  readonly clientId = "fake-client"
  readonly resumeToken = "token"
  readonly attached: readonly DebugSession[] = []
  async disconnect(): Promise<void> {}
  async sessions(): Promise<[]> {
    return []
  }
  async attach(): Promise<never> {
    throw noSuchSession("of another client")
  }
  async heartbeat(): Promise<KernelState> {
    return this.state
  }

  async interrupt(): Promise<void> {}

  async restart(): Promise<void> {
    this.session?.kill()
    await pause(30)
    this.setState("idle")
  }

  async shutdown(): Promise<void> {}
}

/** startKernel for these programs; `last` is the kernel it gave. */
export function fakeKernels(programs: Readonly<Record<string, FakeProgram>>) {
  const made: {last?: FakeKernel} = {}
  const startKernel = async (options: StartOptions): Promise<Kernel> => {
    made.last = new FakeKernel(options, programs)
    return made.last
  }
  return {startKernel, made}
}
