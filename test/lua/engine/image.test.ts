/** A state goes on in another boot of the engine. */
import {describe, expect, it} from "vitest"
import {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {buildVm} from "../../../src/lua/engine/native/build.ts"

const module = new WebAssembly.Module((await buildVm("isolated")) as BufferSource)
const boot = (build = "one") =>
  LuaEngine.boot({module, waiting: "blocking", build, nodeFile: new URL(import.meta.url).pathname})
async function run(engine: LuaEngine, text: string): Promise<string> {
  const outcome = await engine.run({source: {text, name: "cell"}, expression: true})
  if (outcome.kind === "error") throw outcome.error
  return outcome.kind === "done" ? (outcome.display ?? "") : outcome.kind
}

describe("A saved state", () => {
  it("has its globals, closures and suspended coroutines in another engine", async () => {
    const first = await boot()
    await run(first, "local n = 0 function count() n = n + 1 return n end count()")
    await run(
      first,
      "co = coroutine.create(function(a) local b = coroutine.yield(a) return a + b end) coroutine.resume(co, 40)",
    )
    const state = structuredClone(first.saveState())
    const second = await boot()
    await run(second, "count = nil other = 1")
    expect(second.restoreState(state)).toBe(undefined)
    expect(await run(second, "count()")).toBe("2")
    expect(await run(second, "coroutine.resume(co, 2)")).toBe("true\t42")
    expect(await run(second, "other")).toBe("nil")
    // the one that was copied goes on by itself
    expect(await run(first, "count()")).toBe("2")
  })

  it("is as large as the memory it needs, also where the other engine has less", async () => {
    const first = await boot()
    await run(first, "big = string.rep('x', 40 * 1024 * 1024)")
    const second = await boot()
    expect(second.restoreState(first.saveState())).toBe(undefined)
    expect(await run(second, "#big .. big:sub(-3)")).toBe("41943040xxx")
    await run(second, "big = nil collectgarbage() more = string.rep('y', 1024 * 1024)")
    expect(await run(second, "#more")).toBe("1048576")
  })

  it("is refused by another build, and what was there stays", async () => {
    const first = await boot("one")
    await run(first, "x = 1")
    const second = await boot("two")
    await run(second, "x = 2")
    expect(second.restoreState(first.saveState())).toBe("it was saved by another version of Moonstep")
    expect(await run(second, "x")).toBe("2")
  })

  it("can be given back to the same engine, which can still be reset", async () => {
    const engine = await boot()
    await run(engine, "x = 'then'")
    const state = engine.saveState()
    await run(engine, "x = 'now'")
    engine.restoreState(state)
    expect(await run(engine, "x")).toBe("then")
    engine.reset()
    expect(await run(engine, "x")).toBe("nil")
  })
})
