/** What can be expanded, and what is in it: scopes, tables, functions, userdata. Raw: no metamethod runs. */
import type {Container, Page, ThrownValue, ValueInfo, VariableInfo} from "../../../debugger/engine.ts"
import type {Stack} from "../stack/stack.ts"
import type {Constant, TextScope} from "../stack/text-scope.ts"
import {closure, valueSize} from "../vm/layout.ts"
import {type LuaApi, registryIndex} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import type {
  LuaContainer,
  ResultsContainer,
  ScopeContainer,
  ThrownContainer,
  ValueContainer,
} from "./container-kinds.ts"
import {errorName, topOf} from "./error-text.ts"
import type {Formatter} from "./format.ts"
import type {Results} from "./results.ts"
import type {TableEntries} from "./table-entries.ts"
import type {Tables} from "./tables.ts"
import type {ThreadParts} from "./thread-parts.ts"

/** Values that one finds again in several places; a function's place says enough of it. */
const identified: ReadonlySet<string> = new Set(["table", "userdata", "thread"])

export class Containers {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly tables: Tables
  private readonly formatter: Formatter
  private readonly returnedValues: Results
  private readonly entries: TableEntries
  private readonly thread: ThreadParts
  private readonly scope: TextScope
  private readonly runQuietly: (run: () => number) => number
  private references: number[] = []

  constructor(
    api: LuaApi,
    stack: Stack,
    tables: Tables,
    formatter: Formatter,
    results: Results,
    entries: TableEntries,
    thread: ThreadParts,
    scope: TextScope,
    runQuietly: (run: () => number) => number,
  ) {
    this.api = api
    this.stack = stack
    this.tables = tables
    this.formatter = formatter
    this.returnedValues = results
    this.entries = entries
    this.thread = thread
    this.scope = scope
    this.runQuietly = runQuietly
  }

  /** All references end: the values may be collected. */
  forget(): void {
    for (const reference of this.references) this.api.release(reference)
    this.references = []
  }
  /** After the memory has been put back. */
  drop(): void {
    this.references = []
  }

  /** Describes the value on top of L's stack (and leaves it there). */
  describe(L: number, path?: string): ValueInfo {
    const {api} = this
    const type = api.type(L, -1)
    const text = this.formatter.format(L, -1)
    const info = {text, type: type === "none" ? "nil" : type}
    if (type === "string") return {...info, content: this.keep(L, "string")}
    const identity = identified.has(type) ? {identity: api.vm.call("lua_topointer", L, -1)} : {}
    return {...info, ...identity, ...this.inside(L, type, path)}
  }
  /** What can be opened of the value on top, which is of this type. */
  private inside(L: number, type: string, path?: string): Partial<ValueInfo> {
    const {api} = this
    if (type === "thread") return {container: this.keep(L, "thread", path)}
    if (type === "table") {
      const indexedCount = api.rawLength(L, -1)
      const namedCount =
        this.tables.countNamed(L, api.vm.call("lua_absindex", L, -1), indexedCount) + this.hasMetatable(L)
      if (indexedCount + namedCount === 0) return {}
      return {indexedCount, namedCount, container: this.keep(L, "table", path)}
    }
    if (type === "function" && this.upvalueCount(L) > 0) return {container: this.keep(L, "function", path)}
    if (type === "userdata" && this.hasMetatable(L)) return {container: this.keep(L, "userdata", path)}
    return {}
  }

  private hasMetatable(L: number): 0 | 1 {
    if (!this.api.vm.call("lua_getmetatable", L, -1)) return 0
    this.api.pop(L)
    return 1
  }
  private upvalueCount(L: number): number {
    const object = this.api.vm.call("lua_topointer", L, -1)
    if (this.api.vm.call("lua_iscfunction", L, -1)) return 0
    return this.api.vm.load8(object + closure.upvalueCount)
  }

  /** A container for the value on top of L's stack. */
  keep(L: number, kind: ValueContainer["kind"], path?: string, isGlobals?: boolean): ValueContainer {
    this.api.vm.call("lua_pushvalue", L, -1)
    if (L !== this.api.vm.main) this.api.vm.call("lua_xmove", L, this.api.vm.main, 1)
    const reference = this.api.reference(this.api.vm.main)
    this.references.push(reference)
    return {kind, reference, ...(path === undefined ? {} : {path}), ...(isGlobals ? {isGlobals} : {})}
  }

