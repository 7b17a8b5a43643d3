/**
 * The page's functions that programs may call. They never leave this page: a call comes as a notification, and goes back
 * as a request. Whatever a function does or does not do, the program gets an answer or goes on waiting, and can be ended.
 */
import {toHostValue} from "../../base/host-values.ts"
import type {Header} from "../../protocol/envelope.ts"
import {invalidParams} from "../../protocol/errors.ts"
import type {HostCallContent, HostReply} from "../../protocol/lrp.ts"
import type {HostFunction} from "../face.ts"

/** Sends an answer; rejects where it is refused. */
type Answer = (reply: HostReply) => Promise<unknown>

export class HostFunctions {
  readonly names: readonly string[]
  private readonly functions: ReadonlyMap<string, HostFunction>
  private readonly mostBytes: number
  /** Calls that are waited for, by number. */
  private readonly running = new Map<number, AbortController>()

  /**
   * @param mostBytes of an answer
   * @throws ProtocolError invalid params
   */
  constructor(functions: Readonly<Record<string, HostFunction>>, mostBytes: number) {
    this.functions = new Map(Object.entries(functions))
    this.names = [...this.functions.keys()]
    this.mostBytes = mostBytes
    for (const [name, one] of this.functions)
      if (typeof one !== "function") throw invalidParams("startKernel", `host.${name} must be a function.`)
  }

  async call({call, name, args, client}: HostCallContent, {correlation, session}: Header, answer: Answer) {
    const aborting = new AbortController()
    this.running.set(call, aborting)
    const reply = await this.run(name, args, {
      client,
      signal: aborting.signal,
      ...(correlation === undefined ? {} : {correlation}),
      ...(session === undefined ? {} : {session}),
    })
    // its program has ended meanwhile, and another worker may count from 1 again
    if (this.running.get(call) !== aborting) return
    this.running.delete(call)
    try {
      await answer({call, ...reply})
    } catch (thrown) {
      // it may be too large; a program that has ended meanwhile refuses this one as well
      await answer({call, error: errorWords(thrown)}).catch(() => undefined)
    }
  }
  private async run(
    name: string,
    args: readonly unknown[],
    call: Parameters<HostFunction>[1],
  ): Promise<Omit<HostReply, "call">> {
    let value: unknown
    try {
      value = await this.functions.get(name)?.(args, call)
    } catch (thrown) {
      return {error: errorWords(thrown)}
    }
    try {
      return {value: toHostValue(value, this.mostBytes)}
    } catch (thrown) {
      return {error: `Host.${name} has given what can't cross to the program: ${errorWords(thrown)}`}
    }
  }

  /** Nobody waits for its answer any more. */
  cancel(call: number): void {
    const aborting = this.running.get(call)
    this.running.delete(call)
    aborting?.abort()
  }
  /** The worker is gone, and with it all that waits. */
  cancelAll(): void {
    for (const call of [...this.running.keys()]) this.cancel(call)
  }
}

/** What was thrown, whatever it was. */
function errorWords(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return String(thrown)
    const {name, message} = thrown
    return name === "Error" || name === "ProtocolError" || name === "" ? message : `${name}: ${message}`
  } catch {
    return "something that has no words was thrown"
  }
}
