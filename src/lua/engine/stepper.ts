/**
 * Watching lines and returns at full speed. A stepped function has traps only at its block leaders, and its waiting
 * callers one each where they go on; all other code, also what the stepped line calls, runs as if nothing was there.
 */

import {argumentA, opcodeOf, opcodes, returnPoints} from "./instructions.ts"
import type {Dispatch} from "./interrupt.ts"
import {callInfo, closure, control, luaState, modeBits, tags, valueSize, valueTag} from "./layout.ts"
import type {Patches} from "./patches.ts"
import type {Protos} from "./protos.ts"
import type {Stack} from "./stack.ts"
import type {Vm} from "./vm.ts"

export class Stepper {
  private readonly vm: Vm
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly patches: Patches
  private readonly dispatch: Dispatch

  /** Whether the watched frame is left when its state yields. */
  yieldLeaves = false

  constructor(vm: Vm, protos: Protos, stack: Stack, patches: Patches, dispatch: Dispatch) {
    this.vm = vm
    this.protos = protos
    this.stack = stack
    this.patches = patches
    this.dispatch = dispatch
  }

  /** No line is watched. */
  watchNone(): void {
    this.dispatch.setMode(modeBits.trace, false)
    this.clearLines()
    this.patches.commit()
  }

  /** Every line of every thread, counted from where `L` stands; 0: from a program's start. */
  watchAll(L: number): void {
    const {vm} = this
    const ci = L ? vm.load32(L + luaState.ci) : 0
    vm.setControl(control.traceState, L)
    vm.setControl(control.traceCi, ci)
    vm.setControl(control.traceIndex, ci && this.stack.isLua(ci) ? this.stack.index(ci) : 0)
    this.dispatch.setMode(modeBits.trace, true)
  }

  /**
   * The lines of one activation.
   * @param returned it has just been returned to: its place counts as gone to from the call
   * @returns whether the place where it stands begins a line
   */
  watchFrame(L: number, ci: number, returned: boolean): boolean {
    const {vm, stack, protos, patches} = this
    this.clearLines()
    vm.setControl(control.stepState, L)
    vm.setControl(control.stepCi, ci)
    let begins = false
    if (stack.isLua(ci)) {
      const proto = stack.proto(ci)
      const index = stack.index(ci)
      this.patchLines(proto)
      vm.setControl(control.stepIndex, index)
      // stopped at the tail call itself, which goes on without another trap
      if (opcodeOf(protos.words(proto)[index]) === opcodes.tailCall) this.enterCallee(ci)
      if (returned) begins = vm.call("ms_new_line", proto, index - 1, index) !== 0
    }
    patches.commit()
    return begins
  }

  private patchLines(proto: number): void {
    const {protos, patches} = this
    const code = protos.code(proto)
    for (const leader of protos.leaders(proto)) patches.setStep(code + 4 * leader, "leader")
    protos.words(proto).forEach((word, index) => {
      if (opcodeOf(word) === opcodes.tailCall) patches.setStep(code + 4 * index, "tailCall")
    })
  }
  private clearLines(): void {
    this.patches.clearSteps("leader")
    this.patches.clearSteps("tailCall")
  }

  /** The stepped frame stands at a tail call: the function called takes its place, and its lines are watched. */
  followTailCall(ci: number): void {
    this.clearLines()
    this.enterCallee(ci)
    this.patches.commit()
  }
  private enterCallee(ci: number): void {
    const {vm, stack, protos} = this
    const word = protos.words(stack.proto(ci))[stack.index(ci)]
    const callee = stack.base(ci) + argumentA(word) * valueSize
    // a native function returns to the callers, which are watched as well
    if (vm.load8(callee + valueTag) !== tags.luaClosure) return
    this.patchLines(vm.load32(vm.load32(callee) + closure.proto))
    // its first line is new, whatever its number
    vm.setControl(control.stepIndex, 0x7fffffff)
  }

  /** Where the frames below `ci` go on, in its state and in those that have resumed it. */
  watchReturns(L: number, ci: number, waiting: readonly number[], orYields: boolean): void {
    const {vm, stack, patches} = this
    patches.clearSteps("returnPoint")
    vm.setControl(control.stepState, L)
    vm.setControl(control.stepCi, ci)
    const frames = stack.allFrames(L)
    const below = frames.slice(frames.indexOf(ci) + 1)
    this.yieldLeaves = orYields && !below.some(one => stack.isLua(one))
    this.patchReturns(below)
    for (const state of waiting) this.patchReturns(stack.allFrames(state))
    patches.commit()
  }

  watchNoReturns(): void {
    this.patches.clearSteps("returnPoint")
    this.patches.commit()
  }

  private patchReturns(frames: readonly number[]): void {
    const {stack, protos, patches, vm} = this
    const seen = new Set<number>()
    for (const ci of frames) {
      if (!stack.isLua(ci)) continue
      const next = vm.load32(ci + callInfo.savedPc)
      // deep recursion waits at few places
      if (seen.has(next)) continue
      seen.add(next)
      const proto = vm.load32(vm.load32(stack.func(ci)) + closure.proto)
      const code = protos.code(proto)
      for (const point of returnPoints(protos.words(proto), stack.index(ci)))
        patches.setStep(code + 4 * point, "returnPoint")
    }
  }
}
