/** Errors at the moment they are raised, with their stack still standing: what would catch them, and the traceback. */

import {closure, control, luaState, tags, valueTag} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {NativeNames} from "../vm/native-names.ts"
import {ErrorOrigins} from "./error-origins.ts"
import type {Stack} from "./stack.ts"
import type {Threads} from "./threads.ts"

/** Native functions that keep an error from going on. `coroutine.wrap` passes it to its caller. */
const catchers = ["pcall", "xpcall", "load", "coroutine.resume", "coroutine.close"] as const

export interface RaisedError {
  readonly caught: boolean
  /** The error that was raised in a coroutine before, on its way out of `coroutine.wrap`: nothing new. */
  readonly passedOn: boolean
  /** The stack, innermost first, with those of the coroutines that the error has come out of. Most are never looked at. */
  traceback(): readonly string[]
}

export class ErrorWatch {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly threads: Threads
  private readonly catching: ReadonlySet<number>
  private readonly resume: number
  private readonly origins: ErrorOrigins
  private traceback: readonly string[] = []
  /** The state in which the last error was raised; 0 once `wrap` has passed it on. */
  private lastState = 0

  constructor(api: LuaApi, stack: Stack, threads: Threads, natives: NativeNames) {
    this.api = api
    this.stack = stack
    this.threads = threads
    this.catching = new Set(catchers.map(name => natives.pointerOf(name)))
    this.resume = natives.pointerOf("coroutine.resume")
    this.origins = new ErrorOrigins(api, stack)
    api.vm.setControl(control.resumeFunction, this.resume)
  }

  /** The error object is on top of L's stack. */
  look(L: number): RaisedError {
    const passedOn = this.isPassedOn(L)
    this.lastState = L
    const states = [L, ...this.threads.waitingFor(L)]
    const catcher = this.findCatcher(states)
    const caught = catcher !== undefined
    if (passedOn) this.origins.follow(L)
    else if (catcher?.isResume) this.origins.note(L, states.slice(0, catcher.at))
    const traceback = () => this.origins.traceback(L, states)
    if (!caught && !passedOn) this.traceback = traceback()
    return {caught, passedOn, traceback: caught ? traceback : () => this.traceback}
  }

  /** Lines of the last error that nothing caught, innermost first. */
  takeTraceback(): readonly string[] {
    const {traceback} = this
    this.traceback = []
    return traceback
  }
  forget(): void {
    this.traceback = []
    this.lastState = 0
    this.origins.forget()
  }

  /** Whether it is `wrap`'s function that raises it (auxwrap, lcorolib.c: a C closure of its thread), out of that thread. */
  private isPassedOn(L: number): boolean {
    const {vm} = this.api
    const ci = vm.load32(L + luaState.ci)
    if (!this.lastState || this.stack.isLua(ci)) return false
    const func = this.stack.func(ci)
    if (vm.load8(func + valueTag) !== tags.cClosure) return false
    const object = vm.load32(func)
    return (
      vm.load8(object + closure.upvalueCount) === 1 &&
      vm.load8(object + closure.upvalues + valueTag) === tags.thread &&
      vm.load32(object + closure.upvalues) === this.lastState
    )
  }

  /** The native function that would catch, in the state of this number; `isResume`: as the resumer of the one before. */
  private findCatcher(states: readonly number[]): {readonly at: number; readonly isResume: boolean} | undefined {
    for (const [at, state] of states.entries()) {
      for (const [level, ci] of this.stack.allFrames(state).entries()) {
        if (this.stack.isFinalizer(ci)) return {at, isResume: false}
        if (this.stack.isLua(ci)) continue
        const native = this.stack.cFunction(ci)
        if (this.catching.has(native)) return {at, isResume: at > 0 && level === 0 && native === this.resume}
      }
    }
    return undefined
  }
}
