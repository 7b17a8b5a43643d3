/**
 * Code that comes from no file of the workspace: what a program gives to `load`, what is run in a console. Its text is
 * kept in the VM for as long as any function of it lives (native.wat, $ms_keep_text). One that somebody has been told of
 * has a number; the same name and text are the same source, however often they are loaded.
 */
import type {SourceInfo} from "../../../debugger/sources.ts"
import {gcBits, globalState, luaState, object, objectKinds} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {pathOfSource} from "./chunks.ts"
import type {Protos} from "./protos.ts"

/** A text with a number. */
export interface GeneratedSource extends SourceInfo {
  readonly reference: number
  readonly text: string
}

/** Texts that nobody has asked for longest are forgotten beyond this, in UTF-16 code units of them all. */
const mostKept = 30_000_000
/** Longer ones are not shown: the VM keeps them to that length. */
const longest = 5_000_000

/** What Lua's messages call a chunk of this name, without its length limit. */
export function sourceNameOf(source: string): string {
  if (source.startsWith("=")) return source.slice(1)
  return pathOfSource(source) ?? `[string "${source.split("\n")[0].slice(0, 60)}"]`
}

export class GeneratedSources {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly isFile: (path: string) => boolean
  /** By name and text; a Map keeps them in the order of their use. */
  private readonly known = new Map<string, GeneratedSource>()
  private readonly byReference = new Map<number, GeneratedSource>()
  private count = 0
  private kept = 0

  /** @param isFile whether a path is one of a file of the workspace */
  constructor(api: LuaApi, protos: Protos, isFile: (path: string) => boolean) {
    this.api = api
    this.protos = protos
    this.isFile = isFile
  }

  /** The source of a function; undefined: a file of the workspace, or its text is not kept. */
  of(proto: number): GeneratedSource | undefined {
    const source = this.protos.source(proto)
    const path = pathOfSource(source)
    if (path !== undefined && this.isFile(path)) return undefined
    const text = this.protos.keptText(proto, longest)
    if (text === undefined) return undefined
    const name = sourceNameOf(source)
    const key = `${name}\n${text}`
    const known = this.known.get(key)
    const found = known ?? {reference: ++this.count, name, text, ...(path === undefined ? {} : {path})}
    this.known.delete(key)
    this.known.set(key, found)
    if (!known) this.add(found)
    return found
  }
  private add(source: GeneratedSource): void {
    this.byReference.set(source.reference, source)
    this.kept += source.text.length
    for (const [key, {reference, text}] of this.known) {
      if (this.kept <= mostKept || reference === source.reference) return
      this.known.delete(key)
      this.byReference.delete(reference)
      this.kept -= text.length
    }
  }

  get(reference: number): GeneratedSource | undefined {
    return this.byReference.get(reference)
  }

  /** The functions that the collector knows, of code that comes from no file; of a source, or of all. */
  functions(wanted?: GeneratedSource): {readonly proto: number; readonly source: GeneratedSource}[] {
    const sources = new Map<number, GeneratedSource | undefined>()
    const found: {proto: number; source: GeneratedSource}[] = []
    for (const proto of this.allFunctions()) {
      const address = this.protos.sourceAddress(proto)
      if (!sources.has(address)) sources.set(address, this.of(proto))
      const source = sources.get(address)
      if (source && (!wanted || source === wanted)) found.push({proto, source})
    }
    return found
  }
  /** All Protos but those that are garbage, whose memory may be gone before one looks again. */
  private allFunctions(): number[] {
    const {vm} = this.api
    const words = vm.word32
    const {bytes} = vm
    const global = vm.load32(vm.main + luaState.global)
    const dead = ~vm.load8(global + globalState.currentWhite) & gcBits.white
    const found: number[] = []
    for (let at = words[(global + globalState.allObjects) >> 2]; at; at = words[at >> 2])
      if (bytes[at + object.kind] === objectKinds.proto && !(bytes[at + object.marked] & dead)) found.push(at)
    return found
  }
}
