/**
 * A kernel on the real VM in Node with one client and one debug session, and a gate that asks a function what to do at
 * each stop. Everything runs in one thread: a program that is started runs to its end, or to its next stop, before
 * `request` comes back.
 */
import {manualClock} from "../../src/base/clock.ts"
import {Deadlines} from "../../src/base/deadlines.ts"
import type {PauseGate} from "../../src/debugger/gate.ts"
import {Front} from "../../src/kernel/front.ts"
import {Kernel} from "../../src/kernel/kernel.ts"
import type {LuaEngine} from "../../src/lua/engine/engine.ts"
import type {LuaEngineOptions} from "../../src/lua/engine/run/options.ts"
import {decodeText, encodeText} from "../../src/lua/engine/world/text.ts"
import type {ErrorBody, Header, Message} from "../../src/protocol/envelope.ts"
import {limitsOf} from "../../src/protocol/limits.ts"
import {sessionEventOf} from "../../src/protocol/session-events.ts"
import {bootEngine} from "./node-engine.ts"
import {witnessNotification, witnessReply} from "./wire-witness.ts"

// biome-ignore lint/suspicious/noExplicitAny: the bodies are DAP's, read by the tests
export type Body = any

export interface SessionEvent {
  readonly event: string
  readonly body: Body
}

/** What a stop calls: it makes requests, of which one lets the program go on. */
export type AtStop = (driver: KernelDriver, stopped: Body) => void

/** An answer that was an error. */
export class RequestError extends Error {
  readonly code: number
  constructor({code, message}: ErrorBody) {
    super(message)
    this.code = code
  }
}

const encodeFile = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encodeText(content) : content

/** The kernels' own tests run once more with an engine that waits otherwise (`MOONSTEP_WAITING=unwinding`). */
const waitingWanted: Partial<LuaEngineOptions> =
  process.env.MOONSTEP_WAITING === "unwinding" ? {waiting: "unwinding"} : {}

export class KernelDriver {
  readonly engine: LuaEngine
  readonly kernel: Kernel
  private readonly front: Front
  /** What the session has sent since it was launched, in order. */
  readonly events: SessionEvent[] = []
  /** All that has been told without being asked for, in order. */
  readonly notifications: {readonly method: string; readonly params: Body; readonly header: Header}[] = []
  /** Called at each stop; without one the program goes on. */
  atStop: AtStop | undefined
  /** Called for each event as it comes. */
  onEvent: ((event: SessionEvent) => void) | undefined
  /** Called for each reply as it comes, before what it causes. */
  onReply: ((reply: {readonly result?: unknown; readonly error?: ErrorBody}) => void) | undefined
  /** Standard input, one read each. */
  input: string[] = []
  private readonly replies = new Map<string, {result?: unknown; error?: ErrorBody}>()
  private readonly methods = new Map<unknown, string>()
  private session: string | undefined
  private count = 0
  private announced: Body

  private constructor(engine: LuaEngine) {
    this.engine = engine
    const gate: PauseGate = {name: "atomics", hold: isOver => this.hold(isOver), serve() {}}
    const clock = manualClock()
    this.kernel = new Kernel({
      id: "k",
      version: "test",
      engine,
      gate,
      clock,
      deadlines: new Deadlines(clock),
      // its clock stands still: no second ever passes
      limits: limitsOf("development", {requestsPerSecond: Number.POSITIVE_INFINITY}),
      makeDecoder: () => {
        const decoder = new TextDecoder()
        return {decode: bytes => decoder.decode(bytes, {stream: true}), end: () => decoder.decode()}
      },
      encode: encodeText,
      decode: decodeText,
    })
    this.front = new Front(this.kernel)
    this.kernel.addClient("c", "test", (_channel, message) => this.take(message))
  }

  static async boot(more: Partial<LuaEngineOptions> = waitingWanted): Promise<KernelDriver> {
    return new KernelDriver(await bootEngine(more))
  }

  private take(message: Message): void {
    if (!("method" in message)) {
      if (!message.error) witnessReply(this.methods.get(message.id) ?? "", message.result)
      this.replies.set(String(message.id), message)
      this.onReply?.(message)
      return
    }
    const {method, params} = message
    witnessNotification(method, params)
    this.notifications.push({method, params, header: message.header})
    if (method === "input_request") {
      const value = this.input.shift() ?? null
      this.post("lrp/input_reply", {value}, undefined, "stdin")
    }
    const event = sessionEventOf(message)
    if (!event) return
    if (event.event === "stopped") this.announced = event.body
    this.events.push(event)
    this.onEvent?.(event)
  }

