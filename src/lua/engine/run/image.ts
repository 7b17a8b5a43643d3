/**
 * The whole state of the VM as a copy, to be put back into another boot of the same build: linear memory, the stack
 * pointer, and which chunks come from which files. Every boot lays things out alike, so that the addresses that JS holds
 * are right in the other one as well; those that say so are compared.
 */
import type {EngineState} from "../../../debugger/engine.ts"
import type {ChunkRecord, Chunks} from "../code/chunks.ts"
import {control} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {cutOffFiles} from "../vm/open-files.ts"
import type {Vm} from "../vm/vm.ts"
import type {Dispatch} from "./interrupt.ts"

interface Notes {
  readonly stackPointer: number
  readonly chunks: readonly ChunkRecord[]
  /** Addresses that a boot gives to what JS knows by address. */
  readonly places: readonly number[]
}

/** Words of the control block that belong to the boot, not to the program. */
const ownWords = [
  control.mode,
  control.pollEvery,
  control.pollLeft,
  control.watchErrors,
  control.watchChunks,
  control.deathCount,
] as const

/** Memory up to the last bytes in use; behind it all is zero. */
export function copyUsed(vm: Vm): Uint8Array {
  return vm.bytes.slice(0, vm.call("ms_used", vm.bytes.length) >>> 0)
}

export class Image {
  private readonly api: LuaApi
  private readonly chunks: Chunks
  private readonly dispatch: Dispatch
  private readonly build: string

  /** @param build changes with everything that a state depends on */
  constructor(api: LuaApi, chunks: Chunks, dispatch: Dispatch, build: string) {
    this.api = api
    this.chunks = chunks
    this.dispatch = dispatch
    this.build = build
  }
  private get vm() {
    return this.api.vm
  }
  private get places(): number[] {
    return [this.vm.control, this.vm.main, this.api.scratchAddress]
  }

  /** No patch may stand in code, and no wasm function on the stack. */
  take(): EngineState {
    const {vm} = this
    const notes: Notes = {
      stackPointer: vm.call("stackSave"),
      chunks: this.chunks.records(),
      places: this.places,
    }
    return {build: this.build, memory: copyUsed(vm), notes}
  }

  /** Makes room for a state. Answers the reason why it can't be put back here; undefined: it can. */
  prepare({build, notes, memory}: EngineState): string | undefined {
    const {vm} = this
    if (build !== this.build) return "it was saved by another version of Moonstep"
    const {places} = notes as Notes
    if (this.places.some((place, i) => place !== places[i])) return "it was saved by a VM that is laid out otherwise"
    // through the allocator, so that the loader's own views follow; what it hands out is overwritten anyway
    if (memory.length > vm.bytes.length) vm.call("malloc", memory.length)
    return memory.length > vm.bytes.length ? "there is not enough memory for it here" : undefined
  }

  /** After `prepare`. What JS knows about the state before is to be forgotten first. */
  put({memory, notes}: EngineState): void {
    const {vm} = this
    const {stackPointer, chunks} = notes as Notes
    const own = ownWords.map(word => vm.getControl(word))
    vm.bytes.set(memory)
    vm.bytes.fill(0, memory.length)
    ownWords.forEach((word, i) => {
      vm.setControl(word, own[i])
    })
    cutOffFiles(vm)
    vm.call("stackRestore", stackPointer)
    this.dispatch.acknowledge()
    this.chunks.adopt(chunks)
  }
}
