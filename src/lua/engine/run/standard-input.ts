/**
 * Standard input where a program that waits for it leaves its stack: a call that has not got all it wants is made anew when
 * there is more. So what it has read is kept until the next call, and given again.
 */
export class StandardInput {
  /** What is to be read next; null: the end of the file. */
  private coming: (Uint8Array | null)[] = []
  /** What the call has read. */
  private taken: (Uint8Array | null)[] = []

  /** A call begins. @param bytes what the file's buffer still held */
  begin(bytes: Uint8Array): void {
    this.taken = []
    if (bytes.length) this.coming.unshift(bytes)
  }
  arrive(bytes: Uint8Array | null): void {
    this.coming.push(bytes)
  }
  /** At most `count` bytes; null: the end of the file; undefined: nothing has come yet. */
  take(count: number): Uint8Array | null | undefined {
    const next = this.coming.shift()
    if (next && next.length > count) this.coming.unshift(next.subarray(count))
    const given = next ? next.subarray(0, count) : next
    if (given !== undefined) this.taken.push(given)
    return given
  }
  /** The call is to be made anew. */
  giveBack(): void {
    this.coming.unshift(...this.taken)
    this.taken = []
  }
  clear(): void {
    this.coming = []
    this.taken = []
  }
}
