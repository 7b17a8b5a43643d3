/**
 * Breakpoints in code that comes from no file. They stand in all that has been loaded from a source's text, and in what
 * will be: the text compiles to the same code each time. What holds patches is kept alive, but nothing of the program's
 * is: not the closures that it has made of the code, whose variables the collector may want.
 */
import type {BreakpointSpot} from "../../../debugger/engine.ts"
import {closure, control} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import type {GeneratedSource, GeneratedSources} from "./generated-sources.ts"
import {layBreakpoints, type Patches, sameSpot} from "./patches.ts"
import type {Protos} from "./protos.ts"
import {TextLines} from "./text-lines.ts"

/** So many loads of one source keep their breakpoints; older ones lose them (a text that is loaded in a loop). */
const loadsKept = 64

/** A source with breakpoints. */
interface Broken {
  readonly source: GeneratedSource
  readonly lines: TextLines
  spots: readonly BreakpointSpot[]
  /** Functions that no other one holds, with what keeps them alive. */
  roots: {readonly proto: number; readonly reference: number}[]
}

export class GeneratedCode {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly patches: Patches
  private readonly sources: GeneratedSources
  private readonly broken = new Map<number, Broken>()
  private lastLines: {readonly source: GeneratedSource; readonly lines: TextLines} | undefined
  /** Loads that somebody wants to hear of. */
  private wanted = 0

  constructor(api: LuaApi, protos: Protos, patches: Patches, sources: GeneratedSources) {
    this.api = api
    this.protos = protos
    this.patches = patches
    this.sources = sources
  }

  /** Where breakpoints can stand in a source; undefined: it is not known any more. */
  linesOf(reference: number): TextLines | undefined {
    const broken = this.broken.get(reference)
    if (broken) return broken.lines
    const source = this.sources.get(reference)
    if (!source) return undefined
    if (this.lastLines?.source !== source)
      this.lastLines = {source, lines: new TextLines(this.api, this.protos, source.text)}
    return this.lastLines.lines
  }

  /** Tells `endLoad` of the next loads of code that comes from no file. */
  tellLoads(count: number): void {
    this.wanted = count
    this.applyTelling()
  }
  /** Where breakpoints stand in generated code, each load is looked at. */
  private applyTelling(): void {
    this.api.vm.setControl(control.tellLoads, this.broken.size ? -1 : this.wanted)
  }

  /** Replaces the breakpoints of a source. Answers the ids that loaded code can't take. */
  setBreakpoints(reference: number, spots: readonly BreakpointSpot[]): number[] {
    const source = this.sources.get(reference)
    const known = this.broken.get(reference)
    if (!known && (!source || !spots.length)) return spots.map(({id}) => id)
    const broken = known ?? this.begin(source as GeneratedSource)
    const gone = broken.spots.filter(old => !spots.some(spot => sameSpot(old, spot)))
    this.patches.clearBreakpoints(new Set(gone.map(({id}) => id)))
    broken.spots = spots
    if (!spots.length) this.end(broken)
    const unbound = broken.roots.map(({proto}) => this.lay(broken, proto))
    this.patches.commit()
    this.applyTelling()
    // what one function lacks another one may have
    return spots.flatMap(({id}) => (unbound.length && unbound.every(ids => ids.has(id)) ? id : []))
  }
  private begin(source: GeneratedSource): Broken {
    const lines = this.linesOf(source.reference) as TextLines
    const broken: Broken = {source, lines, spots: [], roots: []}
    this.broken.set(source.reference, broken)
    const protos = this.sources.functions(source).map(({proto}) => proto)
    const held = new Set(protos.flatMap(proto => this.protos.children(proto)))
    for (const proto of protos) if (!held.has(proto)) this.hold(broken, proto)
    return broken
  }
  private end(broken: Broken): void {
    for (const root of broken.roots.splice(0)) this.release(root)
    this.broken.delete(broken.source.reference)
  }

  /** A chunk has been loaded that comes from no file. */
  handleLoad(root: number): void {
    if (!this.broken.size) return
    const source = this.sources.of(root)
    const broken = source && this.broken.get(source.reference)
    if (!broken) return
    this.hold(broken, root)
    this.lay(broken, root)
    this.patches.commit()
  }

  /** Keeps code alive by a closure of its own, which nobody ever calls. */
  private hold(broken: Broken, proto: number): void {
    const {api} = this
    const {vm} = api
    const reference = api.withoutCollector(() => {
      api.loadText(vm.main, encodeText(""), "=held")
      vm.store32(vm.call("lua_topointer", vm.main, -1) + closure.proto, proto)
      return api.reference(vm.main)
    })
    broken.roots.push({proto, reference})
    if (broken.roots.length > loadsKept) this.release(broken.roots.shift() as Broken["roots"][number])
  }
  private release({proto, reference}: Broken["roots"][number]): void {
    this.patches.clearCode(this.protos, this.protos.withInner(proto))
    this.patches.commit()
    this.api.release(reference)
  }

  /** Answers the ids that find no place in the function. */
  private lay({lines, spots}: Broken, proto: number): ReadonlySet<number> {
    const addresses: number[] = []
    for (const one of this.protos.withInner(proto)) addresses[this.protos.number(one)] = this.protos.code(one)
    return new Set(
      lines.places ? layBreakpoints(this.patches, lines.places, addresses, spots) : spots.map(one => one.id),
    )
  }

  /** After the memory has been put back: nothing is loaded. The breakpoints stay. */
  forget(): void {
    for (const broken of this.broken.values()) broken.roots = []
  }
}
