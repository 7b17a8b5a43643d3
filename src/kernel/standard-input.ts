/** Standard input: a program that reads stands until whoever commands it has given something, or it is ended. */
import type {Place} from "../debugger/engine.ts"
import {invalidParams} from "../protocol/errors.ts"
import type {Client} from "./clients.ts"
import type {Kernel} from "./kernel.ts"

interface Question {
  readonly asked: {readonly prompt: string; readonly source?: string; readonly line?: number}
  /** Null: the end of the file. */
  reply: Uint8Array | null | undefined
}

export class StandardInput {
  private readonly kernel: Kernel
  /** Missing while no program reads. */
  private question: Question | undefined

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Asks who commands the program that waits: again where that is another client now. */
  ask(): void {
    const {turns, clients} = this.kernel
    if (this.question?.reply !== undefined) return
    const client = this.question && clients.get(turns.ownerId ?? "")
    client?.notify("stdin", "input_request", this.question?.asked, turns.current?.header)
  }
  /** @throws invalid params, when no program of this client waits for it */
  give(reply: Uint8Array | null, client: Client, method: string): void {
    const {question} = this
    if (question?.reply !== undefined || !question || this.kernel.turns.ownerId !== client.id)
      throw invalidParams(method, "no program waits for input.")
    question.reply = reply
  }

  read(prompt: string, place?: Place): Uint8Array | null | Promise<Uint8Array | null> {
    const {kernel} = this
    const {turns, parts} = kernel
    if (turns.current?.deaf || !kernel.clients.get(turns.ownerId ?? "")) return null
    const question: Question = {
      asked: {prompt, ...(place?.path === undefined ? {} : {source: place.path, line: place.line})},
      reply: undefined,
    }
    this.question = question
    kernel.halt("waiting")
    this.ask()
    const take = (): Uint8Array | null => {
      this.question = undefined
      kernel.goOn()
      return question.reply ?? null
    }
    const held = parts.gate.hold(() => question.reply !== undefined || turns.interruptWanted)
    return held instanceof Promise ? held.then(take) : take()
  }
}
