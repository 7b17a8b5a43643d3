/**
 * A kernel on the fake engine with as many clients as a test wants, behind either gate. Messages take the ways they take
 * in a worker: ports are turns of the event loop, and behind the atomics gate control and stdin go through the mailbox,
 * with a bell on the port. Programs are runs in the notation of fake-run.ts.
 */
import {manualClock} from "../../src/base/clock.ts"
import {Deadlines} from "../../src/base/deadlines.ts"
import {Front} from "../../src/kernel/front.ts"
import {Kernel} from "../../src/kernel/kernel.ts"
import type {ChannelName, ErrorBody, Message, NotificationMessage} from "../../src/protocol/envelope.ts"
import {type Limits, limitsOf} from "../../src/protocol/limits.ts"
import type {KernelState} from "../../src/protocol/lrp.ts"
import {sessionEventOf} from "../../src/protocol/session-events.ts"
import {encodeLetter} from "../../src/transport/encoding.ts"
import {AtomicsGate, SuspendingGate} from "../../src/transport/gates.ts"
import {createMailboxBuffer, MailboxReader, MailboxWriter} from "../../src/transport/mailbox.ts"
import {FakeEngine} from "./fake-engine.ts"
import {witnessNotification, witnessReply} from "./wire-witness.ts"

export type GateName = "atomics" | "suspending"
export const gateNames: readonly GateName[] = ["atomics", "suspending"]

// biome-ignore lint/suspicious/noExplicitAny: the bodies are read by the tests
export type Body = any

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Fails instead of sleeping for ever: nobody in this thread could wake it. */
class ImpatientReader extends MailboxReader {
  /** Somebody in another thread may. */
  patient = false
  private naps = 0
  /** Called, once, when nothing comes any more. */
  onNap: (() => void) | undefined
  /** Called each time that all has been served, and it is about to sleep. */
  onSleep: (() => void) | undefined
  override wait(): void {
    this.onSleep?.()
    super.wait(this.patient ? undefined : 20)
    const {onNap} = this
    this.onNap = undefined
    onNap?.()
    if (!this.patient && ++this.naps > 100) throw new Error("The program waits for a message that nobody sends.")
  }
}

/** An answer that was an error. */
export class Refused extends Error {
  readonly code: number
  constructor({code, message}: ErrorBody) {
    super(message)
    this.code = code
  }
}

export class TestClient {
  readonly id: string
  /** All that has come, in the order it was sent. */
  readonly received: {readonly channel: ChannelName; readonly message: Message}[] = []
  /** The session that LDP requests are made for. */
  session: string | undefined
  private readonly harness: KernelHarness
  private readonly waiting = new Map<
    unknown,
    {readonly method: string; resolve(value: Body): void; reject(reason: Error): void}
  >()
  private readonly listeners: {readonly method: string; handle(params: Body, message: Message): void}[] = []
  private count = 0

  constructor(id: string, harness: KernelHarness) {
    this.id = id
    this.harness = harness
  }

  take(channel: ChannelName, message: Message): void {
    this.received.push({channel, message: structuredClone(message)})
    if ("method" in message) {
      witnessNotification(message.method, message.params)
      for (const {method, handle} of this.listeners)
        for (const params of paramsOf(message, method)) handle(params, message)
      return
    }
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (!waiting) return
    if (message.error) {
      waiting.reject(new Refused(message.error))
      return
    }
    witnessReply(waiting.method, message.result)
    waiting.resolve(message.result)
  }

  /** Calls back, from within the kernel, when a notification comes: a method, or an event of the session. */
  on(method: string, handle: (params: Body, message: Message) => void): void {
    this.listeners.push({method, handle})
  }

  /** Sends a request. LDP, stdin's and the urgent ones go over control, the rest over shell. */
  request(method: string, params: unknown = {}, channel = usualChannel(method), correlation?: string): Promise<Body> {
    const id = `${this.id}${++this.count}`
    const session = method.startsWith("ldp/") && this.session !== undefined ? {session: this.session} : {}
    const seen = this.received.at(-1)?.message.header.sequence ?? 0
    const caused = correlation === undefined ? {} : {correlation}
    const header = {id: `h-${id}`, client: this.id, time: 0, seen, ...session, ...caused}
    const answered = new Promise<Body>((resolve, reject) => this.waiting.set(id, {method, resolve, reject}))
    // a test that does not wait for an answer need not hear of its error
    answered.catch(() => {})
    this.harness.deliver(this.id, channel, {jsonrpc: "2.0", id, method, params, header})
    return answered
  }
  execute(code: string, more: object = {}, correlation?: string): Promise<Body> {
    return this.request("lrp/execute", {code, ...more}, "shell", correlation)
  }
  dap(command: string, args: object = {}, correlation?: string): Promise<Body> {
    return this.request(`ldp/${command}`, args, "control", correlation)
  }
  /** A session that is being set up, for a run; its breakpoints as "a2". */
  async launch(run: string, breakpoints: readonly string[] = [], more: object = {}): Promise<string> {
    const program = `program${this.harness.engine.listFiles().length}`
    this.harness.engine.writeFile(program, new TextEncoder().encode(run))
    this.session = undefined
    const {session} = await this.dap("launch", {program, ...more})
    this.session = session
    for (const path of new Set(breakpoints.map(one => one.replace(/\d+/, ""))))
      await this.dap("setBreakpoints", {
        source: {path},
        breakpoints: breakpoints
          .filter(one => one.replace(/\d+/, "") === path)
          .map(one => ({line: Number(/\d+/.exec(one))})),
      })
    return session
  }

