/**
 * One call of a script global: its arguments, and what it gives. Whoever answers it is a leaf: it pushes and reads raw
 * values, and never runs Lua; the collector rests meanwhile, as its finalizers are Lua.
 */
import {type LuaApi, registryIndex} from "../vm/lua-api.ts"
import {decodeText} from "../world/text.ts"

/** What a call gives when all is said. "pause": the program is to stand here; "wait": until the host has answered. */
export type HostAnswer = "nothing" | "result" | "pause" | "wait"

/** What a function of a global does, with the parts that it works with. */
export type HostFunction<Parts> = (call: HostCall, parts: Parts) => HostAnswer
export type HostFunctions<Parts> = Readonly<Record<string, HostFunction<Parts>>>

/** Raised in the program, with the place of the call before it. */
export class HostError extends Error {}

/** What a function can give to the program. */
export type HostValue =
  | string
  | number
  | boolean
  | undefined
  | readonly HostValue[]
  | {readonly [name: string]: HostValue}

export class HostCall {
  readonly api: LuaApi
  readonly L: number
  /** "Console.log" */
  readonly name: string
  /** How many arguments there are. */
  readonly count: number

  constructor(api: LuaApi, L: number, name: string) {
    this.api = api
    this.L = L
    this.name = name
    this.count = api.top(L)
    api.vm.call("lua_checkstack", L, 100)
  }

  type(index: number): string {
    const type = this.api.type(this.L, index)
    return type === "none" ? "no value" : type
  }
  isGiven(index: number): boolean {
    return this.api.vm.call("lua_type", this.L, index) > 0
  }
  isTrue(index: number): boolean {
    return this.api.vm.call("lua_toboolean", this.L, index) !== 0
  }
  /** @throws HostError unless it is a string */
  text(index: number): string {
    return decodeText(this.bytes(index))
  }
  textOr<T>(index: number, otherwise: T): string | T {
    return this.isGiven(index) ? this.text(index) : otherwise
  }
  bytes(index: number): Uint8Array {
    const found = this.api.stringBytes(this.L, index)
    if (!found) throw this.wrong(index, "string")
    return found.bytes
  }
  /** @throws HostError unless it is a number without a fraction */
  integerOr<T>(index: number, otherwise: T): number | T {
    if (!this.isGiven(index)) return otherwise
    const number =
      this.api.type(this.L, index) === "number" ? this.api.vm.raw.lua_tonumberx(this.L, index, 0) : Number.NaN
    if (!Number.isSafeInteger(number)) throw this.wrong(index, "integer")
    return number
  }
  integer(index: number): number {
    const number = this.integerOr(index, undefined)
    if (number === undefined) throw this.wrong(index, "integer")
    return number
  }
  wrong(index: number, wanted: string): HostError {
    return new HostError(`bad argument #${index} to '${this.name}' (${wanted} expected, got ${this.type(index)})`)
  }

  push(value: HostValue): void {
    const {api, L} = this
    if (value === undefined) api.vm.call("lua_pushnil", L)
    else if (typeof value === "string") api.pushText(L, value)
    else if (typeof value === "boolean") api.vm.call("lua_pushboolean", L, Number(value))
    else if (typeof value === "number") this.pushNumber(value)
    else if (Array.isArray(value)) this.pushList(value)
    else this.pushRecord(value as {readonly [name: string]: HostValue})
  }
  private pushNumber(value: number): void {
    if (Number.isSafeInteger(value)) this.api.pushInteger(this.L, BigInt(value))
    else this.api.vm.raw.lua_pushnumber(this.L, value)
  }
  private pushList(list: readonly HostValue[]): void {
    this.api.vm.call("lua_createtable", this.L, list.length, 0)
    list.forEach((value, i) => {
      this.push(value)
      this.api.vm.raw.lua_rawseti(this.L, -2, BigInt(i + 1))
    })
  }
  private pushRecord(record: {readonly [name: string]: HostValue}): void {
    const entries = Object.entries(record).filter(([, value]) => value !== undefined)
    this.api.vm.call("lua_createtable", this.L, 0, entries.length)
    for (const [name, value] of entries) {
      this.api.pushText(this.L, name)
      this.push(value)
      this.api.vm.call("lua_rawset", this.L, -3)
    }
  }

  // What a global remembers is in a table of Lua's, so that a copy of the memory has it.

  /** A number that is remembered under a name. */
  remembered(name: string): number | undefined {
    const {api, L} = this
    this.pushEntry(name)
    const number = api.type(L, -1) === "number" ? api.vm.raw.lua_tonumberx(L, -1, 0) : undefined
    api.pop(L, 2)
    return number
  }
  remember(name: string, value: HostValue): void {
    const {api, L} = this
    api.vm.call("lua_pushvalue", L, upvalue(2))
    api.pushText(L, name)
    this.push(value)
    api.vm.call("lua_rawset", L, -3)
    api.pop(L)
  }
  forgetAll(): void {
    const {api, L} = this
    api.vm.call("lua_pushvalue", L, upvalue(2))
    api.vm.call("lua_pushnil", L)
    while (api.vm.call("lua_next", L, -2)) {
      api.pop(L)
      api.vm.call("lua_pushvalue", L, -1)
      api.vm.call("lua_pushnil", L)
      api.vm.call("lua_rawset", L, -4)
    }
    api.pop(L)
  }
  /** Pushes the global's memory and the entry of this name. */
  pushEntry(name: string): void {
    this.api.vm.call("lua_pushvalue", this.L, upvalue(2))
    this.api.pushText(this.L, name)
    this.api.vm.call("lua_rawget", this.L, -2)
  }
}

/** lua_upvalueindex (lua.h). */
export const upvalue = (n: number): number => registryIndex - n
