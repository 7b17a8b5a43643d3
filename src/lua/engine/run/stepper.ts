/**
 * Watching lines and results at full speed. A stepped function has traps only at its block leaders, its returns, and the
 * calls of one line; all other code, also what the stepped line calls, runs as if nothing was there.
 */

import {argumentA, isReturn, opcodeOf} from "../code/instructions.ts"
import type {Patches} from "../code/patches.ts"
import type {Protos} from "../code/protos.ts"
import type {Stack} from "../stack/stack.ts"
import {topOf} from "../values/error-text.ts"
import type {Tables} from "../values/tables.ts"
import {closure, control, luaState, modeBits, opcodes, tags, valueSize, valueTag} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Vm} from "../vm/vm.ts"
import type {Dispatch} from "./interrupt.ts"

/** A `__call` may be a callable table again, and so on. */
const mostCallables = 20

const tracing = modeBits.lines | modeBits.calls | modeBits.count

export class Stepper {
  private readonly api: LuaApi
  private readonly tables: Tables
  private readonly vm: Vm
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly patches: Patches
  private readonly dispatch: Dispatch

  /** The functions whose returns are watched. */
  private readonly resultsWatched = new Set<number>()
  private linesWatched = false

  constructor(api: LuaApi, tables: Tables, protos: Protos, stack: Stack, patches: Patches, dispatch: Dispatch) {
    this.api = api
    this.tables = tables
    this.vm = api.vm
    this.protos = protos
    this.stack = stack
    this.patches = patches
    this.dispatch = dispatch
  }

  /** No line, result, call or count. */
  watchNothing(): void {
    this.watchNone()
    this.watchResults(0, 0, false)
    this.setTrace(tracing, false)
  }

  /** No line is watched. */
  watchNone(): void {
    this.setTrace(modeBits.lines, false)
    this.clearLines()
    this.patches.commit()
  }

  /** Every line of every thread, counted from where `L` stands; 0: from a program's start. */
  watchAll(L: number): void {
    this.traceFrom(L)
    this.setTrace(modeBits.lines, true)
  }
  /** Calls and returns of every thread. */
  watchCalls(on: boolean, L: number): void {
    if (on) this.traceFrom(L)
    this.setTrace(modeBits.calls, on)
  }
  /** Every n-th instruction of all threads; 0: none. */
  watchCount(every: number, L: number): void {
    const {vm} = this
    if (every) this.traceFrom(L)
    vm.setControl(control.countEvery, every)
    vm.setControl(control.countLeft, every)
    this.setTrace(modeBits.count, every > 0)
  }

