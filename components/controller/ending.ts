/** What is gathered of a program while it runs, and the state that its end makes of it. */
import {parseLuaMessage} from "./lua-message.ts"
import type {Failure, RunState} from "./run-state.ts"

/** The error stands at the end of what was written. */
const keptStderr = 8192

export class Ending {
  /** Undefined where it was begun elsewhere: how long it took is not known then. */
  readonly startedAt: number | undefined
  exitCode = 0
  failure: Failure | undefined
  /** The end that comes was asked for. */
  stopWanted = false
  #stderr = ""

  constructor(startedAt: number | undefined) {
    this.startedAt = startedAt
  }

  noteStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-keptStderr)
  }

  /** @param hadSession whether it has come as far as that; @param elsewhere another client commanded it */
  state(hadSession: boolean, elsewhere: boolean): RunState {
    if (this.stopWanted) return {kind: "stopped"}
    const {startedAt, exitCode} = this
    const took = startedAt === undefined ? {} : {seconds: (performance.now() - startedAt) / 1000}
    const failure = this.failure ?? (this.#stderr ? parseLuaMessage(this.#stderr) : undefined)
    if (failure !== undefined && (exitCode !== 0 || !hadSession)) return {kind: "failed", failure, ...took}
    if (exitCode !== 0 && elsewhere) return {kind: "stopped"}
    if (exitCode !== 0) return {kind: "failed", failure: {message: `exit code ${exitCode}`}, ...took}
    return {kind: "finished", ...took}
  }
}
