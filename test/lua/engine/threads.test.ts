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

  it("tells of each its function, its status, and who has resumed it", async () => {
    driver.writeFiles({
      "main.lua": `local function inner()
  coroutine.yield() -- here
end
local outer = coroutine.create(function()
  local co = coroutine.wrap(inner)
  co()
end)
local waiting = coroutine.create(inner)
coroutine.resume(outer)`,
    })
    let found: Body[] = []
    driver.atStop = (_, {threadId}) => {
      found = driver.request("threads").threads
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [2]})
    driver.atStop = undefined
    const [running, middle, main, waiting] = found
    expect(running).toMatchObject({name: "coroutine inner", status: "running", line: 1, resumedBy: middle.id})
    expect(running.source).toEqual({path: "main.lua", name: "main.lua"})
    expect(middle).toMatchObject({status: "waiting", line: 4, resumedBy: 1})
    expect(main).toEqual({id: 1, name: "main thread", status: "waiting"})
    expect(waiting).toMatchObject({name: "coroutine inner", status: "suspended", line: 1})
    expect(waiting.resumedBy).toBeUndefined()
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

describe("A coroutine as a value", () => {
  it("opens to its status, its function, its frames and what it has died of", async () => {
    const driver = await KernelDriver.boot()
    driver.writeFiles({
      "main.lua": `local function inner(depth)
  coroutine.yield(depth)
end
local function outer(depth)
  inner(depth + 1)
  return depth
end
local begun, fresh, over, failed = coroutine.create(outer), coroutine.create(outer), coroutine.create(print), coroutine.create(error)
coroutine.resume(begun, 1)
coroutine.resume(over)
coroutine.resume(failed, {code = 7})
return begun`,
    })
    const seen: Record<string, string[]> = {}
    driver.atStop = (_, {threadId}) => {
      for (const name of ["begun", "fresh", "over", "failed"]) {
        const {value, variablesReference} = driver.variable(name)
        const parts = driver.variables(variablesReference)
        seen[name] = [value.replace(/0x\w+/, "0x"), ...parts.map((one: Body) => `${one.name} ${one.value}`)]
        const frame = parts.find((one: Body) => one.name === "(frame 2)")
        if (frame)
          seen.locals = driver.variables(frame.variablesReference).map((one: Body) => `${one.name} ${one.value}`)
      }
      const running = driver.evaluate("coroutine.running()")
      seen.running = [running.result.replace(/0x\w+/, "0x")]
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [12]})
    driver.atStop = undefined
    expect(seen).toEqual({
      begun: [
        "thread: 0x (outer, suspended)",
        "(status) suspended",
        "(function) function outer (main.lua:4)",
        "(frame 1) inner (main.lua:2)",
        "(frame 2) outer (main.lua:5)",
      ],
      locals: ["depth 1"],
      fresh: ["thread: 0x (outer, suspended)", "(status) suspended", "(function) function outer (main.lua:4)"],
      over: ["thread: 0x (dead)", "(status) dead"],
      failed: [
        "thread: 0x (dead)",
        "(status) dead",
        "(function) function error (built in)",
        "(error) {code = 7}",
        "(frame 1) native function ([C])",
      ],
      running: ["thread: 0x (main chunk, running)\ttrue"],
    })
  })

  it("is known again wherever it is seen, as tables are", async () => {
    const driver = await KernelDriver.boot()
    driver.writeFiles({"main.lua": "local a = {}\nlocal b, c = {a}, a\nlocal co = coroutine.create(print)\nreturn a"})
    driver.atStop = (_, {threadId}) => {
      const of = (name: string) => driver.variable(name).memoryReference
      expect(of("a")).toMatch(/^0x[0-9a-f]+$/)
      expect(of("c")).toBe(of("a"))
      expect(of("b")).not.toBe(of("a"))
      expect(driver.variables(driver.variable("b").variablesReference)[0].memoryReference).toBe(of("a"))
      expect(driver.evaluate("co").memoryReference).toBe(of("co"))
      expect(driver.evaluate("1").memoryReference).toBeUndefined()
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [4]})
    driver.atStop = undefined
  })
})
