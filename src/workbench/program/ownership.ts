/** Who commands the program that is shown: this client, or another one, which may be asked for it and may ask. */
import type {Kernel, KernelEvents} from "../../client/face.ts"
import {takeOverRefused} from "../../protocol/errors.ts"
import type {SessionInfo, StatusOwner} from "../../protocol/lrp.ts"
import type {NoticeList} from "../notices.ts"
import {Observable} from "../observable.ts"
import {errorWords} from "../words/error-words.ts"
import {clientWords} from "../words/state-words.ts"
import type {ProgramRun} from "./program-run.ts"

export class Ownership extends Observable {
  readonly #run: ProgramRun
  readonly #notices: NoticeList
  #kernel: Kernel | undefined
  /** The owner that was told last, of the session that it was told of. */
  #owner: StatusOwner | undefined
  /** The session that the next two are about. */
  #session: string | undefined
  #commander: string | undefined
  /** This client has commanded it. */
  #wasOwn = false
  #asking = false
  #over = false
  /** Takes away what was said last about it. */
  #forget = () => {}
  /** This client commands the program again, or for the first time. */
  onGain: () => void = () => {}

  readonly actions = {"take-over": () => this.takeOver()}

  constructor(run: ProgramRun, notices: NoticeList) {
    super()
    this.#run = run
    this.#notices = notices
    run.onChange(() => this.#look())
  }

  /** The other client that commands the program, in words; undefined: this one does, or none runs. */
  get commander(): string | undefined {
    return this.#commander
  }
  /** The other client whose program the kernel runs, in words. */
  get runner(): string | undefined {
    const owner = this.#owner
    return owner && owner.client !== this.#kernel?.clientId ? clientWords(owner.name) : undefined
  }
  /** A take-over was asked for and is not answered yet. */
  get isAsking(): boolean {
    return this.#asking
  }

  listen(kernel: Kernel): void {
    this.#kernel = kernel
    this.#owner = undefined
    kernel.on("status", ({execution_state, owner}) => {
      const local = execution_state === "unresponsive" || execution_state === "dead"
      if (owner || !local) this.#noteOwner(owner)
    })
    kernel.on("queued", ({place, session}) => {
      if (session !== undefined && session === this.#run.session?.id)
        this.#run.waitInLine({place, ...(this.runner === undefined ? {} : {behind: this.runner})})
    })
    kernel.on("take_over_request", request => this.#handleRequest(request))
  }
  /** Of a session that has just been attached to. */
  note({id, clientId, clientName}: Pick<SessionInfo, "id" | "clientId" | "clientName">): void {
    this.#noteOwner({session: id, client: clientId, name: clientName})
  }

  /** Resolves when the owner has answered, or not in time. */
  async takeOver(): Promise<void> {
    const {session} = this.#run
    if (!session || this.#asking || this.#commander === undefined) return
    const {commander} = this
    this.#asking = true
    this.changed()
    try {
      await session.takeOver()
    } catch (thrown) {
      const kept = thrown instanceof Error && "code" in thrown && thrown.code === takeOverRefused("", "").code
      this.#notices.show(kept ? `${capital(commander)} keeps ${session.program}.` : errorWords(thrown))
    } finally {
      this.#asking = false
      this.changed()
    }
  }

  #noteOwner(owner: StatusOwner | undefined): void {
    this.#owner = owner
    const {session} = this.#run
    if (session && owner?.session === session.id) this.#run.waitInLine(undefined)
    this.#look()
    this.changed()
  }

  /** Nothing is told any more. */
  end(): void {
    this.#forget()
    this.#over = true
  }

  #look(): void {
    if (this.#over) return
    const {session, launch} = this.#run
    const owner = this.#owner
    const before = this.#commander
    if (session?.id !== this.#session) {
      this.#session = session?.id
      this.#commander = undefined
      this.#wasOwn = launch !== undefined
    }
    if (session && owner?.session === session.id) this.#commander = this.runner
    this.#run.isElsewhere = this.#commander !== undefined
    if (this.#commander === before) return
    this.#forget()
    if (this.#commander === undefined) {
      this.#wasOwn = true
      if (session) this.onGain()
    } else if (this.#wasOwn) this.#tellLoss()
    this.changed()
  }

  /** What was commanded here has gone to somebody else. */
  #tellLoss(): void {
    const takeBack = () => void this.takeOver()
    this.#forget = this.#notices.show(`Taken over by ${this.#commander}.`, "info", "Take back", takeBack)
  }

  #handleRequest({session, from, reply}: KernelEvents["take_over_request"]): void {
    const program = session === this.#run.session?.id ? this.#run.session.program : "a program of yours"
    this.#forget()
    this.#forget = this.#notices.ask(`${capital(clientWords(from.name))} wants to command ${program}.`, {
      Keep: () => reply(false),
      Give: () => reply(true),
    })
  }
}

const capital = (words = "its owner"): string => words[0].toUpperCase() + words.slice(1)
