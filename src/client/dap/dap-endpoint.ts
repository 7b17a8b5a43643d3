/**
 * Plain DAP for one client, such as an editor would speak to an adapter: requests in their envelope (seq, type, command,
 * arguments), responses and events back. It has one session at a time, made by launch or attach, and passes on to it
 * whatever it serves.
 *
 * Like the adapters that can, it sends `initialized` right after the capabilities. Requests that need a session and come
 * before launch or attach are held until there is one, since clients send both at once.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {errorBody, interrupted, invalidParams, invalidRequest, noSuchSession, notPaused} from "../../protocol/errors.ts"
import {lookingCommands} from "../../protocol/looking.ts"
import type {DebugOptions, DebugSession, Kernel, SessionEvents, Unsubscribe} from "../face.ts"
import {fromClient, type Origin, originOf, ours, toClient} from "./dap-origin.ts"

export interface DapEndpointParts {
  readonly kernel: Pick<Kernel, "debug" | "attach" | "request">
  post(message: DebugProtocol.ProtocolMessage): void
  /**
   * Runs a step when what is being done now is done: a message of the kernel may bring an answer and the events behind
   * it together, and the answer, which comes by a promise, is to go first.
   */
  defer(step: () => void): void
}

type Arguments = Readonly<Record<string, unknown>>
interface Request {
  readonly seq: number
  readonly command: string
  readonly args: Arguments
}
type Handler = (request: Request) => Promise<unknown>

/** More than any client sends before its program is launched. */
const maxHeld = 1000

/** The events that are passed on; `initialized` is the endpoint's own. A record, so that none can be forgotten. */
const passedOn: Readonly<Record<Exclude<keyof SessionEvents, "initialized">, true>> = {
  process: true,
  stopped: true,
  continued: true,
  thread: true,
  output: true,
  loadedSource: true,
  breakpoint: true,
  exited: true,
  terminated: true,
  invalidated: true,
}

/** DAP has names of its own for two of our errors. */
const dapNames: Readonly<Record<number, string>> = {
  [notPaused().code]: "notStopped",
  [interrupted().code]: "cancelled",
}

interface Current {
  readonly session: DebugSession
  /** Missing where it was attached to: it goes on when this client leaves. */
  readonly launch: DebugOptions | undefined
  /** It was attached to for that alone, and commands nothing, also where it is one of this page's own. */
  readonly viewOnly: boolean
  readonly stopListening: readonly Unsubscribe[]
  ended: boolean
}

export class DapEndpoint {
  private readonly parts: DapEndpointParts
  private seq = 0
  private initialized = false
  private origin: Origin = ours
  private starting = false
  /** Times that the client has disconnected. */
  private farewells = 0
  private untold: (() => void)[] = []
  private current: Current | undefined
  private held: Request[] = []
  /** Breakpoints and filters as they were set last, for a restart. */
  private readonly configuration = new Map<string, Request>()
  private readonly handlers: ReadonlyMap<string, Handler>

  constructor(parts: DapEndpointParts) {
    this.parts = parts
    this.handlers = new Map<string, Handler>([
      ["initialize", ({args}) => this.initialize(args)],
      ["launch", ({args}) => this.start("launch", () => this.launch(launchOptions(args)))],
      ["attach", ({args}) => this.start("attach", () => this.attach(args))],
      ["restart", ({args}) => this.restart(args)],
      ["terminate", () => this.terminate()],
      ["disconnect", ({args}) => this.disconnect(args.terminateDebuggee)],
    ])
  }

  /** Whatever the client posted. Each is answered, also what is no request. */
  receive(data: unknown): void {
    const {seq, type, command, arguments: args} = fieldsOf(data)
    const sender = {
      seq: Number.isSafeInteger(seq) ? (seq as number) : 0,
      command: typeof command === "string" ? command : "",
    }
    if (type !== "request" || sender.command === "" || !Number.isSafeInteger(seq)) {
      this.fail(sender, invalidRequest('a DAP request is {seq, type: "request", command, arguments}'))
    } else if (args !== undefined && args !== null && (typeof args !== "object" || Array.isArray(args))) {
      this.fail(sender, invalidParams(sender.command, "arguments must be an object."))
    } else this.serve({...sender, args: fromClient(fieldsOf(args), this.origin)})
  }

