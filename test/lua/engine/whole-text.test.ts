import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

describe("Values for the clipboard", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** Stops at the last line of a program, and gives the whole of variables there. */
  async function whole(text: string, ...names: string[]): Promise<string[]> {
    const found: string[] = []
    driver.writeFiles({"main.lua": text})
    driver.atStop = (_, {threadId}) => {
      for (const name of names) {
        const args = {expression: name, frameId: driver.frameId(0), context: "clipboard"}
        found.push(driver.request("evaluate", args).result)
      }
      for (const [i, {value, variablesReference, contentReference = variablesReference}] of names
        .map(name => driver.variable(name))
        .entries()) {
        if (value && contentReference)
          expect(driver.request("evaluate", {expression: "", contentReference}).result).toBe(found[i])
      }
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [text.trimEnd().split("\n").length]})
    driver.atStop = undefined
    expect(found).toHaveLength(names.length)
    return found
  }

  it("gives a string of a million bytes as it is, and one that is no text as a literal", async () => {
    const program = `local long = ("0123456789"):rep(100000)
local lines = 'a\\n"b"\\t✓\\u{FEFF}'
local marked = "\\u{FEFF}x"
local bytes = "a\\xffb"
return long`
    const [long, lines, marked, bytes] = await whole(program, "long", "lines", "marked", "bytes")
    expect(long).toBe("0123456789".repeat(100_000))
    expect(lines).toBe('a\n"b"\t✓\uFEFF')
    expect(marked).toBe("\uFEFFx")
    expect(bytes).toBe('"a\\xFFb"')
  })

  it("gives a table as a constructor, down to its leaves", async () => {
    const program = `local short = {1, 2.5, "x", {}, name = "a", ["b c"] = {d = {e = {f = true}}}, [-1] = 0.1 + 0.2}
local list = {}
for i = 1, 40 do list[i] = i * 111 end
local rows = {{id = 1, text = ("x"):rep(50)}, {id = 2, text = ("y"):rep(50)}}
local numbers = {1 / 0, -1 / 0, math.mininteger, 2^63, 3.0}
return short`
    const [short, list, rows, numbers] = await whole(program, "short", "list", "rows", "numbers")
    expect(short).toBe(
      `{
  1, 2.5, "x", {},
  [-1] = 0.30000000000000004,
  ["b c"] = {d = {e = {f = true}}},
  name = "a"
}`,
    )
    expect(list.split("\n")[1]).toMatch(/^ {2}111, 222, 333, .*,$/)
    expect(list.split("\n").every(line => line.length <= 80)).toBe(true)
    expect(rows).toBe(`{\n  {id = 1, text = "${"x".repeat(50)}"},\n  {id = 2, text = "${"y".repeat(50)}"}\n}`)
    expect(numbers).toBe("{math.huge, -math.huge, math.mininteger, 9223372036854776000.0, 3.0}")
  })

  it("gives tables that Lua reads back", async () => {
    const program = `local bytes = {}
for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
local value = {table.concat(bytes), 1 / 3, 2^53 + 0.0, ["end"] = false, [""] = {{}, {{1}}}, [2.5] = "]]", [true] = 1e100, [7] = 7}
local function same(a, b)
  if type(a) ~= "table" then return a == b and math.type(a) == math.type(b) end
  for k, v in pairs(a) do if not same(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end
return value, same`
    let verdict = ""
    const [text] = await whole(program, "value")
    driver.atStop = (_, {threadId}) => {
      verdict = driver.evaluate(`same(value, ${text})`).result
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [10]})
    driver.atStop = undefined
    expect(verdict).toBe("true")
  })

  it("says in comments what can't be written, and what is cut", async () => {
    const program = `local self = {name = "x"}
self.me = self
self.deep = {{self}}
local shared = {1}
local twice = {shared, shared}
local odd = {print, [print] = 1, [shared] = 2}
local large = {}
for i = 1, 1000000 do large[i] = i end
local chain = {}
do local at = chain; for i = 1, 50 do at.next = {}; at = at.next end end
return self`
    const [self, twice, odd, large, chain] = await whole(program, "self", "twice", "odd", "large", "chain")
    expect(self).toContain("me = nil --[[ this table itself ]]")
    expect(self).toContain("deep = {{nil --[[ the table 2 further out ]]}}")
    expect(twice).toBe("{{1}, {1}}")
    expect(odd).toContain("nil --[[ function print (built in) ]]")
    expect(odd).toContain("--[[ [function print (built in)] = 1 ]]")
    expect(large.length).toBeGreaterThan(900_000)
    expect(large.length).toBeLessThan(1_500_000)
    expect(large).toMatch(/--\[\[ … [\d,]+ more \]\]\n\}$/)
    expect(chain.match(/next/g)?.length).toBeLessThan(30)
    expect(chain).toContain("{--[[ … ]]}")
  })

  it("gives several results each by itself, to be opened and copied", async () => {
    driver.writeFiles({"main.lua": "local t = {1}\nreturn t"})
    driver.atStop = (_, {threadId}) => {
      const body = driver.evaluate("t, 'text', nil, 2.0")
      expect(body.result).toBe('{1}\t"text"\tnil\t2.0')
      expect(body.parts.map(({type}: {type: string}) => type)).toEqual(["table", "string", "nil", "number"])
      expect(driver.variables(body.variablesReference).map(({name, value}) => `${name} ${value}`)).toEqual([
        "[1] {1}",
        '[2] "text"',
        "[3] nil",
        "[4] 2.0",
      ])
      const args = {expression: "", contentReference: body.variablesReference}
      expect(driver.request("evaluate", args).result).toBe("{1}\ttext\tnil\t2.0")
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [2]})
    driver.atStop = undefined
  })
})
