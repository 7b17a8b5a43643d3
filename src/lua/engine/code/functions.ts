/** What there is to say of a function without calling it: its name, parameters, place, the comment above it, its text. */
import {commentAbove, type LibraryEntry, libraryEntry, parser} from "../../syntax/index.ts"
import {closure, proto as layout} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {NativeNames} from "../vm/native-names.ts"
import {pathOfSource} from "./chunks.ts"
import type {FunctionNames, TextOutline} from "./function-names.ts"
import type {Protos} from "./protos.ts"

/** A larger file is not parsed for what is said about it: that takes more than 10 ms. */
const largestParsed = 300_000

export interface FunctionWords {
  /** With its parameters in brackets. */
  readonly signature: string
  readonly place?: {readonly path: string; readonly line: number}
  readonly comment?: string
  /** Its text. */
  readonly source?: string
}

export class Functions {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly natives: NativeNames
  private readonly names: FunctionNames
  /** Of the last text that was asked for. */
  private comments: {readonly text: string; readonly byLine: Map<number, string | undefined>} | undefined

  constructor(api: LuaApi, protos: Protos, natives: NativeNames, names: FunctionNames) {
    this.api = api
    this.protos = protos
    this.natives = natives
    this.names = names
  }

  /** The standard library's entry for the C function on top of the main state's stack. */
  library(): LibraryEntry | undefined {
    const name = this.natives.at(this.api.vm.main, -1)
    return name === undefined ? undefined : libraryEntry(name)
  }

  /** `(a, b, ...)` of the function on top. "" where it is not known. */
  parameters(): string {
    const L = this.api.vm.main
    if (this.api.vm.call("lua_tocfunction", L, -1)) return this.library()?.parameters ?? ""
    const proto = this.proto()
    const count = this.api.vm.load8(proto + layout.parameterCount)
    const names = this.protos.locals(proto, 0).slice(0, count)
    const all = Array.from({length: count}, (_, i) => names[i]?.name ?? "?")
    return `(${[...all, ...(this.protos.isVararg(proto) ? ["..."] : [])].join(", ")})`
  }
  private proto(): number {
    return this.api.vm.load32(this.api.vm.call("lua_topointer", this.api.vm.main, -1) + closure.proto)
  }

  /** Of the function on top, which was found under this name. */
  describe(name: string): FunctionWords {
    const entry = this.library()
    if (entry) return libraryWords(entry)
    if (this.api.vm.call("lua_tocfunction", this.api.vm.main, -1)) return {signature: `${name}(...)`}
    const proto = this.proto()
    const signature = name + this.parameters()
    const path = pathOfSource(this.protos.source(proto))
    const line = this.protos.lineDefined(proto)
    if (path === undefined || line === 0) return {signature}
    const known = this.names.find(proto)
    if (!known || known.outline.text.length > largestParsed) return {signature, place: {path, line}}
    const {found, outline} = known
    const comment = this.comment(outline, found.startLine)
    return {
      signature,
      place: {path, line},
      source: outline.text.slice(found.from, found.to),
      ...(comment === undefined ? {} : {comment}),
    }
  }

  private comment({text}: TextOutline, line: number): string | undefined {
    if (this.comments?.text !== text) this.comments = {text, byLine: new Map()}
    const {byLine} = this.comments
    if (!byLine.has(line)) byLine.set(line, commentAbove(parser.parse(text), text, line))
    return byLine.get(line)
  }
}

export function libraryWords({library, name, parameters, description}: LibraryEntry): FunctionWords {
  const owner = library === "" ? "" : library === "file" ? "file:" : `${library}.`
  return {signature: owner + name + parameters, comment: description}
}
