/**
 * The one value formatter: how a Lua value reads in Variables, in evaluate's answer, inline and in previews. It looks
 * only at raw contents: no metamethod of the program runs.
 */
import {isName} from "../../syntax/index.ts"
import {pathOfSource} from "../code/chunks.ts"
import type {FunctionNames} from "../code/function-names.ts"
import type {Protos} from "../code/protos.ts"
import type {Threads} from "../stack/threads.ts"
import {closure} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {NativeNames} from "../vm/native-names.ts"
import {decodeValue} from "../world/text.ts"
import type {Tables} from "./tables.ts"

/** Longer strings are cut in their middle: so many bytes are kept at the start and at the end. */
const stringHead = 700
const stringTail = 200
/** A table's preview ends at so many characters. */
const previewWidth = 80
const previewItems = 12
/** Tables with more names than this are previewed in their own order. */
const previewSorted = 64

const namedEscapes: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
}

/** A string as a Lua literal; bytes that are not UTF-8, and control bytes, as escapes. */
export function quoteBytes(bytes: Uint8Array): string {
  // Decode as UTF-8 where it is; a private marker per bad byte would lose it, so go piece by piece.
  let out = ""
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i]
    const size =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0
    if (size === 1) {
      const next = bytes[i + 1]
      const isDigit = next >= 48 && next <= 57
      if (namedEscapes[byte]) out += namedEscapes[byte]
      else if (byte < 32 || byte === 127) out += isDigit ? `\\${String(byte).padStart(3, "0")}` : `\\${byte}`
      else out += String.fromCharCode(byte)
      i++
      continue
    }
    const piece = size ? decodeValue(bytes.subarray(i, i + size)) : "\ufffd"
    if (size === 0 || piece.includes("\ufffd") || i + size > bytes.length) {
      out += `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`
      i++
    } else {
      out += piece
      i += size
    }
  }
  return `"${out}"`
}

export class Formatter {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly tables: Tables
  private readonly natives: NativeNames
  private readonly threads: Threads
  private readonly names: FunctionNames

  constructor(
    api: LuaApi,
    protos: Protos,
    tables: Tables,
    natives: NativeNames,
    threads: Threads,
    names: FunctionNames,
  ) {
    this.api = api
    this.protos = protos
    this.tables = tables
    this.natives = natives
    this.threads = threads
    this.names = names
  }

  /** The value at an index of L's stack. `nested`: as part of a preview, short. */
  format(L: number, index: number, nested = false): string {
    const {api} = this
    switch (api.type(L, index)) {
      case "nil":
      case "none":
        return "nil"
      case "boolean":
        return api.vm.call("lua_toboolean", L, index) ? "true" : "false"
      case "number":
        return this.number(L, index)
      case "string":
        return this.string(L, index, nested)
      case "table":
        return nested ? this.nestedTable(L, index) : this.table(L, index)
      case "function":
        return this.function(L, index)
      case "thread":
        return this.thread(L, index, nested)
      default:
        return this.userdata(L, index)
    }
  }

  private thread(L: number, index: number, nested: boolean): string {
    const state = this.api.vm.call("lua_topointer", L, index)
    const status = this.threads.statusOf(state)
    if (nested) return `thread (${status})`
    const name = this.threads.functionName(state)
    return `thread: ${this.address(L, index)} (${name === undefined ? "" : `${name}, `}${status})`
  }

  private address(L: number, index: number): string {
    return `0x${this.api.vm.call("lua_topointer", L, index).toString(16).padStart(8, "0")}`
  }

  /** As Lua writes it (lua_tolstring would turn the value itself into a string: use a copy). */
  private number(L: number, index: number): string {
    this.api.vm.call("lua_pushvalue", L, index)
    this.api.vm.call("lua_tolstring", L, -1, 0)
    const text = this.api.text(L, -1)
    this.api.pop(L)
    return text
  }

  /** As Lua writes it, with more digits where those do not give the number back. */
  exactNumber(L: number, index: number): string {
    const text = this.number(L, index)
    if (this.api.vm.call("lua_isinteger", L, index)) return text
    const value = this.api.vm.raw.lua_tonumberx(L, index, 0) as number
    if (!Number.isFinite(value) || Number(text) === value) return text
    const digits = String(value)
    return /^-?\d+$/.test(digits) ? `${digits}.0` : digits
  }
  /** The same as an expression: some numbers are written in words that Lua does not read. */
  numberLiteral(L: number, index: number): string {
    const text = this.exactNumber(L, index)
    if (text === "inf") return "math.huge"
    if (text === "-inf") return "-math.huge"
    if (/nan/.test(text)) return "0/0"
    return text === "-9223372036854775808" ? "math.mininteger" : text
  }

  private string(L: number, index: number, nested: boolean): string {
    const {api} = this
    const address = api.vm.call("lua_tolstring", L, index, api.scratchAddress)
    const length = api.vm.load32(api.scratchAddress)
    const [head, tail] = nested ? [40, 0] : [stringHead, stringTail]
    const slice = (from: number, to: number) => api.vm.bytes.slice(address + from, address + to)
    if (length <= head + tail) return quoteBytes(slice(0, length))
    if (nested) return `${quoteBytes(slice(0, head)).slice(0, -1)}…"`
    const start = quoteBytes(slice(0, head)).slice(0, -1)
    const end = quoteBytes(slice(length - tail, length)).slice(1)
    return `${start} … ${end} (${length.toLocaleString("en-US")} bytes)`
  }

