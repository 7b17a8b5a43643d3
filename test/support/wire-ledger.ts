/**
 * Keeps the books of one client's wire, from its raw ports alone: every message the kernel has sent it, in the kernel's
 * own order, and every request that was answered. `balance` holds them against what the kernel says it has received and
 * sent. Open it as soon as the client is connected, or its first messages are missed.
 */
import type {Kernel} from "../../src/moonstep.ts"
import type {ChannelName, Header} from "../../src/protocol/envelope.ts"
import {ProtocolError} from "../../src/protocol/errors.ts"
import {sessionEventOf} from "../../src/protocol/session-events.ts"
import type {Body} from "./kernel-page.ts"

interface WireMessage {
  readonly id?: unknown
  readonly method?: string
  readonly params?: Body
  readonly result?: Body
  readonly error?: {readonly code: number; readonly message: string; readonly data?: unknown}
  readonly header: Header
}

interface Asked {
  readonly header: string
  readonly session: string | undefined
  readonly method: string
  resolve(result: Body): void
  reject(error: ProtocolError): void
}

/** One row of the reply to lrp/clients. */
export interface ClientRow {
  readonly id: string
  readonly name: string
  readonly sent: number
  readonly received: number
  readonly refused: number
  readonly malformed: number
}

/** Requests of all ledgers so far: an id is nobody else's, at any port. */
let asked = 0

export class Ledger {
  /** What must not be, in words. */
  readonly faults: string[] = []
  /** Gets the events of the sessions that this client sees, in the kernel's order. */
  onEvent: (session: string, event: string, body: Body) => void = () => {}
  /** Messages that came to the ports behind one of a later number. */
  overtaken = 0
  /** Messages that have come. */
  delivered = 0
  /** Notifications in the kernel's order, as `fingerprint` writes them. */
  readonly told: string[] = []
  private readonly client: Kernel
  private readonly lastAt = new Map<string, number>()
  private latest = 0
  private next = 1
  private readonly early = new Map<number, WireMessage>()
  /** The client's id, as the first message says it. */
  private id: string | undefined
  private readonly waiting = new Map<string, Asked>()
  private askedHere = 0
  /** The numbers of the requests that the client itself has sent, and that were answered. */
  private readonly answered = new Set<number>()
  private readonly seen = new Set<string>()

  constructor(client: Kernel) {
    this.client = client
    for (const [channel, port] of Object.entries(client.ports))
      port.addEventListener("message", ({data}: MessageEvent<WireMessage>) => this.accept(channel, data))
  }

  /** Sends a request through a raw port. Rejects with {code, message}. */
  ask(method: string, params: object = {}, session?: string): Promise<Body> {
    const id = `asked ${++asked}`
    const header = {id: `header ${asked}`, client: "raw", time: 0, ...(session === undefined ? {} : {session})}
    this.askedHere++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {header: header.id, session, method, resolve, reject})
      this.client.ports[channelOf(method)].postMessage({jsonrpc: "2.0", id, method, params, header})
    })
  }

  private accept(channel: string, message: WireMessage): void {
    const {sequence = 0, client} = message.header
    this.delivered++
    this.id ??= client
    if (client !== this.id) this.faults.push(`${channel}: ${sequence} is for ${client}`)
    if (sequence <= (this.lastAt.get(channel) ?? 0)) this.faults.push(`${channel}: ${sequence} is out of order`)
    this.lastAt.set(channel, sequence)
    if (sequence < this.next || this.early.has(sequence)) this.faults.push(`${channel}: ${sequence} came twice`)
    if (sequence < this.latest) this.overtaken++
    this.latest = Math.max(this.latest, sequence)
    this.early.set(sequence, message)
    for (let ready = this.early.get(this.next); ready; ready = this.early.get(this.next)) {
      this.early.delete(this.next++)
      if (ready.method === undefined) this.takeReply(ready)
      else this.takeNotification(ready.method, ready)
    }
  }

  private takeReply({id, header, result, error}: WireMessage): void {
    const name = String(id)
    const own = name.startsWith(`${this.id}-`) ? Number(name.slice(`${this.id}-`.length)) : Number.NaN
    const asked = this.waiting.get(name)
    if (Number.isNaN(own) && !asked) this.faults.push(`an answer to ${name}, which was not asked here or is answered`)
    if (this.answered.has(own)) this.faults.push(`${name} was answered twice`)
    if (header.parent !== (asked?.header ?? name)) this.faults.push(`${name}: its parent is ${header.parent}`)
    if (asked && header.session !== asked.session) this.faults.push(`${name}: its session is ${header.session}`)
    if (asked) this.waiting.delete(name)
    else this.answered.add(own)
    this.followSessions(asked, header, result)
    if (error) asked?.reject(new ProtocolError(error.code, error.message, error.data))
    else asked?.resolve(result)
  }
  /** A launch and an attachment are known by the shape of their replies, since one does not see what was asked elsewhere. */
  private followSessions(asked: Asked | undefined, {session}: Header, result: Body): void {
    if (typeof result?.program === "string") this.seen.add(result.session ?? result.id)
    if (asked?.method === "ldp/disconnect" && result && session !== undefined) this.seen.delete(session)
  }

  private takeNotification(method: string, {params, header}: WireMessage): void {
    this.told.push(fingerprint(method, params))
    const told = sessionEventOf({method, params, header})
    if (!told) return
    const {session, event, body} = told
    if (!this.seen.has(session)) {
      this.faults.push(`${method} of ${session}, which it does not see`)
      return
    }
    if (event === "terminated") this.seen.delete(session)
    this.onEvent(session, event, body)
  }

  /** Requests that this client has sent, by its face and by its ports. */
  get requests(): number {
    return this.answered.size + this.askedHere
  }

  /** What does not agree with the kernel's own counts; nothing, once all has arrived. */
  balance(row: ClientRow | undefined): string[] {
    const missing = Array.from({length: Math.max(0, ...this.answered)}, (_, i) => i + 1).filter(
      number => !this.answered.has(number),
    )
    const pairs: readonly (readonly [string, unknown, unknown])[] = [
      ["its id", row?.id, this.id],
      ["requests received and sent", row?.received, this.requests],
      ["messages sent and delivered", row?.sent, this.delivered],
      ["the last sequence and the last in order", row?.sent, this.next - 1],
      ["requests refused", row?.refused, 0],
      ["requests malformed", row?.malformed, 0],
      ["requests never answered", missing.length + this.waiting.size, 0],
    ]
    return pairs.flatMap(([what, kernel, page]) =>
      kernel === page ? [] : [`${row?.name}: ${what}: ${kernel} and ${page}`],
    )
  }
}

/** A notification in words, to be told from others. */
export const fingerprint = (method: string, params: unknown): string => `${method} ${JSON.stringify(params)}`

function channelOf(method: string): ChannelName {
  if (method === "lrp/heartbeat") return "heartbeat"
  if (method === "lrp/input_reply") return "stdin"
  return method === "lrp/execute" ? "shell" : "control"
}
