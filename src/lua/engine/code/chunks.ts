/**
 * The chunks that a state has loaded from files, and the breakpoints in them. A chunk that is loaded while its file has
 * breakpoints gets them at once; one that is there already gets them in place: both are the same patch of code.
 */
import {programPath} from "../../../base/path.ts"
import type {BreakpointSpot} from "../../../debugger/engine.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {decodeText} from "../world/text.ts"
import {BreakPlaces} from "./break-places.ts"
import {readFunctions} from "./compiled-lines.ts"
import {layBreakpoints, type Patches, sameSpot} from "./patches.ts"
import type {Protos} from "./protos.ts"
import {findPlaces} from "./statement-places.ts"
import {TextLines} from "./text-lines.ts"

/** So many loads of one file keep their breakpoints; older ones lose them (a file that is loaded in a loop). */
const loadsKept = 64

/** What is known of a chunk besides what can be found out again; good for a copy of the memory, too. */
export interface ChunkRecord {
  readonly path: string
  /** The main function's Proto. */
  readonly root: number
  /** Keeps the code alive while patches stand in it. */
  readonly reference: number
  readonly text: string
}
interface Chunk extends ChunkRecord {
  code?: {readonly places: BreakPlaces; readonly addresses: readonly number[]}
}

/** "@./lib//a.lua" → "lib/a.lua". Undefined for chunks that are no files. */
export function pathOfSource(source: string): string | undefined {
  if (!source.startsWith("@")) return undefined
  return programPath(source.slice(1))
}

export class Chunks {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly patches: Patches
  private readonly readFile: (path: string) => Uint8Array | undefined
  private readonly chunks = new Map<string, Chunk[]>()
  private known: {readonly bytes: Uint8Array; readonly lines: TextLines} | undefined
  private readonly spots = new Map<string, readonly BreakpointSpot[]>()

  constructor(api: LuaApi, protos: Protos, patches: Patches, readFile: (path: string) => Uint8Array | undefined) {
    this.api = api
    this.protos = protos
    this.patches = patches
    this.readFile = readFile
  }

  /** Where breakpoints can stand in a file, which need not have been loaded. A request asks for many lines. */
  linesOf(path: string): TextLines | undefined {
    const bytes = this.readFile(path)
    if (!bytes) return undefined
    if (this.known?.bytes !== bytes)
      this.known = {bytes, lines: new TextLines(this.api, this.protos, decodeText(bytes))}
    return this.known.lines
  }
  /** The paths of the files that have been loaded. */
  get loaded(): string[] {
    return [...this.chunks.keys()]
  }

  /** The function of a loaded chunk stands on top of L's stack. @returns whether it is a file of the workspace */
  endLoad(L: number, root: number): boolean {
    const {api} = this
    const {vm} = api
    // a function that string.dump has written bears its file's name
    if (!this.protos.isFile(root) || this.protos.lineDefined(root) !== 0) return false
    const path = pathOfSource(this.protos.source(root))
    const bytes = path === undefined ? undefined : this.readFile(path)
    if (path === undefined || !bytes) return false
    vm.call("lua_pushvalue", L, -1)
    vm.call("lua_xmove", L, vm.main, 1)
    const chunk: Chunk = {path, root, reference: api.reference(vm.main), text: decodeText(bytes)}
    const loaded = this.chunks.get(path) ?? []
    if (loaded.length >= loadsKept) this.release(loaded.shift() as Chunk)
    this.chunks.set(path, [...loaded, chunk])
    if (this.spots.get(path)?.length) {
      this.lay(chunk)
      this.patches.commit()
    }
    return true
  }

  /** Replaces a file's breakpoints. Answers the ids that loaded code can't take before the file is loaded again. */
  setBreakpoints(path: string, spots: readonly BreakpointSpot[]): number[] {
    const before = this.spots.get(path) ?? []
    const kept = new Set(spots.filter(spot => before.some(old => sameSpot(old, spot))).map(spot => spot.id))
    this.patches.clearBreakpoints(new Set(before.filter(spot => !kept.has(spot.id)).map(spot => spot.id)))
    this.spots.set(path, spots)
    const chunks = this.chunks.get(path) ?? []
    const unbound = chunks.flatMap(chunk => this.lay(chunk))
    this.patches.commit()
    return chunks.length ? [...new Set(unbound)] : []
  }

  private lay(chunk: Chunk): number[] {
    chunk.code ??= this.readCode(chunk)
    const {places, addresses} = chunk.code
    return layBreakpoints(this.patches, places, addresses, this.spots.get(chunk.path) ?? [])
  }
  private readCode({root, text}: ChunkRecord) {
    const {api, protos} = this
    const {functions, addresses} = readFunctions(protos, root)
    return {places: new BreakPlaces(text, functions, findPlaces(api, protos, functions, text)), addresses}
  }

  private release(chunk: Chunk): void {
    this.patches.clearCode(this.protos, this.protos.withInner(chunk.root))
    this.patches.commit()
    this.api.release(chunk.reference)
  }

  records(): ChunkRecord[] {
    return [...this.chunks.values()].flat().map(({code: _, ...record}) => record)
  }
  /** After the memory has been replaced: the chunks that are in it. */
  adopt(records: readonly ChunkRecord[]): void {
    this.chunks.clear()
    for (const record of records) {
      const loaded = this.chunks.get(record.path) ?? []
      this.chunks.set(record.path, [...loaded, {...record}])
    }
  }

  /** After the memory has been put back: no chunk is loaded. The breakpoints stay. */
  forget(): void {
    this.chunks.clear()
  }
}
