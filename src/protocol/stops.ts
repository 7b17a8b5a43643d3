/**
 * Why a program stands, as data: made where it is decided (the session, its hooks), read by everybody. The words of DAP are
 * made of it in debugger/dap-stops.ts, the sentences of the page in workbench/words/stop-words.ts.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {FilePlace} from "../base/script-error.ts"

/** The value that is raised. */
export interface StopErrorValue {
  readonly type: string
  /** What the program calls its kind, else as `type`. */
  readonly className: string
  /** An expression that gives it, in the frames of the stop. */
  readonly evaluateName: string
}

/** An error at the moment it is raised. */
export interface StopError {
  /** What it says, without the place that it begins with. */
  readonly message: string
  /** As the program itself would read it. */
  readonly text: string
  /** The place that it begins with. */
  readonly place?: FilePlace
  readonly value: StopErrorValue
  /** Whether the program itself would catch it. */
  readonly caught: boolean
  /** The stack where it is raised, a line each, innermost first. */
  readonly traceback: readonly string[]
}

export interface StopBreakpoint {
  readonly id: number
  readonly condition?: string
  readonly hitCondition?: string
}

/** A condition that could not be evaluated. */
export interface ConditionFailure {
  readonly condition: string
  readonly reason: string
}

export type StopReason =
  /** `line`: that of the statement's start, where the instruction stands on another one. `failure`: why it stops, else. */
  | {
      readonly kind: "breakpoint"
      readonly breakpoints: readonly StopBreakpoint[]
      readonly line?: number
      readonly failure?: ConditionFailure
    }
  | {readonly kind: "step"}
  /** The program's first line. */
  | {readonly kind: "entry"}
  /** Somebody has asked for it. `by`: the client's name, where it is known. */
  | {readonly kind: "pause"; readonly by?: string}
  | {readonly kind: "error"; readonly error: StopError}
  /** The program has asked for it. */
  | {readonly kind: "program"; readonly reason?: string}

/** A stop that came late: the program could not stand where it was wanted. */
export interface LateStop {
  /** What was in the way, as one calls it: "table.sort". */
  readonly within: string
}

/** A stop, and the thread that it is of. */
export type Stop = StopReason & {readonly thread: number; readonly late?: LateStop}

/** A `stopped` event: DAP's body, and beside its fields the stop as it is. */
export type StoppedBody = DebugProtocol.StoppedEvent["body"] & {readonly stop: StopReason & Pick<Stop, "late">}
