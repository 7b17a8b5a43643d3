/** Fengari, a Lua 5.3 in JavaScript. */
import {lauxlib, lua, lualib, to_luastring} from "fengari"
import {type Sample, serveWork, type Work} from "./measurement.ts"

serveWork<Work>(async ({text, size, warmSize}) => {
  const L = lauxlib.luaL_newstate()
  lualib.luaL_openlibs(L)

  function run(units: number): Sample {
    const chunk = to_luastring(text)
    const loaded = lauxlib.luaL_loadbuffer(L, chunk, chunk.length, to_luastring("@main.lua"))
    lua.lua_pushinteger(L, units)
    if (loaded !== 0 || lua.lua_pcall(L, 1, 3, 0) !== 0) throw new Error(lua.lua_tojsstring(L, -1))
    const sample = {
      seconds: lua.lua_tonumber(L, -3),
      best: lua.lua_tonumber(L, -2),
      passes: lua.lua_tonumber(L, -1),
    }
    lua.lua_settop(L, 0)
    return sample
  }

  run(warmSize)
  return run(size)
})
