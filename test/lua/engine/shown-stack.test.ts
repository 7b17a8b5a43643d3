/** What is evaluated at a stop sees the program's stack and thread as its own, and leaves them as they were. */
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

const program = `local function inner(a, ...)
  local b = a + 1
  return b
end
local function outer()
  local x = inner(10, "extra")
  return x
end
local co = coroutine.wrap(function()
  local own = 1
  outer()
end)
co()
outer()`

describe("What is evaluated at a stop", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** The answers to expressions, [level, expression], at line 3: at the first stop, in a coroutine, and the second. */
  async function answers(expressions: readonly (readonly [level: number, expression: string])[]): Promise<string[][]> {
    driver.writeFiles({"main.lua": program})
    const all: string[][] = []
    driver.atStop = (_, {threadId}) => {
      const evaluate = ([level, expression]: readonly [number, string]) =>
        driver.request("evaluate", {expression, frameId: driver.frameId(level, threadId)}).result as string
      all.push(expressions.map(evaluate))
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [{line: 3}]})
    driver.atStop = undefined
    expect(driver.exitCode).toBe(0)
    return all
  }

  it("is a part of the frame that it is evaluated in, for debug.getinfo", async () => {
    const [inCoroutine, inMain] = await answers([
      [0, 'debug.getinfo(1, "l").currentline'],
      [0, 'debug.getinfo(2, "l").currentline'],
      [1, 'debug.getinfo(1, "l").currentline'],
      [0, 'debug.getinfo(1, "n").name'],
      [0, 'debug.getinfo(0, "n").name'],
      [0, 'debug.getinfo(20, "l")'],
      [0, "debug.getinfo(1).func == debug.getinfo(1, 'f').func"],
      [0, '(function() return debug.getinfo(2, "l").currentline end)()'],
      [0, '((function() local line = debug.getinfo(3, "l").currentline return line end)())'],
    ])
    expect(inCoroutine).toEqual(["3", "6", "6", '"inner"', '"getinfo"', "nil", "true", "3", "6"])
    expect(inMain).toEqual(["3", "6", "6", '"inner"', '"getinfo"', "nil", "true", "3", "6"])
  })

  it("reads and sets the frame's locals by debug.getlocal and debug.setlocal", async () => {
    const [, inMain] = await answers([
      [0, "debug.getlocal(1, 1)"],
      [0, "debug.getlocal(1, 2)"],
      [0, "debug.getlocal(1, -1)"],
      [0, "debug.getlocal(1, 100)"],
      [0, "debug.setlocal(1, 2, 99)"],
      [0, "b"],
      [2, "debug.getlocal(1, 1)"],
    ])
    expect(inMain).toEqual([
      '"a"\t10',
      '"b"\t11',
      '"(vararg)"\t"extra"',
      "nil",
      '"b"',
      "99",
      '"inner"\tfunction inner (main.lua:1)',
    ])
  })

  it("has the program's traceback and thread", async () => {
    const [inCoroutine, inMain] = await answers([
      [0, "debug.traceback()"],
      [1, 'debug.traceback("at", 1)'],
      [0, "select(2, coroutine.running())"],
      [0, "coroutine.isyieldable()"],
      [0, "coroutine.status((coroutine.running()))"],
    ])
    expect(inCoroutine).toEqual([
      `"stack traceback:\\n\\tmain.lua:3: in upvalue 'inner'\\n\\tmain.lua:6: in upvalue 'outer'\\n\\tmain.lua:11: in function <main.lua:9>"`,
      `"at\\nstack traceback:\\n\\tmain.lua:6: in upvalue 'outer'\\n\\tmain.lua:11: in function <main.lua:9>"`,
      "false",
      "true",
      '"running"',
    ])
    expect(inMain.slice(2)).toEqual(["true", "false", '"running"'])
    expect(inMain[0]).toContain("main.lua:14: in main chunk")
  })

  it("says its own errors without a place, and can't yield or resume the program", async () => {
    const messages: string[] = []
    driver.writeFiles({"main.lua": program})
    driver.atStop = (_, {threadId}) => {
      for (const expression of [
        'error("boom")',
        "coroutine.yield()",
        "coroutine.close((coroutine.running()))",
        "assert(coroutine.resume((coroutine.running())))",
      ])
        try {
          driver.request("evaluate", {expression, frameId: driver.frameId(0, threadId)})
        } catch (thrown) {
          messages.push((thrown as Error).message)
        }
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [{line: 3}]})
    driver.atStop = undefined
    expect(driver.exitCode).toBe(0)
    expect(messages[0]).toMatch(/boom$/)
    expect(messages[0]).not.toContain("eval:")
    expect(messages).toHaveLength(8)
  })

  it("is a condition, too", async () => {
    driver.writeFiles({"main.lua": program})
    let stops = 0
    driver.atStop = (_, {threadId}) => {
      stops++
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {
      "main.lua": [{line: 3, condition: 'debug.getinfo(2, "l").currentline == 6 and select(2, coroutine.running())'}],
    })
    driver.atStop = undefined
    expect(stops).toBe(1)
  })

  it("leaves the program's stack as it was, byte for byte", async () => {
    driver.writeFiles({"main.lua": program})
    const {vm, threads} = (
      driver.engine as unknown as {parts: import("../../../src/lua/engine/engine-parts.ts").EngineParts}
    ).parts
    // status, top and frame (the words before belong to the collector), and all slots, free ones too
    const stackOf = (L: number) => {
      const [from, to] = [vm.load32(L + 28), vm.load32(L + 24)]
      return [vm.load8(L + 6), ...vm.bytes.slice(L + 12, L + 32), ...vm.bytes.slice(from, to + 80)].join()
    }
    let compared = 0
    driver.atStop = (_, {threadId}) => {
      const L = threads.stateOf(threadId) as number
      const before = stackOf(L)
      for (const expression of [
        "debug.traceback()",
        "debug.getlocal(1, 1)",
        "debug.getlocal(1, 3)",
        "coroutine.running()",
        'debug.getinfo(1, "nSlutfrL")',
      ]) {
        driver.request("evaluate", {expression, frameId: driver.frameId(0, threadId)})
        compared += Number(stackOf(L) === before)
      }
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [{line: 3}]})
    driver.atStop = undefined
    expect(compared).toBe(10)
  })
})
