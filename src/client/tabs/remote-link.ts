/**
 * The way to a kernel that lives in another tab, for one client. Its ports are real ones, whose far ends this link holds:
 * what the client posts is signed and sent over the kernel's BroadcastChannel, and what comes from there is posted to it.
 */
import {createDeferred, type Deferred} from "../../base/deferred.ts"
import type {Signer} from "../../base/signer.ts"
import {type ChannelName, channelNames} from "../../protocol/envelope.ts"
import {
  errorBody,
  kernelDied,
  kernelGone,
  limitExceeded,
  type ProtocolError,
  parseError,
  signatureRefused,
} from "../../protocol/errors.ts"
import {
  isGenuine,
  maxBodyBytes,
  noRefusals,
  type RefusalReason,
  type RefusedCounts,
  readSealed,
  type Sealed,
  SealedLine,
  seal,
} from "../../protocol/signing.ts"
import {channelOf, endpointsOf, type FromTab, type OwnerTask, readBody} from "../../protocol/tabs.ts"
import {decodeData, encodeData} from "../../transport/encoding.ts"
import {openPorts, type Ports} from "../../transport/ports.ts"
import type {Link} from "../kernel/link.ts"

export interface RemoteLinkParts {
  readonly kernelId: string
  /** This client's own: a name that nobody else has. */
  readonly address: string
  readonly signer: Signer
  makeNonce(): string
  /** Says hello, on the kernel's channel. */
  postHello(sealed: Sealed): void
  /** On the channel that has this client's address for its name. */
  post(sealed: Sealed): void
  /** Lets the channels go, and this tab's proof of life. */
  close(): void
}

export interface RemoteLinkEvents {
  /** The kernel's worker is gone. */
  onDeath(reason: string): void
  /** The owner has made another one. */
  onRevival(): void
}

/** What the owner tells a client when it takes it in. */
export interface Connected {
  readonly client: string
  readonly info: unknown
}

export class RemoteLink implements Link {
  events: RemoteLinkEvents | undefined
  private readonly parts: RemoteLinkParts
  private readonly counts = noRefusals()
  private readonly nonce: string
  private readonly greeted = createDeferred<Connected>()
  private name = ""
  private line: SealedLine | undefined
  private near: Ports
  private far: Ports
  private living = false
  /** Why there will be no other worker. */
  private over: string | undefined
  private readonly asked = new Map<number, Deferred<void> & {readonly what: OwnerTask}>()
  private askCount = 0

  constructor(parts: RemoteLinkParts) {
    this.parts = parts
    this.nonce = parts.makeNonce()
    const {near, far} = this.makePorts()
    this.near = near
    this.far = far
  }

  get alive(): boolean {
    return this.living
  }
  /** Messages for this client that were refused so far, by reason. */
  get refused(): RefusedCounts {
    return {...this.counts}
  }
  deathError(reason: string): ProtocolError {
    return this.over === undefined ? kernelDied(reason) : kernelGone(this.over)
  }

  /** Says hello, and waits to be taken in. @throws signature refused */
  async greet(name: string): Promise<Connected> {
    const {kernelId, address, signer, postHello} = this.parts
    this.name = name
    const body = encodeData({kind: "hello"} satisfies FromTab)
    postHello(
      await seal(signer, {from: address, to: endpointsOf(kernelId).control, session: this.nonce, count: 0, body}),
    )
    return this.greeted.promise
  }

  /** Whatever came over the channel. */
  receive(data: unknown): void {
    if (typeof data !== "object" || data === null || !("to" in data) || data.to !== this.parts.address) return
    if (this.line) {
      const sealed = readSealed(data)
      if (typeof sealed === "string") this.counts[sealed]++
      else this.line.accept(sealed)
    } else void this.hearChallenge(data)
  }

  private async hearChallenge(data: object): Promise<void> {
    const {signer, post} = this.parts
    if ("refused" in data && "session" in data && data.session === this.nonce) {
      this.greeted.reject(signatureRefused())
      return
    }
    const sealed = readSealed(data)
    if (typeof sealed === "string") return this.refuse(sealed)
    if (sealed.session !== this.nonce || sealed.count !== 0) return this.refuse("replayed")
    if (!(await isGenuine(signer, sealed))) return this.refuse("altered")
    if (this.line) return this.refuse("replayed")
    const message = readBody(decodeData(sealed.body))
    if (message.kind !== "challenge" || typeof message.nonce !== "string") return this.refuse("malformed")
    this.line = new SealedLine({
      signer,
      session: `${this.nonce}.${message.nonce}`,
      post,
      isForHere: ({from}) => channelOf(this.parts.kernelId, from) !== undefined,
      deliver: message => this.hear(message),
      refuse: reason => this.refuse(reason),
    })
    this.tell({kind: "connect", name: this.name})
  }
  private refuse(reason: RefusalReason): void {
    this.counts[reason]++
  }

