/** How an engine is booted. */
import type {Clock} from "../../../base/clock.ts"
import type {World} from "../world/world.ts"
import type {Poll} from "./callback-parts.ts"

export interface LuaEngineOptions {
  readonly module: WebAssembly.Module
  /**
   * How a program waits. "blocking": the thread sleeps. "suspending": its native stack is suspended by JSPI. "unwinding": its
   * native stack is left, and made anew when it goes on.
   */
  readonly waiting: "blocking" | "suspending" | "unwinding"
  /** Instructions (jumps and calls) between two polls while a program runs; 0: never. For waits that suspend. */
  readonly pollEvery?: number
  readonly poll?: Poll
  /** For the debugger's own limits; programs get theirs from the world. */
  readonly clock: Clock
  /** What is to stand between programs and the outside. Default: nothing, they get the real world. */
  readonly world?: (real: World) => World
  readonly nodeFile?: string
  /** Functions of the table Host; none: there is no such table. */
  readonly hostNames?: readonly string[]
  /** Changes with everything that a saved state depends on. */
  readonly build?: string
  /**
   * Programs start in a microtask, on an empty JS stack: an error or a coroutine's switch is a throw, and what it costs
   * grows with the stack where a browser's tools are attached. `run` gives a promise then. Default false.
   */
  readonly deferred?: boolean
}