  /** The client's end of the port is gone: as if it had disconnected. */
  handleClose(): void {
    this.disconnect(undefined).catch(() => {
      // the kernel has ended, and the session with it
    })
  }

  private serve(request: Request): void {
    const handler = this.handlers.get(request.command) ?? (() => this.passOn(request))
    const waits = !this.current && this.initialized && !this.handlers.has(request.command)
    if (waits && this.held.length < maxHeld) {
      this.held.push(request)
      return
    }
    handler(request).then(
      body => this.succeed(request, body),
      thrown => this.fail(request, thrown),
    )
  }

  private post(message: object): void {
    this.parts.post({seq: ++this.seq, ...message} as DebugProtocol.ProtocolMessage)
  }
  private succeed({seq, command}: Request, body: unknown): void {
    this.post({type: "response", request_seq: seq, success: true, command, body: toClient(body, this.origin)})
  }
  private fail({seq, command}: Pick<Request, "seq" | "command">, thrown: unknown): void {
    const {code, message} = errorBody(thrown)
    const error: DebugProtocol.Message = {id: code, format: message, showUser: true}
    const name = dapNames[code] ?? message
    this.post({type: "response", request_seq: seq, success: false, command, message: name, body: {error}})
  }
  private tell(event: string, body?: unknown): void {
    const post = () =>
      this.post({type: "event", event, ...(body === undefined ? {} : {body: toClient(body, this.origin)})})
    // what comes of a launch or an attachment is told behind its answer
    if (this.starting && event !== "initialized") this.untold.push(post)
    else this.parts.defer(post)
  }

  private async initialize(args: Arguments): Promise<unknown> {
    const {pathFormat = "path"} = args
    if (pathFormat !== "path") throw invalidParams("initialize", "paths are workspace paths here, not URIs.")
    this.origin = originOf(args)
    const capabilities = await this.parts.kernel.request("ldp/initialize", {})
    this.initialized = true
    this.tell("initialized")
    return {...fieldsOf(capabilities), supportTerminateDebuggee: true}
  }

  private async start(command: string, begin: () => Promise<void>): Promise<unknown> {
    if (!this.initialized) throw invalidParams(command, "send initialize first.")
    if (this.starting) throw invalidParams(command, "another session is being begun.")
    if (this.current && !this.current.ended)
      throw invalidParams(command, "there is a session already; disconnect from it first.")
    this.starting = true
    this.untold = []
    try {
      await begin()
    } finally {
      this.starting = false
    }
    this.parts.defer(() => {
      for (const post of this.untold.splice(0)) post()
      for (const request of this.held.splice(0)) this.serve(request)
    })
    return undefined
  }
  private async launch(options: DebugOptions): Promise<void> {
    this.configuration.clear()
    await this.begin(options)
  }
  /** @throws interrupted, where the client has disconnected meanwhile: nobody would end the session */
  private async begin(launch: DebugOptions): Promise<DebugSession> {
    const {farewells} = this
    const session = await this.parts.kernel.debug(launch)
    if (farewells !== this.farewells) {
      await endSession(session)
      throw interrupted()
    }
    this.follow(session, launch)
    return session
  }
  /** Of a session that is only looked at a front end could make no use: it is taken over, unless `viewOnly` is true. */
  private async attach({session: id, viewOnly = false}: Arguments): Promise<void> {
    if (typeof id !== "string") throw invalidParams("attach", '"session" must be the id of a debug session.')
    if (typeof viewOnly !== "boolean") throw invalidParams("attach", '"viewOnly" must be true or false.')
    const session = await this.parts.kernel.attach(id)
    this.follow(session, undefined, viewOnly)
    try {
      if (!viewOnly) await session.takeOver()
    } catch (thrown) {
      this.forget()
      throw thrown
    }
  }

