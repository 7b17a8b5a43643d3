/**
 * Boots wasmoon so that a debugger can live in it: our build of its module (native/build.ts), on memory that another
 * thread may see, with the raw exports in hand (wasmoon's own wrappers are 10–20 times slower and stop at NUL bytes).
 * Only LuaWasm is used of wasmoon: no LuaEngine, hence no JS object is ever reachable from Lua.
 */
import * as wasmoonModule from "wasmoon"
import {linuxError} from "./c-errors.ts"
import {calendarImports} from "./c-time.ts"
import {type EmscriptenFiles, withAnyNames} from "./file-names.ts"
import {control, dispatch, globalState, luaState, valueTag} from "./layout.ts"
import {refuseStale, writeStaleWords} from "./open-files.ts"

// wasmoon is UMD: bundlers and Node disagree on where its exports are.
const {LuaFactory} = ("default" in wasmoonModule ? wasmoonModule.default : wasmoonModule) as typeof wasmoonModule

type Raw = (...args: number[]) => number
/** The module's exports: every lua_* and luaL_* function takes and gives wasm32 addresses and numbers. */
export interface RawExports {
  readonly memory: WebAssembly.Memory
  readonly __indirect_function_table: WebAssembly.Table
  readonly lua_settop: Raw
  readonly lua_pcallk: Raw
  readonly lua_toboolean: Raw
  readonly stackSave: Raw
  readonly lua_tointegerx: (L: number, index: number, isNumber: number) => bigint
  readonly lua_pushinteger: (L: number, value: bigint) => void
  readonly ms_host: (L: number) => number
  readonly ms_read_piece: (L: number, data: number, size: number) => number
  readonly lua_pushnumber: (L: number, value: number) => void
  readonly lua_tonumberx: (L: number, index: number, isNumber: number) => number
  readonly lua_rawlen: (L: number, index: number) => bigint
  readonly lua_seti: (L: number, index: number, n: bigint) => void
  readonly lua_geti: (L: number, index: number, n: bigint) => number
  readonly lua_rawgeti: (L: number, index: number, n: bigint) => number
  readonly lua_rawseti: (L: number, index: number, n: bigint) => void
  readonly [name: string]: unknown
}

/** What the VM asks of JS. All are leaves but `wait`, the only one that may block or (as a Suspending) suspend. */
export interface VmImports {
  /** An instruction trapped (native.wat, $ms_trap). 1: call wait, then go on. */
  trap(L: number, ci: number, slotAddress: number, why: number): number
  /** The same where nothing but a line that begins is the reason. */
  line(L: number, ci: number, line: number): number
  wait(): void
  /** An error object stands on top of the stack, and is about to be thrown. 1: call wait. */
  error(L: number): number
  /** A chunk whose name begins with "@" has been compiled, or another one that was to be told of: its function is on top. */
  loaded(L: number): void
  /** Standard output (1) or error (2). */
  write(descriptor: number, bytes: Uint8Array): void
  /** Standard input: up to `count` bytes into `address`; answers how many, 0 at the end of the file. */
  read(address: number, count: number): number | Promise<number>
  /** A function of the script globals is called (native.wat, ms_host). */
  host(L: number): number
  /** It has waited: what it gives is to be pushed. */
  answer(L: number): number
  /** A program may have made, changed, renamed or removed a file. */
  touchesFiles(): void
  /** os.exit: throws what unwinds the program. */
  exit(code: number): never
}

export interface BootOptions {
  readonly module: WebAssembly.Module
  readonly imports: VmImports
  /** Wraps `wait` and `read` so that they suspend the wasm stack (JSPI); identity where they block. */
  readonly suspending?: (f: (...args: never[]) => unknown) => unknown
  /** In Node only: any readable file, which the loader reads and we ignore. */
  readonly nodeFile?: string
}

export interface FileSystem {
  writeFile(path: string, data: Uint8Array): void
  readFile(path: string): Uint8Array
  mkdir(path: string): unknown
  unlink(path: string): void
  chdir(path: string): void
  readdir(path: string): string[]
  stat(path: string): {readonly mode: number; readonly size: number; readonly mtime: Date}
  /** What is open, by descriptor. */
  readonly streams: readonly unknown[]
  close(stream: unknown): void
}

/** A class that copies shared views first: TextDecoder refuses them in browsers. */
function sharedDecoder(Native: typeof TextDecoder): typeof TextDecoder {
  return class extends Native {
    override decode(input?: AllowSharedBufferSource | null, options?: TextDecodeOptions): string {
      if (!input) return super.decode()
      const view = input instanceof Uint8Array ? input : new Uint8Array(input as ArrayBuffer)
      return super.decode(view.slice(), options)
    }
  }
}

/**
 * What emscripten says of each growth of the memory that is refused, three times and with hundreds of them in a row: Lua
 * itself tells its program that there is not enough.
 */
const refusedGrowth = /^(growMemory: |Failed to grow the heap |Cannot enlarge memory, )/

/** What changes files, beside writing to them. */
const changingCalls = ["__syscall_openat", "__syscall_unlinkat", "__syscall_renameat", "__syscall_rmdir"]
/** O_WRONLY | O_RDWR of fcntl.h, in the flags of openat. */
const forWriting = 3

