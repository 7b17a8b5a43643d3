/**
 * Running programs: each on a lua_State of its own, which counts as the main one while it runs (it can't yield, and
 * coroutine.running says so). It is thrown away afterwards, so an interrupted program leaves nothing behind.
 */
import {type ErrorKind, Interruption, ScriptError} from "../../../base/script-error.ts"
import type {RunOutcome, RunRequest, ValueInfo} from "../../../debugger/engine.ts"
import type {MimeBundle} from "../../../protocol/shape.ts"
import {readError} from "../code/error-place.ts"
import type {ErrorTexts} from "../values/error-text.ts"
import {control, globalState, luaState} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import type {Leaving} from "./leaving.ts"

/** os.exit, on its way through the program. */
export class Exit extends Error {
  readonly exitCode: number
  constructor(exitCode: number) {
    super(`exit ${exitCode}`)
    this.exitCode = exitCode
  }
}

/** Calls ms_run, or its promising twin where the engine suspends. */
export type RunningCall = (L: number, args: number) => number | Promise<number>

/** The same for a program that leaves its stack where it stands. */
export function runLeaving(
  call: (L: number, args: number) => number,
  leaving: Leaving,
  outside: {waitOutside(): void | Promise<void>},
): RunningCall {
  return async (L, args) => {
    let status = call(L, args)
    while (leaving.end()) {
      await outside.waitOutside()
      leaving.goOn()
      status = call(L, 0)
    }
    return status
  }
}

/** Calls ms_finalize, in the same way. */
export type FinalizingCall = (L: number) => unknown

/** For `finalizersEnd`. */
const noFinalizers = 1

export interface RunHooks {
  /** Describes the value on top of L's stack. */
  describe(L: number): ValueInfo
  /** The forms besides text of the value on top of L's stack. */
  rich(L: number): MimeBundle
  /** The traceback of the last error that nothing caught. */
  takeTraceback(L: number): readonly string[]
}

export class Runner {
  private readonly api: LuaApi
  private readonly texts: ErrorTexts
  private readonly call: RunningCall
  private readonly finalize: FinalizingCall
  private readonly hooks: RunHooks
  /** The main state of the program that runs, or 0. */
  private current = 0

  constructor(api: LuaApi, texts: ErrorTexts, call: RunningCall, finalize: FinalizingCall, hooks: RunHooks) {
    this.api = api
    this.texts = texts
    this.call = call
    this.finalize = finalize
    this.hooks = hooks
  }

  /** The running program's main state; 0: none. */
  get mainState(): number {
    return this.current
  }

  run(request: RunRequest): RunOutcome | Promise<RunOutcome> {
    const {api} = this
    const {vm} = api
    const L = vm.call("lua_newthread", vm.main)
    const anchor = api.reference(vm.main)
    vm.call("lua_pushcclosure", L, vm.programFunction, 0)
    const stackPointer = vm.call("stackSave")
    const finish = (outcome: RunOutcome): RunOutcome => {
      this.current = 0
      vm.setControl(control.mainState, 0)
      vm.setControl(control.mayRead, 0)
      // until it is collected it must not look like a coroutine that is suspended
      if (outcome.kind === "done" || outcome.kind === "error") api.setTop(L, 0)
      api.release(anchor)
      return outcome
    }
    const caught = (thrown: unknown): RunOutcome => {
      vm.call("stackRestore", stackPointer)
      vm.setControl(control.resumeDepth, 0)
      vm.setControl(control.liftDepth, 0)
      // left by force out of a finalizer, the collector would stay stopped (GCTM, lgc.c); its work goes on where it was
      vm.store8(vm.load32(vm.main + luaState.global) + globalState.stopped, 0)
      if (thrown instanceof Exit) return finish({kind: "exit", code: thrown.exitCode})
      if (thrown instanceof Interruption) return finish({kind: "interrupted"})
      finish({kind: "interrupted"})
      throw thrown
    }
    const ended = (status: number): RunOutcome | Promise<RunOutcome> => {
      // finalizers that run from now on have JS below them, and can't wait
      vm.setControl(control.mayRead, 0)
      const outcome = this.outcome(L, status || vm.getControl(control.programStatus))
      if (!request.finalizes) return finish(outcome)
      if (outcome.kind === "error") request.failed?.(outcome.error)
      // but these are called by nobody
      vm.setControl(control.mayRead, 1)
      const finalized = this.finalize(L)
      return finalized instanceof Promise ? finalized.then(() => finish(outcome)) : finish(outcome)
    }
    // before anything of the program's is made
    const newest = vm.load32(vm.load32(vm.main + luaState.global) + globalState.finalizable)
    vm.setControl(control.finalizersEnd, request.finalizes ? newest : noFinalizers)
    const failure = this.load(L, request)
    if (failure) return finish({kind: "error", error: failure})
    this.current = L
    vm.setControl(control.mainState, L)
    vm.setControl(control.programCi, 0)
    vm.setControl(control.mayRead, 1)
    const args = request.args ?? []
    for (const argument of args) api.pushText(L, argument)
    if ("path" in request.source) this.setArguments(request.source.path, args)
    try {
      const status = this.call(L, args.length + 1)
      return typeof status === "number" ? ended(status) : status.then(ended).catch(caught)
    } catch (thrown) {
      return caught(thrown)
    }
  }

