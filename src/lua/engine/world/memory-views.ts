/** Views of the VM's memory. */

export interface MemoryViews {
  readonly buffer: ArrayBufferLike
  readonly bytes: Uint8Array
  readonly words: Int32Array
  readonly unsigned: Uint32Array
  readonly data: DataView
}

/** Gives views that follow the memory when it grows: a shared one does not detach the old ones, so its buffer is compared. */
export function followMemory(memory: () => WebAssembly.Memory): () => MemoryViews {
  let views: MemoryViews | undefined
  return () => {
    const {buffer} = memory()
    if (buffer !== views?.buffer)
      views = {
        buffer,
        bytes: new Uint8Array(buffer),
        words: new Int32Array(buffer),
        unsigned: new Uint32Array(buffer),
        data: new DataView(buffer),
      }
    return views
  }
}
