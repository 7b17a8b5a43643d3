/**
 * Values on their way to the functions of the page and back, read and made raw: no metamethod runs.
 *
 * A string is text where its bytes are UTF-8, else a Uint8Array. An integer is a number, beyond 2^53 a BigInt; a number
 * that has no fraction becomes an integer. A table whose keys are 1…n is a list (the empty one, too), any other an object
 * whose keys are strings; null and undefined are nil.
 */
import {
  deepestHostValue,
  type HostValue,
  HostValueBudget,
  HostValueError,
  pathWords,
} from "../../../base/host-values.ts"
import type {LuaApi} from "../vm/lua-api.ts"

const strict = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true})
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return strict.decode(bytes)
  } catch {
    return bytes
  }
}

/** Reads what a call is given. @throws HostValueError */
export class ValueReader {
  private readonly api: LuaApi
  private readonly L: number
  private readonly budget: HostValueBudget
  private readonly path: (string | number)[] = []
  /** The tables that are being read, by address. */
  private readonly around: number[] = []

  constructor(api: LuaApi, L: number, mostBytes: number) {
    this.api = api
    this.L = L
    this.budget = new HostValueBudget(mostBytes)
  }

  read(index: number): HostValue {
    const {api, L} = this
    const {vm} = api
    switch (api.type(L, index)) {
      case "nil":
      case "none":
        return null
      case "boolean":
        return vm.call("lua_toboolean", L, index) !== 0
      case "number":
        this.budget.take(0)
        return this.number(index)
      case "string": {
        this.budget.take(api.rawLength(L, index))
        return textOrBytes(api.stringBytes(L, index)?.bytes ?? new Uint8Array())
      }
      case "table":
        return this.table(vm.call("lua_absindex", L, index))
      default:
        throw this.refusal(`a ${api.type(L, index).replace("thread", "coroutine")}`)
    }
  }
  private refusal(what: string): HostValueError {
    return new HostValueError(this.path.length ? `${what}, at ${pathWords(this.path)}` : what)
  }

  private number(index: number): number | bigint {
    const {vm} = this.api
    if (!vm.call("lua_isinteger", this.L, index)) return vm.raw.lua_tonumberx(this.L, index, 0)
    const integer = vm.raw.lua_tointegerx(this.L, index, 0)
    const number = Number(integer)
    return Number.isSafeInteger(number) ? number : integer
  }

  private table(index: number): HostValue {
    const {api, L, around} = this
    const address = api.vm.call("lua_topointer", L, index)
    if (around.includes(address)) throw this.refusal("a table that holds itself")
    if (around.length >= deepestHostValue) throw new HostValueError(`tables within tables, ${deepestHostValue} deep`)
    api.vm.call("lua_checkstack", L, 10)
    this.budget.take(0)
    around.push(address)
    const length = this.sequenceLength(index)
    const value = length === undefined ? this.record(index) : this.list(index, length)
    around.pop()
    return value
  }
  /** Undefined: there are other keys than 1…n. */
  private sequenceLength(index: number): number | undefined {
    const {api, L} = this
    const length = api.rawLength(L, index)
    let count = 0
    api.vm.call("lua_pushnil", L)
    while (api.vm.call("lua_next", L, index)) {
      api.pop(L)
      if (++count <= length) continue
      api.pop(L)
      return undefined
    }
    return count === length ? length : undefined
  }
  private list(index: number, length: number): HostValue {
    const {api, L} = this
    const values: HostValue[] = []
    for (let i = 1; i <= length; i++) {
      api.vm.raw.lua_rawgeti(L, index, BigInt(i))
      this.path.push(i)
      values.push(this.read(-1))
      this.path.pop()
      api.pop(L)
    }
    return values
  }
  private record(index: number): HostValue {
    const {api, L} = this
    const entries = new Map<string, HostValue>()
    api.vm.call("lua_pushnil", L)
    while (api.vm.call("lua_next", L, index)) {
      const key = this.key()
      if (entries.has(key)) throw this.refusal(`a table with two keys that are both "${key}" as text`)
      this.budget.take(key.length)
      this.path.push(key)
      entries.set(key, this.read(-1))
      this.path.pop()
      api.pop(L)
    }
    return Object.fromEntries(entries)
  }
  /** That of the entry on top, as text. */
  private key(): string {
    const {api, L} = this
    const type = api.type(L, -2)
    if (type === "number") return String(this.number(-2))
    const key = type === "string" ? textOrBytes(api.stringBytes(L, -2)?.bytes ?? new Uint8Array()) : undefined
    if (typeof key === "string") return key
    throw this.refusal(type === "string" ? "a table with a key that is not UTF-8" : `a table with a ${type} as key`)
  }
}

/** Pushes what the page has given; it has been found to be plain data. */
export function pushHostValue(api: LuaApi, L: number, value: HostValue | undefined): void {
  const {vm} = api
  vm.call("lua_checkstack", L, 10)
  if (value === null || value === undefined) vm.call("lua_pushnil", L)
  else if (typeof value === "boolean") vm.call("lua_pushboolean", L, Number(value))
  else if (typeof value === "string") api.pushText(L, value)
  else if (typeof value === "bigint") api.pushInteger(L, value)
  else if (typeof value === "number") pushNumber(api, L, value)
  else if (value instanceof Uint8Array) api.pushBytes(L, value)
  else if (isList(value)) pushList(api, L, value)
  else pushFields(api, L, value)
}
const isList = (value: HostValue): value is readonly HostValue[] => Array.isArray(value)

function pushNumber(api: LuaApi, L: number, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) api.pushInteger(L, BigInt(value))
  else api.vm.raw.lua_pushnumber(L, value)
}
function pushList(api: LuaApi, L: number, list: readonly HostValue[]): void {
  api.vm.call("lua_createtable", L, list.length, 0)
  list.forEach((value, i) => {
    pushHostValue(api, L, value)
    api.vm.raw.lua_rawseti(L, -2, BigInt(i + 1))
  })
}
function pushFields(api: LuaApi, L: number, fields: {readonly [key: string]: HostValue}): void {
  const entries = Object.entries(fields)
  api.vm.call("lua_createtable", L, 0, entries.length)
  for (const [key, value] of entries) {
    api.pushText(L, key)
    pushHostValue(api, L, value)
    api.vm.call("lua_rawset", L, -3)
  }
}
