/** The entries of a table as variables, page by page, in an order that people can read. Raw: no metamethod runs. */
import type {Page, ValueInfo, VariableInfo} from "../../../debugger/engine.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {ValueContainer} from "./container-kinds.ts"
import {compareKeys, type Formatter, quoteBytes} from "./format.ts"
import type {Tables} from "./tables.ts"

/** Sorting names of larger tables would cost more than it helps. */
const sortedUpTo = 2000
/** Longer strings make no expression that one would want to see. */
const longestKey = 1000

export class TableEntries {
  private readonly api: LuaApi
  private readonly tables: Tables
  private readonly formatter: Formatter
  private readonly libraryNames: ReadonlyMap<string, number>

  constructor(api: LuaApi, tables: Tables, formatter: Formatter, libraryNames: ReadonlyMap<string, number>) {
    this.api = api
    this.tables = tables
    this.formatter = formatter
    this.libraryNames = libraryNames
  }

  /**
   * Of the table on top of L's stack, by numbers and then by names. `describe` says what the value on top is; `isLast`
   * tells that the page holds the table's end.
   */
  read(
    L: number,
    container: ValueContainer,
    {filter, start = 0, count = 0}: Page,
    describe: (path?: string) => ValueInfo,
  ): {found: VariableInfo[]; isLast: boolean} {
    const {api, tables} = this
    const at = api.top(L)
    const indexed = api.rawLength(L, at)
    const path = container.isGlobals ? undefined : container.path
    let [from, left] = [start, count > 0 ? count : Number.POSITIVE_INFINITY]
    const found: VariableInfo[] = []
    if (filter !== "named") {
      for (let i = from + 1; i <= indexed && left > 0; i++, left--) {
        api.vm.raw.lua_rawgeti(L, at, BigInt(i))
        const evaluateName = path === undefined ? undefined : `${path}[${i}]`
        found.push({name: `[${i}]`, ...describe(evaluateName), ...(evaluateName ? {evaluateName} : {})})
        api.pop(L)
      }
      from = Math.max(0, from - indexed)
    }
    if (filter !== "indexed" && left > 0) {
      const named = tables.countNamed(L, at, indexed, sortedUpTo + 1)
      const sorted = named <= sortedUpTo
      const read = (): VariableInfo => {
        const name = this.formatter.key(L, -2, true)
        const evaluateName = this.entryPath(L, name, path, container)
        return {name, ...describe(evaluateName), ...(evaluateName ? {evaluateName} : {})}
      }
      if (sorted) {
        // names first, for the order; values only for the page
        const order: {name: string; position: number; library: boolean}[] = []
        let position = 0
        tables.eachNamed(L, at, indexed, () => {
          const name = this.formatter.key(L, -2, true)
          order.push({name, position: position++, library: container.isGlobals === true && this.isLibrary(L, name)})
          return true
        })
        order.sort((a, b) => Number(a.library) - Number(b.library) || compareKeys(a.name, b.name))
        const wanted = new Map(order.slice(from, from + left).map(({position}, i) => [position, i]))
        const pageEntries: VariableInfo[] = new Array(wanted.size)
        position = 0
        tables.eachNamed(L, at, indexed, () => {
          const place = wanted.get(position++)
          if (place !== undefined) pageEntries[place] = read()
          return true
        })
        found.push(...pageEntries)
        left -= pageEntries.length
      } else {
        tables.eachNamed(
          L,
          at,
          indexed,
          () => {
            found.push(read())
            return --left > 0
          },
          from,
        )
      }
    }
    return {found, isLast: filter !== "indexed" && left > 0}
  }

  /** Whether the value on top is still the one that this global had in the beginning. */
  private isLibrary(L: number, name: string): boolean {
    const pointer = this.libraryNames.get(name)
    return pointer !== undefined && pointer === this.api.vm.call("lua_topointer", L, -1)
  }

  /** An expression for the entry whose key is at −2, where its key can be written down. */
  private entryPath(
    L: number,
    name: string,
    path: string | undefined,
    {isGlobals, hidden}: ValueContainer,
  ): string | undefined {
    if (path === undefined && !isGlobals) return undefined
    const isPlain = !name.startsWith("[")
    if (isPlain && isGlobals && !hidden?.has(name)) return name
    const key = isPlain ? `.${name}` : this.bracketed(L, name)
    return key === undefined ? undefined : `${path ?? "_G"}${key}`
  }
  private bracketed(L: number, name: string): string | undefined {
    const type = this.api.type(L, -2)
    if (type === "number" || type === "boolean") return name
    const found = this.api.stringBytes(L, -2, longestKey)
    return found && found.length <= longestKey ? `[${quoteBytes(found.bytes)}]` : undefined
  }
}
