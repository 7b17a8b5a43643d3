/** What commands the program: start, step, end. Who only looks at it may not. */
import type {OutputLog} from "../console/output-log.ts"
import type {Prompt} from "../console/prompt.ts"
import type {Workspace} from "../files/workspace.ts"
import type {NoticeList} from "../notices.ts"
import {errorWords} from "../words/error-words.ts"
import type {KernelLink} from "./kernel-link.ts"
import type {ProgramRun, Step} from "./program-run.ts"
import {isLive} from "./run-state.ts"

/** After an end, a step starts nothing for this long. */
const restMs = 1000

export interface CommandParts {
  readonly workspace: Workspace
  readonly run: ProgramRun
  readonly link: KernelLink
  readonly output: OutputLog
  readonly prompt: Prompt
  readonly notices: NoticeList
}

export class ProgramCommands {
  readonly #parts: CommandParts
  #endedAt = Number.NEGATIVE_INFINITY
  /** Takes the offer of a restart away. */
  #forgetOffer: (() => void) | undefined
  /** A program begins. */
  onBegin: () => void = () => {}
  /** It has begun. */
  onBegun: () => Promise<void> = async () => {}
  /** What was offered is wanted. */
  onRestart: () => void = () => {}

  readonly actions = {
    debug: () => (this.#isPaused ? this.#parts.run.resume("continue") : this.#launch(false)),
    run: () => this.#launch(true),
    /** Starts this file, once; the start file stays what it is. */
    "start-file": ({path, noDebug}: {readonly path: string; readonly noDebug: boolean}) =>
      this.#launch(noDebug, false, path),
    continue: () => this.#parts.run.resume("continue"),
    pause: () => this.#parts.run.pause(),
    step: ({step}: {readonly step: Step}) => this.#step(step),
    stop: () => (isLive(this.#parts.run.state) ? this.#parts.run.stop() : this.#parts.prompt.end()),
    restart: () => this.#restart(),
  }

  constructor(parts: CommandParts) {
    this.#parts = parts
  }

  get #isPaused(): boolean {
    return this.#parts.run.state.kind === "paused"
  }

  /** The program has ended. */
  end(): void {
    this.#endedAt = performance.now()
    this.endOffer()
  }

  /** Once for each program: what runs is older than what one sees. */
  offerRestart(): void {
    const choices = {Restart: () => this.onRestart()}
    this.#forgetOffer ??= this.#parts.notices.ask("The program runs on as it was before this change.", choices)
  }

  endOffer(): void {
    this.#forgetOffer?.()
    this.#forgetOffer = undefined
  }

  async #step(step: Step): Promise<void> {
    if (this.#isPaused) return this.#parts.run.resume(step)
    // Whoever steps past the end with one press too many doesn't want to begin again.
    if (step === "stepOut" || performance.now() - this.#endedAt < restMs) return
    await this.#launch(false, true)
  }

  async #launch(noDebug: boolean, stopOnEntry = false, program = this.#parts.workspace.program): Promise<void> {
    const {run, link, output, notices} = this.#parts
    const {kernel} = link
    const {kind} = run.state
    if (!program || !kernel || isLive(run.state) || kind === "starting" || kind === "dead") return
    output.clear()
    this.endOffer()
    this.onBegin()
    try {
      await link.sendFiles()
    } catch (thrown) {
      return void notices.show(errorWords(thrown), "error")
    }
    await run.start(kernel, {program, noDebug, stopOnEntry})
    await this.onBegun()
  }

  async #restart(): Promise<void> {
    const {run, link} = this.#parts
    const {launch, state} = run
    if (state.kind === "dead" || state.kind === "unresponsive") return link.restart()
    if (!isLive(state)) return
    await run.stop()
    // one that was begun elsewhere is debugged
    await this.#launch(launch?.noDebug ?? false, launch?.stopOnEntry, launch?.program)
  }
}
