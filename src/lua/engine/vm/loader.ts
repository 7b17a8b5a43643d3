/** Runs wasmoon's loader, for its file system and its way to grow the memory, on our build of its module. */
import * as wasmoonModule from "wasmoon"
import {linuxError} from "../world/c-errors.ts"
import type {Disk} from "../world/disk.ts"
import {type EmscriptenFiles, withAnyNames} from "../world/file-names.ts"
import {followMemory, type MemoryViews} from "../world/memory-views.ts"
import {type Outlets, systemCalls} from "../world/system-calls.ts"
import type {World} from "../world/world.ts"
import type {RawExports} from "./raw-exports.ts"

// wasmoon is UMD: bundlers and Node disagree on where its exports are.
const {LuaFactory} = ("default" in wasmoonModule ? wasmoonModule.default : wasmoonModule) as typeof wasmoonModule

/** What the VM asks of JS, beside system calls. All are leaves but `wait` and `read`, which may block or suspend. */
export interface VmImports extends Outlets {
  /** An instruction trapped (native.wat, $ms_trap). Answers one of trapAnswers; where it stands, wait is called. */
  trap(L: number, ci: number, slotAddress: number, why: number): number
  /** The same where nothing but a line that begins is the reason. */
  line(L: number, ci: number, line: number): number
  /** The program stands, in L; 0: at a place that can't be left. 1: leave the stack (leaving.wat). */
  wait(L: number): number | Promise<number>
  /** An error object stands on top of the stack, and is about to be thrown. 1: call wait. */
  error(L: number): number
  /** A chunk whose name begins with "@" has been compiled, or another one that was to be told of: its function is on top. */
  loaded(L: number): void
  /** Standard input: up to `count` bytes into `address`; answers how many, 0 at the end of the file; or one of readAnswers. */
  read(address: number, count: number): number | Promise<number>
  /** A call reads anew: these bytes of standard input are to be read once more, before all others. */
  unread(address: number, count: number): void
  /** A function of the script globals is called (native.wat, ms_host). */
  host(L: number): number
  /** It has waited: what it gives is to be pushed. */
  answer(L: number): number
}

export interface BootOptions {
  readonly module: WebAssembly.Module
  readonly imports: VmImports
  readonly world: World
  /** Wraps `wait` and `read` so that they suspend the wasm stack (JSPI); identity where they block. */
  readonly suspending?: (f: (...args: never[]) => unknown) => unknown
  /** In Node only: any readable file, which the loader reads and we ignore. */
  readonly nodeFile?: string
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

type Import = (...args: never[]) => unknown
interface Given {
  readonly env: Readonly<Record<string, Import>>
  readonly wasi_snapshot_preview1: {
    fd_seek(descriptor: number, offset: bigint, from: number, positionAt: number): number
  }
}
type Resize = (bytes: number) => boolean

/** Emscripten's file system, with those of its system calls that can do more than it has names for. */
function makeDisk(
  files: EmscriptenFiles,
  {env, wasi_snapshot_preview1}: Given,
  raw: RawExports,
  memory: () => MemoryViews,
): Disk {
  const {fd_seek} = wasi_snapshot_preview1
  const duplicate = env.__syscall_dup3 as unknown as (descriptor: number, as: number, flags: number) => number
  return Object.assign(withAnyNames(files), {
    // it writes into memory, which is the program's: under the stack, and what was there is put back
    seek(descriptor: number, offset: bigint, from: number): number {
      const at = raw.stackSave() - 16
      const {data} = memory()
      const before = data.getBigInt64(at)
      const error = fd_seek(descriptor, offset, from, at)
      data.setBigInt64(at, before)
      return error
    },
    duplicate: (descriptor: number, as: number) => duplicate(descriptor, as, 0),
  })
}

/** wasmoon's fetch, instantiate, TextDecoder and console.error are replaced for that time. */
export async function load({module, imports, world, suspending = f => f, nodeFile}: BootOptions) {
  const {instantiate, instantiateStreaming} = WebAssembly
  const {fetch, TextDecoder} = globalThis
  const {error} = console
  let loaded: {readonly given: Given; readonly raw: RawExports} | undefined
  const views = followMemory(() => (loaded as {readonly raw: RawExports}).raw.memory)
  const patched = async (_source: unknown, imported: WebAssembly.Imports) => {
    const given = imported as unknown as Given
    const {abort, invoke_vii, _emscripten_throw_longjmp} = given.env
    const resize = given.env.emscripten_resize_heap as unknown as Resize
    const {env, wasi} = systemCalls(world, views, imports)
    const instance = await instantiate.call(WebAssembly, module, {
      wasi_snapshot_preview1: wasi,
      env: {
        ...env,
        abort,
        invoke_vii,
        _emscripten_throw_longjmp,
        emscripten_resize_heap: (bytes: number) => world.grow(bytes, () => resize(bytes)),
      },
      moonstep: {
        trap: imports.trap,
        line: imports.line,
        wait: suspending(imports.wait as never) as WebAssembly.ImportValue,
        error: imports.error,
        loaded: imports.loaded,
        unread: imports.unread,
        errno: linuxError,
        host: imports.host,
        answer: imports.answer,
        read: suspending(imports.read as never) as WebAssembly.ImportValue,
      },
    } as WebAssembly.Imports)
    // a plain object: its members are read faster than those of the exports
    loaded = {given, raw: {...instance.exports} as unknown as RawExports}
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
    const {FS} = lua.module as unknown as {FS: EmscriptenFiles}
    const {given, raw} = loaded as unknown as {given: Given; raw: RawExports}
    return {raw, views, disk: makeDisk(FS, given, raw, views)}
  } finally {
    Object.assign(WebAssembly, {instantiate, instantiateStreaming})
    globalThis.fetch = fetch
    globalThis.TextDecoder = TextDecoder
    console.error = error
  }
}
