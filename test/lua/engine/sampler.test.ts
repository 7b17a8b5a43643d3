import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

describe("A sample", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** Runs a program, and samples it at each line that begins. */
  async function samples(text: string): Promise<{frames: string[]; numbers: number[]}[]> {
    driver.writeFiles({"main.lua": text})
    const {engine, hooks} = driver.kernel
    const into = new Int32Array(64)
    const taken: {frames: string[]; numbers: number[]}[] = []
    const remove = hooks.add({
      name: "sampler",
      priority: -1000,
      triggers: {line: true},
      handle() {
        const count = engine.sample(into)
        const frames = Array.from({length: count}, (_, i) => {
          const frame = engine.sampledFrame(i)
          return frame?.native ? frame.name : `${frame?.name}:${frame?.line}`
        })
        expect(engine.sampledFrame(count)).toBeUndefined()
        taken.push({frames, numbers: [...into.subarray(0, count)]})
        return undefined
      },
    })
    await driver.debug("main.lua", {})
    remove()
    return taken
  }

  it("holds the frames of the running thread, and of those that wait for it", async () => {
    const text = `local function deep()
  return 1, 2
end
local co = coroutine.wrap(function()
  deep()
end)
pcall(co)`
    const taken = await samples(text)
    const innermost = taken.find(({frames}) => frames[0] === "deep:2")
    expect(innermost?.frames).toEqual([
      "deep:2",
      expect.stringMatching(/:5$/),
      "native function",
      "pcall",
      "main chunk:7",
    ])
  })

  it("has the same number for the same instruction, below 0 for native code", async () => {
    const taken = await samples(
      "for i = 1, 3 do\n  local x = i\nend\ntable.sort({2, 1}, function(a, b)\n  return a < b\nend)",
    )
    const inLoop = taken.filter(({frames}) => frames[0].endsWith(":2"))
    expect(inLoop.length).toBe(3)
    expect(new Set(inLoop.map(({numbers}) => numbers.join())).size).toBe(1)
    const inSort = taken.find(({frames}) => frames[0].endsWith(":5"))
    expect(inSort?.numbers.map(Math.sign)).toEqual([1, -1, 1])
  })

  it("of a stack deeper than its room holds the innermost frames", async () => {
    const taken = await samples("local function f(n)\n  if n > 0 then return 1 + f(n - 1) end\n  return 0\nend\nf(100)")
    expect(Math.max(...taken.map(({numbers}) => numbers.length))).toBe(64)
    expect(taken.at(-1)?.frames.length).toBeLessThan(64 + 1)
  })

  it("of nothing that runs is empty", () => {
    expect(driver.kernel.engine.sample(new Int32Array(8))).toBe(0)
  })
})
