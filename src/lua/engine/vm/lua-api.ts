/** Lua's C API over raw addresses: strings with every byte, integers with 64 bits. `L` is a lua_State's address. */

import {decodeText, decodeValue, encodeText} from "../world/text.ts"
import {
  collectorStops,
  control,
  globalState,
  luaState,
  string as stringLayout,
  tagMasks,
  tags,
  types,
  valueSize,
  valueTag,
} from "./layout.ts"
import type {Vm} from "./vm.ts"

export const registryIndex = -1001000
export const multipleResults = -1
const globalsIndex = 2n

/** lua.h's type numbers. */
const luaTypes = ["nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"] as const
export type LuaType = (typeof luaTypes)[number]

export class LuaApi {
  readonly vm: Vm
  /** Room for out-parameters: lua_Debug takes 108 bytes. */
  private readonly scratch: number

  constructor(vm: Vm) {
    this.vm = vm
    this.scratch = vm.call("malloc", 256)
  }

  get scratchAddress(): number {
    return this.scratch
  }

  /** Calls `use` with the address of a NUL-terminated copy of the bytes. */
  withBytes<T>(bytes: Uint8Array, use: (address: number, length: number) => T): T {
    const address = this.vm.call("malloc", bytes.length + 1)
    if (!address) throw new Error("Out of memory in the Lua VM.")
    this.vm.bytes.set(bytes, address)
    this.vm.bytes[address + bytes.length] = 0
    try {
      return use(address, bytes.length)
    } finally {
      this.vm.call("free", address)
    }
  }
  withText<T>(text: string, use: (address: number, length: number) => T): T {
    return this.withBytes(encodeText(text), use)
  }

  top(L: number): number {
    return this.vm.call("lua_gettop", L)
  }
  setTop(L: number, index: number): void {
    this.vm.call("lua_settop", L, index)
  }
  pop(L: number, count = 1): void {
    this.vm.call("lua_settop", L, -count - 1)
  }
  pushText(L: number, text: string): void {
    this.withText(text, (address, length) => this.vm.call("lua_pushlstring", L, address, length))
  }
  pushBytes(L: number, bytes: Uint8Array): void {
    this.withBytes(bytes, (address, length) => this.vm.call("lua_pushlstring", L, address, length))
  }
  pushInteger(L: number, value: bigint): void {
    this.vm.raw.lua_pushinteger(L, value)
  }

  /** A border of a table's sequence, or a string's length in bytes. */
  rawLength(L: number, index: number): number {
    return Number(this.vm.raw.lua_rawlen(L, index))
  }

  type(L: number, index: number): LuaType | "none" {
    const type = this.vm.call("lua_type", L, index)
    return type < 0 ? "none" : luaTypes[type]
  }

  /** The bytes of a string value, copied; at most `limit` of them. Undefined for other types (numbers are not converted). */
  stringBytes(
    L: number,
    index: number,
    limit = Number.POSITIVE_INFINITY,
  ): {bytes: Uint8Array; length: number} | undefined {
    if (this.vm.call("lua_type", L, index) !== types.string) return undefined
    const address = this.vm.call("lua_tolstring", L, index, this.scratch)
    const length = this.vm.load32(this.scratch)
    return {bytes: this.vm.bytes.slice(address, address + Math.min(length, limit)), length}
  }
  text(L: number, index: number): string {
    const found = this.stringBytes(L, index)
    return found ? decodeValue(found.bytes) : ""
  }

  /** A NUL-terminated C string. */
  cString(address: number): string {
    const {bytes} = this.vm
    let end = address
    while (bytes[end]) end++
    return decodeText(bytes.subarray(address, end))
  }

  /** Bytes of a TString object. */
  objectLength(address: number): number {
    return (this.vm.load8(address + stringLayout.kind) & tagMasks.variant) === tags.shortString
      ? this.vm.load8(address + stringLayout.shortLength)
      : this.vm.load32(address + stringLayout.longLength)
  }
  /** The text of a TString object (not of a value). */
  objectText(address: number): string {
    const length = this.objectLength(address)
    return decodeText(this.vm.bytes.subarray(address + stringLayout.bytes, address + stringLayout.bytes + length))
  }

  /** Compiles text of the program's; leaves the function, or the error message, on top. 0: compiled. */
  loadProgram(L: number, source: Uint8Array, chunkName: string): number {
    return this.withBytes(source, (address, length) =>
      this.withText(chunkName, name => this.vm.call("luaL_loadbufferx", L, address, length, name, 0)),
    )
  }
  /** The same for text of the debugger's own: it is no chunk of the program. */
  loadText(L: number, source: Uint8Array, chunkName: string): number {
    const before = this.vm.getControl(control.watchChunks)
    this.vm.setControl(control.watchChunks, 0)
    try {
      return this.loadProgram(L, source, chunkName)
    } finally {
      this.vm.setControl(control.watchChunks, before)
    }
  }

  /** For JS that Lua waits for: the collector's finalizers are Lua, which may not run on top of it (JSPI). */
  withoutCollector<T>(run: () => T): T {
    const {vm} = this
    const flags = vm.load32(vm.main + luaState.global) + globalState.stopped
    const before = vm.load8(flags)
    vm.store8(flags, before | collectorStops.byItself)
    try {
      return run()
    } finally {
      vm.store8(flags, before)
    }
  }

  pushGlobals(L: number): void {
    this.vm.raw.lua_rawgeti(L, registryIndex, globalsIndex)
  }
  /** Keeps the value on top alive and pops it; the number finds it again. */
  reference(L: number): number {
    return this.vm.call("luaL_ref", L, registryIndex)
  }
  /** The same for an object of the collector's, by its address. */
  referenceTo(object: number, tag: number): number {
    const {vm} = this
    const L = vm.main
    return this.withoutCollector(() => {
      vm.call("lua_checkstack", L, 1)
      const top = vm.load32(L + luaState.top)
      vm.store32(top, object)
      vm.store8(top + valueTag, tag)
      vm.store32(L + luaState.top, top + valueSize)
      return this.reference(L)
    })
  }
  release(reference: number): void {
    this.vm.call("luaL_unref", this.vm.main, registryIndex, reference)
  }
  pushReference(L: number, reference: number): void {
    this.vm.raw.lua_rawgeti(L, registryIndex, BigInt(reference))
  }
}
