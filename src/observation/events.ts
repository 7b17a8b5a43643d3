/** What a script engine can watch, and what it tells then. */

/** A coroutine or thread of the script; the main one is 1. */
export type ThreadId = number

/** A frame of a stopped thread; level 0 is the innermost. Valid until the program goes on. */
export interface FrameRef {
  readonly thread: ThreadId
  readonly level: number
}

/**
 * Why the program has called: one arrival is one event, whatever coincides there; one of nothing at all is an occasion to
 * stop. Not to be kept: it may be reused.
 */
export interface EngineEvent {
  readonly thread: ThreadId
  /** Ids of the breakpoints that stand here and whose hit rule holds. */
  readonly breakpoints: readonly number[]
  /** The 1-based line that begins, where it is watched (`watchLines`); 0: none. */
  readonly line: number
  /** The watched frame has been left, and this one goes on (`watchReturns`). */
  readonly returned: boolean
  /** A function begins, by a call or in its caller's place (`watchCalls`). */
  readonly entered: "call" | "tail call" | undefined
  /** The function is about to return (`watchCalls`). An error that leaves it is none. */
  readonly leaving: boolean
  /** Another n instructions are over (`watchCount`). */
  readonly counted: boolean
}

/** An engine, as far as it is watched. Nothing of it costs anything until it is asked for. */
export interface WatchedEngine {
  /**
   * "all": the listener hears every line that any thread begins; a frame: the lines of this very activation, which ends
   * with a tail call.
   * Answers, for a frame that has just been returned to, whether the place where it stands begins a line.
   */
  watchLines(which: "none" | "all" | FrameRef): boolean
  /**
   * Hears when the frames that wait below the given one go on. `orYields`: from the outermost frame of a coroutine, a
   * yield to its resumer counts as leaving it as well.
   */
  watchReturns(below: FrameRef | undefined, orYields?: boolean): void
  /**
   * What this activation returns is shown among the variables of the frame that goes on, once it has, until `forget`.
   * `orCalls`: and among its own, while it has not, what the last function has returned that its line has called.
   */
  watchResults(of: FrameRef | undefined, orCalls?: boolean): void
  /** Whether the listener hears every call and return of the script's own functions, in any thread. */
  watchCalls(on: boolean): void
  /** The listener hears every n-th instruction, in any thread; 0: none. */
  watchCount(every: number): void
  /** Tells that the next `watchLines("all")` counts from a program's start, not from a frame. */
  prepareEntry(): void
  frameCount(thread: ThreadId): number
}
