/**
 * The synchronous fast path: could anybody care about this line? One bit for each line, of all files together, so that a
 * "no" is certain and a "yes" is worth a closer look. It allocates nothing and looks nothing up by a string. The owner
 * fills it anew when what is wanted has changed.
 */
export class StateCache {
  /** Lines beyond these share bits with earlier ones. */
  private readonly bits = new Int32Array(lineBits / 32)
  private all = false

  /** @param lines 1-based; "all": every line is wanted */
  fill(lines: Iterable<number> | "all"): void {
    this.bits.fill(0)
    this.all = lines === "all"
    if (lines === "all") return
    for (const line of lines) this.bits[(line & (lineBits - 1)) >> 5] |= 1 << (line & 31)
  }

  couldMatter(line: number): boolean {
    return this.all || (this.bits[(line & (lineBits - 1)) >> 5] & (1 << (line & 31))) !== 0
  }
}

/** A power of two; 2 kB hold the lines of all but the largest files without two of them sharing a bit. */
const lineBits = 16_384
