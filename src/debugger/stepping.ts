/**
 * Stepping, in terms of what the engine can watch. `in` watches every line until the first; `over` the lines of this
 * very activation, and where its callers go on; `out` only the callers. When the watched frame is left, by a return or
 * an error, the step goes on in the frame that was returned to, at its next line. What a tail call puts in the frame's
 * place is passed as any call is.
 */
import type {EngineEvent, FrameRef} from "../observation/events.ts"
import type {HookMultiplexer} from "../observation/hooks.ts"

export type StepKind = "in" | "over" | "out"

export class Stepping {
  private readonly hooks: HookMultiplexer
  private active = false

  constructor(hooks: HookMultiplexer) {
    this.hooks = hooks
  }

  /** Arms the engine; the program is to go on afterwards. */
  start(kind: StepKind, frame: FrameRef): void {
    this.cancel()
    this.active = true
    switch (kind) {
      case "in":
        this.hooks.stepAll(frame)
        break
      case "over":
        this.hooks.stepFrame(frame)
        break
      case "out":
        this.hooks.stepCallers(frame)
        break
    }
  }

  /** Stops at a program's first line. */
  startEntry(): void {
    this.cancel()
    this.active = true
    this.hooks.stepAll()
  }

  /** Whether the step ends with this event. */
  handle(event: EngineEvent): boolean {
    if (!this.active) return false
    if (event.returned) return this.hooks.stepFrame({thread: event.thread, level: 0}, event)
    return this.hooks.reachesStepLine(event)
  }

  /** The step waits for nothing any more. Cheap when there was none. */
  cancel(): void {
    if (!this.active) return
    this.active = false
    this.hooks.stopStep()
  }
}
