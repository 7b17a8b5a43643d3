/**
 * Values as text to be taken elsewhere: strings as they are, tables as a constructor that gives the same table, so far as
 * one can be written. What can't stands in a comment: functions, a table inside itself, what is cut. Raw: no metamethod
 * runs.
 */
import {isName} from "../../syntax/index.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {compareKeys, type Formatter, quoteBytes} from "./format.ts"
import type {Tables} from "./tables.ts"

/** A string beyond this is cut at its end: messages between tabs take no more than 16 MB. */
const longestString = 8_000_000
/** A table's text ends after about so many characters, and goes no deeper. */
const longestTable = 1_000_000
const deepest = 20
/** Short tables stand in one line, and items of a sequence share lines of this width. */
const lineWidth = 80
const indentation = "  "

/** A byte order mark is a part of the string like any other. */
const strict = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true})

/** What is under way: the tables around the one that is written, and the room that is left. */
interface Writing {
  readonly around: number[]
  left: number
}

export class WholeText {
  private readonly api: LuaApi
  private readonly tables: Tables
  private readonly formatter: Formatter

  constructor(api: LuaApi, tables: Tables, formatter: Formatter) {
    this.api = api
    this.tables = tables
    this.formatter = formatter
  }

  /** All values from an index of L's stack on, with tabs between, as `print` has them. */
  writeAll(L: number, from: number): string {
    const {api} = this
    api.vm.call("lua_checkstack", L, 1)
    return Array.from({length: api.top(L) - from + 1}, (_, i) => {
      api.vm.call("lua_pushvalue", L, from + i)
      const text = this.write(L)
      api.pop(L)
      return text
    }).join("\t")
  }

  /** Of the value on top. */
  private write(L: number): string {
    switch (this.api.type(L, -1)) {
      case "string":
        return this.string(L)
      case "number":
        return this.formatter.exactNumber(L, -1)
      case "table":
        return this.table(L, "", {around: [], left: longestTable})
      default:
        return this.formatter.format(L, -1)
    }
  }

  private string(L: number): string {
    const found = this.api.stringBytes(L, -1, longestString)
    if (!found) return ""
    const {bytes, length} = found
    const more = length > bytes.length ? ` … ${(length - bytes.length).toLocaleString("en-US")} more bytes` : ""
    return (contentOf(bytes) ?? quoteBytes(bytes)) + more
  }

  /** A value inside of a table. */
  private item(L: number, indent: string, writing: Writing): string {
    if (this.api.type(L, -1) === "table") return this.table(L, indent, writing)
    const text = this.leaf(L, writing.left)
    writing.left -= text.length
    return text
  }
  private leaf(L: number, room: number): string {
    const {api} = this
    switch (api.type(L, -1)) {
      case "nil":
      case "boolean":
        return this.formatter.format(L, -1)
      case "number":
        return this.formatter.numberLiteral(L, -1)
      case "string": {
        const found = api.stringBytes(L, -1, Math.max(100, room))
        if (!found) return "nil"
        const left = found.length - found.bytes.length
        return quoteBytes(found.bytes) + (left > 0 ? ` --[[ … ${left.toLocaleString("en-US")} more bytes ]]` : "")
      }
      default:
        return `nil --[[ ${uncommented(this.formatter.format(L, -1, true))} ]]`
    }
  }

  private table(L: number, indent: string, writing: Writing): string {
    const {api, tables} = this
    const pointer = api.vm.call("lua_topointer", L, -1)
    const level = writing.around.lastIndexOf(pointer)
    if (level >= 0) {
      const up = writing.around.length - level
      return `nil --[[ ${up === 1 ? "this table itself" : `the table ${up - 1} further out`} ]]`
    }
    const isCut = writing.around.length >= deepest || writing.left <= 0 || !api.vm.call("lua_checkstack", L, 10)
    if (isCut && !tables.isEmpty(L, -1)) return "{--[[ … ]]}"
    writing.around.push(pointer)
    const inner = indent + indentation
    const at = api.top(L)
    const indexed = api.rawLength(L, at)
    const sequence: string[] = []
    while (sequence.length < indexed && writing.left > 0) {
      api.vm.raw.lua_rawgeti(L, at, BigInt(sequence.length + 1))
      sequence.push(this.item(L, inner, writing))
      writing.left -= 2
      api.pop(L)
    }
    const named: {readonly key: string; readonly text: string}[] = []
    const total = tables.countNamed(L, at, indexed)
    if (writing.left > 0)
      tables.eachNamed(L, at, indexed, () => {
        named.push(this.entry(L, inner, writing))
        return writing.left > 0
      })
    named.sort((a, b) => compareKeys(a.key, b.key))
    const left = indexed - sequence.length + total - named.length
    const rest = left > 0 ? [`--[[ … ${left.toLocaleString("en-US")} more ]]`] : []
    writing.around.pop()
    return constructorText(sequence, [...named.map(({text}) => text), ...rest], indent)
  }

  /** The entry whose key and value are on top. */
  private entry(L: number, indent: string, writing: Writing): {key: string; text: string} {
    const {api} = this
    const value = this.item(L, indent, writing)
    api.vm.call("lua_pushvalue", L, -2)
    const found = api.stringBytes(L, -1)
    const name = found && contentOf(found.bytes)
    const isWritable = found !== undefined || ["number", "boolean"].includes(api.type(L, -1))
    const key = name !== undefined && isName(name) ? name : `[${isWritable ? this.item(L, indent, writing) : ""}]`
    const text = isWritable
      ? `${key} = ${value}`
      : `--[[ [${uncommented(this.formatter.format(L, -1, true))}] = ${uncommented(this.formatter.format(L, -2, true))} ]]`
    api.pop(L)
    writing.left -= key.length + 5
    return {key, text}
  }
}

/** Bytes that are text, as text. */
function contentOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** Text that ends no comment. */
const uncommented = (text: string): string => text.replaceAll("]]", "] ]")

function constructorText(sequence: readonly string[], named: readonly string[], indent: string): string {
  const all = [...sequence, ...named]
  const line = `{${all.join(", ")}}`
  if (indent.length + line.length <= lineWidth && !line.includes("\n")) return line
  const lines: string[] = []
  for (const item of sequence) {
    const last = lines.at(-1)
    const joined = `${last}, ${item}`
    const width = indent.length + indentation.length + joined.length + 1
    if (last !== undefined && !joined.includes("\n") && width <= lineWidth) lines[lines.length - 1] = joined
    else lines.push(item)
  }
  return `{\n${[...lines, ...named].map(one => `${indent}${indentation}${one}`).join(",\n")}\n${indent}}`
}