  private tell(message: FromTab, channel: ChannelName = "control"): void {
    const {kernelId, address} = this.parts
    this.line?.send(address, endpointsOf(kernelId)[channel], encodeData(message))
  }

  /** @throws what is malformed */
  private hear({from, body}: Sealed): void {
    const channel = channelOf(this.parts.kernelId, from)
    if (!channel) return
    const message = readBody(decodeData(body))
    switch (message.kind) {
      case "message":
        this.far[channel].postMessage(message.data)
        break
      case "connected":
        this.takeIn({client: String(message.client), info: message.info})
        break
      case "died":
        this.end(String(message.reason), message.final === true)
        break
      case "done":
        this.finish(Number(message.id), message.error)
        break
      default:
        throw new Error("unknown kind")
    }
  }

  private takeIn(connected: Connected): void {
    this.living = true
    if (!this.greeted.settled) {
      this.greeted.resolve(connected)
      return
    }
    for (const port of Object.values(this.far)) port.close()
    Object.assign(this, this.makePorts())
    this.events?.onRevival()
  }

  private makePorts(): {near: Ports; far: Ports} {
    const [near, far] = openPorts()
    for (const channel of channelNames)
      far[channel].onmessage = ({data}: MessageEvent<unknown>) => this.forward(channel, data)
    return {near, far}
  }

  connect(): Promise<Readonly<Ports>> {
    return Promise.resolve(this.near)
  }
  send(_client: string, channel: ChannelName, data: unknown): void {
    this.forward(channel, data)
  }
  /** One that can't cross is answered here. */
  private forward(channel: ChannelName, data: unknown): void {
    try {
      const body = encodeData({kind: "message", data} satisfies FromTab)
      if (body.length > maxBodyBytes) throw limitExceeded("A message to another tab", `${maxBodyBytes >> 20} MB`)
      const {kernelId, address} = this.parts
      this.line?.send(address, endpointsOf(kernelId)[channel], body)
    } catch (thrown) {
      const error = thrown instanceof TypeError ? parseError(thrown.message) : thrown
      const id = typeof data === "object" && data !== null && "id" in data ? data.id : null
      const header = {id: this.parts.makeNonce(), client: this.parts.address, time: Date.now()}
      this.far[channel].postMessage({jsonrpc: "2.0", id, error: errorBody(error), header})
    }
  }

  /** Has the owner do what only it can. @throws kernel gone, and what the owner failed with */
  async ask(what: OwnerTask): Promise<void> {
    if (this.over !== undefined) throw kernelGone(this.over)
    const id = ++this.askCount
    const answer = {...createDeferred<void>(), what}
    this.asked.set(id, answer)
    this.tell({kind: "ask", id, what})
    return answer.promise
  }
  private finish(id: number, error: unknown): void {
    const answer = this.asked.get(id)
    this.asked.delete(id)
    if (error === undefined) answer?.resolve()
    else answer?.reject(new Error(String(error)))
  }

  /** The kernel's worker is gone; if final, it will have no other one. */
  end(reason: string, final: boolean): void {
    if (this.over !== undefined) return
    if (final) this.over = reason
    const died = this.living
    this.living = false
    if (!this.greeted.settled) this.greeted.reject(this.deathError(reason))
    else if (died || final) this.events?.onDeath(reason)
    if (!final) return
    this.answerAll(reason)
    this.parts.close()
  }
  /** What the owner was asked for is not answered any more. */
  private answerAll(reason: string): void {
    for (const {what, resolve, reject} of this.asked.values()) {
      if (what === "shutdown") resolve()
      else reject(kernelGone(reason))
    }
    this.asked.clear()
  }

  disconnect(): void {
    if (this.over !== undefined) return
    this.over = "this client has left it"
    this.living = false
    this.answerAll(this.over)
    this.tell({kind: "leave"})
    const closing = this.line?.flushed() ?? Promise.resolve()
    void closing.then(() => this.parts.close())
  }
}
