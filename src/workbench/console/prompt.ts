/** What is typed into the console: where it is evaluated, whether it still works there, and what ends it. */
import {Observable} from "../observable.ts"
import type {KernelLink} from "../program/kernel-link.ts"
import type {Ownership} from "../program/ownership.ts"
import type {ProgramRun} from "../program/program-run.ts"
import {isLive, type RunState} from "../program/run-state.ts"
import type {RunningText} from "../words/running-text.ts"
import {completeInConsole, type PromptCompletions} from "./console-completion.ts"
import {evaluateInConsole} from "./console-evaluation.ts"
import type {ConsoleLog} from "./console-log.ts"

/** Code that runs longer is shown as running. */
const shownAfterMs = 300

export interface PromptParts {
  readonly console: ConsoleLog
  readonly run: ProgramRun
  readonly link: KernelLink
  readonly ownership: Ownership
  readonly running: RunningText
}

export class Prompt extends Observable {
  readonly #parts: PromptParts
  #evaluations = 0
  #since = 0
  /** Something was evaluated at the stop: values there may be others now. */
  onEvaluated: () => Promise<void> = async () => {}

  readonly actions = {
    console: ({code}: {readonly code: string}) => this.#evaluate(code),
    "clear-console": () => this.#parts.console.clear(),
    /** Ends what the console's code does in the kernel. */
    "end-evaluation": () => this.end(),
  }

  constructor(parts: PromptParts) {
    super()
    this.#parts = parts
  }

  /** The kernel works on what was typed, or it waits there for its turn. */
  get isWorking(): boolean {
    return this.#evaluations > 0
  }

  /** What is shown of the program; where none lives, of the console's code that takes its time. */
  shown(state: RunState): RunState {
    const since = this.#since
    const isQuiet = isLive(state) || state.kind === "starting" || state.kind === "dead"
    if (isQuiet || !this.isWorking || performance.now() - since < shownAfterMs - 1) return state
    return {kind: "running", since, pausing: false, inConsole: true}
  }

  /** The frame in which it works: "area, line 12"; undefined outside a stop. */
  get frameWords(): string | undefined {
    const {run, running} = this.#parts
    const frame = run.state.kind === "paused" ? run.view.callStack.selected : undefined
    const place = frame?.place && running.placeNow(frame.place)
    return place && !place.isGone ? `${frame.name}, line ${place.line}` : frame?.name
  }

  readonly complete = (code: string, cursor: number): Promise<PromptCompletions> =>
    completeInConsole(code, cursor, this.#parts.run, this.#parts.link.kernel)

  async end(): Promise<void> {
    if (this.isWorking) await this.#parts.link.interrupt()
  }

  async #evaluate(code: string): Promise<void> {
    const {console, run, link, ownership} = this.#parts
    const paused = run.state.kind === "paused"
    const evaluated = evaluateInConsole(code, console, run, link.kernel, ownership.runner, this.frameWords)
    if (!paused) return this.#inKernel(evaluated)
    await evaluated
    await this.onEvaluated()
  }

  async #inKernel(evaluated: Promise<void>): Promise<void> {
    if (this.#evaluations++ === 0) this.#since = performance.now()
    // most are over before anybody could press a button
    const shown = setTimeout(() => this.changed(), shownAfterMs)
    try {
      await evaluated
    } finally {
      clearTimeout(shown)
      this.#evaluations--
      this.changed()
    }
  }
}
