/** The starts of one's own kernel, one after the other: with its state, where that is to be kept over a reload. */
import type {ConsoleLog} from "../console/console-log.ts"
import {Observable} from "../observable.ts"
import {keepingWords, stateToKeep} from "./kept-state.ts"
import type {KernelLink, StartKernel} from "./kernel-link.ts"
import type {ProgramRun} from "./program-run.ts"
import {isLive, type RunState} from "./run-state.ts"

export interface StartParts {
  readonly link: KernelLink
  readonly run: ProgramRun
  readonly console: ConsoleLog
}

export class KernelStarts extends Observable {
  readonly #parts: StartParts
  readonly #startKernel: StartKernel
  #keepsState = false
  /** What the last start was for, and all starts so far. */
  #keptAtStart = false
  #starts: Promise<void> = Promise.resolve()
  /** The kernel is to be started anew, once its program has ended. */
  #renewal = false

  readonly actions = {"keep-state": ({keep}: {readonly keep: boolean}) => this.#keepState(keep)}

  constructor(parts: StartParts, startKernel: StartKernel) {
    super()
    this.#parts = parts
    this.#startKernel = startKernel
  }

  /** The program's state is kept over a reload. */
  get keepsState(): boolean {
    return this.#keepsState
  }

  /** Takes what was kept. */
  load(keepsState: boolean): void {
    this.#keepsState = keepsState
  }

  /** The first start. */
  async begin(): Promise<void> {
    this.#starts = this.#start()
    await this.#starts
  }

  /** The program does something else now. */
  handleState(state: RunState): void {
    if (this.#renewal && !isLive(state) && state.kind !== "starting") void this.#renew()
  }

  async #start(): Promise<void> {
    const {link, console} = this.#parts
    this.#keptAtStart = this.#keepsState
    if (!this.#keepsState) return link.start(this.#startKernel)
    const state = await stateToKeep()
    await link.start(this.#startKernel, state)
    const words = keepingWords(state, link.kernel?.info.hibernation)
    if (words) console.note(words)
  }

  async #keepState(keep: boolean): Promise<void> {
    if (keep === this.#keepsState) return
    this.#keepsState = keep
    this.changed()
    if (isLive(this.#parts.run.state)) {
      this.#renewal = true
      this.#parts.console.note("When the program has ended, Lua starts anew for the other setting.")
    } else await this.#renew()
  }

  /** Whether a kernel's state is kept is decided at its start. One that is still being started can't be ended. */
  #renew(): Promise<void> {
    this.#renewal = false
    this.#starts = this.#starts.catch(() => undefined).then(() => this.#startAnew())
    return this.#starts
  }

  async #startAnew(): Promise<void> {
    const {link, console} = this.#parts
    if (this.#keepsState === this.#keptAtStart) return
    await link.end()
    await this.#start()
    if (!this.#keepsState) console.note("Lua has started anew; its state is no longer kept.")
    else if (link.kernel?.info.hibernation) console.note("Lua has started anew; its state is kept from now on.")
  }
}
