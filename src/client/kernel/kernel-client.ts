/** One client of a kernel: its five ports, its requests and their answers, its sessions. Implements the public face. */
import {createDeferred, type Deferred} from "../../base/deferred.ts"
import {Emitter} from "../../base/emitter.ts"
import {
  type ChannelName,
  channelNames,
  type Message,
  type NotificationMessage,
  type ReplyMessage,
} from "../../protocol/envelope.ts"
import {kernelDied, ProtocolError} from "../../protocol/errors.ts"
import type {
  ExecuteReply,
  HostCallContent,
  InputRequest,
  KernelState,
  KernelStatus,
  ResumeReply,
  SessionInfo,
  TakeOverRequest,
} from "../../protocol/lrp.ts"
import {sessionEventOf} from "../../protocol/session-events.ts"
import type {RefusedCounts} from "../../protocol/signing.ts"
import {InOrder} from "../../transport/order.ts"
import {openDapPort} from "../dap/dap-port.ts"
import {NextTurn} from "../dap/next-turn.ts"
import type {
  ConnectOptions,
  DebugOptions,
  DebugSession,
  ExecuteOptions,
  Kernel,
  KernelEvents,
  KernelInfo,
  Unsubscribe,
} from "../face.ts"
import {KeptSession, restoreSession} from "../kept/kept-sessions.ts"
import {ClientSession} from "./client-session.ts"
import {Greeting} from "./greeting.ts"
import type {Home} from "./link.ts"
import {Pulse} from "./pulse.ts"
import {RawPorts} from "./raw-ports.ts"
import {channelOf} from "./request-channel.ts"

interface Waiting extends Deferred<unknown> {
  readonly method: string
}

const turns = new NextTurn()

export class KernelClient implements Kernel {
  readonly id: string
  readonly name: string
  private readonly home: Home
  private readonly events: Emitter<KernelEvents>
  private readonly waiting = new Map<string, Waiting>()
  private readonly known = new Map<string, ClientSession>()
  private readonly order: InOrder
  /** The sequence of the last message that was delivered. */
  private seen = 0
  private pagePorts: Readonly<Record<ChannelName, MessagePort>>
  private raw: RawPorts | undefined
  private token: string = crypto.randomUUID()
  /** While this client becomes one of before: what that one is sent. */
  private early: (readonly [ChannelName, Message])[] | undefined
  readonly greeting: Greeting
  private requestCount = 0
  private readonly pulse: Pulse
  /** Why it is over. */
  private gone: string | undefined
  /** The client that this one has become. */
  private resumed: string | undefined

  constructor(id: string, name: string, home: Home) {
    this.id = id
    this.name = name
    this.home = home
    // a listener's error is the page's own: it is shown as such, and nothing else suffers
    this.events = new Emitter<KernelEvents>(error => reportError(error))
    this.order = new InOrder(
      (channel, message) => this.deliver(channel, message),
      step => turns.run(step),
    )
    this.greeting = new Greeting(
      step => turns.run(step),
      state => this.pulse.foresee(state),
    )
    this.pulse = new Pulse({
      ask: async () => ((await this.request("lrp/heartbeat")) as {state: KernelState}).state,
      isAlive: () => this.gone === undefined && this.home.link.alive,
      onStatus: status => this.events.emit("status", status),
    })
    this.pagePorts = {} as Record<ChannelName, MessagePort>
  }

  get info(): KernelInfo {
    return this.home.info
  }
  get clientId(): string {
    return this.resumed ?? this.id
  }
  get ports(): Readonly<Record<ChannelName, MessagePort>> {
    this.raw ??= new RawPorts(this.id, (channel, data) => this.post(channel, data))
    return this.raw.outer
  }
  get resumeToken(): string {
    return this.token
  }
  get attached(): readonly DebugSession[] {
    return [...this.known.values()]
  }
  get refused(): RefusedCounts {
    return this.home.refused
  }
  get state(): KernelState {
    return this.pulse.state
  }

