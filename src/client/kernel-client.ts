/** One client of a kernel: its five ports, its requests and their answers, its sessions. Implements the public face. */
import {createDeferred, type Deferred} from "../base/deferred.ts"
import {Emitter} from "../base/emitter.ts"
import {type ChannelName, channelNames, type Message, type ReplyMessage} from "../protocol/envelope.ts"
import {ProtocolError} from "../protocol/errors.ts"
import type {ExecuteReply, InputRequest, KernelState} from "../protocol/lrp.ts"
import type {RefusedCounts} from "../protocol/signing.ts"
import {InOrder} from "../transport/order.ts"
import {ClientSession} from "./client-session.ts"
import {openDapPort} from "./dap-port.ts"
import type {DebugOptions, DebugSession, ExecuteOptions, Kernel, KernelEvents, KernelInfo, Unsubscribe} from "./face.ts"
import type {Home} from "./link.ts"

interface Waiting extends Deferred<unknown> {
  readonly method: string
}

/** A control request that is not answered within this time means: the program can't be reached. */
const unresponsiveMs = 800
const shellMethods = new Set(["lrp/execute", "lrp/complete", "lrp/inspect", "lrp/history", "lrp/is_complete"])

export class KernelClient implements Kernel {
  readonly id: string
  readonly name: string
  readonly info: KernelInfo
  private readonly home: Home
  private readonly events: Emitter<KernelEvents>
  private readonly waiting = new Map<string, Waiting>()
  private readonly sessions = new Map<string, ClientSession>()
  private readonly order: InOrder
  private pagePorts: Readonly<Record<ChannelName, MessagePort>>
  private lastState: KernelState = "idle"
  private requestCount = 0

  constructor(id: string, name: string, home: Home) {
    this.id = id
    this.name = name
    this.home = home
    this.info = home.info
    this.events = new Emitter<KernelEvents>(reportError)
    this.order = new InOrder((channel, message) => this.deliver(channel, message))
    this.pagePorts = {} as Record<ChannelName, MessagePort>
  }

  get ports(): Readonly<Record<ChannelName, MessagePort>> {
    return this.pagePorts
  }
  get refused(): RefusedCounts {
    return this.home.refused
  }
  get state(): KernelState {
    return this.lastState
  }

  /** Gets five new ports. */
  async open(): Promise<void> {
    const ports = await this.home.link.connect(this.id, this.name)
    this.order.reset()
    for (const channel of channelNames)
      ports[channel].onmessage = ({data}: MessageEvent<Message>) => this.order.accept(channel, data)
    this.pagePorts = ports
  }

  on<E extends keyof KernelEvents>(event: E, listener: (body: KernelEvents[E]) => void): Unsubscribe {
    return this.events.on(event, listener)
  }

  /** Sends a request on its channel. Rejects with {code, message}. */
  async request(method: string, params: object = {}, session?: string): Promise<unknown> {
    if (!this.home.link.alive) throw this.home.link.deathError("its worker is gone")
    const id = `${this.id}-${++this.requestCount}`
    const channel: ChannelName = shellMethods.has(method) ? "shell" : method === "lrp/input_reply" ? "stdin" : "control"
    const answer: Waiting = {...createDeferred<unknown>(), method}
    this.waiting.set(id, answer)
    const header = {id, client: this.id, time: Date.now(), correlation: id, ...(session === undefined ? {} : {session})}
    this.home.link.send(this.id, channel, {jsonrpc: "2.0", id, method, params, header}, this.pagePorts[channel])
    if (channel !== "control") return answer.promise
    const timer = setTimeout(() => this.setUnresponsive(), unresponsiveMs)
    try {
      return await answer.promise
    } finally {
      clearTimeout(timer)
    }
  }

  private setUnresponsive(): void {
    if (this.lastState !== "busy") return
    this.setState("unresponsive")
  }
  private setState(state: KernelState): void {
    this.lastState = state
    this.home.link.setBusy(state === "busy" || state === "unresponsive")
    this.events.emit("status", {execution_state: state})
  }

  private deliver(channel: ChannelName, message: Message): void {
    if (this.lastState === "unresponsive" && channel !== "heartbeat") this.lastState = "busy"
    if ("method" in message) this.handleNotification(message.method, message.params, message.header.session)
    else this.handleReply(message as ReplyMessage)
  }

