/** Console.dump: a value with all that is in it, one entry a line. */
import {compareKeys, type Formatter} from "../values/format.ts"
import type {Tables} from "../values/tables.ts"
import type {HostCall} from "./call.ts"

export interface DumpParts {
  readonly formatter: Formatter
  readonly tables: Tables
}

const deepest = 20
const mostEntries = 2000

export function dumpValue(call: HostCall, parts: DumpParts, depth: number): string {
  return new Dump(call, parts).value(1, Math.min(depth, deepest), "")
}

class Dump {
  private readonly call: HostCall
  private readonly parts: DumpParts
  /** The tables that the current one is in. */
  private readonly open = new Set<number>()
  private left = mostEntries

  constructor(call: HostCall, parts: DumpParts) {
    this.call = call
    this.parts = parts
  }

  /** The value at an index that does not depend on the top. */
  value(index: number, depth: number, indent: string): string {
    const {api, L} = this.call
    const {formatter, tables} = this.parts
    if (api.type(L, index) !== "table") return formatter.format(L, index)
    const address = api.vm.call("lua_topointer", L, index)
    if (this.open.has(address)) return "<cycle>"
    if (depth <= 0 || tables.isEmpty(L, index)) return formatter.format(L, index, true)
    this.open.add(address)
    api.vm.call("lua_checkstack", L, 20)
    const inner = `${indent}  `
    const indexed = api.rawLength(L, index)
    const lines: string[] = []
    for (let i = 1; i <= indexed && this.left > 0; i++, this.left--) {
      api.vm.raw.lua_rawgeti(L, index, BigInt(i))
      lines.push(`${inner}${this.value(api.top(L), depth - 1, inner)},`)
      api.pop(L)
    }
    const named: {readonly key: string; readonly text: string}[] = []
    tables.eachNamed(L, index, indexed, () => {
      if (this.left-- <= 0) return false
      const key = formatter.key(L, -2, true)
      named.push({key, text: this.value(api.top(L), depth - 1, inner)})
      return true
    })
    named.sort((a, b) => compareKeys(a.key, b.key))
    lines.push(...named.map(({key, text}) => `${inner}${key} = ${text},`))
    if (this.left <= 0) lines.push(`${inner}…`)
    this.open.delete(address)
    return `${formatter.className(L, index)}{\n${lines.join("\n")}\n${indent}}`
  }
}