  /** Gets five new ports. */
  async open(): Promise<void> {
    const {link} = this.home
    const ports = await link.connect(this.id, this.name, this.home.host !== undefined)
    // it has been disconnected meanwhile
    if (this.gone !== undefined) return link.disconnect(this.id)
    this.resumed = undefined
    this.order.reset()
    this.seen = 0
    this.pulse.beginAgain()
    // what an earlier worker had still under way has no place in the order of this one's
    this.closePorts()
    for (const channel of channelNames)
      ports[channel].onmessage = ({data}: MessageEvent<Message>) => this.accept(channel, data)
    this.pagePorts = ports
    this.tell("lrp/register", {token: this.token})
  }
  private accept(channel: ChannelName, message: Message): void {
    if (this.early && message.header.client !== this.id) this.early.push([channel, message])
    else this.greeting.pass(message, () => this.order.accept(channel, message))
  }

  /**
   * Becomes a client of before; what that has missed comes once the caller has had the time to listen.
   * @throws ProtocolError what it is refused with; this client has left then
   */
  async resume(token: string): Promise<void> {
    const early: (readonly [ChannelName, Message])[] = []
    this.early = early
    const {client, next, lost, sessions} = await this.askToResume(token)
    this.resumed = client
    this.token = token
    for (const {id, program} of sessions) this.addSession(id, program, true)
    setTimeout(() => {
      if (lost > 0) this.events.emit("missed", {lost})
      this.order.reset(next)
      this.early = undefined
      for (const [channel, message] of early) this.order.accept(channel, message)
    })
  }
  private async askToResume(token: string): Promise<ResumeReply> {
    try {
      return (await this.request("lrp/resume", {token})) as ResumeReply
    } catch (thrown) {
      await this.disconnect()
      throw thrown
    }
  }
  async disconnect(): Promise<void> {
    // a kernel that has died hears of it no more
    await this.request("lrp/leave").catch(() => undefined)
    this.leave()
  }

  on<E extends keyof KernelEvents>(event: E, listener: (body: KernelEvents[E]) => void): Unsubscribe {
    return this.events.on(event, listener)
  }

  /** Sends a request on its channel. Rejects with {code, message}. */
  async request(method: string, params: object = {}, session?: string, correlation?: string): Promise<unknown> {
    if (this.gone !== undefined) throw kernelDied(this.gone)
    if (!this.home.link.alive) throw this.home.link.deathError("its worker is gone")
    const id = `${this.id}-${++this.requestCount}`
    const channel = channelOf(method)
    const answer: Waiting = {...createDeferred<unknown>(), method}
    this.waiting.set(id, answer)
    const about = session === undefined ? {} : {session}
    const header = {id, client: this.id, time: Date.now(), correlation: correlation ?? id, seen: this.seen, ...about}
    this.post(channel, {jsonrpc: "2.0", id, method, params, header})
    // who is asked to give a session away takes their time
    const takesTime = channel !== "control" || method === "lrp/take_over"
    return takesTime ? answer.promise : this.pulse.expect(answer.promise)
  }

  private post(channel: ChannelName, data: unknown): void {
    if (this.gone === undefined && this.home.link.alive)
      this.home.link.send(this.id, channel, data, this.pagePorts[channel])
  }
  /** A request whose answer nobody waits for. */
  private tell(method: string, params: object): void {
    this.request(method, params).catch(() => {
      // the kernel has ended meanwhile
    })
  }

  heartbeat(): Promise<KernelState> {
    return this.pulse.beat()
  }

  private deliver(channel: ChannelName, message: Message): void {
    this.seen = message.header.sequence ?? this.seen
    const isNews = "method" in message && message.method === "status"
    if (!isNews) this.pulse.noteMessage()
    if (this.raw?.take(channel, message)) return
    if ("method" in message) this.handleNotification(message)
    else this.handleReply(message as ReplyMessage)
  }

  private handleReply({id, result, error}: ReplyMessage): void {
    const answer = typeof id === "string" ? this.waiting.get(id) : undefined
    if (!answer) return
    this.waiting.delete(id as string)
    if (error) answer.reject(new ProtocolError(error.code, error.message, error.data))
    else answer.resolve(result)
  }

  private handleNotification(message: NotificationMessage): void {
    const {method, params, header} = message
    switch (method) {
      case "status":
        this.pulse.note(params as KernelStatus)
        break
      case "replaced":
        this.leave("another connection has become this client")
        this.events.emit("replaced", undefined)
        break
      case "take_over_request":
        this.askForSession(params as TakeOverRequest)
        break
      case "input_request":
        this.askInput(params as InputRequest)
        break
      case "host_call":
        void this.home.host?.call(params as HostCallContent, header, reply => this.request("lrp/host_reply", reply))
        break
      case "host_cancel":
        this.home.host?.cancel((params as {readonly call: number}).call)
        break
      case "stream":
      case "execute_input":
      case "execute_result":
      case "console":
      case "display_data":
      case "clear_output":
      case "error":
      case "files":
      case "queued":
      case "hibernated":
        this.events.emit(method, params as never)
        break
    }
    this.tellSession(message)
  }
  private tellSession(message: NotificationMessage): void {
    const told = sessionEventOf(message)
    if (!told) return
    const {session, event, body} = told
    this.known.get(session)?.handleEvent(event, body)
    if (event === "terminated") this.known.delete(session)
  }

