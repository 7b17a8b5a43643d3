/**
 * Boots wasmoon so that a debugger can live in it: our build of its module (native/build.ts), on memory that another
 * thread may see, with the raw exports in hand (wasmoon's own wrappers are 10–20 times slower and stop at NUL bytes).
 * Only LuaWasm is used of wasmoon: no LuaEngine, hence no JS object is ever reachable from Lua.
 */

import type {Disk} from "../world/disk.ts"
import type {MemoryViews} from "../world/memory-views.ts"
import {continuations, control, dispatch, globalState, luaState, valueTag} from "./layout.ts"
import {type BootOptions, load} from "./loader.ts"
import {writeStaleWords} from "./open-files.ts"
import type {Raw, RawExports} from "./raw-exports.ts"

/** The module, its memory, and the few raw accesses that all parts of the engine share. */
export class Vm {
  readonly raw: RawExports
  readonly disk: Disk
  /** The state that owns all others; programs run on threads of it. */
  readonly main: number
  /** Address of the control block (native.wat). */
  readonly control: number
  /** The C function of the script globals: its index in the function table, the same at every boot. */
  readonly hostFunction: number
  /** The C function that calls a program's main chunk: likewise. */
  readonly programFunction: number
  private readonly follow: () => MemoryViews
  private views: MemoryViews

  private constructor(raw: RawExports, follow: () => MemoryViews, disk: Disk) {
    this.raw = raw
    this.disk = disk
    this.follow = follow
    this.views = follow()
    this.control = this.call("malloc", control.size)
    this.bytes.fill(0, this.control, this.control + control.size)
    this.word32[(this.control + control.tableMask) >> 2] = -1
    this.word32.copyWithin(
      (this.control + control.dispatchCopy) >> 2,
      dispatch.address >> 2,
      (dispatch.address >> 2) + dispatch.count,
    )
    this.word32[(dispatch.address >> 2) + dispatch.breakOpcode] = dispatch.trapLabel
    writeStaleWords(this)
    this.call("ms_init", this.control)
    this.hostFunction = raw.__indirect_function_table.grow(1, raw.ms_host)
    this.setControl(control.readPiece, raw.__indirect_function_table.grow(1, raw.ms_read_piece))
    this.programFunction = raw.__indirect_function_table.grow(1, raw.ms_program)
    this.setControl(control.continuations, raw.__indirect_function_table.length)
    for (const name of Object.keys(continuations)) raw.__indirect_function_table.grow(1, raw[name])
    this.main = this.call("luaL_newstate")
    this.call("luaL_openlibs", this.main)
    this.verify()
  }

  static async boot(options: BootOptions): Promise<Vm> {
    const {raw, views, disk} = await load(options)
    return new Vm(raw, views, disk)
  }

  private get current(): MemoryViews {
    this.views = this.follow()
    return this.views
  }
  get bytes(): Uint8Array {
    return this.current.bytes
  }
  get word32(): Int32Array {
    return this.current.words
  }
  get data(): DataView {
    return this.current.data
  }

  /** Calls an export whose arguments and result are 32-bit. */
  call(name: string, ...args: number[]): number {
    return (this.raw[name] as Raw)(...args)
  }

  // The hot accesses do not ask for memory.buffer, which costs more than the access itself. An address beyond the view
  // tells that the memory has grown (an unshared one has detached the view then, which makes its length 0).
  load32(address: number): number {
    return this.views.words[address >> 2] ?? this.current.words[address >> 2]
  }
  store32(address: number, value: number): void {
    const {words} = this.views
    if (address >> 2 < words.length) words[address >> 2] = value
    else this.current.words[address >> 2] = value
  }
  load8(address: number): number {
    return this.views.bytes[address] ?? this.current.bytes[address]
  }
  store8(address: number, value: number): void {
    const {bytes} = this.views
    if (address < bytes.length) bytes[address] = value
    else this.current.bytes[address] = value
  }
  load16(address: number): number {
    return this.load8(address) | (this.load8(address + 1) << 8)
  }
  /** Copies one TValue: its value and its tag. */
  copyValue(from: number, to: number): void {
    this.store32(to, this.load32(from))
    this.store32(to + 4, this.load32(from + 4))
    this.store8(to + valueTag, this.load8(from + valueTag))
  }

  getControl(offset: number): number {
    return this.load32(this.control + offset)
  }
  setControl(offset: number, value: number): void {
    this.store32(this.control + offset, value)
  }

  /** Bytes that Lua's allocator has handed out. */
  get bytesInUse(): number {
    const global = this.load32(this.main + luaState.global)
    return this.load32(global + globalState.totalBytes) + this.load32(global + globalState.debt)
  }

  /** Compares what the C API can tell with layout.ts. @throws when a place is not where it should be */
  private verify(): void {
    const top = this.load32(this.main + luaState.top)
    this.call("lua_pushboolean", this.main, 1)
    const global = this.load32(this.main + luaState.global)
    const right =
      this.load32(this.main + luaState.top) === top + 16 &&
      this.load32(global + globalState.mainThread) === this.main &&
      this.load32(this.main + luaState.ci) === this.main + luaState.baseCi
    this.call("lua_settop", this.main, -2)
    if (!right)
      throw new Error("Lua's structures are not where this build expects them; rebuild Moonstep with its own wasmoon.")
  }
}