  /** The params of the notifications of one method or event. */
  got(method: string): Body[] {
    return this.received.flatMap(({message}) => ("method" in message ? paramsOf(message, method) : []))
  }
  get statuses(): KernelState[] {
    return this.got("status").map(one => one.execution_state)
  }
  get output(): string {
    return this.got("stream")
      .map(one => one.text)
      .join("")
  }
  /** What has come, in short: "status busy", "stream hi", "stopped", "reply c1", "error c2 -32602". */
  get log(): string[] {
    return this.received.map(({message}) => {
      if (!("method" in message))
        return message.error ? `error ${message.id} ${message.error.code}` : `reply ${message.id}`
      const params = message.params as Body
      const name = message.method.replace("ldp/event/", "")
      return name === "status" ? `status ${params.execution_state}` : name === "stream" ? `stream ${params.text}` : name
    })
  }
}

/** Of a notification of this name, or of the session's event that is told by it. */
function paramsOf(message: NotificationMessage, name: string): Body[] {
  if (message.method === name) return [message.params]
  const told = sessionEventOf(message)
  return told?.event === name ? [told.body] : []
}

function usualChannel(method: string): ChannelName {
  if (method === "lrp/input_reply" || method === "lrp/host_reply") return "stdin"
  return /^ldp\/|^lrp\/(interrupt|restart|shutdown|kernel_info)$/.test(method) ? "control" : "shell"
}

export class KernelHarness {
  readonly gateName: GateName
  readonly clock = manualClock(1000)
  readonly engine: FakeEngine
  readonly kernel: Kernel
  readonly front: Front
  readonly states: KernelState[] = []
  /** Times that shutdown was asked for. */
  shutdowns = 0
  readonly mailbox = createMailboxBuffer()
  readonly reader = new ImpatientReader(this.mailbox)
  private readonly writer = new MailboxWriter(this.mailbox)
  private readonly gate: AtomicsGate | SuspendingGate

  readonly deadlines = new Deadlines(this.clock)

  /** @param host names of the functions that clients with `hosts` have */
  constructor(gateName: GateName, limits: Partial<Limits> = {}, host: readonly string[] = []) {
    this.gateName = gateName
    this.engine = new FakeEngine(gateName === "atomics" ? "blocking" : "suspending")
    this.gate =
      gateName === "atomics"
        ? new AtomicsGate(this.reader, ({client, channel, data}) => {
            if (channel !== "host") this.front.receive(client, channel, data)
          })
        : new SuspendingGate()
    this.kernel = new Kernel({
      id: "k",
      version: "1.2.3",
      engine: this.engine,
      gate: this.gate,
      clock: this.clock,
      deadlines: this.deadlines,
      limits: limitsOf("development", limits),
      host: {names: host},
      makeDecoder: () => {
        const decoder = new TextDecoder()
        return {decode: bytes => decoder.decode(bytes, {stream: true}), end: () => decoder.decode()}
      },
      encode: text => new TextEncoder().encode(text),
      decode: bytes => new TextDecoder().decode(bytes),
      onState: state => this.states.push(state),
      onShutdown: () => this.shutdowns++,
    })
    this.front = new Front(this.kernel)
  }

  connect(id = "c", hosts = false): TestClient {
    const client = new TestClient(id, this)
    this.kernel.addClient(id, id, (channel, message) => client.take(channel, message), hosts)
    return client
  }
  /** The client is gone, and does not come back in time. */
  disconnect(client: TestClient): void {
    this.leave(client)
    this.wait(limitsOf().resumeMs)
  }
  /** Its connection is gone; it may come back. */
  leave(client: TestClient): void {
    this.kernel.suspendClient(client.id)
    this.check()
  }
  /** Does something once all that is on its way has been served, also within a pause that blocks the thread. */
  whenQuiet(act: () => void): void {
    if (this.gate instanceof AtomicsGate) this.reader.onNap = act
    else void this.afterTurns(50).then(act)
  }
  private async afterTurns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await turn()
  }
  /** Time passes, and what is due happens. */
  wait(milliseconds: number): void {
    this.clock.advance(milliseconds)
    this.deadlines.runDue()
    this.check()
  }
  private check(): void {
    if (this.gate instanceof SuspendingGate) this.gate.check()
  }

  /** A message on its way to the kernel, as the page sends it. */
  deliver(client: string, channel: ChannelName, data: unknown): void {
    const {gate} = this
    if (gate instanceof SuspendingGate) {
      setImmediate(() => {
        this.front.receive(client, channel, data)
        gate.check()
      })
    } else if (channel === "control" || channel === "stdin") {
      this.writer.post(encodeLetter({client, channel, data}))
      setImmediate(() => this.ring(gate))
    } else {
      setImmediate(() => {
        this.front.receive(client, channel, data)
        gate.serve()
      })
    }
  }
  private ring(gate: AtomicsGate): void {
    if (!this.writer.pump()) setImmediate(() => this.ring(gate))
    gate.serve()
  }

  /** Until nothing runs, waits or is on its way. */
  async settled(): Promise<void> {
    for (let quiet = 0, turns = 0; quiet < 5; turns++) {
      await turn()
      quiet = this.kernel.turns.queue.length === 0 ? quiet + 1 : 0
      if (turns > 5000) throw new Error(`The kernel stays ${this.kernel.state}.`)
    }
  }
}
