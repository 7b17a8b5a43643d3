/** A client that lives in another tab, as the page that owns the kernel holds it. */
import {type ChannelName, channelNames, type Message, type ReplyMessage} from "../../protocol/envelope.ts"
import {errorBody, limitExceeded} from "../../protocol/errors.ts"
import {type LineParts, maxBodyBytes, type Sealed, type SealedLine} from "../../protocol/signing.ts"
import {channelOf, endpointsOf, type FromOwner, type OwnerTask, ownerTasks, readBody} from "../../protocol/tabs.ts"
import {decodeData, encodeData} from "../../transport/encoding.ts"
import type {Ports} from "../../transport/ports.ts"
import type {KernelInfo} from "../face.ts"
import type {Link, Member} from "../kernel/link.ts"

/** What a relay wants of the kernel's owner. */
export interface RelayOwner {
  readonly info: KernelInfo
  readonly link: Link
  /** Takes a member in. Answers its client's id. */
  join(member: Member): string
  leave(member: Member): void
  /** `revive`: its program can't be reached, the worker is replaced. */
  perform(task: OwnerTask): Promise<void>
  /** It was shut down: there will be no other worker. */
  readonly ended: boolean
}

export interface RelayedClientParts {
  readonly kernelId: string
  /** The other tab's. */
  readonly address: string
  readonly owner: RelayOwner
  line(ways: Pick<LineParts, "isForHere" | "deliver">): SealedLine
  /** It has confirmed. The signal: it has left again. */
  onConnect(left: AbortSignal): void
  onLeave(): void
}

export class RelayedClient implements Member {
  readonly line: SealedLine
  private readonly parts: RelayedClientParts
  private readonly leaving = new AbortController()
  private ports: Ports | undefined
  private id = ""
  private name = ""

  constructor(parts: RelayedClientParts) {
    this.parts = parts
    const {kernelId, address} = parts
    this.line = parts.line({
      isForHere: ({from, to}) => from === address && channelOf(kernelId, to) !== undefined,
      deliver: sealed => this.handle(sealed),
    })
  }

  private tell(message: FromOwner, channel: ChannelName = "control"): void {
    this.line.send(endpointsOf(this.parts.kernelId)[channel], this.parts.address, encodeData(message))
  }

  /** @throws what is malformed */
  private async handle({to, body}: Sealed): Promise<void> {
    const {kernelId, owner} = this.parts
    const channel = channelOf(kernelId, to)
    if (!channel || this.leaving.signal.aborted) throw new Error("this client has left")
    const message = readBody(decodeData(body))
    if (this.id === "") {
      if (message.kind !== "connect" || typeof message.name !== "string") throw new Error("not connected yet")
      this.name = message.name.slice(0, 200)
      await this.connect()
      return
    }
    const {what} = message
    if (message.kind === "message") this.forward(channel, message.data)
    else if (message.kind === "leave") this.leave()
    else if (message.kind === "ask" && ownerTasks.some(task => task === what)) {
      const id = Number(message.id)
      // not awaited: what is to be ended may be what the next messages are for
      owner.perform(what as OwnerTask).then(
        () => this.tell({kind: "done", id}),
        thrown => this.tell({kind: "done", id, error: errorBody(thrown).message}),
      )
    } else throw new Error("unknown kind")
  }

  private async connect(): Promise<void> {
    const {owner, onConnect} = this.parts
    this.id = owner.join(this)
    onConnect(this.leaving.signal)
    if (!owner.link.alive) return this.handleDeath("its worker is gone")
    try {
      await this.open()
    } catch (thrown) {
      // of its death all are told
      if (!owner.link.alive) return
      // the kernel takes no more clients
      this.tell({kind: "died", reason: errorBody(thrown).message, final: true})
      void this.line.flushed().then(() => this.leave())
    }
  }

  private forward(channel: ChannelName, data: unknown): void {
    const port = this.ports?.[channel]
    if (port) this.parts.owner.link.send(this.id, channel, data, port)
  }

  async open(): Promise<void> {
    const {owner} = this.parts
    const ports = await owner.link.connect(this.id, this.name)
    if (this.leaving.signal.aborted) {
      owner.link.disconnect(this.id)
      return
    }
    this.ports = ports
    this.tell({kind: "connected", client: this.id, info: owner.info})
    for (const channel of channelNames)
      ports[channel].onmessage = ({data}: MessageEvent<Message>) => this.carry(channel, data)
  }

  /** A message of the kernel, out to the tab. */
  private carry(channel: ChannelName, data: Message): void {
    const {kernelId, address} = this.parts
    let body = encodeData({kind: "message", data})
    if (body.length > maxBodyBytes) body = encodeData({kind: "message", data: tooLarge(data)})
    this.line.send(endpointsOf(kernelId)[channel], address, body)
  }

  handleDeath(reason: string): void {
    this.ports = undefined
    this.tell({kind: "died", reason, final: this.parts.owner.ended})
  }
  /** Told by "connected", before the first message of the new worker. */
  handleRevival(): void {}

  /** The tab has gone, or wants no more. */
  leave(): void {
    if (this.leaving.signal.aborted) return
    this.leaving.abort()
    this.parts.onLeave()
    if (this.id === "") return
    this.parts.owner.leave(this)
    this.parts.owner.link.disconnect(this.id)
    for (const port of Object.values(this.ports ?? {})) port.close()
    this.ports = undefined
  }
}

/** In place of a message that does not cross; its running number is kept, since the client waits for each. */
function tooLarge(message: Message): Message {
  const {header} = message
  if ("method" in message) return {jsonrpc: "2.0", method: "dropped", params: {method: message.method}, header}
  const error = errorBody(limitExceeded("The answer to another tab", `${maxBodyBytes >> 20} MB`))
  return {jsonrpc: "2.0", id: (message as ReplyMessage).id, error, header}
}
