/**
 * The files that C's library holds open (FILE of musl's stdio_impl.h). They live in the VM's memory, what they stand for
 * does not: in another VM their descriptors would be those of other files. So they are cut off there, and whoever reads
 * or writes one is told why.
 */

import {noDescriptor} from "../world/disk.ts"
import {encodeText} from "../world/text.ts"
import {control, openFile, openFiles} from "./layout.ts"

/** The memory that they are in. */
interface Memory {
  readonly bytes: Uint8Array
  /** Address of the control block. */
  readonly control: number
  load32(address: number): number
  store32(address: number, value: number): void
}

/** Instead of what the error's number says (wasiErrors.stale). */
const staleWords = "the file was open when the state was saved"

/** The words of the error that native.wat's $toread and $towrite give. */
export function writeStaleWords(memory: Memory): void {
  memory.bytes.set(encodeText(`${staleWords}\0`), memory.control + control.staleWords)
}

/** The state has come from another VM. */
export function cutOffFiles(memory: Memory): void {
  for (let file = memory.load32(openFiles); file; file = memory.load32(file + openFile.next)) {
    memory.store32(
      file + openFile.flags,
      memory.load32(file + openFile.flags) | openFile.refusesReads | openFile.refusesWrites,
    )
    // nothing is left of what was read ahead
    for (const place of openFile.places) memory.store32(file + place, 0)
    memory.store32(file + openFile.descriptor, noDescriptor)
  }
}
