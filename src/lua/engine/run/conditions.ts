/**
 * Conditions, compiled once for a place: a function that takes the locals the condition names, and shares the upvalues of
 * the frame's function. An evaluation copies those locals' 16 bytes and makes one protected call.
 */
import {ScriptError} from "../../../base/script-error.ts"
import type {Protos} from "../code/protos.ts"
import type {Stack, StackFrame} from "../stack/stack.ts"
import type {TextScope} from "../stack/text-scope.ts"
import type {ErrorTexts} from "../values/error-text.ts"
import type {Tables} from "../values/tables.ts"
import {luaState, valueSize} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import {beginShowing, constantsIn, endShowing, problemOf} from "./evaluation.ts"

interface Compiled {
  /** Registry reference of the function. */
  readonly reference: number
  /** Registers of the locals it takes, in order. */
  readonly registers: readonly number[]
  /** [its upvalue, the frame's function's upvalue] */
  readonly joins: readonly (readonly [number, number])[]
  readonly takesVarargs: boolean
  /** The closure whose upvalues it shares now. */
  closure: number
}

const constants = new Set(["true", "false", "nil", "and", "or", "not"])
const chunkName = "=condition"
const position = /^condition:1: /

export class Conditions {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly tables: Tables
  private readonly errors: ErrorTexts
  private readonly scope: TextScope
  /** By text, then by the address of the instruction. */
  private readonly compiled = new Map<string, Map<number, Compiled>>()
  /** Functions by their source: places with the same variables share one. */
  private readonly functions = new Map<string, number>()
  /** The state that conditions run on; made when first needed. */
  private state: {readonly L: number; readonly reference: number} | undefined

  constructor(api: LuaApi, protos: Protos, stack: Stack, tables: Tables, errors: ErrorTexts, scope: TextScope) {
    this.api = api
    this.protos = protos
    this.stack = stack
    this.tables = tables
    this.errors = errors
    this.scope = scope
  }

  /** Whether the condition is true in a Lua frame. @throws ScriptError */
  test(text: string, frame: StackFrame): boolean {
    const {api} = this
    const {ci} = frame
    const {vm} = api
    const code = this.at(text, ci)
    const {L} = this.state ?? this.makeState()
    vm.raw.lua_settop(L, 0)
    api.pushReference(L, code.reference)
    const func = this.stack.func(ci)
    if (code.joins.length && vm.load32(func) !== code.closure) this.join(L, code, func)
    const base = func + valueSize
    let top = vm.load32(L + luaState.top)
    for (const register of code.registers) {
      vm.copyValue(base + register * valueSize, top)
      top += valueSize
    }
    vm.store32(L + luaState.top, top)
    let count = code.registers.length
    if (code.takesVarargs) {
      const varargs = this.stack.varargs(ci)
      for (let i = 0; i < varargs.count; i++, count++) this.tables.pushFrom(L, varargs.address + i * valueSize)
    }
    try {
      beginShowing(frame, vm, L)
      if (vm.raw.lua_pcallk(L, count, 1, 0, 0, 0) !== 0) throw this.error(L)
    } finally {
      endShowing(vm)
    }
    return vm.raw.lua_toboolean(L, -1) !== 0
  }

  private error(L: number): ScriptError {
    return new ScriptError("RuntimeError", this.errors.textOf(L).replace(position, ""))
  }

  private makeState(): {readonly L: number; readonly reference: number} {
    const {vm} = this.api
    const L = vm.call("lua_newthread", vm.main)
    // room for all the locals that a condition may name
    vm.call("lua_checkstack", L, 250)
    this.state = {L, reference: this.api.reference(vm.main)}
    return this.state
  }

  private at(text: string, ci: number): Compiled {
    const address = this.protos.code(this.stack.proto(ci)) + 4 * this.stack.index(ci)
    let places = this.compiled.get(text)
    if (!places) {
      places = new Map()
      this.compiled.set(text, places)
    }
    let code = places.get(address)
    if (!code) {
      code = this.compile(text, ci)
      places.set(address, code)
    }
    return code
  }

