/**
 * Where the callers of a stepped frame go on: one trap each, in its own state and in those that have resumed it. A
 * coroutine that is resumed anew, or closed, is waited for by others than before.
 */
import {returnPoints} from "../code/instructions.ts"
import type {Patches} from "../code/patches.ts"
import type {Protos} from "../code/protos.ts"
import {callInfo, closure, control, tags} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Stack} from "./stack.ts"
import type {Threads} from "./threads.ts"

interface Armed {
  readonly L: number
  /** The frames that wait in the same state. */
  readonly below: ReadonlySet<number>
  /** The other states that wait, nearest first, and where their frames go on. */
  readonly waiting: readonly number[]
  readonly places: string
}

export class ReturnPoints {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly threads: Threads
  private readonly patches: Patches
  /** A step that goes back along a deep stack lays them once. */
  private armed: Armed | undefined
  /** The watched frame is left when its state yields. */
  private yieldLeaves = false
  /** Keeps the state alive, and its code, while it waits to be resumed. */
  private held: {readonly L: number; readonly reference: number} | undefined

  constructor(api: LuaApi, protos: Protos, stack: Stack, threads: Threads, patches: Patches) {
    this.api = api
    this.protos = protos
    this.stack = stack
    this.threads = threads
    this.patches = patches
  }
  private get vm() {
    return this.api.vm
  }

  /** Of the frames below `ci`. */
  watch(L: number, ci: number, orYields: boolean): void {
    const {vm, stack, armed} = this
    vm.setControl(control.stepState, L)
    vm.setControl(control.stepCi, ci)
    this.yieldLeaves = orYields && stack.luaBelow(L, ci) === 0
    const waiting = this.threads.waitingFor(L)
    if (armed?.L === L && armed.below.has(ci) && armed.waiting.join() === waiting.join()) return
    const frames = stack.allFrames(L)
    this.arm(L, frames.slice(frames.indexOf(ci) + 1), waiting)
  }
  watchNone(): void {
    this.armed = undefined
    this.vm.setControl(control.returnsOf, 0)
    this.hold(0)
    this.patches.clearSteps("returnPoint")
    this.patches.commit()
  }

  /** The watched frame's state is about to be resumed. */
  resumes(L: number): void {
    this.rearm(this.threads.waitingFor(L))
  }
  /** It is about to be closed, by the one that runs. */
  closes(): void {
    const running = this.threads.running()
    this.rearm([running, ...this.threads.waitingFor(running)])
  }
  private rearm(waiting: readonly number[]): void {
    const {armed} = this
    // the one that resumes a coroutine in a loop stays where it is
    if (armed && armed.places !== this.placesOf(waiting)) this.arm(armed.L, [...armed.below], waiting)
  }

  /** Whether the watched frame has been left when L comes to a return point; in another state, it may have yielded. */
  hasReturned(L: number): boolean {
    const stepped = this.vm.getControl(control.stepState)
    return stepped === L || this.yieldLeaves || this.stack.isDead(stepped)
  }

  private arm(L: number, below: readonly number[], waiting: readonly number[]): void {
    const {stack, patches} = this
    patches.clearSteps("returnPoint")
    this.armed = {L, below: new Set(below), waiting, places: this.placesOf(waiting)}
    this.vm.setControl(control.returnsOf, L)
    this.hold(L)
    this.lay(below)
    for (const state of waiting) this.lay(stack.allFrames(state))
    patches.commit()
  }
  private lay(frames: readonly number[]): void {
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
  private placesOf(states: readonly number[]): string {
    const {stack, vm} = this
    const place = (ci: number) => (stack.isLua(ci) ? vm.load32(ci + callInfo.savedPc) : 0)
    return states.map(L => [L, ...stack.allFrames(L).map(place)].join()).join(";")
  }

  private hold(L: number): void {
    const {api, held} = this
    if (held?.L === L) return
    if (held) api.release(held.reference)
    this.held = L ? {L, reference: api.referenceTo(L, tags.thread)} : undefined
  }
}
