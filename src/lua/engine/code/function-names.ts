/**
 * What a text calls its functions. A function is found in its text by its number: when a chunk is loaded, native.wat
 * ($ms_number) writes down in each Proto how many functions of the chunk begin before it. So several that begin on one
 * line are told apart, and nothing is to be kept of the chunk but its text.
 */
import {LruCache} from "../../../base/lru.ts"
import {type FunctionOutline, functionOutline, parser} from "../../syntax/index.ts"
import {decodeText} from "../world/text.ts"
import {pathOfSource} from "./chunks.ts"
import type {Protos} from "./protos.ts"

/** A larger text is not parsed: that takes some 50 ms. */
const largestParsed = 1_000_000

/** A text and the functions in it, in source order. */
export interface TextOutline {
  readonly text: string
  readonly functions: readonly FunctionOutline[]
}

export class FunctionNames {
  private readonly protos: Protos
  private readonly readFile: (path: string) => Uint8Array | undefined
  private readonly files = new Map<string, {readonly bytes: Uint8Array; readonly outline: TextOutline}>()
  private readonly chunks = new LruCache<string, TextOutline>(50)

  constructor(protos: Protos, readFile: (path: string) => Uint8Array | undefined) {
    this.protos = protos
    this.readFile = readFile
  }

  /** `area`, `M.area`; undefined for one without a name, and where its text is not there or has changed. */
  nameOf(proto: number): string | undefined {
    const name = this.find(proto)?.found.name
    return name === "anonymous" ? undefined : name
  }

  /** The function's place in its text. */
  find(proto: number): {readonly found: FunctionOutline; readonly outline: TextOutline} | undefined {
    const {protos} = this
    const line = protos.lineDefined(proto)
    const outline = line === 0 ? undefined : this.outlineOf(proto)
    if (!outline) return undefined
    const isIt = (one: FunctionOutline | undefined): boolean =>
      one?.definedLine === line && one.endLine === protos.lastLineDefined(proto)
    const numbered = outline.functions[protos.number(proto) - 1]
    if (isIt(numbered)) return {found: numbered, outline}
    // of a text that has been edited, or in a chunk of its own (string.dump): by its lines, where they are nobody else's
    const [found, ...more] = outline.functions.filter(isIt)
    return found && more.length === 0 ? {found, outline} : undefined
  }

  /** Of the text that a function comes from, where that is there. */
  outlineOf(proto: number): TextOutline | undefined {
    const file = this.protos.isFile(proto) ? this.ofFile(pathOfSource(this.protos.source(proto)) as string) : undefined
    if (file) return file
    const text = this.protos.keptText(proto, largestParsed)
    if (text === undefined) return undefined
    const known = this.chunks.get(text) ?? outlineOf(text)
    this.chunks.set(text, known)
    return known
  }
  private ofFile(path: string): TextOutline | undefined {
    const bytes = this.readFile(path)
    if (!bytes || bytes.length > largestParsed) return undefined
    const known = this.files.get(path)
    if (known?.bytes === bytes) return known.outline
    const outline = outlineOf(decodeText(bytes))
    this.files.set(path, {bytes, outline})
    return outline
  }
}

const outlineOf = (text: string): TextOutline => ({text, functions: functionOutline(parser.parse(text), text)})
