/**
 * The state right after boot, to go back to. All that Lua can reach is in linear memory, or in a table slot that every
 * boot fills alike, so a copy of the memory is the whole state, and a restart is a copy back.
 */

import type {Vm} from "../vm/vm.ts"
import {copyUsed} from "./image.ts"

export class Snapshot {
  private readonly vm: Vm
  /** Up to the last byte in use; behind it all is zero. */
  private readonly image: Uint8Array
  private readonly stackPointer: number

  constructor(vm: Vm) {
    this.vm = vm
    this.image = copyUsed(vm)
    this.stackPointer = vm.call("stackSave")
  }

  /** Only while no wasm function is on the stack. */
  restore(): void {
    const {bytes} = this.vm
    bytes.set(this.image)
    bytes.fill(0, this.image.length)
    this.vm.call("stackRestore", this.stackPointer)
  }
}