  variables(container: LuaContainer, page: Page): VariableInfo[] {
    switch (container.kind) {
      case "locals":
        return pageOf([...this.returned(container), ...this.locals(container)], page)
      case "varargs":
        return pageOf(this.varargs(container), page)
      case "upvalues":
        return pageOf(this.frameUpvalues(container), page)
      case "thrown":
        return pageOf([this.thrownVariable(container)], page)
      case "table":
        return this.tableEntries(container, page)
      case "function":
        return pageOf(this.functionUpvalues(container), page)
      case "userdata":
        return pageOf(this.metatableOf(container), page)
      case "thread":
        return pageOf(this.threadParts(container), page)
      case "results":
        return pageOf(this.results(container), page)
      case "string":
        return []
    }
  }

  /** Puts the values that it stands for on top of the main state's stack: none for a scope. */
  push(container: LuaContainer): void {
    if (!("reference" in container)) return
    const {api} = this
    const L = api.vm.main
    api.pushReference(L, container.reference)
    if (container.kind !== "results") return
    const at = api.top(L)
    api.vm.call("lua_checkstack", L, container.count + 10)
    for (let i = 1; i <= container.count; i++) api.vm.raw.lua_rawgeti(L, at, BigInt(i))
    api.vm.call("lua_rotate", L, at, -1)
    api.pop(L)
  }

  /** Describes all values on L's stack, as what an evaluation has given. They stay there. */
  describeResults(L: number): ValueInfo {
    const {api} = this
    const count = api.top(L)
    const parts = Array.from({length: count}, (_, i) => {
      const type = api.type(L, i + 1)
      return {text: this.formatter.format(L, i + 1), type: type === "none" ? "nil" : type}
    })
    api.vm.call("lua_checkstack", L, 4)
    api.vm.call("lua_createtable", L, count, 0)
    for (let i = 1; i <= count; i++) {
      api.vm.call("lua_pushvalue", L, i)
      api.vm.raw.lua_rawseti(L, count + 1, BigInt(i))
    }
    const {reference} = this.keep(L, "table")
    api.pop(L)
    const container: ResultsContainer = {kind: "results", reference, count}
    return {
      text: parts.map(({text}) => text).join("\t"),
      type: parts.map(({type}) => type).join(", "),
      parts,
      container,
      namedCount: count,
    }
  }
  private results(container: ResultsContainer): VariableInfo[] {
    const {api} = this
    const L = api.vm.main
    this.push(container)
    const found: VariableInfo[] = []
    for (let i = container.count; i > 0; i--, api.pop(L))
      found.unshift({name: `[${i}]`, ...this.describe(L), readOnly: true})
    return found
  }

  private describeAt(address: number, path?: string): ValueInfo {
    const L = this.api.vm.main
    this.tables.pushFrom(L, address)
    const info = this.describe(L, path)
    this.api.pop(L)
    return info
  }

