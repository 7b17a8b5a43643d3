import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

describe("Variables that the running program has not got", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** What is found at the first stop on the line that says "here". */
  async function at<T>(text: string, look: () => T): Promise<T | undefined> {
    const line = text.split("\n").findIndex(one => one.includes("here")) + 1
    let found: T | undefined
    let stops = 0
    driver.atStop = (_, {threadId}) => {
      if (stops++ === 0) found = look()
      driver.request("continue", {threadId})
    }
    driver.writeFiles({"main.lua": text})
    await driver.debug("main.lua", {"main.lua": [line]})
    driver.atStop = undefined
    expect(stops).toBeGreaterThan(0)
    return found
  }
  const value = (expression: string): string => {
    try {
      return driver.evaluate(expression).result
    } catch (thrown) {
      return (thrown as Error).message
    }
  }

  const constants = `local a <const> = 5
local b <const>, c <const> = f, a * 2 + 1
local name <const> = "moon"
local later = function(x)
  local inner <const> = -a
  return x --here
end
later(1)
local after <const> = 1`

  it("as constants of the compiler are shown where they are declared, and known in functions within", async () => {
    expect(await at(constants, () => driver.variables("Locals").map(one => `${one.name} = ${one.value}`))).toEqual([
      "x = 1",
      "inner = -5",
    ])
    expect(await at(constants, () => ["inner", "a", "c", "name", "c + inner", "after"].map(value))).toEqual([
      "-5",
      "5",
      "11",
      '"moon"',
      "6",
      "nil",
    ])
    const text = "local k <const> = 5\nlocal t <const> = {}\nprint(k) --here"
    expect(await at(text, () => driver.variables("Locals").map(one => `${one.name} = ${one.value}`))).toEqual([
      "t = {}",
      "k = 5",
    ])
    expect(await at(text, () => value("k = 6"))).toContain("const variable 'k'")
  })

  const outer = `limit = "a global"
local limit = 5
local used = 6
local function f(x)
  local y = used
  return x + 1 --here
end
f(1)`

  it("as locals of outer functions that are not used are said to be unknown, not nil", async () => {
    const unknown = '"limit" is a local of an outer function that this one does not use, so it is not known here.'
    expect(await at(outer, () => ["limit", "used", "limit = 7", "t.limit", "{limit = 1}.limit"].map(value))).toEqual([
      unknown,
      "6",
      unknown,
      expect.stringContaining("attempt to index a nil value"),
      expect.stringContaining("unexpected symbol"),
    ])
    expect(
      await at(outer, () => ["({limit = 1}).limit", "(function(limit) return limit end)(3)", "'limit'"].map(value)),
    ).toEqual(["1", "3", "'limit'".replaceAll("'", '"')])
    expect(await at(outer, () => value("nowhere"))).toBe("nil")
  })
})
