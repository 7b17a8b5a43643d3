/**
 * What the kernel says first to a client is its state. Who connects knows it at once, though the event comes only when they
 * have had the time to listen.
 */
import {createDeferred} from "../../base/deferred.ts"
import type {Message} from "../../protocol/envelope.ts"
import type {KernelState, KernelStatus} from "../../protocol/lrp.ts"

export class Greeting {
  private readonly heard = createDeferred<void>()
  private isOver = false
  private readonly defer: (step: () => void) => void
  private readonly onState: (state: KernelState) => void

  constructor(defer: (step: () => void) => void, onState: (state: KernelState) => void) {
    this.defer = defer
    this.onState = onState
  }

  /** Resolves once the state is known, or never will be. */
  get over(): Promise<void> {
    return this.heard.promise
  }
  /** @param deliver called at once, but for the message that tells the state first */
  pass(message: Message, deliver: () => void): void {
    if (this.isOver || !("method" in message) || message.method !== "status") {
      deliver()
      return
    }
    // the kernel's own word
    this.onState((message.params as KernelStatus).execution_state)
    this.end()
    this.defer(deliver)
  }
  end(): void {
    this.isOver = true
    this.heard.resolve()
  }
}
