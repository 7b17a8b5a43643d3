/** The clients of a kernel, the running numbers of what each is sent, and what is kept for those that are away. */
import type {Clock} from "../base/clock.ts"
import type {ChannelName, ErrorBody, Header, Message} from "../protocol/envelope.ts"
import {limitExceeded, noSuchClient} from "../protocol/errors.ts"
import type {Limits} from "../protocol/limits.ts"
import {TokenBucket} from "./limits.ts"

/** Puts a message on a client's port. */
export type Send = (channel: ChannelName, message: Message) => void

/** What a client that comes back missed. */
export interface Missed {
  /** The running number of the first message that it gets. */
  readonly next: number
  /** Messages that were more than the kernel keeps. */
  readonly lost: number
}

export class Client {
  readonly id: string
  readonly name: string
  /** Who shows it may come back as this client. */
  token: string | undefined
  /** It has the host functions. */
  hosts = false
  /** Requests that came, and those of them that a limit refused or that were no requests. */
  readonly counts = {received: 0, refused: 0, malformed: 0}
  readonly rate: TokenBucket
  /** While it is away: takes back its end. */
  forgetLeaving: (() => void) | undefined
  private readonly clock: Clock
  private readonly keeps: number
  /** Undefined: it is away. */
  private post: Send | undefined
  private kept: [ChannelName, Message][] = []
  private lost = 0
  private sequence = 0
  /** The sequence at the last failed execution that takes those along that were sent in ignorance of it. */
  private failedAt = 0

  constructor(id: string, name: string, post: Send, clock: Clock, limits: Limits) {
    this.id = id
    this.name = name
    this.post = post
    this.clock = clock
    this.keeps = limits.missedMessages
    this.rate = new TokenBucket(clock, limits.requestsPerSecond, limits.requestBurst)
  }

  /** Messages that were made for it, those included that are kept while it is away: the running number of the last one. */
  get sent(): number {
    return this.sequence
  }
  get isAway(): boolean {
    return this.post === undefined
  }
  /** What it is sent from now on is kept for it. */
  leave(): void {
    this.post = undefined
  }
  get missed(): Missed {
    return {next: this.sequence - this.kept.length + 1, lost: this.lost}
  }
  /** It is here again, through the ports of `other`, and is sent what was kept. */
  resume(other: Client): void {
    const {post} = other
    this.post = post
    this.lost = 0
    other.post = undefined
    if (post) for (const [channel, message] of this.kept.splice(0)) post(channel, message)
  }

  private put(channel: ChannelName, message: Message): void {
    if (this.post) {
      this.post(channel, message)
      return
    }
    this.kept.push([channel, message])
    if (this.kept.length <= this.keeps) return
    this.kept.shift()
    this.lost++
  }

  private header(parent: Header | undefined, session: string | undefined): Header {
    this.sequence++
    return {
      id: `${this.id}-k${this.sequence}`,
      client: this.id,
      time: this.clock.now(),
      sequence: this.sequence,
      ...(session === undefined ? {} : {session}),
      ...(parent ? {parent: parent.id} : {}),
      ...(parent?.correlation ? {correlation: parent.correlation} : {}),
    }
  }

  /** What the client sends before it has seen all that it has been told by now is to be aborted. */
  markFailure(): void {
    this.failedAt = this.sequence
  }
  /** Whether a message was sent before its sender could know of the failure. */
  isIgnorant({seen}: Header): boolean {
    return seen !== undefined && seen < this.failedAt
  }

  reply(channel: ChannelName, id: string | number | null, result: unknown, parent: Header | undefined): void {
    this.put(channel, {jsonrpc: "2.0", id, result, header: this.header(parent, parent?.session)})
  }
  fail(channel: ChannelName, id: string | number | null, error: ErrorBody, parent: Header | undefined): void {
    this.put(channel, {jsonrpc: "2.0", id, error, header: this.header(parent, parent?.session)})
  }
  notify(channel: ChannelName, method: string, params: unknown, parent?: Header, session?: string): void {
    this.put(channel, {jsonrpc: "2.0", method, params, header: this.header(parent, session)})
  }
}

/**
 * A client is its identity; it speaks through one connection, whose id it has until it comes back through another one.
 */
export class Clients {
  private readonly byId = new Map<string, Client>()
  private readonly connections = new Map<string, Client>()
  private readonly clock: Clock
  private readonly limits: Limits

  constructor(clock: Clock, limits: Limits) {
    this.clock = clock
    this.limits = limits
  }

  /** @throws limit exceeded */
  add(id: string, name: string, send: Send): Client {
    if (this.byId.size >= this.limits.clients) throw limitExceeded("The number of clients", `${this.limits.clients}`)
    const client = new Client(id, name, send, this.clock, this.limits)
    this.byId.set(id, client)
    this.connections.set(id, client)
    return client
  }
  get(id: string): Client | undefined {
    return this.byId.get(id)
  }
  /** Who is asked for host functions: the first one that has them and is here. */
  get host(): Client | undefined {
    for (const client of this.byId.values()) if (client.hosts && !client.isAway) return client
    return undefined
  }
  /** Who speaks through a connection. */
  at(connection: string): Client | undefined {
    return this.connections.get(connection)
  }
  /** What a client speaks through; undefined: it is away. */
  connectionOf(client: Client): string | undefined {
    for (const [connection, one] of this.connections) if (one === client) return connection
    return undefined
  }
  /** A connection has ended: what its client is sent is kept from now on. Answers the client. */
  cut(connection: string): Client | undefined {
    const client = this.connections.get(connection)
    this.connections.delete(connection)
    client?.leave()
    return client
  }
  /** @throws no such client */
  byToken(token: string, asking: Client): Client {
    for (const client of this.byId.values()) if (client.token === token && client !== asking) return client
    throw noSuchClient()
  }
  /** The connection of `asking`, who is nobody else's from now on, becomes that of a client of before. */
  adopt(client: Client, asking: Client): void {
    for (const [connection, one] of this.connections) {
      if (one === client) this.connections.delete(connection)
      else if (one === asking) this.connections.set(connection, client)
    }
    this.byId.delete(asking.id)
    client.hosts = asking.hosts
    client.resume(asking)
  }
  delete(client: Client): void {
    this.byId.delete(client.id)
    for (const [connection, one] of this.connections) if (one === client) this.connections.delete(connection)
  }
  [Symbol.iterator](): Iterator<Client> {
    return this.byId.values()
  }
}
