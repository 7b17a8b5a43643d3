/** What is gathered of a program while it runs, and the state that its end makes of it. */
import type {Failure} from "../words/failure.ts"
import type {RunState} from "./run-state.ts"

export class Ending {
  /** Undefined where it was begun elsewhere: how long it took is not known then. */
  readonly startedAt: number | undefined
  exitCode = 0
  failure: Failure | undefined
  /** The end that comes was asked for. */
  stopWanted = false

  constructor(startedAt: number | undefined) {
    this.startedAt = startedAt
  }

  /** @param hadSession whether it has come as far as that; @param elsewhere another client commanded it */
  state(hadSession: boolean, elsewhere: boolean): RunState {
    if (this.stopWanted) return {kind: "stopped"}
    const {startedAt, exitCode, failure} = this
    const took = startedAt === undefined ? {} : {seconds: (performance.now() - startedAt) / 1000}
    if (failure !== undefined && (exitCode !== 0 || !hadSession)) return {kind: "failed", failure, ...took}
    if (exitCode !== 0 && elsewhere) return {kind: "stopped"}
    if (exitCode !== 0) return {kind: "failed", failure: {message: `exit code ${exitCode}`}, ...took}
    return {kind: "finished", ...took}
  }
}