  private locals({ci}: ScopeContainer): VariableInfo[] {
    const all = this.stack.locals(ci)
    // a shadowed variable can't be named any more: it shows without a way to evaluate it
    const constants = this.scope.constants(ci)
    const found = all.map(({name, address}, i) => {
      const hides = (one: {readonly name: string}) => one.name === name
      const shadowed = all.slice(i + 1).some(hides) || constants.some(hides)
      const info = this.describeAt(address, shadowed ? undefined : name)
      return {name, ...info, ...(shadowed ? {readOnly: true} : {evaluateName: name})}
    })
    return [...found, ...this.constants(constants)]
  }
  private constants(constants: readonly Constant[]): VariableInfo[] {
    const {api} = this
    const L = api.vm.main
    return constants.flatMap(({name, declaration}) => {
      const bottom = api.top(L)
      const text = encodeText(`${declaration}return ${name}`)
      const done = this.runQuietly(
        () => api.loadText(L, text, "=constant") || api.vm.call("lua_pcallk", L, 0, 1, 0, 0, 0),
      )
      const found = done === 0 ? [{name, ...this.describe(L), evaluateName: name, readOnly: true}] : []
      api.setTop(L, bottom)
      return found
    })
  }
  private returned({ci}: ScopeContainer): VariableInfo[] {
    const references = this.returnedValues.of(ci)
    return references.map((reference, i) => {
      const name = references.length === 1 ? "(returned)" : `(returned ${i + 1})`
      return {name, ...this.describeReference(reference), readOnly: true}
    })
  }
  private describeReference(reference: number): ValueInfo {
    const L = this.api.vm.main
    this.api.pushReference(L, reference)
    const info = this.describe(L)
    this.api.pop(L)
    return info
  }
  private varargs({ci}: ScopeContainer): VariableInfo[] {
    const {address, count} = this.stack.varargs(ci)
    return Array.from({length: count}, (_, i) => {
      const evaluateName = `(select(${i + 1}, ...))`
      return {name: `[${i + 1}]`, evaluateName, ...this.describeAt(address + i * valueSize, evaluateName)}
    })
  }
  private thrownVariable({L}: ThrownContainer): VariableInfo {
    return {name: errorName, evaluateName: errorName, ...this.describeAt(topOf(this.api, L), errorName)}
  }
  private frameUpvalues({ci}: ScopeContainer): VariableInfo[] {
    const L = this.api.vm.main
    this.tables.pushFrom(L, this.stack.func(ci))
    const locals = [...this.stack.locals(ci), ...this.scope.constants(ci)]
    const hiding = new Set(locals.map(({name}) => name))
    const found = this.upvalues(L, name => !hiding.has(name))
    this.api.pop(L)
    return [...found, ...this.constants(this.scope.outerConstants(ci))]
  }
  private functionUpvalues({reference}: ValueContainer): VariableInfo[] {
    const L = this.api.vm.main
    this.api.pushReference(L, reference)
    const found = this.upvalues(L, () => false)
    this.api.pop(L)
    return found
  }
  /** Of the function on top; `isNamed`: its name gives it where it is looked at. */
  private upvalues(L: number, isNamed: (name: string) => boolean): VariableInfo[] {
    const found: VariableInfo[] = []
    for (let n = 1; ; n++) {
      const name = this.api.vm.call("lua_getupvalue", L, -1, n)
      if (!name) return found
      const text = this.api.cString(name)
      const evaluateName = isNamed(text) ? text : undefined
      if (text !== "_ENV")
        found.push({name: text, ...this.describe(L, evaluateName), ...(evaluateName ? {evaluateName} : {})})
      this.api.pop(L)
    }
  }
  private threadParts(container: ValueContainer): VariableInfo[] {
    const {api} = this
    this.push(container)
    const L = api.vm.call("lua_topointer", api.vm.main, -1)
    api.pop(api.vm.main)
    return this.thread.read(L, address => this.describeAt(address))
  }
  private metatableOf({reference, path}: ValueContainer): VariableInfo[] {
    const L = this.api.vm.main
    this.api.pushReference(L, reference)
    const found: VariableInfo[] = []
    if (this.api.vm.call("lua_getmetatable", L, -1)) {
      const evaluateName = path === undefined ? undefined : `debug.getmetatable(${path})`
      found.push({
        name: "(metatable)",
        internal: true,
        ...this.describe(L, evaluateName),
        ...(evaluateName ? {evaluateName} : {}),
      })
      this.api.pop(L)
    }
    this.api.pop(L)
    return found
  }

  private tableEntries(container: ValueContainer, page: Page): VariableInfo[] {
    const L = this.api.vm.main
    this.api.pushReference(L, container.reference)
    const {found, isLast} = this.entries.read(L, container, page, path => this.describe(L, path))
    this.api.pop(L)
    return isLast ? [...found, ...this.metatableOf(container)] : found
  }

  /** The value on top of L's stack, which is about to be raised. */
  thrown(L: number): ThrownValue {
    const type = this.api.type(L, -1)
    const className = this.formatter.className(L, -1).trim()
    return {
      container: {kind: "thrown", L} as Container,
      type,
      className: className || type,
      evaluateName: errorName,
    }
  }

  /** Describes the globals table as a container, as a frame sees it. */
  globals(ci = 0): ValueContainer {
    const L = this.api.vm.main
    this.api.vm.raw.lua_rawgeti(L, registryIndex, 2n)
    const container = this.keep(L, "table", "_G", true)
    this.api.pop(L)
    return ci ? {...container, hidden: this.variableNames(ci)} : container
  }
  private variableNames(ci: number): ReadonlySet<string> {
    const L = this.api.vm.main
    const names = this.stack.locals(ci).map(({name}) => name)
    this.tables.pushFrom(L, this.stack.func(ci))
    for (let n = 1; ; n++) {
      const name = this.api.vm.call("lua_getupvalue", L, -1, n)
      if (!name) break
      names.push(this.api.cString(name))
      this.api.pop(L)
    }
    this.api.pop(L)
    return new Set([...names, ...this.scope.visibleNames(ci)])
  }
}

const pageOf = (all: VariableInfo[], {filter, start = 0, count = 0}: Page): VariableInfo[] => {
  if (filter === "indexed") return []
  return all.slice(start, count > 0 ? start + count : undefined)
}
