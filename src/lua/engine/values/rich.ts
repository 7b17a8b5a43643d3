/** A table for people and for machines: as an HTML table, and as JSON where it is plain data. Raw: no metamethod runs. */
import type {MimeBundle} from "../../../protocol/shape.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {decodeText} from "../world/text.ts"
import {compareKeys, type Formatter} from "./format.ts"
import {htmlTable} from "./html-table.ts"
import type {Tables} from "./tables.ts"

/** Beyond these a value is not given as JSON. */
const deepest = 30
const mostNodes = 10_000
/** A table in HTML shows no more. */
const mostRows = 100
const mostColumns = 20

/** The value is no plain data. */
class NotPlain extends Error {}

export class RichValues {
  private readonly api: LuaApi
  private readonly tables: Tables
  private readonly formatter: Formatter
  constructor(api: LuaApi, tables: Tables, formatter: Formatter) {
    this.api = api
    this.tables = tables
    this.formatter = formatter
  }

  /** The forms, besides text, of the value on top of L's stack; empty for what is no table. */
  bundle(L: number): MimeBundle {
    if (this.api.type(L, -1) !== "table") return {}
    const html = this.html(L)
    const json = this.json(L)
    return {
      ...(html === undefined ? {} : {"text/html": html}),
      ...(json === undefined ? {} : {"application/json": json}),
    }
  }

  /** Undefined for what is no acyclic table of strings, numbers and booleans. */
  private json(L: number): unknown {
    const top = this.api.top(L)
    try {
      return this.plain(L, {nodes: 0, path: new Set()})
    } catch (thrown) {
      this.api.setTop(L, top)
      if (thrown instanceof NotPlain) return undefined
      throw thrown
    }
  }
  private plain(L: number, walk: {nodes: number; readonly path: Set<number>}): unknown {
    const {api} = this
    if (++walk.nodes > mostNodes) throw new NotPlain()
    switch (api.type(L, -1)) {
      case "boolean":
        return api.vm.call("lua_toboolean", L, -1) !== 0
      case "number": {
        const number = Number(this.formatter.format(L, -1))
        const isWhole = api.vm.call("lua_isinteger", L, -1) !== 0
        if (!Number.isFinite(number) || (isWhole && !Number.isSafeInteger(number))) throw new NotPlain()
        return number
      }
      case "string":
        return this.text(L, -1)
      case "table":
        return this.plainTable(L, walk)
      default:
        throw new NotPlain()
    }
  }
  private text(L: number, index: number): string {
    const found = this.api.stringBytes(L, index)
    const text = found ? decodeText(found.bytes) : ""
    if (!found || text.includes("\ufffd")) throw new NotPlain()
    return text
  }
  private plainTable(L: number, walk: {nodes: number; readonly path: Set<number>}): unknown {
    const {api, tables} = this
    const address = api.vm.call("lua_topointer", L, -1)
    if (walk.path.has(address) || walk.path.size >= deepest || this.hasMetatable(L)) throw new NotPlain()
    api.vm.call("lua_checkstack", L, 10)
    const at = api.top(L)
    const indexed = api.rawLength(L, at)
    const named = tables.countNamed(L, at, indexed, mostNodes + 1)
    if (indexed + named > mostNodes || (indexed > 0 && named > 0)) throw new NotPlain()
    walk.path.add(address)
    if (indexed > 0) {
      const list: unknown[] = []
      for (let i = 1; i <= indexed; i++) {
        api.vm.raw.lua_rawgeti(L, at, BigInt(i))
        list.push(this.plain(L, walk))
        api.pop(L)
      }
      walk.path.delete(address)
      return list
    }
    const entries: [string, unknown][] = []
    tables.eachNamed(L, at, indexed, () => {
      if (api.type(L, -2) !== "string") throw new NotPlain()
      entries.push([this.text(L, -2), this.plain(L, walk)])
      return true
    })
    walk.path.delete(address)
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  private hasMetatable(L: number): boolean {
    if (!this.api.vm.call("lua_getmetatable", L, -1)) return false
    this.api.pop(L)
    return true
  }

  /** A sequence of records has columns; anything else a row for each key. Undefined for an empty table. */
  private html(L: number): string | undefined {
    const {api, tables} = this
    const at = api.top(L)
    const indexed = api.rawLength(L, at)
    const total = indexed + tables.countNamed(L, at, indexed)
    if (total === 0) return undefined
    api.vm.call("lua_checkstack", L, 10)
    const rows = this.rows(L, at, indexed)
    const columns = this.columnsOf(rows)
    return htmlTable({
      head: columns && ["", ...columns],
      rows: rows.map(({key, text, fields}) => [
        key,
        ...(columns ? columns.map(name => fields?.get(name) ?? "") : [text]),
      ]),
      more: total - rows.length,
    })
  }

  private rows(L: number, at: number, indexed: number): Row[] {
    const {api, tables} = this
    const rows: Row[] = []
    const read = (key: string): Row => {
      const fields = api.type(L, -1) === "table" ? this.fields(L) : undefined
      return {key, text: this.formatter.format(L, -1), ...(fields ? {fields} : {})}
    }
    for (let i = 1; i <= Math.min(indexed, mostRows); i++) {
      api.vm.raw.lua_rawgeti(L, at, BigInt(i))
      rows.push(read(String(i)))
      api.pop(L)
    }
    const named: Row[] = []
    if (rows.length < mostRows)
      tables.eachNamed(L, at, indexed, () => {
        named.push(read(this.formatter.key(L, -2, true)))
        // more are read than shown, so that the order is that of the names
        return named.length < 10 * mostRows
      })
    named.sort((a, b) => compareKeys(a.key, b.key))
    return [...rows, ...named].slice(0, mostRows)
  }
  /** The fields of a record: a small table. */
  private fields(L: number): Map<string, string> | undefined {
    const at = this.api.top(L)
    const indexed = this.api.rawLength(L, at)
    const named = this.tables.countNamed(L, at, indexed, mostColumns + 1)
    if (indexed + named > mostColumns || indexed + named === 0) return undefined
    const fields = new Map<string, string>()
    for (let i = 1; i <= indexed; i++) {
      this.api.vm.raw.lua_rawgeti(L, at, BigInt(i))
      fields.set(String(i), this.formatter.format(L, -1, true))
      this.api.pop(L)
    }
    this.tables.eachNamed(L, at, indexed, () => {
      fields.set(this.formatter.key(L, -2, true), this.formatter.format(L, -1, true))
      return true
    })
    return fields
  }
  /** The columns of rows that are all records, and have no more of them than can be shown. */
  private columnsOf(rows: readonly Row[]): string[] | undefined {
    if (rows.some(({key, fields}) => !fields || !/^\d+$/.test(key))) return undefined
    const names = new Set(rows.flatMap(({fields}) => [...(fields?.keys() ?? [])]))
    if (names.size > mostColumns) return undefined
    const order = (name: string) => (/^\d+$/.test(name) ? `[${name}]` : name)
    return [...names].sort((a, b) => compareKeys(order(a), order(b)))
  }
}

interface Row {
  readonly key: string
  readonly text: string
  readonly fields?: ReadonlyMap<string, string>
}
