/**
 * Two ways to talk to a kernel as the same client: by the public face (a `Kernel` is a voice as it stands), and by the
 * raw ports, where nothing of the client library takes part but the way to the worker.
 */

import type {DebugOptions, DebugSession} from "../../src/client/face.ts"
import {ClientSession} from "../../src/client/kernel/client-session.ts"
import type {Body} from "./kernel-page.ts"
import type {Ledger} from "./wire-ledger.ts"

export interface Voice {
  request(method: string, params?: object): Promise<unknown>
  debug(options: DebugOptions): Promise<DebugSession>
  attach(session: string): Promise<DebugSession>
}

export class RawVoice implements Voice {
  private readonly ledger: Ledger
  private readonly sessions = new Map<string, ClientSession>()
  /** Events that came before anybody could listen. */
  private readonly early = new Map<string, (readonly [string, Body])[]>()

  constructor(ledger: Ledger) {
    this.ledger = ledger
    ledger.onEvent = (session, event, body) => this.handleEvent(session, event, body)
  }

  request(method: string, params?: object): Promise<Body> {
    return this.ledger.ask(method, params)
  }
  async debug(options: DebugOptions): Promise<DebugSession> {
    const {session, program} = await this.ledger.ask("ldp/launch", options)
    return this.open(session, program)
  }
  async attach(session: string): Promise<DebugSession> {
    const {program} = await this.ledger.ask("lrp/attach", {session})
    return this.open(session, program)
  }

  private open(id: string, program: string): DebugSession {
    const session = new ClientSession(id, program, (command, args) =>
      command.startsWith("lrp/") ? this.ledger.ask(command, args) : this.ledger.ask(`ldp/${command}`, args, id),
    )
    // once the caller has had the time to listen
    setTimeout(() => {
      for (const [event, body] of this.early.get(id) ?? []) session.handleEvent(event, body)
      this.early.delete(id)
      this.sessions.set(id, session)
    })
    return session
  }
  private handleEvent(id: string, event: string, body: Body): void {
    const session = this.sessions.get(id)
    if (session) session.handleEvent(event, body)
    else this.early.set(id, [...(this.early.get(id) ?? []), [event, body]])
    if (event === "terminated") this.sessions.delete(id)
  }
}

/** Latencies by what was asked, in milliseconds. */
export class Latencies {
  private readonly times = new Map<string, number[]>()

  async of<T>(what: string, answer: Promise<T>): Promise<T> {
    const begun = performance.now()
    try {
      return await answer
    } finally {
      const times = this.times.get(what) ?? []
      times.push(performance.now() - begun)
      this.times.set(what, times)
    }
  }
  get count(): number {
    return [...this.times.values()].reduce((sum, {length}) => sum + length, 0)
  }
  /** "complete: 812, 1.2 ms median, 14.0 at most", a line each. */
  toString(): string {
    return [...this.times]
      .map(([what, times]) => {
        const sorted = times.sort((a, b) => a - b)
        const [middle, most] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0]
        return `  ${what}: ${sorted.length}, ${middle.toFixed(1)} ms median, ${most.toFixed(1)} at most`
      })
      .join("\n")
  }
}
