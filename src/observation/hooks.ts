/**
 * The hook multiplexer: many logical hooks on the engine's one source of events, one for all programs of a kernel, debugged
 * or not. It alone says what the engine watches, so that what one no longer needs stays on for another. Handlers have
 * priorities (a profiler −1000, the debugger 0, a monitor 1000; lower ones first) and may come and go while the program
 * runs; their triggers are combined. The step is one more that wants lines; while nobody else does, it gets by with those
 * of a single frame, and without any of them nothing is watched.
 */
import type {StopReason} from "../protocol/stops.ts"
import type {EngineEvent, FrameRef, WatchedEngine} from "./events.ts"
import {StateCache} from "./state-cache.ts"

/**
 * What a program pays. "disabled": nothing is watched; breakpoints that nobody reaches cost nothing either. "minimal":
 * some places are, those of a step in its own frame and in its callers. "full": every instruction is looked at.
 */
export type HookMode = "disabled" | "minimal" | "full"

/** What a hook wants to hear of. Each begins where it is added, in every thread. */
export interface HookTriggers {
  /** Lines that begin: all, or those of these numbers in any file. */
  readonly line?: true | ReadonlySet<number>
  /** Functions of the script that are entered; by a tail call as well. */
  readonly call?: true
  /** Functions of the script that are about to return. */
  readonly return?: true
  /** Each so many instructions. */
  readonly count?: number
  /** Whatever the engine tells, for whomever, and its occasions to stop. It asks the engine for nothing. */
  readonly any?: true
}

export interface Hook {
  readonly name: string
  readonly priority: number
  readonly triggers: HookTriggers
  /**
   * Called for an event that has one of the triggers at least. Answers why the program is to stop there, or nothing; the
   * first reason counts, after all have been asked. A program that nobody debugs goes on.
   */
  handle(event: EngineEvent): StopReason | undefined
}

/** The lines that a step waits for. A frame is known by its depth, which stays while others come and go above it. */
type StepLines = "none" | "all" | {readonly thread: number; readonly depth: number}

interface Registered {
  readonly hook: Hook
  /** Instructions since it heard of the last ones, where it counts. */
  counted: number
}

export class HookMultiplexer {
  private readonly engine: WatchedEngine
  /** Copied on change: a handler may remove itself or others while it is called. */
  private hooks: readonly Registered[] = []
  /** Which lines any hook wants. */
  private readonly cache = new StateCache()
  private stepLines: StepLines = "none"
  private returnsWatched = false
  private resultsWatched = false
  private watched: "none" | "all" | "frame" = "none"
  private callsWatched = false
  /** Instructions between two counts; 0: none. */
  private countEvery = 0
  /** A program runs, or is about to. */
  private live = false

  constructor(engine: WatchedEngine) {
    this.engine = engine
  }

  get mode(): HookMode {
    if (!this.live) return "disabled"
    if (this.watched === "all" || this.callsWatched || this.countEvery) return "full"
    return this.watched === "frame" || this.returnsWatched ? "minimal" : "disabled"
  }

  /** A program is about to start, in a state that is ready: from now on the engine watches what is wanted. */
  begin(): void {
    this.live = true
    this.engine.prepareEntry()
    this.watchWanted()
  }
  /** The program has ended. */
  end(): void {
    if (!this.live) return
    this.stopStep()
    this.watchLines("none")
    this.watchCalls(false)
    this.watchCount(0)
    this.live = false
  }

  /** Calling the answer removes it. @throws RangeError for a count below 1 */
  add(hook: Hook): () => void {
    const {count} = hook.triggers
    if (count !== undefined && !(Number.isInteger(count) && count > 0))
      throw new RangeError(`A hook's count must be a whole number above 0, not ${count}.`)
    const registered: Registered = {hook, counted: 0}
    this.hooks = [...this.hooks, registered].sort((a, b) => a.hook.priority - b.hook.priority)
    this.watchWanted()
    return () => {
      this.hooks = this.hooks.filter(one => one !== registered)
      this.watchWanted()
    }
  }

