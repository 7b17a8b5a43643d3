/** Puts the kernel's messages into the order of their running numbers: five ports overtake each other. */
import type {ChannelName, Message} from "../protocol/envelope.ts"

export class InOrder {
  private next = 1
  private readonly early = new Map<number, readonly [ChannelName, Message]>()
  private readonly deliver: (channel: ChannelName, message: Message) => void

  constructor(deliver: (channel: ChannelName, message: Message) => void) {
    this.deliver = deliver
  }

  accept(channel: ChannelName, message: Message): void {
    const {sequence} = message.header
    if (sequence === undefined) {
      this.deliver(channel, message)
      return
    }
    if (sequence < this.next) return
    this.early.set(sequence, [channel, message])
    for (let ready = this.early.get(this.next); ready; ready = this.early.get(this.next)) {
      this.early.delete(this.next++)
      this.deliver(...ready)
    }
  }
  /** A new kernel counts from 1 again. */
  reset(): void {
    this.next = 1
    this.early.clear()
  }
}
