/**
 * The hook multiplexer: many logical hooks on the engine's one source of line events. It alone says what the engine
 * watches, so that what one no longer needs stays on for another. Handlers have priorities (a profiler −1000, a monitor
 * 1000; lower ones first) and may come and go while the program runs. The step is one more that wants lines; while
 * nobody else does, it gets by with those of a single frame, and without any of them nothing is watched.
 */
import type {Decision, EngineEvent, FrameRef, ScriptEngine} from "./engine.ts"

export const hookPriorities = {profiler: -1000, debugger: 0, monitor: 1000} as const

export interface LineHook {
  readonly name: string
  readonly priority: number
  /** "stop" of any handler stops, after all have been asked. */
  handleLine(event: EngineEvent): Decision
}

/** The lines that a step waits for. A frame is known by its depth, which stays while others come and go above it. */
type StepLines = "none" | "all" | {readonly thread: number; readonly depth: number}

export class HookMultiplexer {
  private readonly engine: ScriptEngine
  /** Copied on change: a handler may remove itself or others while it is called. */
  private hooks: readonly LineHook[] = []
  private stepLines: StepLines = "none"
  private returnsWatched = false
  private watched: "none" | "all" | "frame" = "none"
  /** The engine is this session's. */
  private live = false

  constructor(engine: ScriptEngine) {
    this.engine = engine
  }

  /** The program is about to start: from now on the engine watches what is wanted. */
  begin(): void {
    this.live = true
    this.engine.prepareEntry()
    if (this.hooks.length) this.watch("all")
  }
  /** The program has ended. */
  end(): void {
    this.stopStep()
    this.watch("none")
    this.live = false
  }

  /** Calling the answer removes it. */
  add(hook: LineHook): () => void {
    this.hooks = [...this.hooks, hook].sort((a, b) => a.priority - b.priority)
    this.watch("all")
    return () => {
      this.hooks = this.hooks.filter(one => one !== hook)
      // a step that relies on these lines keeps them until it ends
      if (!this.hooks.length && this.stepLines === "none") this.watch("none")
    }
  }

  /** Asks the hooks, in the order of their priorities, about a line that begins. */
  handle(event: EngineEvent): Decision {
    let decision: Decision = "go"
    for (const hook of this.hooks) if (hook.handleLine(event) === "stop") decision = "stop"
    return decision
  }

  // For the step.

  /** Every line. */
  stepAll(): void {
    this.stepLines = "all"
    this.watch("all")
  }
  /** The lines of a frame, and where its callers go on. Answers, for a frame just returned to, whether it begins a line. */
  stepFrame(frame: FrameRef, event?: EngineEvent): boolean {
    const {thread, level} = frame
    this.stepLines = {thread, depth: this.engine.frameCount(thread) - level}
    const begins = this.hooks.length ? event?.line === true : this.watchFrame(frame)
    this.watchCallers(frame, false)
    return begins
  }
  /** Where the callers of a frame go on; a coroutine's resumer also when it yields. */
  stepCallers(frame: FrameRef): void {
    this.watchCallers(frame, true)
  }
  private watchCallers(frame: FrameRef, orYields: boolean): void {
    this.returnsWatched = true
    this.engine.watchReturns(frame, orYields)
  }
  /** Whether the line is one that the step waits for. */
  isStepLine({thread, line}: EngineEvent): boolean {
    const {stepLines} = this
    if (!line || stepLines === "none") return false
    if (stepLines === "all" || this.watched === "frame") return true
    return thread === stepLines.thread && this.engine.frameCount(thread) <= stepLines.depth
  }
  /** The step has ended. Cheap when there was none. */
  stopStep(): void {
    this.stepLines = "none"
    if (this.returnsWatched) this.engine.watchReturns(undefined)
    this.returnsWatched = false
    if (!this.hooks.length) this.watch("none")
  }

  private watch(which: "none" | "all"): void {
    if (!this.live || this.watched === which) return
    this.watched = which
    this.engine.watchLines(which)
  }
  private watchFrame(frame: FrameRef): boolean {
    if (this.watched === "all") this.engine.watchLines("none")
    this.watched = "frame"
    return this.engine.watchLines(frame)
  }
}
