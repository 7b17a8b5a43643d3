/** The clients of a kernel, and the running numbers of what each is sent. */
import type {Clock} from "../base/clock.ts"
import type {ChannelName, ErrorBody, Header, Message} from "../protocol/envelope.ts"

/** Puts a message on a client's port. */
export type Send = (channel: ChannelName, message: Message) => void

export class Client {
  readonly id: string
  readonly name: string
  private readonly post: Send
  private readonly clock: Clock
  private sequence = 0

  constructor(id: string, name: string, post: Send, clock: Clock) {
    this.id = id
    this.name = name
    this.post = post
    this.clock = clock
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

  reply(channel: ChannelName, id: string | number | null, result: unknown, parent: Header | undefined): void {
    this.post(channel, {jsonrpc: "2.0", id, result, header: this.header(parent, parent?.session)})
  }
  fail(channel: ChannelName, id: string | number | null, error: ErrorBody, parent: Header | undefined): void {
    this.post(channel, {jsonrpc: "2.0", id, error, header: this.header(parent, parent?.session)})
  }
  notify(channel: ChannelName, method: string, params: unknown, parent?: Header, session?: string): void {
    this.post(channel, {jsonrpc: "2.0", method, params, header: this.header(parent, session)})
  }
}
