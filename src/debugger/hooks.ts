/**
 * The hook multiplexer: many logical hooks on the engine's one source of line events. Handlers have priorities (a profiler
 * −1000, the debugger 0, a monitor 1000; lower ones first) and may come and go while the program runs. The engine watches
 * lines only while a handler wants them, so no handler costs nothing.
 */
import type {Decision, EngineEvent, ScriptEngine} from "./engine.ts"

export const hookPriorities = {profiler: -1000, debugger: 0, monitor: 1000} as const

export interface LineHook {
  readonly name: string
  readonly priority: number
  /** "stop" of any handler stops, after all have been asked. */
  handleLine(event: EngineEvent): Decision
}

export class HookMultiplexer {
  private readonly engine: ScriptEngine
  /** Copied on change: a handler may remove itself or others while it is called. */
  private hooks: readonly LineHook[] = []

  constructor(engine: ScriptEngine) {
    this.engine = engine
  }

  /** Calling the answer removes it. */
  add(hook: LineHook): () => void {
    const wasEmpty = this.hooks.length === 0
    this.hooks = [...this.hooks, hook].sort((a, b) => a.priority - b.priority)
    if (wasEmpty) this.engine.watchLines("all")
    return () => this.remove(hook)
  }

  private remove(hook: LineHook): void {
    const left = this.hooks.filter(one => one !== hook)
    if (left.length === this.hooks.length) return
    this.hooks = left
    if (left.length === 0) this.engine.watchLines("none")
  }

  /** Whether lines are watched for a handler, so that a step must not switch them off. */
  get wantsLines(): boolean {
    return this.hooks.length > 0
  }

  handle(event: EngineEvent): Decision {
    let decision: Decision = "go"
    for (const hook of this.hooks) if (hook.handleLine(event) === "stop") decision = "stop"
    return decision
  }
}
