/**
 * Functions of the page that has started the kernel, which any client's program may call: the call goes to a client of
 * that page, and the program stands until it is answered or ended. One program runs at a time, so one call waits.
 */
import {toHostValue} from "../base/host-values.ts"
import type {HostListener, HostOutcome, HostRequest} from "../debugger/engine.ts"
import {invalidParams, noSuchHostCall} from "../protocol/errors.ts"
import type {HostReply} from "../protocol/lrp.ts"
import type {Client} from "./clients.ts"
import type {Kernel} from "./kernel.ts"
import {isLargerThan} from "./limits.ts"

/** What a kernel is given of them. */
export interface HostOffer {
  readonly names: readonly string[]
}

interface Waiting {
  readonly call: number
  readonly name: string
  readonly client: Client
  readonly thread: number
  outcome: HostOutcome | undefined
  /** Its answer is not counted against the client's rate of requests: it comes because it was asked for. */
  isFree: boolean
}

/** Calls that take less are not told of: ten thousand in a loop would flood the clients. */
const tellAfterMs = 50

const notConnected = "the page that has it is not connected to the kernel"

export class HostCalls implements HostListener {
  private readonly kernel: Kernel
  private readonly offer: HostOffer
  private count = 0
  private waiting: Waiting | undefined

  constructor(kernel: Kernel, offer: HostOffer = {names: []}) {
    this.kernel = kernel
    this.offer = offer
  }

  get mostBytes(): number {
    return this.kernel.parts.limits.messageBytes
  }

  begin({name, args, thread, path, line}: HostRequest): string | undefined {
    const {kernel, offer} = this
    const {turns} = kernel
    if (!offer.names.includes(name)) return "the page that has started the kernel has no function of this name any more"
    const client = kernel.clients.host
    const {current, ownerId = ""} = turns
    if (!client || !current) return notConnected
    if (isLargerThan(args, this.mostBytes)) return `its arguments are more than ${this.mostBytes} bytes`
    const call = ++this.count
    this.waiting = {call, name, client, thread, outcome: undefined, isFree: true}
    kernel.flushOutput()
    const place = path === undefined ? {} : {source: path, ...(line ? {line} : {})}
    client.notify("stdin", "host_call", {call, name, args, client: ownerId, ...place}, current.header, current.session)
    return undefined
  }

  wait(): void | Promise<void> {
    const {kernel, waiting} = this
    if (!waiting) return
    const {turns, engine} = kernel
    const {gate, deadlines, limits} = kernel.parts
    const told = deadlines.after(tellAfterMs, () => kernel.setWaiting(waiting.name))
    const late = deadlines.after(limits.executionMs - turns.ran.elapsed + 1, () =>
      turns.checkTime(engine, waiting.thread),
    )
    const goOn = () => {
      told()
      late()
      this.waiting = undefined
      kernel.setWaiting(undefined)
      if (!waiting.outcome)
        waiting.client.notify(
          "stdin",
          "host_cancel",
          {call: waiting.call},
          turns.current?.header,
          turns.current?.session,
        )
      this.last = waiting.outcome
      turns.endIfInterrupted()
      kernel.activeSession?.goOnFromWait(waiting.thread)
    }
    const held = gate.hold(() => waiting.outcome !== undefined || turns.interruptWanted)
    return held instanceof Promise ? held.then(goOn) : goOn()
  }
  private last: HostOutcome | undefined
  take(): HostOutcome {
    const {last} = this
    this.last = undefined
    return last ?? {error: "it was not answered"}
  }

  /** @throws when it is not the answer that is waited for, or holds what can't cross */
  reply({call, value, error}: HostReply, client: Client): void {
    const {waiting} = this
    if (waiting?.call !== call || waiting.client !== client || waiting.outcome) throw noSuchHostCall(call)
    if (error !== undefined) {
      waiting.outcome = {error}
      return
    }
    try {
      waiting.outcome = {value: toHostValue(value, this.mostBytes)}
    } catch (thrown) {
      throw invalidParams("lrp/host_reply", `"value" must be plain data: ${(thrown as Error).message}.`)
    }
  }
  /** Whether a message looks like the answer that is waited for; asked once. */
  takeFree(client: Client, data: unknown): boolean {
    const {waiting} = this
    if (!waiting?.isFree || waiting.client !== client || !isReply(data)) return false
    waiting.isFree = false
    return true
  }
  /** Whoever it has asked is gone. */
  handleLeft(client: Client): void {
    const {waiting} = this
    if (waiting?.client === client) waiting.outcome ??= {error: notConnected}
  }
}

const isReply = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "method" in data && data.method === "lrp/host_reply"
