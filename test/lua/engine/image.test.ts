/** A state goes on in another boot of the engine. */
import {describe, expect, it} from "vitest"
import type {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {bootEngine} from "../../support/node-engine.ts"

const boot = (build = "one") => bootEngine({build})
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

  describe("with files that are open in it", () => {
    const opens = `
      input = io.open("given.txt")
      first = input:read("l")
      lines = io.open("given.txt"):lines()
      lines()
      output = io.open("made.txt", "w")
      output:write("then")
      both = io.open("both.txt", "w+")
      io.output("by default.txt")
      io.write("then")
    `
    async function wake(): Promise<LuaEngine> {
      const first = await boot()
      first.writeFile("given.txt", new TextEncoder().encode("1\n2\n3\n"))
      await run(first, opens)
      const second = await boot()
      expect(second.restoreState(first.saveState())).toBe(undefined)
      for (const path of first.listFiles()) second.writeFile(path, first.readFile(path) as Uint8Array)
      return second
    }
    const refusal = "nil\tthe file was open when the state was saved\t116"

    it.each([
      "input:read('l')",
      "input:read('a')",
      "input:read(0)",
      "input:read('n')",
      "input:seek('set', 1)",
      "output:write('x')",
      "output:seek('end')",
      "both:read('a')",
      "both:write('x')",
      "io.write('x')",
    ])("says so: %s", async code => {
      const engine = await wake()
      expect(await run(engine, code)).toBe(refusal)
    })

    it("raises it where a loop reads", async () => {
      const engine = await wake()
      expect(await run(engine, "pcall(lines)")).toBe("false\tthe file was open when the state was saved")
    })

    it("writes to no file that is opened since, and closes none", async () => {
      const engine = await wake()
      const others = "for i = 1, 8 do others = others or {} others[i] = io.open('other' .. i, 'w+') end"
      await run(engine, others)
      await run(
        engine,
        "for _, one in ipairs{input, output, both, io.output()} do one:write('x') one:seek('set', 0) end",
      )
      await run(engine, "io.flush() output:flush() output:setvbuf('no') output:write('x')")
      expect(await run(engine, "output:close(), input:close(), io.close()")).toBe("true\ttrue\ttrue")
      await run(engine, "both, lines = nil collectgarbage()")
      expect(await run(engine, "others[1]:write('mine'), others[1]:seek('set'), others[1]:read('a')")).toMatch(
        /^file \(0x\w+\)\t0\tmine$/,
      )
      await run(engine, "for _, one in ipairs(others) do assert(one:close()) end")
      const written = engine.listFiles().map(path => `${path} ${new TextDecoder().decode(engine.readFile(path))}`)
      expect(written).toEqual([
        "both.txt ",
        "by default.txt then",
        "given.txt 1\n2\n3\n",
        "made.txt then",
        "other1 mine",
        ...[2, 3, 4, 5, 6, 7, 8].map(i => `other${i} `),
      ])
    })

    it("can be saved again", async () => {
      const third = await boot()
      third.restoreState((await wake()).saveState())
      expect(await run(third, "input:read('l')")).toBe(refusal)
    })
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

  it("that is forgotten leaves no file open, of which there are 4096 at most", async () => {
    const engine = await boot()
    for (let i = 0; i < 45; i++) {
      await run(engine, "kept = {} for i = 1, 100 do kept[i] = assert(io.open('file', 'w')) end")
      engine.reset()
    }
    expect(await run(engine, "io.type(io.open('file'))")).toBe("file")
  })
})
