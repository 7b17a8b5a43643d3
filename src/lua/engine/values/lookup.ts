/**
 * Following an access path through the state: what it leads to, and what stands behind it. Raw but for `__index` tables,
 * so no Lua runs, and it takes no longer than there is to see.
 */
import {type AccessPath, isName} from "../../syntax/index.ts"
import type {Stack} from "../stack/stack.ts"
import type {TextScope} from "../stack/text-scope.ts"
import {type LuaApi, type LuaType, registryIndex} from "../vm/lua-api.ts"
import {decodeText, encodeText} from "../world/text.ts"
import type {Tables} from "./tables.ts"

/** `__index` of `__index` of …: a ring must end. */
const longestChain = 50
/** Table entries that one enumeration gives: some 5 ms, with what its answer takes to be sent. */
const mostVisited = 1000

export interface Entry {
  readonly name: string
  readonly type: LuaType | "none"
}

export class Lookup {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly tables: Tables
  private readonly scope: TextScope
  constructor(api: LuaApi, stack: Stack, tables: Tables, scope: TextScope) {
    this.api = api
    this.stack = stack
    this.tables = tables
    this.scope = scope
  }

  /** Pushes what a path leads to onto the main state's stack. False: it leads nowhere, and nothing is pushed. */
  push({root, keys}: AccessPath, ci: number): boolean {
    const {api} = this
    const L = api.vm.main
    const top = api.top(L)
    api.vm.call("lua_checkstack", L, 20)
    if (root === undefined) api.pushText(L, "")
    else if (!this.pushVariable(root, ci)) return false
    for (const key of keys) {
      if (this.step(key)) continue
      api.setTop(L, top)
      return false
    }
    if (api.type(L, -1) !== "nil") return true
    api.setTop(L, top)
    return false
  }

  /** A local of the frame, an upvalue, or a global: as the frame's code would see it. */
  private pushVariable(name: string, ci: number): boolean {
    if (this.pushOwn(name, ci)) return true
    if (!this.pushOwn("_ENV", ci)) this.api.pushGlobals(this.api.vm.main)
    return this.step(name) || this.drop()
  }
  /** Pops what `push` has pushed. */
  drop(): false {
    this.api.pop(this.api.vm.main)
    return false
  }
  private pushOwn(name: string, ci: number): boolean {
    if (!ci || !this.stack.isLua(ci)) return false
    const local = this.stack.locals(ci).findLast(one => one.name === name)
    if (local) {
      this.tables.pushFrom(this.api.vm.main, local.address)
      return true
    }
    return this.eachUpvalue(ci, found => found === name)
  }
  /** Leaves the first upvalue that is taken on the stack. */
  private eachUpvalue(ci: number, take: (name: string) => boolean): boolean {
    const {vm} = this.api
    const L = vm.main
    this.tables.pushFrom(L, this.stack.func(ci))
    for (let n = 1; ; n++) {
      const name = vm.call("lua_getupvalue", L, -1, n)
      if (!name) return this.drop()
      if (take(this.api.cString(name))) {
        vm.call("lua_rotate", L, -2, 1)
        this.api.pop(L)
        return true
      }
      this.api.pop(L)
    }
  }

  /** Puts the field in the place of the value on top. False: it has none, and the value stays. */
  private step(key: string | number): boolean {
    const {api} = this
    const {vm} = api
    const L = vm.main
    vm.call("lua_pushvalue", L, -1)
    for (let i = 0; i < longestChain; i++) {
      if (api.type(L, -1) === "table") {
        if (typeof key === "number") vm.raw.lua_rawgeti(L, -1, BigInt(key))
        else {
          api.pushText(L, key)
          vm.call("lua_rawget", L, -2)
        }
        if (api.type(L, -1) !== "nil") {
          // value, owner, field → field
          vm.call("lua_rotate", L, -3, 1)
          api.pop(L, 2)
          return true
        }
        api.pop(L)
      }
      if (!this.toIndex()) break
    }
    return this.drop()
  }
  /** Puts the `__index` table in the place of the value on top. */
  private toIndex(): boolean {
    const {api} = this
    const {vm} = api
    const L = vm.main
    if (!vm.call("lua_getmetatable", L, -1)) return false
    api.pushText(L, "__index")
    vm.call("lua_rawget", L, -2)
    const isTable = api.type(L, -1) === "table"
    if (isTable) vm.call("lua_rotate", L, -3, 1)
    api.pop(L, 2)
    return isTable
  }

  /**
   * Calls `visit` for every field that the value on top of the main state's stack has, its own first, then those of its
   * `__index` tables, with the field's value on top. Only names, and of those that begin with the prefix at most 1,000.
   */
  eachField(prefix: string, visit: (entry: Entry) => void): void {
    const {api} = this
    const L = api.vm.main
    const seen = new Set<string>()
    const passed = new Set<number>()
    let left = mostVisited
    const beginning = encodeText(prefix)
    api.vm.call("lua_checkstack", L, 20)
    api.vm.call("lua_pushvalue", L, -1)
    do {
      if (api.type(L, -1) !== "table") continue
      const address = api.vm.call("lua_topointer", L, -1)
      if (passed.has(address)) break
      passed.add(address)
      const at = api.top(L)
      this.tables.eachBeginning(L, at, beginning, () => {
        const found = api.stringBytes(L, -2, 100)
        const name = found && found.length <= 100 ? decodeText(found.bytes) : ""
        if (isName(name) && !seen.has(name)) {
          seen.add(name)
          visit({name, type: api.type(L, -1)})
        }
        return --left > 0
      })
    } while (left > 0 && passed.size < longestChain && this.toIndex())
    api.pop(L)
  }

  /**
   * Calls `visit` for each local and upvalue that the frame's code sees, innermost first, with its value on top; then for
   * the compiler's constants, of which nothing but the name is known.
   */
  eachVariable(ci: number, visit: (entry: Entry) => void): void {
    if (!ci || !this.stack.isLua(ci)) return
    const {api} = this
    const L = api.vm.main
    const seen = new Set<string>(["_ENV"])
    const offer = (name: string) => {
      if (!seen.has(name)) visit({name, type: api.type(L, -1)})
      seen.add(name)
    }
    for (const {name, address} of this.stack.locals(ci).reverse()) {
      this.tables.pushFrom(L, address)
      offer(name)
      api.pop(L)
    }
    this.eachUpvalue(ci, name => {
      offer(name)
      return false
    })
    for (const {name} of [...this.scope.constants(ci), ...this.scope.outerConstants(ci)])
      if (!seen.has(name)) visit({name, type: "none"})
  }
  /** The same for the globals: those of the frame's `_ENV`, where there is one. */
  eachGlobal(ci: number, prefix: string, visit: (entry: Entry) => void): void {
    const L = this.api.vm.main
    if (!this.pushOwn("_ENV", ci)) this.api.vm.raw.lua_rawgeti(L, registryIndex, 2n)
    this.eachField(prefix, visit)
    this.api.pop(L)
  }
}