  private handleReply({id, result, error}: ReplyMessage): void {
    const answer = typeof id === "string" ? this.waiting.get(id) : undefined
    if (!answer) return
    this.waiting.delete(id as string)
    if (error) answer.reject(new ProtocolError(error.code, error.message, error.data))
    else answer.resolve(result)
  }

  private handleNotification(method: string, params: unknown, session: string | undefined): void {
    if (method.startsWith("ldp/event/")) {
      const event = method.slice("ldp/event/".length)
      const found = this.sessions.get(session ?? "")
      found?.handleEvent(event, params)
      if (event === "terminated" && session !== undefined) this.sessions.delete(session)
      return
    }
    switch (method) {
      case "status":
        this.setState((params as {execution_state: KernelState}).execution_state)
        break
      case "input_request":
        this.askInput(params as InputRequest)
        break
      case "stream":
      case "display_data":
      case "error":
      case "files":
        this.events.emit(method, params as never)
        break
    }
  }

  private askInput(request: InputRequest): void {
    const reply = (text: string | null) => {
      this.request("lrp/input_reply", {value: text}).catch(() => {
        // the program that asked has ended meanwhile: nobody waits for the answer
      })
    }
    if (this.events.hasListeners("input_request")) this.events.emit("input_request", {...request, reply})
    else reply(null)
  }

  execute(code: string, {name, silent}: ExecuteOptions = {}): Promise<ExecuteReply> {
    const params = {code, ...(name === undefined ? {} : {name}), ...(silent === undefined ? {} : {silent})}
    return this.request("lrp/execute", params) as Promise<ExecuteReply>
  }

  async debug(options: DebugOptions): Promise<DebugSession> {
    const {session, program} = (await this.request("ldp/launch", options)) as {session: string; program: string}
    const created = new ClientSession(session, program, (command, args) => this.sessionRequest(session, command, args))
    this.sessions.set(session, created)
    return created
  }

  private sessionRequest(session: string, command: string, args: object | undefined): Promise<unknown> {
    const answer = this.request(`ldp/${command}`, args ?? {}, session)
    return command === "terminate" || command === "disconnect" ? this.home.endOrRevive(answer) : answer
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    await this.request("lrp/write_file", {path, content})
    this.home.link.keepFile(path, content)
  }
  async readFile(path: string): Promise<Uint8Array> {
    return ((await this.request("lrp/read_file", {path})) as {content: Uint8Array}).content
  }
  async removeFile(path: string): Promise<void> {
    await this.request("lrp/remove_file", {path})
    this.home.link.forgetFile(path)
  }
  async listFiles(): Promise<string[]> {
    return ((await this.request("lrp/list_files")) as {paths: string[]}).paths
  }

  connect({name}: {readonly name: string}): Promise<Kernel> {
    return this.home.connect(name)
  }
  dapPort(): MessagePort {
    return openDapPort(this)
  }
  async interrupt(): Promise<void> {
    // the oldest execution that is not answered is the one to end; it goes by another port, and may come later than this
    const [execution] = [...this.waiting].find(([, {method}]) => method === "lrp/execute") ?? []
    await this.home.endOrRevive(this.request("lrp/interrupt", execution === undefined ? {} : {execution}))
  }
  restart(): Promise<void> {
    return this.home.restart()
  }
  shutdown(): Promise<void> {
    return this.home.shutdown()
  }

  /** The worker is gone: everything that waits gets an error, every session ends. */
  handleDeath(reason: string): void {
    const error = this.home.link.deathError(reason)
    for (const answer of this.waiting.values()) answer.reject(error)
    this.waiting.clear()
    for (const session of this.sessions.values()) {
      session.handleEvent("exited", {exitCode: 1})
      session.handleEvent("terminated", {})
    }
    this.sessions.clear()
    this.setState("dead")
    this.events.emit("died", {reason})
  }
  /** A new worker answers now. */
  handleRevival(): void {
    this.setState("idle")
  }
}

/** A listener's error is the page's own: it is shown as such, and nothing else suffers. */
function reportError(error: unknown): void {
  globalThis.reportError(error)
}
