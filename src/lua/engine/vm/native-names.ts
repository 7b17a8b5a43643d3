/** How the built-in functions are called: Lua's own by their C function, ours by their number (globals/script-globals.ts). */
import {scriptFunctionNames} from "../../syntax/index.ts"
import type {LuaApi} from "./lua-api.ts"

export class NativeNames {
  private readonly api: LuaApi
  /** Index in the function table → "string.format". */
  private readonly names: ReadonlyMap<number, string>

  constructor(api: LuaApi, names: ReadonlyMap<number, string>) {
    this.api = api
    this.names = names
  }

  /** Of a C function of Lua's own. */
  nameOf(pointer: number): string | undefined {
    return this.names.get(pointer)
  }
  /** Of the function at an index of L's stack. */
  at(L: number, index: number): string | undefined {
    const {vm} = this.api
    const native = vm.call("lua_tocfunction", L, index)
    if (native !== vm.hostFunction) return this.names.get(native)
    vm.call("lua_getupvalue", L, index, 1)
    const name =
      this.api.type(L, -1) === "string"
        ? `Host.${this.api.text(L, -1)}`
        : scriptFunctionNames[vm.raw.lua_tonumberx(L, -1, 0)]
    this.api.pop(L)
    return name
  }
  /** The C function of a name; −1: there is none. */
  pointerOf(name: string): number {
    for (const [pointer, one] of this.names) if (one === name) return pointer
    return -1
  }
}
