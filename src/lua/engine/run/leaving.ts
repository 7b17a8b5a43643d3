/**
 * A program that stands can leave its native stack and come back to it (native/leaving.wat): where it can't block or be
 * suspended, and where its state is to be copied. While it is away all looks as where it stands on its stack: who waits for
 * whom, what runs.
 */
import type {Stop} from "../../../protocol/stops.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import {callInfo, control, luaState, resumed, statuses, trapAnswers, whyBits} from "../vm/layout.ts"
import type {NativeNames} from "../vm/native-names.ts"
import type {Vm} from "../vm/vm.ts"
import type {Dispatch} from "./interrupt.ts"

/** C functions that can be left, though they call Lua. */
const leavable: ReadonlySet<string> = new Set(["pcall", "xpcall", "coroutine.resume", "dofile", "require"])

interface Left {
  /** The state that stands, and those that wait for it. */
  readonly states: readonly number[]
  readonly depth: number
  /** The error on top is to be raised. */
  readonly raises: boolean
}

export class Leaving {
  private readonly vm: Vm
  private readonly dispatch: Dispatch
  private readonly stack: Stack
  private readonly threads: Threads
  private left: Left | undefined
  /** A watched state that is resumed on the way back, for none of the program's reasons; 0: none is. */
  private returning = 0

  /** Which hooks the program has set, while it comes back. */
  private hooks = 0

  private late: Stop | undefined
  private readonly natives: NativeNames

  constructor(vm: Vm, dispatch: Dispatch, stack: Stack, threads: Threads, natives: NativeNames) {
    this.natives = natives
    this.vm = vm
    this.dispatch = dispatch
    this.stack = stack
    this.threads = threads
  }

  /** Whether all that is on the native stack can be left, where `L` runs. */
  isPossible(L: number): boolean {
    return L !== 0 && this.vm.call("ms_can_leave", L) !== 0
  }

  /** A stop that can't take place where it was decided: it does at the next place that can be left, and says so. */
  postpone(L: number, stop: Stop): void {
    this.late = {...stop, late: {within: this.inTheWay(L)}}
    this.dispatch.poke(resumed.poke)
  }
  /** The stop that is due now. Undefined: none is, or it still can't take place. */
  takeLate(L: number): Stop | undefined {
    const {late} = this
    if (!late) return undefined
    if (this.isPossible(L)) {
      this.late = undefined
      return late
    }
    this.dispatch.poke(resumed.poke)
    return undefined
  }
  get isLate(): boolean {
    return this.late !== undefined
  }
  /** The program has ended. @returns the stop that could not take place */
  endLate(): Stop | undefined {
    const {late} = this
    this.late = undefined
    return late
  }
  /** The C function that can't be left, as a program calls it. */
  private inTheWay(L: number): string {
    const {stack, threads} = this
    const frames = [L, ...threads.waitingFor(L)].flatMap(state => stack.allFrames(state))
    const native = frames.filter(ci => !stack.isLua(ci)).map(ci => this.natives.nameOf(stack.cFunction(ci)))
    const name = native.find(one => one !== undefined && !leavable.has(one))
    if (name !== undefined) return name
    // the frame that it runs on top of is marked, which may be that below all functions
    const below = frames.map(ci => this.vm.load32(ci + callInfo.previous))
    return below.some(ci => stack.isFinalizer(ci)) ? "a finalizer" : "a message handler"
  }

  /** The stack is about to be left. `raises`: at an error, whose value is on top. */
  begin(L: number, raises: boolean): void {
    const states = [L, ...this.threads.waitingFor(L)]
    this.left = {states, depth: this.vm.getControl(control.resumeDepth), raises}
  }
  /** ms_run has come back. @returns false: because the program has ended */
  end(): boolean {
    const {vm, left} = this
    if (!vm.getControl(control.leaving) || !left) return false
    vm.setControl(control.leaving, 0)
    this.setStatus(statuses.running)
    vm.setControl(control.resumeDepth, left.depth)
    return true
  }
  /** Before ms_run is called once more, without arguments. */
  goOn(): void {
    const {vm, stack, left} = this
    if (!left) return
    this.setStatus(statuses.yielded)
    vm.setControl(control.resumeDepth, 0)
    this.returning = left.states.find(L => L === vm.getControl(control.returnsOf)) ?? 0
    const ci = vm.load32(left.states[0] + luaState.ci)
    if (!stack.isLua(ci)) return
    // the instruction is dispatched again: as a poke, which is none of its passes, lines or calls
    vm.store32(ci + callInfo.savedPc, vm.load32(ci + callInfo.savedPc) - 4)
    vm.setControl(control.resumed, resumed.stood)
    this.dispatch.poke(resumed.poke)
    // and the program's own hooks have been called for it (luaG_traceexec, luaD_hookcall)
    this.hooks = vm.load32(left.states[0] + luaState.hookMask)
    vm.store32(left.states[0] + luaState.hookMask, 0)
  }
  /** The trap belongs to the way back. @returns one of trapAnswers; undefined: it does not */
  arrive(L: number, why: number): number | undefined {
    const {vm, dispatch} = this
    if (why & whyBits.resumes && L === this.returning) {
      this.returning = 0
      return trapAnswers.goOn
    }
    const where = vm.getControl(control.resumed)
    if (!where || why & (whyBits.resumes | whyBits.closes)) return undefined
    vm.setControl(control.resumed, 0)
    if (where === resumed.stood && this.left) vm.store32(this.left.states[0] + luaState.hookMask, this.hooks)
    const others = dispatch.acknowledge() & ~resumed.poke
    if (others) dispatch.poke(others)
    return where === resumed.stood && this.left?.raises ? trapAnswers.raise : trapAnswers.goOn
  }

  private setStatus(status: number): void {
    for (const L of this.left?.states ?? []) this.vm.store8(L + luaState.status, status)
  }
}