  private follow(session: DebugSession, launch: DebugOptions | undefined, viewOnly = false): void {
    const stopListening = Object.keys(passedOn).map(name =>
      session.on(name as keyof typeof passedOn, body => {
        if (name === "terminated") current.ended = true
        this.tell(name, body)
      }),
    )
    const current: Current = {session, launch, viewOnly, stopListening, ended: false}
    this.current = current
  }
  /** @throws invalid params, where it is a command of who only looks */
  private checkMay(command: string, {viewOnly}: Current): void {
    if (viewOnly && !lookingCommands.has(command))
      throw invalidParams(command, 'the session was attached to with "viewOnly". Attach without it to command it.')
  }
  private forget(): void {
    if (this.current) this.unfollow(this.current)
    this.current = undefined
  }
  private unfollow({stopListening}: Current): void {
    for (const stop of stopListening) stop()
  }

  private async passOn({seq, command, args}: Request): Promise<unknown> {
    if (!this.current) throw noSuchSession(this.initialized ? "(none)" : "(initialize first)")
    // one that was attached to has been configured by somebody else
    if (command === "configurationDone" && !this.current.launch) return undefined
    this.checkMay(command, this.current)
    const {path, sourceReference} = fieldsOf(args.source)
    if (command.startsWith("set") && command.endsWith("Breakpoints"))
      this.configuration.set(`${command} ${sourceReference || path}`, {seq, command, args})
    return this.current.session.request(command, args)
  }

  /** The program anew, or another one. One that has ended already begins with the breakpoints that were set. */
  private async restart(args: Arguments): Promise<unknown> {
    const {current} = this
    if (!current) throw noSuchSession("(none)")
    this.checkMay("restart", current)
    if (!current.ended) return current.session.request("restart", args)
    const {launch: before} = current
    if (!before) throw invalidParams("restart", "the program has ended, and was not launched here.")
    const launch = {...before, ...launchOptions(fieldsOf(args.arguments))}
    return this.start("restart", () => this.startAgain(current, launch))
  }
  private async startAgain(ended: Current, launch: DebugOptions): Promise<void> {
    // the client's session goes on: it is not told of the end
    this.unfollow(ended)
    const session = await this.begin(launch)
    for (const {command, args} of this.configuration.values()) await session.request(command, args)
    await session.request("configurationDone")
  }

  private async terminate(): Promise<unknown> {
    if (!this.current) throw noSuchSession("(none)")
    this.checkMay("terminate", this.current)
    if (!this.current.ended) await endSession(this.current.session)
    return undefined
  }
  private async disconnect(terminateDebuggee: unknown): Promise<unknown> {
    const {current} = this
    this.current = undefined
    this.initialized = false
    this.farewells++
    for (const request of this.held.splice(0)) this.fail(request, interrupted())
    if (!current) return undefined
    const ends = !current.viewOnly && (terminateDebuggee ?? current.launch !== undefined)
    if (!ends) this.unfollow(current)
    else if (!current.ended) await endSession(current.session)
    return undefined
  }
}

/** Asks for an end that may have come meanwhile. */
async function endSession(session: DebugSession): Promise<void> {
  try {
    await session.request("terminate")
  } catch (thrown) {
    if (errorBody(thrown).code !== noSuchSession("").code) throw thrown
  }
}

/** What the kernel reads of them; clients add fields of their own. */
function launchOptions({program, stopOnEntry, keepState, args, noDebug}: Arguments): DebugOptions {
  const given = Object.entries({program, stopOnEntry, keepState, args, noDebug}).filter(
    ([, value]) => value !== undefined,
  )
  // the kernel checks the types
  return Object.fromEntries(given) as unknown as DebugOptions
}

function fieldsOf(value: unknown): Arguments {
  return typeof value === "object" && value !== null ? (value as Arguments) : {}
}
