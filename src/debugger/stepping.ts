/**
 * Stepping, in terms of what the engine can watch. `in` watches every line until the first; `over` the lines of this
 * very activation, and where its callers go on; `out` only the callers. When the watched frame is left, by a return or
 * an error, the step goes on in the frame that was returned to, at its next line.
 */
import type {EngineEvent, FrameRef, ScriptEngine} from "./engine.ts"

export type StepKind = "in" | "over" | "out"

export class Stepping {
  private readonly engine: ScriptEngine
  private active: StepKind | undefined

  constructor(engine: ScriptEngine) {
    this.engine = engine
  }

  /** Arms the engine; the program is to go on afterwards. */
  start(kind: StepKind, frame: FrameRef): void {
    this.cancel()
    this.active = kind
    switch (kind) {
      case "in":
        this.engine.watchLines("all")
        break
      case "over":
        this.engine.watchLines(frame)
        this.engine.watchReturns(frame)
        break
      case "out":
        this.engine.watchReturns(frame)
        break
    }
  }

  /** Stops at a program's first line. */
  startEntry(): void {
    this.cancel()
    this.active = "in"
    this.engine.prepareEntry()
    this.engine.watchLines("all")
  }

  /** Whether the step ends with this event. */
  handle({thread, line, returned}: EngineEvent): boolean {
    if (!this.active) return false
    if (returned) {
      const frame = {thread, level: 0}
      this.active = "over"
      const beginsLine = this.engine.watchLines(frame)
      this.engine.watchReturns(frame)
      return beginsLine
    }
    return line
  }

  /** Nothing is watched any more. Cheap when nothing was. */
  cancel(): void {
    if (!this.active) return
    this.active = undefined
    this.engine.watchLines("none")
    this.engine.watchReturns(undefined)
  }
}
