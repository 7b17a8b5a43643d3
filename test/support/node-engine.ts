/** The real VM in Node, for tests: booted once a test file, and put back to its boot state between programs. */
import {LuaEngine} from "../../src/lua/engine/engine.ts"
import {buildVm} from "../../src/lua/engine/native/build.ts"
import type {LuaEngineOptions} from "../../src/lua/engine/run/options.ts"

let module: WebAssembly.Module | undefined

/** A new engine, on a memory of its own. */
export async function bootEngine(more: Partial<LuaEngineOptions> = {}): Promise<LuaEngine> {
  module ??= new WebAssembly.Module((await buildVm("isolated")) as BufferSource)
  const nodeFile = new URL(import.meta.url).pathname
  return LuaEngine.boot({module, waiting: "blocking", clock: performance, nodeFile, ...more})
}
