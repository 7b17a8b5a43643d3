/**
 * The patch table: which instructions are overwritten by traps, and what stood there (native.wat, "A SLOT").
 * Change it with set and clear, then commit: code in linear memory and the table change together.
 */
import type {BreakpointSpot} from "../../../debugger/engine.ts"
import {control, dispatch, word as parts, slot, slotHash, slotKinds} from "../vm/layout.ts"
import type {Vm} from "../vm/vm.ts"
import type {BreakPlaces} from "./break-places.ts"
import {type ArrivalKind, LineTurns} from "./line-hits.ts"
import type {Protos} from "./protos.ts"

const operators = ["none", ">=", ">", "==", "%", "<", "<="] as const

function passes({operator, number}: HitFilter, pass: number): boolean {
  const tests = {
    ">=": pass >= number,
    ">": pass > number,
    "==": pass === number,
    "%": pass % number === 0,
    "<": pass < number,
    "<=": pass <= number,
  }
  return tests[operator]
}

export interface HitFilter {
  readonly operator: Exclude<(typeof operators)[number], "none">
  readonly number: number
}

/** How a breakpoint stands at one instruction. */
export interface Standing {
  readonly hits: HitFilter | undefined
  readonly kind: ArrivalKind
  /** Shared by its instructions in one function. */
  readonly turns: LineTurns
}

interface Patch {
  kinds: number
  /** The breakpoints that stand here, by id. */
  readonly breakpoints: Map<number, Standing>
  /** Its keys. */
  ids: readonly number[]
  /** The passes of the one breakpoint here are counted, and its rule tested, before JS hears of them. */
  isCounted: boolean
  /** All arrivals are hits of all that stand here: there is nothing to be asked. */
  isPlain: boolean
}

/** What a step puts into code. */
export type StepPatch = "leader" | "returnPoint" | "tailCall" | "result" | "call" | "callReturn"

export class Patches {
  private readonly vm: Vm
  private readonly wanted = new Map<number, Patch>()
  /** By breakpoint: arrivals so far. */
  private readonly passes = new Map<number, number>()
  /** What stands in the table now: address → original word. */
  private readonly laid = new Map<number, number>()
  private tableAddress = 0
  private tableSize = 0

  constructor(vm: Vm) {
    this.vm = vm
  }

  /** The breakpoints that an arrival at an instruction hits, in an activation. */
  idsAt(address: number, ci: number): readonly number[] {
    const patch = this.wanted.get(address)
    if (!patch) return []
    if (patch.isPlain || patch.isCounted) return patch.ids
    return patch.ids.filter(id => {
      const standing = patch.breakpoints.get(id)
      if (!standing) return false
      const {kind, turns, hits} = standing
      if (kind !== "hit" && !turns.arrive(kind, ci, address)) return false
      return !hits || passes(hits, this.count(id))
    })
  }
  private count(id: number): number {
    const pass = (this.passes.get(id) ?? 0) + 1
    this.passes.set(id, pass)
    return pass
  }

  private patchAt(address: number): Patch {
    let patch = this.wanted.get(address)
    if (!patch) {
      patch = {kinds: 0, breakpoints: new Map(), ids: [], isCounted: false, isPlain: true}
      this.wanted.set(address, patch)
    }
    return patch
  }

  /** One that stands there already stays as it is. */
  setBreakpoint(address: number, id: number, standing: Standing): void {
    const patch = this.patchAt(address)
    if (patch.breakpoints.has(id)) return
    patch.kinds |= slotKinds.breakpoint
    patch.breakpoints.set(id, standing)
    patch.ids = [...patch.breakpoints.keys()]
  }
  setStep(address: number, kind: StepPatch): void {
    this.patchAt(address).kinds |= slotKinds[kind]
  }

  clearBreakpoints(ids: ReadonlySet<number>): void {
    this.readPasses()
    for (const id of ids) this.passes.delete(id)
    for (const [address, patch] of this.wanted) {
      if (!patch.breakpoints.size) continue
      for (const id of ids) patch.breakpoints.delete(id)
      patch.ids = [...patch.breakpoints.keys()]
      if (!patch.breakpoints.size) this.drop(address, patch, slotKinds.breakpoint)
    }
  }
  clearSteps(kind: StepPatch): void {
    for (const [address, patch] of this.wanted)
      if (patch.kinds & slotKinds[kind]) this.drop(address, patch, slotKinds[kind])
  }
  /** Forgets all patches within the code of some functions, because it is about to be freed. */
  clearCode(protos: Protos, functions: readonly number[]): void {
    for (const proto of functions) {
      const start = protos.code(proto)
      const end = start + 4 * protos.length(proto)
      for (const address of this.wanted.keys()) if (address >= start && address < end) this.wanted.delete(address)
    }
  }
  private drop(address: number, patch: Patch, kind: number): void {
    patch.kinds &= ~kind
    if (!patch.kinds) this.wanted.delete(address)
  }

