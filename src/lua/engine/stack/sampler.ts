/** Where a program stands while it runs, read from raw memory: nothing is called, nothing is made, nothing changes. */
import type {FrameInfo} from "../../../debugger/engine.ts"
import {callInfo, luaState} from "../vm/layout.ts"
import type {Vm} from "../vm/vm.ts"
import type {Stack} from "./stack.ts"
import type {Threads} from "./threads.ts"

/** Frames of one sample; of a deeper stack the innermost ones. */
const mostFrames = 512

export class Sampler {
  private readonly vm: Vm
  private readonly stack: Stack
  private readonly threads: Threads
  /** Of each frame its CallInfo and, until the program goes on, its lua_State. */
  private readonly frames = new Int32Array(mostFrames * 2)
  private count = 0

  constructor(vm: Vm, stack: Stack, threads: Threads) {
    this.vm = vm
    this.stack = stack
    this.threads = threads
  }

  /**
   * Writes the stack of what runs, with those that wait for it, innermost first: of each frame what tells its function and
   * its line from others as long as the code lives, the address of its instruction, or −1 minus that of a native function.
   * @returns how many frames
   */
  sample(into: Int32Array): number {
    this.count = 0
    const L = this.threads.running()
    if (!L) return 0
    this.walk(L, into)
    for (const state of this.threads.waitingFor(L)) this.walk(state, into)
    return this.count
  }
  private walk(L: number, into: Int32Array): void {
    const {vm, stack, frames} = this
    const base = stack.bottom(L)
    const most = Math.min(into.length, mostFrames)
    for (let ci = vm.load32(L + luaState.ci); ci && ci !== base; ci = vm.load32(ci + callInfo.previous)) {
      const at = this.count
      if (at >= most) return
      into[at] = stack.isLua(ci) ? vm.load32(ci + callInfo.savedPc) - 4 : -1 - stack.cFunction(ci)
      frames[2 * at] = ci
      frames[2 * at + 1] = L
      this.count++
    }
  }

  /** Who a frame of the last sample is, until the program goes on. */
  describe(index: number): FrameInfo | undefined {
    return index < this.count ? this.stack.describe(this.frames[2 * index + 1], this.frames[2 * index]) : undefined
  }
}
