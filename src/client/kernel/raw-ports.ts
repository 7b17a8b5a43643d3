/**
 * The five MessagePorts that whoever asks a client for them gets. The page keeps the other ends: what is written to them
 * takes the way of the client's own messages (through the mailbox where the worker reads no port), and what the kernel
 * sends comes out of them as well. Nobody can tell a request of these from one of the client's own, but for its answer:
 * ids are exchanged on the way, so that no answer goes to the wrong one. Ports that have been closed do no harm.
 */
import {type ChannelName, channelNames, type Message} from "../../protocol/envelope.ts"
import {openPorts, type Ports} from "../../transport/ports.ts"

export class RawPorts {
  /** To be given away. */
  readonly outer: Ports
  private readonly inner: Ports
  private readonly prefix: string
  private readonly ids = new Map<string, string | number>()
  private count = 0

  /** @param send takes one message of whoever holds the ports to the kernel */
  constructor(prefix: string, send: (channel: ChannelName, data: unknown) => void) {
    this.prefix = prefix
    const [inner, outer] = openPorts()
    for (const channel of channelNames) {
      inner[channel].onmessage = ({data}: MessageEvent<unknown>) => send(channel, this.rename(data))
      // without a listener, what comes is dropped rather than kept for ever
      outer[channel].start()
    }
    this.inner = inner
    this.outer = outer
  }

  /** The client has left. A port that is not closed is never collected, nor is the one at its other end. */
  close(): void {
    for (const port of Object.values(this.inner)) port.close()
  }

  /** A request's id becomes one that nobody else has. */
  private rename(data: unknown): unknown {
    if (typeof data !== "object" || data === null || !("id" in data)) return data
    const {id} = data
    if (typeof id !== "string" && typeof id !== "number") return data
    const name = `${this.prefix}-raw${++this.count}`
    this.ids.set(name, id)
    return {...data, id: name}
  }

  /** A message of the kernel. Answers whether it was for whoever holds the ports alone. */
  take(channel: ChannelName, message: Message): boolean {
    const name = "method" in message ? undefined : message.id
    const id = typeof name === "string" ? this.ids.get(name) : undefined
    if (id === undefined) {
      this.inner[channel].postMessage(message)
      return false
    }
    this.ids.delete(name as string)
    this.inner[channel].postMessage({...message, id})
    return true
  }
}
