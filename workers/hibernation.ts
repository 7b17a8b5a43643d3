/**
 * Saves a kernel's whole state whenever it has been idle for a moment, and puts it back at the next start under the same
 * name. A copy of the memory is taken at once; compressing and writing it goes on beside whatever runs next.
 */
import type {ScriptEngine} from "../src/debugger/engine.ts"
import {type HibernationInfo, stateLock} from "../src/protocol/hibernation.ts"
import type {SavedState, SaveReport} from "../src/storage/index.ts"

/** Executions follow each other quickly: not each of them is worth a copy. */
const idleMs = 150
/** A reload finds the lock still held by the worker before; one that was killed in a long C function lets go late. */
const lockPatienceMs = {other: 1500, reloaded: 6000, own: 6000}
/** A larger one would take longer to copy than a request may wait. */
const memoryLimit = 256 * 1024 * 1024

export interface States {
  save(name: string, state: SavedState): Promise<SaveReport>
  load(name: string): Promise<SavedState | undefined>
}

export interface HibernationParts {
  readonly name: string
  readonly engine: ScriptEngine
  readonly states: States
  readonly now: () => number
  /** Of the kernel. */
  readonly counter: {executionCount: number}
  /** Nothing runs now. */
  isIdle(): boolean
  /** A state has been saved, or could not be: then the reason. */
  tell(report: (SaveReport & {readonly execution_count: number}) | {readonly reason: string}): void
}

export class Hibernation {
  private readonly parts: HibernationParts
  private timer: ReturnType<typeof setTimeout> | undefined
  private saving = false
  private again = false

  constructor(parts: HibernationParts) {
    this.parts = parts
  }

  /** Puts the saved state back, or its files alone. Never rejects: a kernel without its old state is still one. */
  async wake(withMemory: boolean): Promise<HibernationInfo> {
    const {name, engine, states, counter} = this.parts
    try {
      const saved = await states.load(name)
      if (!saved) return {restored: false, refused: false, reason: `Nothing was saved as "${name}" before.`}
      for (const [path, bytes] of saved.files) engine.writeFile(path, bytes)
      if (!withMemory) return {restored: false, refused: false, reason: "A fresh state was asked for."}
      const refusal = engine.restoreState(saved)
      if (refusal)
        return {restored: false, refused: true, reason: `The saved state "${name}" is not taken over: ${refusal}.`}
      counter.executionCount = saved.executionCount
      return {restored: true, saved: saved.time}
    } catch (thrown) {
      return {restored: false, refused: true, reason: `The saved state "${name}" can't be read: ${words(thrown)}`}
    }
  }

  /** Something has changed, or a program has ended. */
  handleChange(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), idleMs)
  }

  private save(): void {
    const {parts} = this
    if (!parts.isIdle()) return // its end will be told
    if (this.saving) {
      this.again = true
      return
    }
    this.saving = true
    this.write()
      .then(
        report => parts.tell(report),
        thrown => parts.tell({reason: `The state could not be saved: ${words(thrown)}`}),
      )
      .finally(() => {
        this.saving = false
        if (!this.again) return
        this.again = false
        this.handleChange()
      })
  }
  private async write(): Promise<SaveReport & {readonly execution_count: number}> {
    const {name, engine, states, counter, now} = this.parts
    const {build, memory, notes} = engine.saveState()
    if (memory.length > memoryLimit)
      throw new Error(`it takes ${Math.ceil(memory.length / 2 ** 20)} MB, and no more than 256 are kept.`)
    const files = engine.listFiles().flatMap(path => {
      const bytes = engine.readFile(path)
      return bytes ? [[path, bytes.slice()] as const] : []
    })
    const {executionCount} = counter
    const report = await states.save(name, {build, memory, notes, files, executionCount, time: now()})
    return {execution_count: executionCount, ...report}
  }
}

const words = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/**
 * Holds the name for as long as this worker lives. False: another kernel has it.
 * @param before whose worker may hold it still: this kernel's own, that of this tab before its reload, or another one's
 */
export function claimState(name: string, before: keyof typeof lockPatienceMs): Promise<boolean> {
  return new Promise(resolve => {
    if (!navigator.locks) {
      resolve(true)
      return
    }
    navigator.locks
      .request(stateLock(name), {signal: AbortSignal.timeout(lockPatienceMs[before])}, () => {
        resolve(true)
        return new Promise<never>(() => {})
      })
      .catch(() => resolve(false))
  })
}