  /** The place that the next traced instruction is compared with. */
  private traceFrom(L: number): void {
    const {vm, stack, protos} = this
    if (vm.getControl(control.mode) & tracing) return
    vm.call("ms_forget_entries")
    const at = L ? vm.load32(L + luaState.ci) : 0
    const ci = at && stack.isLua(at) ? at : 0
    vm.setControl(control.traceCi, ci)
    if (!ci) return
    const proto = stack.proto(ci)
    const index = stack.index(ci)
    vm.setControl(control.tracePc, protos.code(proto) + 4 * index)
    vm.setControl(control.traceLine, vm.call("ms_line", proto, index))
  }
  private setTrace(bit: number, on: boolean): void {
    // the run that is known may hold instructions that count under the new mode
    this.vm.setControl(control.traceEnd, 0)
    this.dispatch.setMode(bit, on)
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
      // stopped at the tail call itself, the frame begins no line any more
      if (opcodeOf(protos.words(proto)[index]) !== opcodes.tailCall) this.patchLines(proto)
      vm.setControl(control.stepIndex, index)
      if (returned) begins = vm.call("ms_new_line", proto, index - 1, index) !== 0
    }
    patches.commit()
    return begins
  }

  private patchLines(proto: number): void {
    const {protos, patches} = this
    const code = protos.code(proto)
    this.linesWatched = true
    for (const leader of protos.leaders(proto)) patches.setStep(code + 4 * leader, "leader")
  }
  private clearLines(): void {
    this.linesWatched = false
    this.patches.clearSteps("leader")
  }

  /**
   * Where one activation returns, or is replaced by a tail call; 0: none is watched.
   * @param orCalls also where it goes on behind the calls of its line
   * @returns whether it stands at the instruction by which it returns, and goes on without another trap
   */
  watchResults(L: number, ci: number, orCalls: boolean): boolean {
    const {vm, stack, protos, patches} = this
    for (const kind of ["result", "tailCall", "call", "callReturn"] as const) patches.clearSteps(kind)
    this.resultsWatched.clear()
    vm.setControl(control.stepCall, 0)
    let returns = false
    if (ci && stack.isLua(ci)) {
      vm.setControl(control.stepState, L)
      vm.setControl(control.stepCi, ci)
      const proto = stack.proto(ci)
      const index = stack.index(ci)
      const word = protos.words(proto)[index]
      // stopped at the tail call itself, which goes on without another trap
      if (opcodeOf(word) !== opcodes.tailCall || !this.patchCallee(ci)) this.patchResults(proto)
      if (orCalls) this.patchCalls(proto, index)
      const isInnermost = vm.load32(L + luaState.ci) === ci
      if (orCalls && !isInnermost && opcodeOf(word) === opcodes.call)
        vm.setControl(control.stepCall, protos.code(proto) + 4 * index)
      returns = isInnermost && isReturn(word)
    }
    patches.commit()
    return returns
  }
  /** The calls that may be made before another line than that of `from` begins. */
  private patchCalls(proto: number, from: number): void {
    const {protos, patches} = this
    const code = protos.code(proto)
    const lines = protos.lines(proto)
    protos.words(proto).forEach((word, index) => {
      if (opcodeOf(word) !== opcodes.call || lines[index] !== lines[from]) return
      patches.setStep(code + 4 * index, "call")
      patches.setStep(code + 4 * (index + 1), "callReturn")
    })
  }
  /** Answers whether they were not watched yet. */
  private patchResults(proto: number): boolean {
    const {protos, patches, resultsWatched} = this
    if (resultsWatched.has(proto)) return false
    resultsWatched.add(proto)
    const code = protos.code(proto)
    protos.words(proto).forEach((word, index) => {
      if (opcodeOf(word) === opcodes.tailCall) patches.setStep(code + 4 * index, "tailCall")
      if (isReturn(word)) patches.setStep(code + 4 * index, "result")
    })
    return true
  }
  /** The function that the frame calls by the tail call it stands at: what it returns is what the frame would. */
  private patchCallee(ci: number): boolean {
    const {vm, stack, protos} = this
    const word = protos.words(stack.proto(ci))[stack.index(ci)]
    const callee = this.closureAt(stack.base(ci) + argumentA(word) * valueSize, 0)
    return callee !== 0 && this.patchResults(vm.load32(callee + closure.proto))
  }
  /** The function of Lua's that a call of the value at an address calls: itself, or its `__call` (tryfuncTM, ldo.c); or 0. */
  private closureAt(address: number, depth: number): number {
    const {api, vm, tables} = this
    const {main} = vm
    if (vm.load8(address + valueTag) === tags.luaClosure) return vm.load32(address)
    if (depth > mostCallables) return 0
    const bottom = api.top(main)
    return api.withoutCollector(() => {
      tables.pushFrom(main, address)
      const isCallable = api.withText("__call", name => vm.call("luaL_getmetafield", main, -1, name)) !== 0
      const found = isCallable ? this.closureAt(topOf(api, main), depth + 1) : 0
      api.setTop(main, bottom)
      return found
    })
  }

  /** The stepped frame stands at a tail call, and ends with it: what takes its place is not stepped, but returns for it. */
  leaveByTailCall(ci: number): void {
    const isNew = this.patchCallee(ci)
    if (!isNew && !this.linesWatched) return
    this.clearLines()
    for (const kind of ["call", "callReturn"] as const) this.patches.clearSteps(kind)
    this.patches.commit()
  }
}