  private get wantsLines(): boolean {
    return this.hooks.some(({hook}) => hook.triggers.line !== undefined)
  }
  /** Lets the engine watch what the hooks want together, and the step. */
  private watchWanted(): void {
    const wanted = this.hooks.flatMap(({hook}) => hook.triggers.line ?? [])
    this.cache.fill(wanted.includes(true) ? "all" : wanted.flatMap(lines => (lines === true ? [] : [...lines])))
    if (!this.live) return
    // a step that relies on every line keeps them until it ends
    if (this.wantsLines) this.watchLines("all")
    else if (this.stepLines === "none") this.watchLines("none")
    this.watchWantedCalls()
    this.watchCount(this.hooks.reduce((every, {hook}) => divisor(every, hook.triggers.count ?? 0), 0))
  }
  private watchLines(which: "none" | "all"): void {
    if (!this.live || this.watched === which) return
    this.watched = which
    this.engine.watchLines(which)
  }
  /** A step that has only depths to know its frame by hears of the tail call that ends it. */
  private watchWantedCalls(): void {
    const stepsByDepth = typeof this.stepLines === "object" && this.watched === "all"
    this.watchCalls(stepsByDepth || this.hooks.some(({hook}) => hook.triggers.call || hook.triggers.return))
  }
  private watchCalls(on: boolean): void {
    if (this.callsWatched === on) return
    this.callsWatched = on
    this.engine.watchCalls(on)
  }
  private watchCount(every: number): void {
    if (this.countEvery === every) return
    this.countEvery = every
    for (const one of this.hooks) one.counted = 0
    this.engine.watchCount(every)
  }

  /** Asks the hooks that an event is for, in the order of their priorities. */
  handle(event: EngineEvent): StopReason | undefined {
    const lineMatters = event.line > 0 && this.cache.couldMatter(event.line)
    // most events are lines, and of no meaning to most hooks
    const isPlain = !lineMatters && !event.entered && !event.leaving && !event.counted
    let reason: StopReason | undefined
    for (const one of this.hooks)
      if (one.hook.triggers.any || (!isPlain && this.isFor(event, one, lineMatters))) {
        const wanted = one.hook.handle(event)
        reason ??= wanted
      }
    return reason
  }
  private isFor(event: EngineEvent, one: Registered, lineMatters: boolean): boolean {
    const {triggers} = one.hook
    const {line} = triggers
    let wanted = lineMatters && (line === true || line?.has(event.line) === true)
    if (event.entered !== undefined && triggers.call) wanted = true
    if (event.leaving && triggers.return) wanted = true
    if (event.counted && triggers.count) {
      one.counted += this.countEvery
      if (one.counted >= triggers.count) {
        one.counted -= triggers.count
        wanted = true
      }
    }
    return wanted
  }

  // For the step.

  /** Every line, from a frame or from the program's start. */
  stepAll(from?: FrameRef): void {
    this.stepLines = "all"
    this.watchLines("all")
    if (from) this.watchResults(from, true)
  }
  /** The lines of a frame, and where its callers go on. Answers, for a frame just returned to, whether it begins a line. */
  stepFrame(frame: FrameRef, event?: EngineEvent): boolean {
    const {thread, level} = frame
    // to count the frames at each return along a deep stack would take long; only hooks of lines need it
    const isBackFrom = event !== undefined && !this.wantsLines && typeof this.stepLines === "object"
    if (!isBackFrom) this.stepLines = {thread, depth: this.engine.frameCount(thread) - level}
    const begins = this.wantsLines ? event !== undefined && event.line > 0 : this.watchFrame(frame)
    this.watchWantedCalls()
    // the step ends with this event
    if (event && begins) return true
    this.watchCallers(frame, false)
    // what was returned to the frame stays to be seen, whatever the rest of its line calls
    this.watchResults(frame, event === undefined)
    return false
  }
  /** Where the callers of a frame go on; a coroutine's resumer also when it yields. */
  stepCallers(frame: FrameRef): void {
    this.watchCallers(frame, true)
    this.watchResults(frame, false)
  }
  private watchCallers(frame: FrameRef, orYields: boolean): void {
    this.returnsWatched = true
    this.engine.watchReturns(frame, orYields)
  }
  private watchResults(of: FrameRef | undefined, orCalls: boolean): void {
    this.resultsWatched = of !== undefined
    this.engine.watchResults(of, orCalls)
  }
  /** Whether a line begins that the step waits for. What takes the place of its frame by a tail call is not its frame. */
  reachesStepLine({thread, line, entered}: EngineEvent): boolean {
    const {stepLines} = this
    if (stepLines === "all" || (stepLines !== "none" && this.watched === "frame")) return line > 0
    if (stepLines === "none" || thread !== stepLines.thread) return false
    if (!line && entered !== "tail call") return false
    if (this.engine.frameCount(thread) > stepLines.depth) return false
    if (entered !== "tail call") return true
    this.stepLines = "none"
    this.watchWantedCalls()
    return false
  }
  /** The step has ended. Cheap when there was none. */
  stopStep(): void {
    this.stepLines = "none"
    if (this.returnsWatched) this.engine.watchReturns(undefined)
    this.returnsWatched = false
    if (this.resultsWatched) this.watchResults(undefined, false)
    if (!this.wantsLines) this.watchLines("none")
    this.watchWantedCalls()
  }
  private watchFrame(frame: FrameRef): boolean {
    if (this.watched === "all") this.engine.watchLines("none")
    this.watched = "frame"
    return this.engine.watchLines(frame)
  }
}

/** The greatest number that both are multiples of; 0 counts as a multiple of all. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
