/** A function of 32-bit arguments. */
export type Raw = (...args: number[]) => number
/** The module's exports: every lua_* and luaL_* function takes and gives wasm32 addresses and numbers. */
export interface RawExports {
  readonly memory: WebAssembly.Memory
  readonly __indirect_function_table: WebAssembly.Table
  readonly lua_settop: Raw
  readonly lua_pcallk: Raw
  readonly lua_toboolean: Raw
  readonly stackSave: Raw
  readonly lua_tointegerx: (L: number, index: number, isNumber: number) => bigint
  readonly lua_pushinteger: (L: number, value: bigint) => void
  readonly ms_host: (L: number) => number
  readonly ms_read_piece: (L: number, data: number, size: number) => number
  readonly lua_pushnumber: (L: number, value: number) => void
  readonly lua_tonumberx: (L: number, index: number, isNumber: number) => number
  readonly lua_rawlen: (L: number, index: number) => bigint
  readonly lua_seti: (L: number, index: number, n: bigint) => void
  readonly lua_geti: (L: number, index: number, n: bigint) => number
  readonly lua_rawgeti: (L: number, index: number, n: bigint) => number
  readonly lua_rawseti: (L: number, index: number, n: bigint) => void
  readonly [name: string]: unknown
}
