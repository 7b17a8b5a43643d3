/**
 * A cap on a VM's memory that costs nothing: the maximum in the module's own memory section. What goes beyond is
 * refused to Lua's allocator, and becomes the error "not enough memory".
 */
const pageBytes = 65536
const leastBytes = 32 * 1024 * 1024
const mostBytes = 2048 * 1024 * 1024
const memorySection = 5

/** Unsigned LEB128. */
function readNumber(bytes: Uint8Array, at: number): {readonly value: number; readonly end: number} {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]
    value |= (byte & 127) << shift
    if (byte < 128) return {value, end: at}
  }
}

/**
 * Writes the maximum into a module's bytes, in place.
 * @throws Error when the module has no memory of its own with a maximum
 */
export function capMemory(module: Uint8Array, wantedBytes: number): void {
  const pages = Math.ceil(Math.min(mostBytes, Math.max(leastBytes, wantedBytes)) / pageBytes)
  // behind magic number and version: sections, each an id and a size
  for (let at = 8; at < module.length; ) {
    const id = module[at]
    const {value: size, end: body} = readNumber(module, at + 1)
    at = body + size
    if (id !== memorySection) continue
    const {end: flags} = readNumber(module, body)
    if ((module[flags] & 1) === 0) break
    const {end: first} = readNumber(module, flags + 1)
    const {end} = readNumber(module, first)
    // as many bytes as there are: a number may be written longer than it must be
    for (let i = first, rest = pages; i < end; i++, rest >>= 7) module[i] = (rest & 127) | (i < end - 1 ? 128 : 0)
    if (readNumber(module, first).value !== pages) break
    return
  }
  throw new Error("The Lua VM's memory can't be capped: its module is not as it was built.")
}
