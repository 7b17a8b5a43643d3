/** What values that are raised as errors, or are results, say of themselves. */

import {luaState, valueSize} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Formatter} from "./format.ts"
import type {Tables} from "./tables.ts"

/** What expressions call the value that the program is raising, at a stop on it. */
export const errorName = "_ERROR"

export class ErrorTexts {
  private readonly api: LuaApi
  private readonly tables: Tables
  private readonly formatter: Formatter
  private readonly quietly: (call: () => number) => number

  /** @param quietly runs Lua where nothing stops; gives −1 where it was ended */
  constructor(api: LuaApi, tables: Tables, formatter: Formatter, quietly: (call: () => number) => number) {
    this.api = api
    this.tables = tables
    this.formatter = formatter
    this.quietly = quietly
  }

  /** Of the value on top of L's stack: a string as it is, an object by its __tostring, all else as values are written. */
  textOf(L: number): string {
    return this.ownWords(L) ?? this.written(L)
  }

  /** A string, or what an object's __tostring gives; undefined for all else. */
  ownWords(L: number): string | undefined {
    const {api} = this
    return api.type(L, -1) === "string" ? api.text(L, -1) : this.tostring(L)
  }

  /**
   * What the value's __tostring gives, if it has one. It is the program's own code: it runs protected, on a state of its
   * own, so that the one that has raised an error stands as it stood.
   */
  private tostring(L: number): string | undefined {
    const {api} = this
    const {vm} = api
    const state = vm.call("lua_newthread", vm.main)
    const anchor = api.reference(vm.main)
    try {
      this.tables.pushFrom(vm.main, topOf(api, L))
      vm.call("lua_xmove", vm.main, state, 1)
      if (!api.withText("__tostring", name => vm.call("luaL_getmetafield", state, 1, name))) return undefined
      vm.call("lua_rotate", state, 1, 1)
      const status = this.quietly(() => vm.call("lua_pcallk", state, 1, 1, 0, 0, 0))
      return status === 0 && api.type(state, -1) === "string" ? api.text(state, -1) : undefined
    } finally {
      // until it is collected it must not look like a coroutine that is suspended
      api.setTop(state, 0)
      api.release(anchor)
    }
  }

  private written(L: number): string {
    const {main} = this.api.vm
    this.tables.pushFrom(main, topOf(this.api, L))
    const text = this.formatter.format(main, -1)
    this.api.pop(main)
    return text
  }
}

/** The place of the value on top of a state's stack. */
export const topOf = ({vm}: LuaApi, L: number): number => vm.load32(L + luaState.top) - valueSize
