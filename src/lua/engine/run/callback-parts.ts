/** What the VM's callbacks work with, and what they are about. */
import type {Clock} from "../../../base/clock.ts"
import type {EngineListener, ThrownValue} from "../../../debugger/engine.ts"
import type {Patches} from "../code/patches.ts"
import type {ErrorWatch} from "../stack/error-watch.ts"
import type {ReturnPoints} from "../stack/return-points.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {Results} from "../values/results.ts"
import type {Vm} from "../vm/vm.ts"
import type {World} from "../world/world.ts"
import type {Dispatch} from "./interrupt.ts"
import type {Leaving} from "./leaving.ts"
import type {Stepper} from "./stepper.ts"

export interface CallbackParts {
  readonly vm: Vm
  readonly stack: Stack
  readonly threads: Threads
  readonly patches: Patches
  readonly dispatch: Dispatch
  readonly errors: ErrorWatch
  readonly stepper: Stepper
  readonly thrown: ThrownValues
  readonly results: Results
  readonly returns: ReturnPoints
  readonly listener: () => EngineListener | undefined
  readonly world: World
  /** For what the debugger evaluates. */
  readonly clock: Clock
  readonly poll: Poll | undefined
  /** The program's stack is suspended or left where it waits: it can't be where JS lies below it. */
  readonly suspends: boolean
  /** It is left. */
  readonly leaving: Leaving | undefined
}

/** How the host lets messages in while a program runs. */
export interface Poll {
  /** A look at the clock: false lets the program go on at once. */
  isDue(): boolean
  /** The same at one of the looks that are counted: says how often to look from now on. */
  look(): boolean
  /** The program is suspended until the promise is settled. */
  turn(): Promise<void>
  /** The program has stood: the time that has passed was not its own. */
  rested(): void
}

/** The state and frame that an event is about. */
export interface EventPlace {
  readonly L: number
  readonly ci: number
  /** It is the place that the watched frame has returned to. */
  readonly returned: boolean
  /** An error is about to be raised: its value stands on top of L's stack. */
  readonly raises?: boolean
}

/** What there is to tell of the value on top of a state's stack, once somebody wants to know. */
export interface ThrownValues {
  message(L: number): string
  value(L: number): ThrownValue
}
