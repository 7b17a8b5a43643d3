/** A debug session as its client holds it. */
import {Emitter} from "../../base/emitter.ts"
import type {Recollection} from "../../protocol/lrp.ts"
import type {DebugSession, SessionEvents, Unsubscribe} from "../face.ts"

/** A DAP command, or an LRP method about the session. */
type Ask = (command: string, args: object | undefined) => Promise<unknown>

export class ClientSession implements DebugSession {
  readonly id: string
  program: string
  private readonly ask: Ask
  private readonly events = new Emitter<SessionEvents>(error => globalThis.reportError(error))

  constructor(id: string, program: string, ask: Ask) {
    this.id = id
    this.program = program
    this.ask = ask
  }

  on<E extends keyof SessionEvents>(event: E, listener: (body: SessionEvents[E]) => void): Unsubscribe {
    return this.events.on(event, listener)
  }
  // biome-ignore lint/suspicious/noExplicitAny: the body's type is DAP's for the command, named by the caller
  request<B = any>(command: string, args?: object): Promise<B> {
    return this.ask(command, args) as Promise<B>
  }
  async takeOver(): Promise<void> {
    await this.ask("lrp/take_over", {session: this.id})
  }
  async keep(notes: {readonly watches?: readonly string[]; readonly frameId?: number}): Promise<void> {
    await this.ask("lrp/keep", {session: this.id, ...notes})
  }
  async recall(): Promise<Recollection> {
    return (await this.ask("lrp/recall", {session: this.id})) as Recollection
  }
  handleEvent(event: string, body: unknown): void {
    if (event === "process") this.program = (body as SessionEvents["process"]).name
    this.events.emit(event as keyof SessionEvents, body as never)
  }
}