  private compile(text: string, ci: number): Compiled {
    const {api} = this
    const {vm} = api
    const L = vm.main
    const names = new Set((text.match(/[A-Za-z_]\w*/g) ?? []).filter(name => !constants.has(name)))
    // a name that is no variable of the frame is a global, which is a field of _ENV
    if (names.size) names.add("_ENV")
    const proto = this.stack.proto(ci)
    const locals = new Map(
      this.protos
        .locals(proto, this.stack.index(ci))
        .filter(one => names.has(one.name))
        .map(one => [one.name, one.register]),
    )
    const upvalues = new Map<string, number>()
    this.tables.pushFrom(L, this.stack.func(ci))
    this.eachUpvalue(L, (name, n) => {
      if (names.has(name) && !locals.has(name)) upvalues.set(name, n)
    })
    api.pop(L)
    const takesVarargs = text.includes("...")
    let declared = ""
    for (const one of constantsIn(text, ci, this.scope, name => locals.has(name) || upvalues.has(name))) {
      declared += one.declaration
      locals.delete(one.name)
      upvalues.delete(one.name)
    }
    const head = `${upvalues.size ? `local ${[...upvalues.keys()].join(",")};` : ""}${declared}`
    const parameters = [...locals.keys(), ...(takesVarargs ? ["..."] : [])].join(",")
    // a comment at the condition's end must not swallow ours
    const source = `${head}return function(${parameters}) return ${text}\nend`
    // a function that shares upvalues is bound to one place's closure; the others serve all places
    const shared = upvalues.size === 0 ? this.functions.get(source) : undefined
    const registers = [...locals.values()]
    if (shared !== undefined) return {reference: shared, registers, joins: [], takesVarargs, closure: 0}
    if (api.loadText(L, encodeText(source), chunkName) !== 0) {
      const wrapped = api.text(L, -1).replace(position, "")
      api.pop(L)
      // said of the condition alone, not of what we wrap around it
      throw new ScriptError("SyntaxError", problemOf(api, text, "expression") ?? wrapped)
    }
    vm.call("lua_pcallk", L, 0, 1, 0, 0, 0)
    const joins: [number, number][] = []
    this.eachUpvalue(L, (name, n) => {
      const from = upvalues.get(name)
      if (from !== undefined) joins.push([n, from])
    })
    const reference = api.reference(L)
    if (upvalues.size === 0) this.functions.set(source, reference)
    return {reference, registers, joins, takesVarargs, closure: 0}
  }

  /** Of the function on top. */
  private eachUpvalue(L: number, visit: (name: string, n: number) => void): void {
    for (let n = 1; ; n++) {
      const name = this.api.vm.call("lua_getupvalue", L, -1, n)
      if (!name) return
      this.api.pop(L)
      visit(this.api.cString(name), n)
    }
  }

  private join(L: number, code: Compiled, func: number): void {
    const {vm} = this.api
    this.tables.pushFrom(L, func)
    for (const [own, theirs] of code.joins) vm.call("lua_upvaluejoin", L, 1, own, 2, theirs)
    this.api.pop(L)
    code.closure = vm.load32(func)
  }

  /** Breakpoints have changed, or code was freed: nothing is compiled any more. */
  clear(): void {
    const references = new Set(this.functions.values())
    for (const places of this.compiled.values()) for (const {reference} of places.values()) references.add(reference)
    for (const reference of references) this.api.release(reference)
    this.compiled.clear()
    this.functions.clear()
  }
  /** After an interruption the state may be in any condition. */
  dropState(): void {
    if (this.state) this.api.release(this.state.reference)
    this.state = undefined
  }
  /** After the memory has been put back. */
  forget(): void {
    this.compiled.clear()
    this.functions.clear()
    this.state = undefined
  }
}
