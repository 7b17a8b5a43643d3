/** Assigning to what is shown: variables of frames, upvalues, entries of tables, by the names under which they are shown. */

import type {Stack} from "../stack/stack.ts"
import {valueSize} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {LuaContainer, ScopeContainer, ThrownContainer} from "./container-kinds.ts"
import {errorName, topOf} from "./error-text.ts"
import type {Formatter} from "./format.ts"
import type {Tables} from "./tables.ts"

export class Assignment {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly tables: Tables
  private readonly formatter: Formatter

  constructor(api: LuaApi, stack: Stack, tables: Tables, formatter: Formatter) {
    this.api = api
    this.stack = stack
    this.tables = tables
    this.formatter = formatter
  }

  /** Stores the value on top of the main state's stack into a named variable of the container, and pops it. False: no such variable. */
  assign(container: LuaContainer, name: string): boolean {
    const {api} = this
    const L = api.vm.main
    if (container.kind === "locals" || container.kind === "varargs" || container.kind === "thrown") {
      const address = this.slotOf(container, name)
      if (address !== undefined) api.vm.copyValue(topOf(api, L), address)
      api.pop(L)
      return address !== undefined
    }
    if ("reference" in container) api.pushReference(L, container.reference)
    else this.tables.pushFrom(L, this.stack.func(container.ci))
    api.vm.call("lua_rotate", L, -2, 1)
    // the container is below the value now
    const done = container.kind === "table" ? this.assignEntry(L, name) : this.assignUpvalue(L, name)
    api.pop(L, 2)
    return done
  }

  private slotOf(container: ScopeContainer | ThrownContainer, name: string): number | undefined {
    if (container.kind === "thrown") return name === errorName ? topOf(this.api, container.L) : undefined
    if (container.kind === "varargs") {
      const {address, count} = this.stack.varargs(container.ci)
      const i = Number(/^\[(\d+)\]$/.exec(name)?.[1])
      return i >= 1 && i <= count ? address + (i - 1) * valueSize : undefined
    }
    return this.stack.locals(container.ci).findLast(one => one.name === name)?.address
  }
  private assignUpvalue(L: number, name: string): boolean {
    for (let n = 1; ; n++) {
      const found = this.api.vm.call("lua_getupvalue", L, -2, n)
      if (!found) return false
      this.api.pop(L)
      if (this.api.cString(found) !== name) continue
      this.api.vm.call("lua_pushvalue", L, -1)
      this.api.vm.call("lua_setupvalue", L, -3, n)
      return true
    }
  }
  /** Only entries that are there, and new names: the key is found by how it is shown. */
  private assignEntry(L: number, name: string): boolean {
    const {api} = this
    const at = api.top(L) - 1
    const index = /^\[(\d+)\]$/.exec(name)?.[1]
    const indexed = api.rawLength(L, at)
    if (index !== undefined && BigInt(index) >= 1n && BigInt(index) <= BigInt(indexed)) {
      api.vm.call("lua_pushvalue", L, -1)
      api.vm.raw.lua_rawseti(L, at, BigInt(index))
      return true
    }
    let done = false
    this.tables.eachNamed(L, at, indexed, () => {
      if (this.formatter.key(L, -2, true) !== name) return true
      // stack: table, new value, key, old value
      api.vm.call("lua_pushvalue", L, -2)
      api.vm.call("lua_pushvalue", L, -4)
      api.vm.call("lua_rawset", L, at)
      done = true
      return false
    })
    return done
  }
}