  /** The __name of its metatable and a blank, or "". */
  className(L: number, index: number): string {
    const {api} = this
    if (!api.vm.call("lua_getmetatable", L, index)) return ""
    api.pushText(L, "__name")
    api.vm.call("lua_rawget", L, -2)
    const name = api.type(L, -1) === "string" ? `${api.text(L, -1).slice(0, 40)} ` : ""
    api.pop(L, 2)
    return name
  }

  private nestedTable(L: number, index: number): string {
    return this.className(L, index) + (this.tables.isEmpty(L, index) ? "{}" : "{…}")
  }

  private table(L: number, index: number): string {
    const {api, tables} = this
    const at = api.vm.call("lua_absindex", L, index)
    const indexed = api.rawLength(L, at)
    const items: string[] = []
    let width = 2
    const add = (item: string): boolean => {
      if (items.length >= previewItems || (items.length > 0 && width + item.length + 2 > previewWidth)) return false
      items.push(item)
      width += item.length + 2
      return true
    }
    let shown = 0
    for (let i = 1; i <= indexed; i++) {
      api.vm.raw.lua_rawgeti(L, at, BigInt(i))
      const fits = add(this.format(L, -1, true))
      api.pop(L)
      if (!fits) break
      shown++
    }
    if (shown === indexed) {
      for (const item of this.namedItems(L, at, indexed)) if (!add(item)) break
      const total = tables.countNamed(L, at, indexed, 1000)
      const left = total - items.length + shown
      if (left > 0) items.push(total >= 1000 ? "…" : `… ${left} more`)
    } else {
      items.push(`… ${(indexed - shown).toLocaleString("en-US")} more`)
    }
    return `${this.className(L, at)}{${items.join(", ")}}`
  }

  /** What a preview shows of the entries besides the sequence: by key, where they are few. The table's own order is chance. */
  private namedItems(L: number, at: number, indexed: number): string[] {
    const {tables} = this
    const items: string[] = []
    const read = () => `${this.key(L, -2, true)} = ${this.format(L, -1, true)}`
    if (tables.countNamed(L, at, indexed, previewSorted + 1) > previewSorted) {
      tables.eachNamed(L, at, indexed, () => items.push(read()) < previewItems)
      return items
    }
    const keys: {name: string; position: number}[] = []
    tables.eachNamed(L, at, indexed, () => keys.push({name: this.key(L, -2, true), position: keys.length}) > 0)
    keys.sort((a, b) => compareKeys(a.name, b.name))
    const places = new Map(keys.slice(0, previewItems).map(({position}, i) => [position, i]))
    let position = 0
    tables.eachNamed(L, at, indexed, () => {
      const place = places.get(position++)
      if (place !== undefined) items[place] = read()
      return true
    })
    return items
  }

  /** A key as it stands in a table constructor: `name` or `[value]`. */
  key(L: number, index: number, nested: boolean): string {
    const found = this.api.stringBytes(L, index, 200)
    if (found && found.length <= 200) {
      const text = decodeValue(found.bytes)
      if (isName(text)) return text
    }
    const isNumber = this.api.type(L, index) === "number"
    return `[${isNumber ? this.numberLiteral(L, index) : this.format(L, index, nested)}]`
  }

  /** As programs write it: strings as they are, the rest by `format`. */
  plain(L: number, index: number): string {
    return this.api.type(L, index) === "string" ? this.api.text(L, index) : this.format(L, index)
  }

  private function(L: number, index: number): string {
    const {api} = this
    const native = api.vm.call("lua_tocfunction", L, index)
    if (native) {
      const name = this.natives.at(L, index)
      return name ? `function ${name} (built in)` : `function: builtin: ${this.address(L, index)}`
    }
    const proto = api.vm.load32(api.vm.call("lua_topointer", L, index) + closure.proto)
    const source = this.protos.source(proto)
    const path = pathOfSource(source)
    const line = this.protos.lineDefined(proto)
    const place = path ?? (source.startsWith("=") ? source.slice(1) : "string")
    if (line === 0) return `function main chunk (${place})`
    const name = this.names.nameOf(proto)
    return `function${name ? ` ${name}` : ""} (${place}:${line})`
  }

  private userdata(L: number, index: number): string {
    const name = this.className(L, index).trim()
    return `${name || "userdata"}: ${this.address(L, index)}`
  }
}

/** The order of a table's entries for people: numbers by their size, then names and the rest as text. */
export function compareKeys(a: string, b: string): number {
  const [first, second] = [keyNumber(a), keyNumber(b)]
  if (first !== undefined && second !== undefined) return first === second ? 0 : first - second
  if ((first === undefined) !== (second === undefined)) return first === undefined ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
const namedNumbers: Readonly<Record<string, number>> = {
  "[math.huge]": Number.POSITIVE_INFINITY,
  "[-math.huge]": Number.NEGATIVE_INFINITY,
  "[math.mininteger]": -(2 ** 63),
}
const keyNumber = (key: string): number | undefined =>
  namedNumbers[key] ?? (/^\[-?\d/.test(key) ? Number.parseFloat(key.slice(1, -1)) : undefined)
