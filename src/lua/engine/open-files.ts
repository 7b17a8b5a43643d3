/**
 * The files that C's library holds open (FILE of musl's stdio_impl.h). They live in the VM's memory, what they stand for
 * does not: in another VM their descriptors would be those of other files. So they are cut off there, and whoever reads
 * or writes one is told why.
 */

import {control, openFile, openFiles} from "./layout.ts"
import {encodeText} from "./lua-api.ts"
import type {FileSystem, Vm} from "./vm.ts"

/** What a file that is cut off has for a descriptor. */
const noDescriptor = -1
/** ESTALE, in WASI's numbers: "stale file handle". What is said of it instead is ours. */
const stale = 72
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

/** The state is forgotten: what its programs have left open would stay so. */
export function closeStreams(files: FileSystem): void {
  for (const stream of files.streams.slice(3)) if (stream) files.close(stream)
}

type Call = (descriptor: number, ...more: number[]) => number
/** What is done with a descriptor; reading and writing don't come so far. */
export const refuseStale = {
  fd_seek:
    (seek: Call): Call =>
    (descriptor, ...more) =>
      descriptor === noDescriptor ? stale : seek(descriptor, ...more),
  fd_close:
    (close: Call): Call =>
    descriptor =>
      descriptor === noDescriptor ? 0 : close(descriptor),
}
