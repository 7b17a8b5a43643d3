/** Runs Lua for the debugger, not for the program: nothing stops in it, only an interruption or too long a time ends it. */
import {Interruption, ScriptError} from "../../../base/script-error.ts"
import {control} from "../vm/layout.ts"
import type {Vm} from "../vm/vm.ts"
import {type Callbacks, EvaluationTimeout} from "./callbacks.ts"
import type {Dispatch} from "./interrupt.ts"
import {Exit} from "./runner.ts"

export class Protection {
  private readonly vm: Vm
  private readonly callbacks: Callbacks
  private readonly dispatch: Dispatch
  /** What has been cut off in the middle is not to be used again. */
  private readonly onCut: () => void

  constructor(vm: Vm, callbacks: Callbacks, dispatch: Dispatch, onCut: () => void) {
    this.vm = vm
    this.callbacks = callbacks
    this.dispatch = dispatch
    this.onCut = onCut
  }

  /** For what is run millions of times, while somebody pokes. @throws ScriptError */
  run<T>(run: () => T): T {
    const {vm, callbacks} = this
    const stackPointer = vm.raw.stackSave()
    const depth = vm.getControl(control.resumeDepth)
    const mayRead = vm.getControl(control.mayRead)
    vm.setControl(control.mayRead, 0)
    callbacks.beginEvaluation()
    try {
      return run()
    } catch (thrown) {
      if (thrown instanceof ScriptError && !(thrown instanceof EvaluationTimeout)) throw thrown
      vm.call("stackRestore", stackPointer)
      vm.setControl(control.resumeDepth, depth)
      vm.setControl(control.liftDepth, 0)
      this.onCut()
      if (thrown instanceof Interruption) throw new ScriptError("Interrupted", "The evaluation was interrupted.")
      if (thrown instanceof Exit) throw new ScriptError("Exit", "os.exit does nothing in an evaluation.")
      throw thrown
    } finally {
      callbacks.endEvaluation()
      vm.setControl(control.mayRead, mayRead)
    }
  }
  /** In a pause, where nobody pokes: it looks at the time, and at the mailbox, by itself. @throws ScriptError */
  runPolling<T>(run: () => T): T {
    const before = this.dispatch.beginPolling()
    try {
      return this.run(run)
    } finally {
      this.dispatch.endPolling(before)
    }
  }
  /** Gives −1 where it was ended. */
  runQuietly(run: () => number): number {
    try {
      return this.runPolling(run)
    } catch (thrown) {
      if (thrown instanceof ScriptError) return -1
      throw thrown
    }
  }
}
