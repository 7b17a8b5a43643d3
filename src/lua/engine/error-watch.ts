/** Errors at the moment they are raised, with their stack still standing: what would catch them, and the traceback. */
import {closure, luaState, tags, valueTag} from "./layout.ts"
import type {LuaApi} from "./lua-api.ts"
import type {Stack} from "./stack.ts"
import type {Threads} from "./threads.ts"

/** Native functions that keep an error from going on. `coroutine.wrap` passes it to its caller. */
const catchers = ["pcall", "xpcall", "load", "coroutine.resume", "coroutine.close"] as const

export interface RaisedError {
  readonly caught: boolean
  /** The error that was raised in a coroutine before, on its way out of `coroutine.wrap`: nothing new. */
  readonly passedOn: boolean
  /** Computed when asked for: most errors are caught and nobody looks. */
  message(): string
}

export class ErrorWatch {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly threads: Threads
  private readonly catching: ReadonlySet<number>
  private traceback: readonly string[] = []
  /** The state in which the last error was raised; 0 once `wrap` has passed it on. */
  private lastState = 0

  constructor(api: LuaApi, stack: Stack, threads: Threads, nativeNames: ReadonlyMap<number, string>) {
    this.api = api
    this.stack = stack
    this.threads = threads
    const byName = new Map([...nativeNames].map(([pointer, name]) => [name, pointer]))
    this.catching = new Set(catchers.map(name => byName.get(name) ?? -1))
  }

  /** The error object is on top of L's stack. */
  look(L: number): RaisedError {
    const passedOn = this.isPassedOn(L)
    this.lastState = L
    const caught = this.isCaught(L)
    if (!caught && !passedOn) this.traceback = this.readTraceback(L)
    return {caught, passedOn, message: () => this.message(L)}
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

  private message(L: number): string {
    const {api} = this
    const type = api.type(L, -1)
    if (type === "string") return api.text(L, -1)
    return type === "number" ? `${api.vm.raw.lua_tonumberx(L, -1, 0)}` : `error object is a ${type} value`
  }

  private isCaught(L: number): boolean {
    for (const state of [L, ...this.threads.waitingFor(L)]) {
      for (const ci of this.stack.allFrames(state))
        if (this.stack.isFinalizer(ci) || (!this.stack.isLua(ci) && this.catching.has(this.stack.cFunction(ci))))
          return true
    }
    return false
  }

  private readTraceback(L: number): string[] {
    const {api} = this
    const {vm} = api
    const lines: string[] = []
    for (const state of [L, ...this.threads.waitingFor(L)]) {
      vm.call("luaL_traceback", vm.main, state, 0, 0)
      const [, ...entries] = api.text(vm.main, -1).split("\n")
      api.pop(vm.main)
      lines.push(...entries.map(line => line.trim()))
    }
    // the function that raised it (error, assert) says nothing
    return lines[0]?.startsWith("[C]: in function 'error'") ? lines.slice(1) : lines
  }
}
