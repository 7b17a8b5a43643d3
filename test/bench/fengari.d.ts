/** The few functions of fengari 0.1.5 that the benchmark calls; the package has no types. */
declare module "fengari" {
  type State = object
  export const lauxlib: {
    luaL_newstate(): State
    luaL_loadbuffer(L: State, chunk: Uint8Array, length: number, name: Uint8Array): number
  }
  export const lualib: {luaL_openlibs(L: State): void}
  export const lua: {
    lua_pushinteger(L: State, value: number): void
    lua_pcall(L: State, args: number, results: number, handler: number): number
    lua_tonumber(L: State, index: number): number
    lua_tojsstring(L: State, index: number): string
    lua_settop(L: State, index: number): void
  }
  export function to_luastring(text: string): Uint8Array
}
