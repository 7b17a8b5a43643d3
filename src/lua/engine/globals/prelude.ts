/** What a fresh state gets before its snapshot is taken: paths, and the names of the built-in functions for display. */

import type {LuaApi} from "../vm/lua-api.ts"
import {NativeNames} from "../vm/native-names.ts"
import {encodeText} from "../world/text.ts"
import {registerScriptGlobals} from "./script-globals.ts"

const prelude = `
package.path = "./?.lua;./?/init.lua"
package.cpath = "./?.so"
local names = {}
for library, table in pairs(package.loaded) do
  if type(table) == "table" then
    for name, value in pairs(table) do
      if type(value) == "function" then
        names[#names + 1] = library == "_G" and name or library .. "." .. name
        names[#names + 1] = value
      end
    end
  end
end
local globals = {}
for name in pairs(_G) do globals[#globals + 1] = name end
return names, globals
`

export interface StateNames {
  readonly natives: NativeNames
  /** The globals that every state begins with, and what they are: the address of a table or function, else 0. */
  readonly libraryNames: Map<string, number>
}

export function prepareState(api: LuaApi): StateNames {
  const L = api.vm.main
  registerScriptGlobals(api)
  if (api.loadText(L, encodeText(prelude), "=prelude") !== 0) throw new Error(api.text(L, -1))
  if (api.vm.call("lua_pcallk", L, 0, 2, 0, 0, 0) !== 0) throw new Error(api.text(L, -1))
  const nativeNames = new Map<number, string>()
  const libraryNames = new Map<string, number>()
  const each = (index: number, visit: () => void) => {
    const length = api.rawLength(L, index)
    for (let i = 1; i <= length; i++) {
      api.vm.raw.lua_rawgeti(L, index, BigInt(i))
      visit()
      api.pop(L)
    }
  }
  each(2, () => {
    const name = api.text(L, -1)
    api.withText(name, address => api.vm.call("lua_getglobal", L, address))
    libraryNames.set(name, api.vm.call("lua_topointer", L, -1))
    api.pop(L)
  })
  let name = ""
  each(1, () => {
    if (api.type(L, -1) === "string") name = api.text(L, -1)
    else nativeNames.set(api.vm.call("lua_tocfunction", L, -1), name)
  })
  api.setTop(L, 0)
  return {natives: new NativeNames(api, nativeNames), libraryNames}
}

/** Fresh states are copies of one snapshot; their random numbers shall differ all the same. */
export function reseed(api: LuaApi, words: readonly [number, number]): void {
  const {vm} = api
  const L = vm.main
  api.withText("math", name => vm.call("lua_getglobal", L, name))
  api.withText("randomseed", name => vm.call("lua_getfield", L, -1, name))
  for (const word of words) api.pushInteger(L, BigInt(word))
  vm.call("lua_pcallk", L, words.length, 0, 0, 0, 0)
  api.setTop(L, 0)
}