  /** The word that Lua put at an address, whatever stands there now. */
  originalWord(address: number): number {
    return this.laid.get(address) ?? this.vm.load32(address)
  }

  /** Lays the wanted patches and lifts those that are not wanted any more. */
  commit(): void {
    const {vm} = this
    for (const [address, word] of this.laid) vm.store32(address, word)
    this.readPasses()
    this.laid.clear()
    const size = Math.max(16, 2 ** Math.ceil(Math.log2(this.wanted.size * 2 + 1)))
    if (!this.wanted.size) {
      vm.setControl(control.tableMask, -1)
      return
    }
    if (size > this.tableSize) {
      if (this.tableAddress) vm.call("free", this.tableAddress)
      this.tableAddress = vm.call("malloc", size * slot.size)
      if (!this.tableAddress) throw new Error("Out of memory in the Lua VM.")
      this.tableSize = size
    }
    this.settle()
    const words = vm.word32
    words.fill(0, this.tableAddress >> 2, (this.tableAddress + this.tableSize * slot.size) >> 2)
    for (const [address, patch] of this.wanted) {
      const at = this.freeSlot(words, address) >> 2
      const word = words[address >> 2]
      words[at] = address
      words[at + (slot.word >> 2)] = word
      words[at + (slot.kind >> 2)] = patch.kinds
      const [id] = patch.ids
      const hits = patch.isCounted ? patch.breakpoints.get(id)?.hits : undefined
      words[at + (slot.passes >> 2)] = (patch.isCounted && this.passes.get(id)) || 0
      words[at + (slot.hitOperator >> 2)] = hits ? operators.indexOf(hits.operator) : 0
      words[at + (slot.hitNumber >> 2)] = hits?.number ?? 0
      this.laid.set(address, word)
    }
    for (const [address, word] of this.laid) words[address >> 2] = (word & parts.rest) | dispatch.breakOpcode
    vm.setControl(control.table, this.tableAddress)
    vm.setControl(control.tableMask, this.tableSize - 1)
  }

  /** As $ms_find in native.wat. */
  private freeSlot(words: Int32Array, address: number): number {
    let index = Math.imul(address >>> 2, slotHash.factor) >>> slotHash.shift
    for (;;) {
      const at = this.tableAddress + (index & (this.tableSize - 1)) * slot.size
      if (!words[at >> 2]) return at
      index++
    }
  }
  /** Which passes are counted where: a breakpoint with several instructions, or beside another one, is counted in JS. */
  private settle(): void {
    const places = new Map<number, number>()
    for (const {ids} of this.wanted.values()) for (const id of ids) places.set(id, (places.get(id) ?? 0) + 1)
    for (const patch of this.wanted.values()) {
      const all = [...patch.breakpoints.values()]
      const isHit = all.every(one => one.kind === "hit")
      patch.isPlain = isHit && all.every(one => !one.hits)
      patch.isCounted = isHit && !patch.isPlain && all.length === 1 && places.get(patch.ids[0]) === 1
    }
  }
  private readPasses(): void {
    if (!this.tableSize || this.vm.getControl(control.tableMask) === -1) return
    const words = this.vm.word32
    for (let i = 0; i < this.tableSize; i++) {
      const at = (this.tableAddress + i * slot.size) >> 2
      const patch = this.wanted.get(words[at])
      if (patch?.isCounted) this.passes.set(patch.ids[0], words[at + (slot.passes >> 2)])
    }
  }

  /** After the memory has been put back to the boot snapshot: nothing is laid, nothing is allocated. */
  forget(): void {
    this.wanted.clear()
    this.passes.clear()
    this.laid.clear()
    this.tableAddress = 0
    this.tableSize = 0
  }
}

/** Lays the breakpoints of a text into its code, by the addresses of its functions. Answers the ids that find no place. */
export function layBreakpoints(
  patches: Patches,
  places: BreakPlaces,
  addresses: readonly (number | undefined)[],
  spots: readonly BreakpointSpot[],
): number[] {
  const unbound: number[] = []
  for (const {id, line, column, hits} of spots) {
    const found = places.points(line, column).filter(one => addresses[one.functionIndex] !== undefined)
    if (!found.length) unbound.push(id)
    for (const {functionIndex, points} of found) {
      const turns = new LineTurns()
      const start = addresses[functionIndex] as number
      for (const {index, kind} of points) patches.setBreakpoint(start + 4 * index, id, {hits, kind, turns})
    }
  }
  return unbound
}

export const sameSpot = (a: BreakpointSpot, b: BreakpointSpot): boolean =>
  a.id === b.id &&
  a.line === b.line &&
  a.column === b.column &&
  a.hits?.operator === b.hits?.operator &&
  a.hits?.number === b.hits?.number
