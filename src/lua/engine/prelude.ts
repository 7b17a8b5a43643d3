/** What a fresh state gets before its snapshot is taken: paths, and the names of the built-in functions for display. */
import {encodeText, type LuaApi} from "./lua-api.ts"

const prelude = `
package.path = "?.lua;?/init.lua"
package.cpath = "?.so"
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
  /** C function (index in the function table) → its name. */
  readonly nativeNames: ReadonlyMap<number, string>
  /** The globals that Lua itself brings. */
  readonly libraryNames: ReadonlySet<string>
}

export function prepareState(api: LuaApi): StateNames {
  const L = api.vm.main
  if (api.loadText(L, encodeText(prelude), "=prelude") !== 0) throw new Error(api.text(L, -1))
  if (api.vm.call("lua_pcallk", L, 0, 2, 0, 0, 0) !== 0) throw new Error(api.text(L, -1))
  const nativeNames = new Map<number, string>()
  const libraryNames = new Set<string>()
  const each = (index: number, visit: () => void) => {
    const length = api.rawLength(L, index)
    for (let i = 1; i <= length; i++) {
      api.vm.raw.lua_rawgeti(L, index, BigInt(i))
      visit()
      api.pop(L)
    }
  }
  each(2, () => libraryNames.add(api.text(L, -1)))
  let name = ""
  each(1, () => {
    if (api.type(L, -1) === "string") name = api.text(L, -1)
    else nativeNames.set(api.vm.call("lua_tocfunction", L, -1), name)
  })
  api.setTop(L, 0)
  return {nativeNames, libraryNames}
}

/** Fresh states are copies of one snapshot; their random numbers shall differ all the same. */
export function reseed(api: LuaApi): void {
  const L = api.vm.main
  const [a, b] = crypto.getRandomValues(new Uint32Array(2))
  if (api.loadText(L, encodeText(`math.randomseed(${a}, ${b})`), "=seed") === 0)
    api.vm.call("lua_pcallk", L, 0, 0, 0, 0, 0)
}
