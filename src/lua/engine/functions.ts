/** What there is to say of a function without calling it: its name, parameters, place, the comment above it, its text. */
import {
  commentAbove,
  type FunctionOutline,
  functionOutline,
  type LibraryEntry,
  libraryEntry,
  parser,
} from "../syntax/index.ts"
import {pathOfSource} from "./chunks.ts"
import {closure, proto as layout} from "./layout.ts"
import {decodeText, type LuaApi} from "./lua-api.ts"
import type {NativeNames} from "./native-names.ts"
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

interface Outline {
  readonly bytes: Uint8Array
  readonly text: string
  readonly functions: readonly FunctionOutline[]
  readonly comments: Map<number, string | undefined>
}

export class Functions {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly natives: NativeNames
  private readonly readFile: (path: string) => Uint8Array | undefined
  private readonly outlines = new Map<string, Outline>()

  constructor(api: LuaApi, protos: Protos, natives: NativeNames, readFile: (path: string) => Uint8Array | undefined) {
    this.api = api
    this.protos = protos
    this.natives = natives
    this.readFile = readFile
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
    const outline = this.outline(path)
    const found = outline?.functions.filter(one => one.definedLine === line)
    // two that begin in one line can't be told apart
    if (!outline || found?.length !== 1) return {signature, place: {path, line}}
    const [{from, to, startLine}] = found
    const comment = this.comment(outline, startLine)
    return {
      signature,
      place: {path, line},
      source: outline.text.slice(from, to),
      ...(comment === undefined ? {} : {comment}),
    }
  }

  private comment(outline: Outline, line: number): string | undefined {
    const {comments, text} = outline
    if (!comments.has(line)) comments.set(line, commentAbove(parser.parse(text), text, line))
    return comments.get(line)
  }

  private outline(path: string): Outline | undefined {
    const bytes = this.readFile(path)
    if (!bytes || bytes.length > largestParsed) return undefined
    const known = this.outlines.get(path)
    if (known?.bytes === bytes) return known
    const text = decodeText(bytes)
    const made: Outline = {bytes, text, functions: functionOutline(parser.parse(text), text), comments: new Map()}
    this.outlines.set(path, made)
    return made
  }
}

export function libraryWords({library, name, parameters, description}: LibraryEntry): FunctionWords {
  const owner = library === "" ? "" : library === "file" ? "file:" : `${library}.`
  return {signature: owner + name + parameters, comment: description}
}
