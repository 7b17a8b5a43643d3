/** What programs do to the workspace's files: told when they come to stand, end or read, and meanwhile now and then. */
import type {Clock} from "../base/clock.ts"
import type {ScriptEngine} from "../debugger/engine.ts"

/** A program that writes all the time is not followed more closely than this. */
const followMs = 1000

export class ProgramFiles {
  private readonly engine: ScriptEngine
  private readonly clock: Clock
  private readonly onChange: (paths: readonly string[]) => void
  private toldAt = Number.NEGATIVE_INFINITY

  constructor(engine: ScriptEngine, clock: Clock, onChange: (paths: readonly string[]) => void) {
    this.engine = engine
    this.clock = clock
    this.onChange = onChange
  }

  tell(): void {
    const paths = this.engine.takeChangedFiles()
    if (!paths.length) return
    this.toldAt = this.clock.now()
    this.onChange(paths)
  }
  /** While the program runs. */
  follow(): void {
    if (this.clock.now() - this.toldAt >= followMs) this.tell()
  }
}