  private outcome(L: number, status: number): RunOutcome {
    if (status !== 0) return {kind: "error", error: this.error(L, "RuntimeError", this.hooks.takeTraceback(L))}
    const results = this.results(L)
    if (!results.length) return {kind: "done", results}
    return {kind: "done", results, display: this.display(L, results), ...this.rich(L, results)}
  }

  /** Compiles onto L's stack. */
  private load(L: number, {source, expression}: RunRequest): ScriptError | undefined {
    const {api} = this
    if ("path" in source) {
      const status = api.withText(source.path, name => api.vm.call("luaL_loadfilex", L, name, 0))
      return status === 0 ? undefined : this.error(L, status === 3 ? "SyntaxError" : "FileError", [])
    }
    const chunkName = `@${source.name}`
    if (expression) {
      if (api.loadProgram(L, encodeText(`return ${source.text}`), chunkName) === 0) return undefined
      api.setTop(L, 1)
    }
    return api.loadProgram(L, encodeText(source.text), chunkName) === 0 ? undefined : this.error(L, "SyntaxError", [])
  }

  private setArguments(path: string, args: readonly string[]): void {
    const {api} = this
    const {main} = api.vm
    api.vm.call("lua_createtable", main, args.length, 1)
    for (const [i, argument] of [path, ...args].entries()) {
      api.pushText(main, argument)
      api.vm.raw.lua_rawseti(main, -2, BigInt(i))
    }
    api.withText("arg", name => api.vm.call("lua_setglobal", main, name))
  }

  /** The error object on top: what it says, and its place where the message begins with one. */
  private error(L: number, kind: ErrorKind, traceback: readonly string[]): ScriptError {
    const {text, message: said, place} = readError(this.errorText(L))
    return new ScriptError(kind, text, {said, traceback, ...(place ? {place} : {})})
  }

  /** As lua.c's msghandler: a string as it is, an object by its __tostring, else what it looks like. */
  private errorText(L: number): string {
    const type = this.api.type(L, -1)
    const words = this.texts.ownWords(L)
    if (words !== undefined) return words
    return type === "nil" || type === "boolean" || type === "number"
      ? this.hooks.describe(L).text
      : `(error object is a ${type} value) ${this.hooks.describe(L).text}`
  }

  private results(L: number): ValueInfo[] {
    const {api} = this
    return Array.from({length: api.top(L)}, (_, i) => {
      api.vm.call("lua_checkstack", L, 20)
      api.vm.call("lua_pushvalue", L, i + 1)
      const info = this.hooks.describe(L)
      api.pop(L)
      return info
    })
  }

  /** Of a single result that has not its own idea of how it looks. */
  private rich(L: number, results: readonly ValueInfo[]): {readonly rich?: MimeBundle} {
    if (results.length !== 1) return {}
    const {api} = this
    if (api.withText("__tostring", name => api.vm.call("luaL_getmetafield", L, 1, name))) {
      api.pop(L)
      return {}
    }
    api.vm.call("lua_pushvalue", L, 1)
    const rich = this.hooks.rich(L)
    api.pop(L)
    return Object.keys(rich).length ? {rich} : {}
  }

  /** As Lua's REPL prints results: strings plain, objects by their __tostring, tab-separated. */
  private display(L: number, results: readonly ValueInfo[]): string {
    const {api} = this
    return results
      .map((info, i) => {
        if (info.type === "string") return api.text(L, i + 1)
        api.vm.call("lua_pushvalue", L, i + 1)
        const text = info.type === "table" || info.type === "userdata" ? this.texts.ownWords(L) : undefined
        api.pop(L)
        return text ?? info.text
      })
      .join("\t")
  }

  /** Drops the program after the memory has been put back. */
  forget(): void {
    this.current = 0
  }
}