  private hold(isOver: () => boolean): void {
    for (let tries = 0; !isOver(); tries++) {
      if (tries > 1000) throw new Error("The script at a stop never lets the program go on.")
      if (this.atStop) this.atStop(this, this.announced)
      else this.request("continue", {threadId: this.announced?.threadId ?? 1})
    }
  }

  private post(method: string, params: unknown, session?: string, channel: "control" | "stdin" = "control"): string {
    const id = `m${++this.count}`
    this.methods.set(id, method)
    const header = {id, client: "c", time: 0, ...(session === undefined ? {} : {session})}
    this.front.receive("c", channel, {jsonrpc: "2.0", id, method, params, header})
    return id
  }
  private answer(id: string): unknown {
    const reply = this.replies.get(id)
    this.replies.delete(id)
    if (!reply) throw new Error("The request was not answered at once.")
    if (reply.error) throw new RequestError(reply.error)
    return reply.result
  }

  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const path of this.engine.listFiles()) this.engine.removeFile(path)
    for (const [path, content] of Object.entries(files)) this.engine.writeFile(path, encodeFile(content))
  }

  /** A request of the session by its DAP name. @throws RequestError */
  request(command: string, args: object = {}): Body {
    return this.answer(this.post(`ldp/${command}`, args, this.session))
  }
  /** A request of the kernel by its name. @throws RequestError */
  ask(method: string, params: object = {}): Body {
    return this.answer(this.post(method, params))
  }

  /** Runs code to its end. */
  async execute(code: string, name?: string): Promise<Body> {
    const id = this.post("lrp/execute", {code, ...(name === undefined ? {} : {name})})
    await new Promise(resolve => setImmediate(resolve))
    return this.answer(id)
  }
  /** Makes a session whose program does not run yet. */
  launch(program: string, more: object = {}): void {
    this.events.length = 0
    this.session = undefined
    this.session = (this.request("launch", {program, ...more}) as {session: string}).session
  }
  /** Runs it to its end. */
  async start(): Promise<void> {
    this.request("configurationDone")
    // the queue hands the turn on in a microtask
    await new Promise(resolve => setImmediate(resolve))
  }

  /** Launches with breakpoints (`{path: lines or DAP breakpoints}`) and runs to the end. */
  async debug(
    program: string,
    breakpoints: Readonly<Record<string, readonly (number | object)[]>> = {},
    more: object = {},
  ): Promise<void> {
    this.launch(program, more)
    for (const [path, list] of Object.entries(breakpoints))
      this.request("setBreakpoints", {
        source: {path},
        breakpoints: list.map(one => (typeof one === "number" ? {line: one} : one)),
      })
    await this.start()
  }

  /** All that the program has written. */
  get output(): string {
    return this.events
      .filter(({event, body}) => event === "output" && body.category === "stdout")
      .map(({body}) => body.output)
      .join("")
  }
  get errors(): string {
    return this.events
      .filter(({event, body}) => event === "output" && body.category !== "stdout")
      .map(({body}) => body.output)
      .join("")
  }
  get exitCode(): number | undefined {
    return this.events.find(({event}) => event === "exited")?.body.exitCode
  }

  // For use at a stop.

  /** "main.lua:3" of the innermost frame, or of another. */
  place(level = 0, threadId = this.announced?.threadId ?? 1): string {
    const [frame] = this.request("stackTrace", {threadId, startFrame: level, levels: 1}).stackFrames
    return frame ? `${frame.source.path ?? frame.source.name}:${frame.line}` : "nowhere"
  }
  frameId(level = 0, threadId = this.announced?.threadId ?? 1): number {
    return this.request("stackTrace", {threadId, startFrame: level, levels: 1}).stackFrames[0].id
  }
  scope(name: string, level = 0): number {
    const {scopes} = this.request("scopes", {frameId: this.frameId(level)})
    return scopes.find((one: Body) => one.name === name)?.variablesReference ?? 0
  }
  /** Children of a scope ("Locals") or of a reference. */
  variables(where: string | number, more: object = {}, level = 0): Body[] {
    const variablesReference = typeof where === "number" ? where : this.scope(where, level)
    if (!variablesReference) return []
    return this.request("variables", {variablesReference, ...more}).variables
  }
  variable(name: string, scope = "Locals", level = 0): Body {
    return this.variables(scope, {}, level).find(one => one.name === name)
  }
  evaluate(expression: string, level = 0): Body {
    return this.request("evaluate", {expression, frameId: this.frameId(level)})
  }
}
