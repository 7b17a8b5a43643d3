/**
 * Kernels' states in IndexedDB, so that they outlive their tab. Memory is kept in blocks, each compressed by itself: of
 * a state that is saved again only those that have changed are written, and with them, in the same transaction, the
 * table that says which blocks make the state. Whatever ends the tab in between leaves the state before.
 */
import {createStore, delMany, get, getMany, keys as keysOf, setMany, type UseStore} from "idb-keyval"

/** 64 KiB, a page of WebAssembly: small changes cost little, and a table of 16 MB has 256 entries. */
const blockBytes = 64 * 1024
/** Some ten blocks. */
const longestMs = 8

/** Only who keeps a state loads it. */
const compression = () => import("fflate")

export interface SavedState {
  readonly build: string
  readonly memory: Uint8Array
  readonly notes: unknown
  /** Of the kernel around it. */
  readonly executionCount: number
  /** Workspace path and bytes. */
  readonly files: readonly (readonly [string, Uint8Array])[]
  /** Milliseconds since the epoch. */
  readonly time: number
}

/** Everything but the memory, and where that is. */
interface Manifest extends Omit<SavedState, "memory"> {
  readonly memoryLength: number
  /** For each block its key; empty where it is all zeros. */
  readonly blocks: readonly string[]
}

export interface SaveReport {
  readonly blocks: number
  readonly written: number
  /** Compressed. */
  readonly bytes: number
}

export class StateStore {
  private opened: UseStore | undefined
  /** What stands in the store, by block: its hash and key. Of one name, since a kernel has one. */
  private readonly known = new Map<string, {readonly hashes: readonly string[]; readonly keys: readonly string[]}>()
  private serial = 0

  // opened on first use, since opening alone throws where there is no storage
  private get store(): UseStore {
    this.opened ??= createStore("moonstep-states", "values")
    return this.opened
  }

  /** Rejects where the browser refuses storage, or has no room; the state that was saved before stays then. */
  async save(name: string, {memory, ...rest}: SavedState): Promise<SaveReport> {
    const {deflateSync} = await compression()
    const known = this.known.get(name)
    const count = Math.ceil(memory.length / blockBytes)
    const hashes: string[] = []
    const keys: string[] = []
    const written: [string, unknown][] = []
    const turns = new Turns()
    let bytes = 0
    for (let i = 0; i < count; i++) {
      const block = memory.subarray(i * blockBytes, (i + 1) * blockBytes)
      const hash = hashOf(block)
      hashes.push(hash)
      if (known?.hashes[i] === hash) {
        keys.push(known.keys[i])
      } else if (hash === "") {
        keys.push("")
      } else {
        const key = `${prefixOf(name)}${rest.time}-${this.serial++}`
        // not CompressionStream: in Chromium a tab may crash whose worker is terminated in one
        const packed = deflateSync(block, {level: 1})
        await turns.allow()
        bytes += packed.length
        written.push([key, packed])
        keys.push(key)
      }
    }
    const manifest: Manifest = {...rest, memoryLength: memory.length, blocks: keys}
    await setMany([...written, [manifestKey(name), manifest]], this.store)
    this.known.set(name, {hashes, keys})
    await this.sweep(name, keys)
    return {blocks: count, written: written.length, bytes}
  }

  /** Undefined: nothing is saved under this name. */
  async load(name: string): Promise<SavedState | undefined> {
    const {inflateSync} = await compression()
    const manifest = await get<Manifest>(manifestKey(name), this.store)
    if (!manifest) return undefined
    const {memoryLength, blocks, ...rest} = manifest
    const memory = new Uint8Array(memoryLength)
    const packed = await getMany<Uint8Array>([...blocks], this.store)
    const hashes = blocks.map((key, i) => {
      if (key === "") return ""
      if (!packed[i]) throw new Error(`A block of the saved state "${name}" is missing.`)
      const block = inflateSync(packed[i])
      memory.set(block, i * blockBytes)
      return hashOf(block)
    })
    this.known.set(name, {hashes, keys: blocks})
    return {...rest, memory}
  }

  async remove(name: string): Promise<void> {
    this.known.delete(name)
    await delMany(await this.keysOf(name), this.store)
  }

  /** Blocks that no state refers to any more, also of a save that was cut off. */
  private async sweep(name: string, kept: readonly string[]): Promise<void> {
    const keep = new Set([...kept, manifestKey(name)])
    const stale = (await this.keysOf(name)).filter(key => !keep.has(key))
    if (stale.length) await delMany(stale, this.store)
  }
  private async keysOf(name: string): Promise<string[]> {
    const all = await keysOf<string>(this.store)
    return all.filter(key => key.startsWith(prefixOf(name)))
  }
}

const prefixOf = (name: string) => `${encodeURIComponent(name)}/`
const manifestKey = (name: string) => `${prefixOf(name)}manifest`

/** 64 bits of a block that tell it from what it was before; "" for zeros alone. */
function hashOf(block: Uint8Array): string {
  const words = new Int32Array(block.buffer, block.byteOffset, block.length >> 2)
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  let any = 0
  for (const word of words) {
    any |= word
    a = Math.imul(a ^ word, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b + word, 0x85ebca6b)
    b ^= b >>> 13
  }
  return any === 0 ? "" : `${a >>> 0}.${b >>> 0}.${block.length}`
}

/**
 * Gives the event loop a turn when work has gone on for a while: a request that comes meanwhile does not wait for all.
 */
class Turns {
  private since = performance.now()

  async allow(): Promise<void> {
    if (performance.now() - this.since < longestMs) return
    await new Promise(resolve => setTimeout(resolve))
    this.since = performance.now()
  }
}
