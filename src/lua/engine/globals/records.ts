/** Console.table: a list or map of records as rows and columns, and those as plain text, markup and data. */
import {compareKeys, type Formatter} from "../values/format.ts"
import {htmlTable, moreWords} from "../values/html-table.ts"
import type {Tables} from "../values/tables.ts"
import type {HostCall} from "./call.ts"

export interface RecordParts {
  readonly formatter: Formatter
  readonly tables: Tables
}

const mostRows = 1000
const mostColumns = 50
/** The column of values that are no records, as browsers call it. */
const valueColumn = "Value"

export interface RecordTable {
  readonly columns: readonly string[]
  readonly rows: readonly {readonly key: string; readonly cells: Readonly<Record<string, string>>}[]
  /** Rows that are not shown. */
  readonly more: number
}

/** The table at index 1, and the columns wanted at 2. */
export function readRecords(call: HostCall, {formatter, tables}: RecordParts): RecordTable {
  const {api, L} = call
  const rows: {key: string; cells: Record<string, string>}[] = []
  const found = new Set<string>()
  let total = 0
  const add = (key: string, index: number): boolean => {
    if (++total > mostRows) return true
    const cells: Record<string, string> = {}
    const put = (column: string, text: string) => {
      cells[column] = text
      found.add(column)
    }
    if (api.type(L, index) === "table") {
      const indexed = api.rawLength(L, index)
      for (let i = 1; i <= Math.min(indexed, mostColumns); i++) {
        api.vm.raw.lua_rawgeti(L, index, BigInt(i))
        put(`[${i}]`, formatter.format(L, -1, true))
        api.pop(L)
      }
      let left = mostColumns
      tables.eachNamed(L, index, indexed, () => {
        put(formatter.key(L, -2, true), formatter.format(L, -1, true))
        return --left > 0
      })
    } else {
      put(valueColumn, formatter.format(L, index, true))
    }
    rows.push({key, cells})
    return true
  }
  const indexed = api.rawLength(L, 1)
  for (let i = 1; i <= Math.min(indexed, mostRows); i++) {
    api.vm.raw.lua_rawgeti(L, 1, BigInt(i))
    add(`${i}`, api.top(L))
    api.pop(L)
  }
  total = indexed
  tables.eachNamed(L, 1, indexed, () => add(formatter.key(L, -2, true), api.top(L)))
  const named = rows.splice(Math.min(indexed, mostRows))
  rows.push(...named.sort((a, b) => compareKeys(a.key, b.key)))
  const wanted = call.type(2) === "table" ? readColumns(call) : [...found].sort(compareColumns)
  return {columns: wanted.slice(0, mostColumns), rows, more: total - rows.length}
}

function readColumns({api, L}: HostCall): string[] {
  return Array.from({length: Math.min(mostColumns, api.rawLength(L, 2))}, (_, i) => {
    api.vm.raw.lua_rawgeti(L, 2, BigInt(i + 1))
    const name = api.text(L, -1)
    api.pop(L)
    return name
  })
}

const compareColumns = (a: string, b: string): number =>
  Number(a === valueColumn) - Number(b === valueColumn) || compareKeys(a, b)

/** MIME type → data. The tabular data resource is what a page builds its table from, without reading markup. */
export function tableBundle(table: RecordTable): Readonly<Record<string, unknown>> {
  const {columns, rows, more} = table
  const head = ["", ...columns]
  const body = rows.map(({key, cells}) => [key, ...columns.map(column => cells[column] ?? "")])
  return {
    "text/plain": plainTable(head, body, more),
    "text/html": htmlTable({head, rows: body, more}),
    "application/vnd.dataresource+json": {
      schema: {fields: head.map(name => ({name, type: "string"})), primaryKey: [""]},
      data: body.map(cells => Object.fromEntries(head.map((name, i) => [name, cells[i]]))),
      ...(more > 0 ? {more} : {}),
    },
  }
}

function plainTable(head: readonly string[], body: readonly (readonly string[])[], more: number): string {
  const lines = [head, ...body]
  const widths = head.map((_, i) => Math.max(...lines.map(line => [...line[i]].length)))
  const isNumeric = head.map((_, i) => body.every(line => /^(-?[\d.]|$)/.test(line[i])))
  const pad = (text: string, i: number) => {
    const blanks = " ".repeat(widths[i] - [...text].length)
    return isNumeric[i] ? blanks + text : text + blanks
  }
  const write = (line: readonly string[]) => line.map(pad).join("  ").trimEnd()
  const rule = widths.map(width => "─".repeat(width)).join("──")
  return [write(head), rule, ...body.map(write), ...(more > 0 ? [moreWords(more)] : [])].join("\n")
}
