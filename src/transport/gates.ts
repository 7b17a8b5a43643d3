/** The ways in which a stopped program waits. */
import type {Deadlines} from "../base/deadlines.ts"
import type {PauseGate} from "../debugger/gate.ts"
import {decodeLetter, type Letter} from "./encoding.ts"
import type {MailboxReader} from "./mailbox.ts"

/** The thread sleeps on the mailbox: works anywhere in a program, also under C functions. */
export class AtomicsGate implements PauseGate {
  readonly name = "atomics"
  private readonly mailbox: MailboxReader
  private readonly deliver: (letter: Letter) => void
  private readonly deadlines: Deadlines | undefined
  private readonly onGoOn: (() => void) | undefined
  private readonly inbox: Uint8Array[] = []

  /**
   * @param deadlines what may be due while the thread sleeps
   * @param onGoOn called when a program that was held goes on
   */
  constructor(mailbox: MailboxReader, deliver: (letter: Letter) => void, deadlines?: Deadlines, onGoOn?: () => void) {
    this.mailbox = mailbox
    this.deliver = deliver
    this.deadlines = deadlines
    this.onGoOn = onGoOn
  }

  hold(isOver: () => boolean): void {
    this.mailbox.setState("waiting")
    this.serve()
    while (!isOver()) {
      this.mailbox.wait(this.deadlines?.untilNext)
      this.deadlines?.runDue()
      this.serve()
    }
    this.mailbox.setState("running")
    this.onGoOn?.()
  }
  serve(): void {
    this.inbox.push(...this.mailbox.drain())
    // an answer may start a program, from within which the rest is served: no loop keeps letters for itself
    for (let bytes = this.inbox.shift(); bytes; bytes = this.inbox.shift()) this.deliver(decodeLetter(bytes))
  }
}

/** The program's stack is suspended (JSPI) or has been left, and the worker's event loop serves the ports meanwhile. */
export class SuspendingGate implements PauseGate {
  readonly name: "suspending" | "unwinding"
  private waiting: {isOver(): boolean; goOn(): void} | undefined

  constructor(name: "suspending" | "unwinding" = "suspending") {
    this.name = name
  }

  async hold(isOver: () => boolean): Promise<void> {
    if (isOver()) return
    await new Promise<void>(goOn => {
      this.waiting = {isOver, goOn}
    })
  }
  serve(): void {}

  /** A program stands, and its stack is suspended. */
  get isHolding(): boolean {
    return this.waiting !== undefined
  }
  /** To be called after each message. */
  check(): void {
    const {waiting} = this
    if (!waiting?.isOver()) return
    this.waiting = undefined
    waiting.goOn()
  }
}