/** Runs wasmoon's loader with its fetch, instantiate, TextDecoder and console.error replaced for that time. */
async function load({module, imports, suspending = f => f, nodeFile}: BootOptions) {
  const {instantiate, instantiateStreaming} = WebAssembly
  const {fetch, TextDecoder} = globalThis
  const {error} = console
  let instance: WebAssembly.Instance | undefined
  const raw = () => instance?.exports as unknown as RawExports
  const patched = async (_source: unknown, given: WebAssembly.Imports) => {
    const wasi = given.wasi_snapshot_preview1 as Record<string, (...args: number[]) => number>
    const {fd_write: writeFile} = wasi
    const bytesOf = (vectors: number, count: number) => {
      const words = new Uint32Array(raw().memory.buffer)
      return Array.from({length: count}, (_, i) => ({
        at: words[(vectors >> 2) + 2 * i],
        length: words[(vectors >> 2) + 2 * i + 1],
      }))
    }
    wasi.fd_write = (descriptor, vectors, count, written) => {
      if (descriptor !== 1 && descriptor !== 2) {
        imports.touchesFiles()
        return writeFile(descriptor, vectors, count, written)
      }
      const parts = bytesOf(vectors, count)
      const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
      let at = 0
      for (const part of parts) {
        bytes.set(new Uint8Array(raw().memory.buffer, part.at, part.length), at)
        at += part.length
      }
      if (bytes.length) imports.write(descriptor, bytes)
      new Uint32Array(raw().memory.buffer)[written >> 2] = bytes.length
      return 0
    }
    wasi.fd_seek = refuseStale.fd_seek(wasi.fd_seek)
    wasi.fd_close = refuseStale.fd_close(wasi.fd_close)
    const env = given.env as Record<string, unknown>
    for (const name of changingCalls) {
      const change = env[name] as (...args: number[]) => number
      env[name] = (...args: number[]) => {
        if (name !== "__syscall_openat" || args[2] & forWriting) imports.touchesFiles()
        return change(...args)
      }
    }
    env.exit = (code: number) => imports.exit(code)
    // there is no shell; in Node emscripten has one
    env.system = (command: number) => (command ? -1 : 0)
    Object.assign(
      env,
      calendarImports(() => raw().memory.buffer),
    )
    instance = await instantiate.call(WebAssembly, module, {
      ...given,
      moonstep: {
        trap: imports.trap,
        line: imports.line,
        wait: suspending(imports.wait as never) as WebAssembly.ImportValue,
        error: imports.error,
        loaded: imports.loaded,
        errno: linuxError,
        host: imports.host,
        answer: imports.answer,
        read: suspending(imports.read as never) as WebAssembly.ImportValue,
      },
    } as WebAssembly.Imports)
    return {instance, module}
  }
  const shared = WebAssembly.Module.exports(module).length > 0
  try {
    Object.assign(WebAssembly, {instantiate: patched, instantiateStreaming: undefined})
    if (!nodeFile) globalThis.fetch = async () => new Response(new ArrayBuffer(0))
    if (shared) globalThis.TextDecoder = sharedDecoder(TextDecoder)
    // the loader keeps it for later
    console.error = (...words) => {
      if (!refusedGrowth.test(String(words[0]))) error.apply(console, words)
    }
    const lua = await new LuaFactory(nodeFile ?? "moonstep.wasm").getLuaModule()
    return {raw: raw(), files: withAnyNames((lua.module as unknown as {FS: EmscriptenFiles}).FS)}
  } finally {
    Object.assign(WebAssembly, {instantiate, instantiateStreaming})
    globalThis.fetch = fetch
    globalThis.TextDecoder = TextDecoder
    console.error = error
  }
}

/** The module, its memory, and the few raw accesses that all parts of the engine share. */
export class Vm {
  readonly raw: RawExports
  readonly files: FileSystem
  /** The state that owns all others; programs run on threads of it. */
  readonly main: number
  /** Address of the control block (native.wat). */
  readonly control: number
  /** The C function of the script globals: its index in the function table, the same at every boot. */
  readonly hostFunction: number
  private views: {buffer: ArrayBufferLike; bytes: Uint8Array; words: Int32Array; unsigned: Uint32Array; data: DataView}

  private constructor(raw: RawExports, files: FileSystem) {
    this.raw = raw
    this.files = files
    this.views = this.newViews()
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
    this.main = this.call("luaL_newstate")
    this.call("luaL_openlibs", this.main)
    this.verify()
  }

  static async boot(options: BootOptions): Promise<Vm> {
    const {raw, files} = await load(options)
    return new Vm(raw, files)
  }

  private newViews() {
    const {buffer} = this.raw.memory
    return {
      buffer,
      bytes: new Uint8Array(buffer),
      words: new Int32Array(buffer),
      unsigned: new Uint32Array(buffer),
      data: new DataView(buffer),
    }
  }

  /** The views follow the memory when it grows (a shared one does not detach the old ones: compare). */
  private get current() {
    if (this.raw.memory.buffer !== this.views.buffer) this.views = this.newViews()
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
