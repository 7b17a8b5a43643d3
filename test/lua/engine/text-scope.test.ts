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

  const rows = (scope: string) =>
    driver
      .variables(scope)
      .map(({name, value: text, evaluateName}) => `${name} = ${text}${evaluateName === undefined ? " (hidden)" : ""}`)

  it.each([
    [
      "are those that the compiler computes",
      'local s <const> = "a".."b"\nlocal n <const> = 2^53\nlocal q <const> = 1 < 2\nprint(s) --here',
      ['s = "ab"', "q = true", "n = 9.007199254741e+15"],
      ["s", "n"],
      ['"ab"', "9.007199254741e+15"],
    ],
    [
      "hide variables further out",
      "local k = 6\ndo\n  local k <const> = 5\n  print(k) --here\nend",
      ["k = 6 (hidden)", "k = 5"],
      ["k", "k + 1"],
      ["5", "6"],
    ],
    [
      "hide upvalues",
      "local k = 6\nlocal function f()\n  local x = k\n  local k <const> = 5\n  print(k) --here\nend f()",
      ["x = 6", "k = 5"],
      ["k", "x"],
      ["5", "6"],
    ],
    [
      "are hidden by variables further in",
      "local k <const> = 5\nlocal k = 6\nprint(k) --here",
      ["k = 6"],
      ["k"],
      ["6"],
    ],
    [
      "are hidden by parameters",
      "local k <const> = 5\nlocal function f(k)\n  return function() local r = k\n    return r --here\n  end\nend\nf(7)()",
      ["r = 7"],
      ["k"],
      ["7"],
    ],
    [
      "end with their block",
      "for i = 1, 1 do\n  local m <const> = 4\nend\nprint(1) --here\nlocal q <const> = 4",
      [],
      ["m", "q"],
      ["nil", "nil"],
    ],
    [
      "are of text that was loaded, too",
      "local text = [[local k <const> = 9 local function g() return k end return g]]\nlocal g = load(text)()\nlocal co = coroutine.wrap(function() g() return 1 end) --here\nco()",
      null,
      [],
      [],
    ],
  ] as const)("as constants %s", async (_, text, locals, expressions, values) => {
    const found = await at(text, () => [rows("Locals"), expressions.map(value)])
    if (locals) expect(found?.[0]).toEqual(locals)
    expect(found?.[1]).toEqual(values)
  })

  it("as constants of outer functions are among the upvalues, where the function names them", async () => {
    const program = `local used = 2
local k <const> = 5
local unused <const> = 1
local function f()
  local r = used + k
  return r --here
end
f()`
    expect(await at(program, () => rows("Upvalues"))).toEqual(["used = 2", "k = 5"])
    expect(
      await at(program, () =>
        driver
          .request("completions", {text: "k", column: 2, frameId: driver.frameId()})
          .targets.map((one: {label: string}) => one.label),
      ),
    ).toContain("k")
  })

  it("as constants are known to conditions", async () => {
    const text =
      "local k = 6\nlocal n <const> = 2\ndo\n  local k <const> = 5\n  for i = 1, 3 do\n    print(i) --here\n  end\nend"
    driver.writeFiles({"main.lua": text})
    const places: string[] = []
    driver.atStop = (_, {threadId}) => {
      places.push(value("i"))
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [{line: 6, condition: "k == 5 and i == n"}]})
    driver.atStop = undefined
    expect(places).toEqual(["2"])
  })
})
