import {beforeAll, describe, expect, it} from "vitest"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"

describe("The list of threads", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })
  const names = (): string[] => driver.request("threads").threads.map((one: Body) => one.name)

  it("holds coroutines, and not what the debugger or an earlier program ran on", async () => {
    driver.writeFiles({
      "main.lua":
        "local co = coroutine.create(function() coroutine.yield() end)\ncoroutine.resume(co)\nreturn co, 1, 2",
    })
    const seen: number[] = []
    driver.atStop = (_, {threadId}) => {
      driver.evaluate("1, 2, 3")
      expect(() => driver.evaluate("error('x')")).toThrow()
      expect(() => driver.evaluate("1 +")).toThrow()
      seen.push(names().length)
      driver.request("continue", {threadId})
    }
    for (let i = 0; i < 3; i++) await driver.debug("main.lua", {"main.lua": [3]}, {keepState: i > 0})
    driver.atStop = undefined
    // the coroutine of an earlier run may not be collected yet
    expect(seen[0]).toBe(2)
    expect(seen[2]).toBeLessThanOrEqual(4)
  })

  it("names the main thread and coroutines by their functions", async () => {
    driver.writeFiles({
      "main.lua": `local function worker()
  coroutine.yield()
end
local begun = coroutine.create(worker)
local waiting = coroutine.create(worker)
coroutine.resume(begun)
return begun, waiting`,
    })
    let found: string[] = []
    driver.atStop = (_, {threadId}) => {
      found = names()
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [7]})
    driver.atStop = undefined
    expect(found[0]).toBe("main thread")
    expect(found.slice(1).sort()).toEqual(["coroutine worker", "coroutine worker"])
  })

  it("is quick with 10,000 coroutines", async () => {
    driver.writeFiles({
      "main.lua": `local all = {}
for i = 1, 10000 do
  all[i] = coroutine.wrap(function(x) coroutine.yield(x) end)
  all[i](i)
end
return all`,
    })
    let count = 0
    driver.atStop = (_, {threadId}) => {
      count = names().length
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [6]})
    driver.atStop = undefined
    expect(count).toBeGreaterThan(100)
    expect(count).toBeLessThanOrEqual(1000)
  })
})
