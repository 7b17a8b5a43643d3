/**
 * The rows of a stack trace: a thread's frames, and a label below each that has taken its caller's place by a tail call,
 * for the frames that are missing there. Only clients see labels: an engine counts frames.
 */
import type {ScriptEngine, ThreadId} from "./engine.ts"

export interface StackRow {
  /** Of the frame, or of the one that a label stands below. */
  readonly level: number
  readonly isLabel: boolean
}

export interface StackRows {
  readonly rows: readonly StackRow[]
  readonly total: number
}

/** The rows from `start` on, at most `count`. */
export function stackRows(engine: ScriptEngine, thread: ThreadId, start: number, count: number): StackRows {
  const frames = engine.frameCount(thread)
  const tailCalled = new Set(engine.tailCalls(thread))
  const rows: StackRow[] = []
  for (let level = 0, row = 0; level < frames && rows.length < count; level++) {
    if (row++ >= start) rows.push({level, isLabel: false})
    if (tailCalled.has(level) && row++ >= start && rows.length < count) rows.push({level, isLabel: true})
  }
  return {rows, total: frames + tailCalled.size}
}
