/**
 * The chunks that a state has loaded from files, and the breakpoints in them. A chunk that is loaded while its file has
 * breakpoints gets them at once; one that is there already gets them in place: both are the same patch of code.
 */
import {programPath} from "../../base/path.ts"
import type {BreakpointSpot, ResolvedLine} from "../../debugger/engine.ts"
import {BreakableLines} from "../syntax/index.ts"
import {closure, control} from "./layout.ts"
import {decodeText, type LuaApi} from "./lua-api.ts"
import type {Patches} from "./patches.ts"
import type {Protos} from "./protos.ts"
import {findPlaces, type StatementPlaces} from "./statement-places.ts"

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
  readonly keepsBreaks: boolean
}
interface Chunk extends ChunkRecord {
  places?: StatementPlaces
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
  private breakable: {readonly bytes: Uint8Array; readonly lines: BreakableLines} | undefined
  private readonly spots = new Map<string, readonly BreakpointSpot[]>()

  constructor(api: LuaApi, protos: Protos, patches: Patches, readFile: (path: string) => Uint8Array | undefined) {
    this.api = api
    this.protos = protos
    this.patches = patches
    this.readFile = readFile
  }

  /** Where a breakpoint of a file goes. A request asks for many lines, while the file stays the same object. */
  resolve(path: string, line: number): ResolvedLine | undefined {
    const bytes = this.readFile(path)
    if (!bytes) return undefined
    if (this.breakable?.bytes !== bytes) this.breakable = {bytes, lines: new BreakableLines(decodeText(bytes))}
    return this.breakable.lines.at(line)
  }

  /** A chunk of this name is about to be compiled. */
  beginLoad(chunkName: string): void {
    const path = pathOfSource(chunkName)
    const spots = path === undefined ? undefined : this.spots.get(path)
    // A breakpoint on the `break` of `if c then break end` wants the break to have an instruction of its own.
    const keep = path !== undefined && spots?.length ? this.hasThenBreak(path, spots) : false
    this.api.vm.setControl(control.keepBreaks, keep ? 1 : 0)
  }

  /** The function of a loaded chunk stands on top of L's stack. */
  endLoad(L: number): void {
    const {api} = this
    const {vm} = api
    const keepsBreaks = vm.getControl(control.keepBreaks) !== 0
    vm.setControl(control.keepBreaks, 0)
    const root = vm.load32(vm.call("lua_topointer", L, -1) + closure.proto)
    if (!this.protos.isFile(root)) return
    const path = pathOfSource(this.protos.source(root))
    const bytes = path === undefined ? undefined : this.readFile(path)
    if (path === undefined || !bytes) return
    vm.call("lua_pushvalue", L, -1)
    vm.call("lua_xmove", L, vm.main, 1)
    const chunk: Chunk = {path, root, reference: api.reference(vm.main), text: decodeText(bytes), keepsBreaks}
    const loaded = this.chunks.get(path) ?? []
    if (loaded.length >= loadsKept) this.release(loaded.shift() as Chunk)
    this.chunks.set(path, [...loaded, chunk])
    if (this.spots.get(path)?.length) {
      this.lay(chunk)
      this.patches.commit()
    }
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
    const unbound: number[] = []
    for (const spot of this.spots.get(chunk.path) ?? []) {
      const addresses = this.addresses(chunk, spot.line)
      if (!addresses.length) unbound.push(spot.id)
      for (const address of addresses) this.patches.setBreakpoint(address, spot.id, spot.hits)
    }
    return unbound
  }

  /** Where the breakpoints of a line stand: at the first statement that each function has on it. */
  private addresses(chunk: Chunk, line: number): number[] {
    chunk.places ??= findPlaces(this.api, this.protos, chunk.root, chunk.text, chunk.keepsBreaks)
    const {starts, places} = chunk.places
    const functions = new Set<number>()
    const addresses = new Set<number>()
    starts.forEach((start, i) => {
      if (start.sourceLine !== line || functions.has(start.functionIndex)) return
      const place = places[i]
      if (!place) return
      functions.add(start.functionIndex)
      addresses.add(this.protos.code(place.proto) + 4 * place.index)
    })
    return [...addresses]
  }

  private hasThenBreak(path: string, spots: readonly BreakpointSpot[]): boolean {
    const bytes = this.readFile(path)
    if (!bytes) return false
    const lines = decodeText(bytes).split("\n")
    return spots.some(spot => /\bbreak\b/.test(lines[spot.line - 1] ?? ""))
  }

  private release(chunk: Chunk): void {
    const drop = (proto: number) => {
      const start = this.protos.code(proto)
      this.patches.clearRange(start, start + 4 * this.protos.length(proto))
      for (const child of this.protos.children(proto)) drop(child)
    }
    drop(chunk.root)
    this.patches.commit()
    this.api.release(chunk.reference)
  }

  records(): ChunkRecord[] {
    return [...this.chunks.values()].flat().map(({places: _, ...record}) => record)
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

const sameSpot = (a: BreakpointSpot, b: BreakpointSpot): boolean =>
  a.id === b.id && a.line === b.line && a.hits?.operator === b.hits?.operator && a.hits?.number === b.hits?.number
