/**
 * The files that C's library holds open (FILE of musl's stdio_impl.h). They live in the VM's memory, what they stand for
 * does not: in another VM their descriptors would be those of other files. So they are cut off there, and whoever reads
 * or writes one is told why.
 */

import {noDescriptor} from "../world/disk.ts"
import {encodeText} from "../world/text.ts"
import {control, openFile, openFiles} from "./layout.ts"
import type {Vm} from "./vm.ts"

/** Instead of what the error's number says (wasiErrors.stale). */
const staleWords = "the file was open when the state was saved"

/** The words of the error that native.wat's $toread and $towrite give. */
export function writeStaleWords(vm: Vm): void {
  vm.bytes.set(encodeText(`${staleWords}\0`), vm.control + control.staleWords)
}

/** The state has come from another VM. */
export function cutOffFiles(vm: Vm): void {
  for (let file = vm.load32(openFiles); file; file = vm.load32(file + openFile.next)) {
    vm.store32(file + openFile.flags, vm.load32(file + openFile.flags) | openFile.refusesReads | openFile.refusesWrites)
    // nothing is left of what was read ahead
    for (const place of openFile.places) vm.store32(file + place, 0)
    vm.store32(file + openFile.descriptor, noDescriptor)
  }
}
