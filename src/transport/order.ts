/** Puts the kernel's messages into the order of their running numbers: five ports overtake each other. */
import type {ChannelName, Message} from "../protocol/envelope.ts"

export class InOrder {
  private next = 1
  private readonly early = new Map<number, readonly [ChannelName, Message]>()
  private readonly deliver: (channel: ChannelName, message: Message) => void
  private readonly defer: ((step: () => void) => void) | undefined

  /**
   * @param defer runs a step later: who waits for an answer, by a promise, is to have it before what comes behind it is
   * delivered
   */
  constructor(deliver: (channel: ChannelName, message: Message) => void, defer?: (step: () => void) => void) {
    this.deliver = deliver
    this.defer = defer
  }

  accept(channel: ChannelName, message: Message): void {
    const {sequence} = message.header
    if (sequence === undefined) {
      this.deliver(channel, message)
      return
    }
    if (sequence < this.next) return
    this.early.set(sequence, [channel, message])
    this.release()
  }
  private release(): void {
    for (let ready = this.early.get(this.next); ready; ready = this.early.get(this.next)) {
      this.early.delete(this.next++)
      this.deliver(...ready)
      if (!this.defer || "method" in ready[1] || !this.early.has(this.next)) continue
      this.defer(() => this.release())
      return
    }
  }
  /** A new kernel counts from 1 again; one that one comes back to, from where it was left. */
  reset(next = 1): void {
    this.next = next
    this.early.clear()
  }
}