  private askForSession({request, session, from}: TakeOverRequest): void {
    const reply = (granted: boolean) => this.tell("lrp/take_over_reply", {request, granted})
    if (this.events.hasListeners("take_over_request")) this.events.emit("take_over_request", {session, from, reply})
    else reply(true)
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

  execute(
    code: string,
    {stopOnError, storeHistory, allowStdin, userExpressions, correlation, ...named}: ExecuteOptions = {},
  ): Promise<ExecuteReply> {
    const options = {
      ...named,
      stop_on_error: stopOnError,
      allow_stdin: allowStdin,
      store_history: storeHistory,
      user_expressions: userExpressions,
    }
    // a port would carry what is undefined as a field
    const given = Object.entries(options).filter(([, value]) => value !== undefined)
    const content = {code, ...Object.fromEntries(given)}
    return this.request("lrp/execute", content, undefined, correlation) as Promise<ExecuteReply>
  }

  async debug({restore = false, ...options}: DebugOptions): Promise<DebugSession> {
    const {session, program} = (await this.request("ldp/launch", options)) as {session: string; program: string}
    const created = this.addSession(session, program)
    if (restore) await restoreSession(created)
    return created
  }
  private addSession(id: string, program: string, isAttached = false): ClientSession {
    const ask = async (command: string, args: object | undefined): Promise<unknown> => {
      const isLrp = command.startsWith("lrp/")
      const answer = await (isLrp ? this.request(command, args) : this.sessionRequest(id, command, args))
      kept.note(command, args)
      return answer
    }
    const created: ClientSession = new ClientSession(id, program, ask)
    const kept = new KeptSession(created, isAttached)
    this.known.set(id, created)
    return created
  }
  async sessions(): Promise<readonly SessionInfo[]> {
    return ((await this.request("lrp/sessions")) as {sessions: SessionInfo[]}).sessions
  }
  async attach(session: string): Promise<DebugSession> {
    const {program} = (await this.request("lrp/attach", {session})) as SessionInfo
    return this.known.get(session) ?? this.addSession(session, program, true)
  }

  private sessionRequest(session: string, command: string, args: object | undefined): Promise<unknown> {
    const answer = this.request(`ldp/${command}`, args ?? {}, session)
    // who only looks ends nothing by a disconnect
    return command === "terminate" ? this.home.endOrRevive(answer) : answer
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    await this.request("lrp/write_file", {path, content})
  }
  async readFile(path: string): Promise<Uint8Array> {
    return ((await this.request("lrp/read_file", {path})) as {content: Uint8Array}).content
  }
  async removeFile(path: string): Promise<void> {
    await this.request("lrp/remove_file", {path})
  }
  async listFiles(): Promise<string[]> {
    return ((await this.request("lrp/list_files")) as {paths: string[]}).paths
  }

  connect(options: ConnectOptions): Promise<Kernel> {
    return this.home.connect(options)
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
    this.fail(reason)
    this.greeting.end()
    for (const session of this.known.values()) {
      session.handleEvent("exited", {exitCode: 1})
      session.handleEvent("terminated", {})
    }
    this.known.clear()
    this.pulse.note({execution_state: "dead"})
    this.events.emit("died", {reason})
  }
  private fail(reason: string): void {
    const error = this.home.link.deathError(reason)
    for (const answer of this.waiting.values()) answer.reject(error)
    this.waiting.clear()
  }
  private leave(reason = "this client has been disconnected"): void {
    this.gone = reason
    this.pulse.stop()
    this.fail(reason)
    this.closePorts()
    this.raw?.close()
    this.home.leave(this)
  }
  private closePorts(): void {
    for (const port of Object.values(this.pagePorts)) port.close()
  }
  /** A new worker answers now. */
  handleRevival(): void {
    this.pulse.note({execution_state: "idle"})
  }
}
