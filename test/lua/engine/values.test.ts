import {beforeAll, describe, expect, it} from "vitest"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"

describe("Values at a stop", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** Stops at the last line of a program, and looks. */
  async function look(text: string, use: (driver: KernelDriver) => void): Promise<void> {
    const line = text.trimEnd().split("\n").length
    let stops = 0
    let failed: unknown
    driver.writeFiles({"main.lua": text})
    driver.atStop = (_, {threadId}) => {
      stops++
      try {
        if (failed === undefined) use(driver)
      } catch (thrown) {
        failed = thrown
      }
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [line]})
    driver.atStop = undefined
    if (failed) throw failed
    expect(stops).toBe(1)
  }
  const shown = (list: readonly Body[]) => list.map(({name, value}) => `${name} = ${value}`)

  it("writes numbers as Lua does, integers and floats apart", async () => {
    await look(
      "local a, b, c, d, e, f, g, h = 1, 1.0, 9007199254740993, math.mininteger, 1/0, -1/0, -0.0, 2^63\nreturn a",
      () =>
        expect(shown(driver.variables("Locals"))).toEqual([
          "a = 1",
          "b = 1.0",
          "c = 9007199254740993",
          "d = -9223372036854775808",
          "e = inf",
          "f = -inf",
          "g = -0.0",
          "h = 9.2233720368548e+18",
        ]),
    )
    await look("local nan = 0/0\nreturn nan", () => expect(driver.variable("nan").value).toMatch(/^-?nan$/))
  })

  it("names entries so that the names give them back, whatever their keys", async () => {
    await look(
      `local t = {[math.huge] = 1, [-math.huge] = 2, [2^63] = 3, [0.1 + 0.2] = 4, [math.mininteger] = 5, [2^53] = 6,
  [1e300] = 7, [-1] = 8, [true] = 9, ["two words"] = 10, ["end"] = 11, ["\\0\\255"] = 12, ["a]b"] = 13, plain = 14}
_G[math.huge] = 15
return t`,
      () => {
        const entries = driver.variables(driver.variable("t").variablesReference)
        expect(entries).toHaveLength(14)
        for (const {evaluateName, value} of entries)
          expect(`${evaluateName} ${driver.evaluate(evaluateName).result}`).toBe(`${evaluateName} ${value}`)
        expect(driver.evaluate("_G[math.huge]").result).toBe("15")
      },
    )
  })

  it("quotes strings with every byte so that Lua reads them back", async () => {
    await look(
      `local bytes = {}
for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
local s = table.concat(bytes)
local digits = "\\0" .. "1" .. "\\200" .. "2"
local utf8 = "héllo wörld ✓ 🌙"
local broken = "a\\xffb\\xe2\\x82"
return s`,
      () => {
        const {value} = driver.variable("s")
        expect(value).toContain("\\0\\1\\2")
        expect(driver.evaluate(`s == ${value}`).result).toBe("true")
        for (const name of ["digits", "utf8", "broken"])
          expect(driver.evaluate(`${name} == ${driver.variable(name).value}`).result).toBe("true")
        expect(driver.variable("utf8").value).toBe('"héllo wörld ✓ 🌙"')
        expect(driver.variable("broken").value).toBe('"a\\xFFb\\xE2\\x82"')
      },
    )
  })

  it("cuts a string of 10 MB with NULs and tells its length", async () => {
    await look(`local s = ("\\0ab"):rep(3500000)\nlocal t = {s}\nreturn s`, () => {
      const {value, type} = driver.variable("s")
      expect(type).toBe("string")
      expect(value.length).toBeLessThan(6000)
      expect(value).toMatch(/^"\\0ab.* … .*ab" \(10,500,000 bytes\)$/)
      expect(driver.variable("t").value.length).toBeLessThan(200)
      expect(driver.evaluate("#s").result).toBe("10500000")
    })
  })

  it("opens cyclic and deeply nested tables level by level", async () => {
    await look(
      `local cyclic = {name = "c"}
cyclic.self = cyclic
local nested = {}
local at = nested
for i = 1, 200 do at.t = {depth = i} at = at.t end
return cyclic`,
      () => {
        let reference: number = driver.variable("cyclic").variablesReference
        for (let i = 0; i < 20; i++)
          reference = driver.variables(reference).find(one => one.name === "self")?.variablesReference
        expect(shown(driver.variables(reference))).toEqual(['name = "c"', 'self = {name = "c", self = {…}}'])
        reference = driver.variable("nested").variablesReference
        for (let i = 0; i < 199; i++)
          reference = driver.variables(reference).find(one => one.name === "t")?.variablesReference
        expect(shown(driver.variables(reference))).toEqual(["depth = 199", "t = {depth = 200}"])
      },
    )
  })

  it("pages through an array of a million entries", async () => {
    await look(
      "local t = {}\nfor i = 1, 1000000 do t[i] = i * 2 end\nt.name = 'array'\nt[2000000] = 'far'\nreturn t",
      () => {
        const {variablesReference, indexedVariables, namedVariables, value} = driver.variable("t")
        expect({indexedVariables, namedVariables}).toEqual({indexedVariables: 1_000_000, namedVariables: 2})
        expect(value).toMatch(/^\{2, 4, 6, .* more\}$/)
        const page = (start: number, count: number, filter = "indexed") =>
          shown(driver.variables(variablesReference, {filter, start, count}))
        expect(page(0, 2)).toEqual(["[1] = 2", "[2] = 4"])
        expect(page(999_998, 100)).toEqual(["[999999] = 1999998", "[1000000] = 2000000"])
        expect(page(500_000, 1)).toEqual(["[500001] = 1000002"])
        expect(page(0, 0, "named")).toEqual(['[2000000] = "far"', 'name = "array"'])
        expect(shown(driver.variables(variablesReference, {start: 999_999, count: 2}))).toEqual([
          "[1000000] = 2000000",
          '[2000000] = "far"',
        ])
      },
    )
  })

  it("pages through a table of a million names, each once", async () => {
    await look("local t = {}\nfor i = 1, 1000000 do t['k' .. i] = i end\nreturn t", () => {
      const {variablesReference, indexedVariables, namedVariables} = driver.variable("t")
      expect({indexedVariables, namedVariables}).toEqual({indexedVariables: undefined, namedVariables: 1_000_000})
      const page = (start: number, count: number) =>
        driver.variables(variablesReference, {filter: "named", start, count}).map(one => one.name)
      const seen = [...page(0, 100), ...page(100, 100), ...page(500_000, 100), ...page(999_900, 200)]
      expect(new Set(seen).size).toBe(400)
      for (const name of seen) expect(name).toMatch(/^k\d+$/)
    })
  })

  it("shows entries of tables with holes, of all kinds of keys", async () => {
    await look(
      `local key = {}
local t = {1, nil, 3, [10] = "ten", [2.5] = "float", [true] = "yes", [-1] = "minus", [key] = "table", ["a b"] = "quoted",
  ["end"] = "reserved", [math.mininteger] = "smallest",
  [math.huge] = "up", [-math.huge] = "down", [0.1 + 0.2] = "sum", [0.3] = "three tenths", [2^53] = "whole",
  [math.maxinteger] = "largest", [2^70] = "beyond", [1e300] = "far", [math.pi] = "pi", [""] = "empty",
  ["\\0\\"\\n\\\\\\xff\\xEF\\xBB\\xBFx"] = "bytes", ["\\xEF\\xBB\\xBFx"] = "marked", x = "plain", ["goto"] = "goto",
  [("long "):rep(50)] = "long", [false] = "no"}
return t`,
      () => {
        const entries = driver.variables(driver.variable("t").variablesReference)
        const names = entries.map(one => one.name.replace(/^\[\{.*/, "[{}]"))
        expect(names).toEqual([
          "[1]",
          "[2]",
          "[3]",
          "[-math.huge]",
          "[math.mininteger]",
          "[-1]",
          "[0.3]",
          "[0.30000000000000004]",
          "[2.5]",
          "[3.141592653589793]",
          "[10]",
          "[9007199254740992]",
          "[9223372036854775807]",
          "[1.1805916207174113e+21]",
          "[1e+300]",
          "[math.huge]",
          '[""]',
          '["\\0\\"\\n\\\\\\xFF\ufeffx"]',
          '["a b"]',
          '["end"]',
          '["goto"]',
          `["${"long ".repeat(8)}…"]`,
          '["\ufeffx"]',
          "[false]",
          "[true]",
          "[{}]",
          "x",
        ])
        expect(entries.filter(one => one.evaluateName === undefined).map(one => one.value)).toEqual(['"table"'])
        for (const {name, value, evaluateName} of entries)
          if (evaluateName) expect(`${name} ${driver.evaluate(evaluateName).result}`).toBe(`${name} ${value}`)
      },
    )
  })

  it("gives no expression for what its name does not give", async () => {
    await look(
      `x, y, z = {"global x"}, {"global y"}, {"global z"}
local y = {"outer y"}
local x = {"hidden"}
local function f(_)
  local all = {x, y}
  local x = {"inner"}
  return x
end
f()
return x`,
      () => {
        const named = (scope: string) => driver.variables(scope).filter(one => /^[xyz]$/.test(one.name))
        for (const {value, evaluateName} of [...named("Locals"), ...named("Globals")])
          expect(driver.evaluate(evaluateName).result).toBe(value)
        expect(named("Globals").map(one => one.evaluateName)).toEqual(["_G.x", "_G.y", "z"])
      },
    )
  })

  it("never runs metamethods", async () => {
    await look(
      `local function never() error("a metamethod ran") end
local mt = {__index = never, __newindex = never, __pairs = never, __ipairs = never, __tostring = never, __len = never,
  __eq = never, __lt = never, __le = never, __concat = never, __call = never, __name = "Shy"}
local shy = setmetatable({1, 2, x = {}}, mt)
local named = setmetatable({}, {__name = setmetatable({}, {__tostring = never})})
local protected = setmetatable({}, {__metatable = "locked", __index = never})
local file = io.stdout
return shy`,
      () => {
        expect(driver.variable("shy").value).toBe("Shy {1, 2, x = {}}")
        const entries = driver.variables(driver.variable("shy").variablesReference)
        expect(entries.map(one => one.name)).toEqual(["[1]", "[2]", "x", "(metatable)"])
        expect(driver.variables(entries[3].variablesReference).map(one => one.name)).toContain("__tostring")
        expect(driver.variable("named").value).toBe("{}")
        const [metatable] = driver.variables(driver.variable("protected").variablesReference)
        expect(metatable.name).toBe("(metatable)")
        expect(driver.variable("file").value).toMatch(/^FILE\*: 0x/)
      },
    )
    expect(driver.errors).toBe("")
  })

  it("tells functions apart that begin on one line", async () => {
    await look(
      `local M = { add = function(a) return a end, sub = function(a) return a end, deep = {one = function() end, two = function() end} }
local f, g = function() return 1 end, function() return 1 end
local function outer() return function() return 1 end end local h = outer()
local function first() return 1 end local function second() return 1 end
function M.x() end function M:y() end M.z = function() end
local list = {function() end, function() end, named = function() end}
local passed = select(1, function() end) local called = (function() return function() end end)()
local loaded = load("return {add = function(a) return a end, sub = function(a) return a end, function() end}")()
local named = load("f = function() end; g = function() end; return f", "=named")()
return M`,
      () => {
        const inside = (...path: string[]) => {
          let list = driver.variables("Locals")
          for (const name of path) list = driver.variables(list.find(one => one.name === name)?.variablesReference)
          return shown(list)
        }
        const all = inside().filter(text => /^\w+ = function/.test(text))
        expect(inside("M")).toEqual([
          "add = function M.add (main.lua:1)",
          "deep = {one = function M.deep.one (main.lua:1), … 1 more}",
          "sub = function M.sub (main.lua:1)",
          "x = function M.x (main.lua:5)",
          "y = function M:y (main.lua:5)",
          "z = function M.z (main.lua:5)",
        ])
        expect(all).toEqual([
          "f = function f (main.lua:2)",
          "g = function g (main.lua:2)",
          "outer = function outer (main.lua:3)",
          "h = function (main.lua:3)",
          "first = function first (main.lua:4)",
          "second = function second (main.lua:4)",
          "passed = function (main.lua:7)",
          "called = function (main.lua:7)",
          "named = function f (named:1)",
        ])
        expect(inside("list")).toEqual([
          "[1] = function (main.lua:6)",
          "[2] = function (main.lua:6)",
          "named = function list.named (main.lua:6)",
        ])
        expect(inside("loaded")).toEqual([
          "[1] = function (string:1)",
          "add = function add (string:1)",
          "sub = function sub (string:1)",
        ])
      },
    )
  })

  it("previews functions, threads and userdata", async () => {
    await look(
      `local function named() return 1 end
local builtin, lambda, co = string.format, load("return 1", "=chunk"), coroutine.create(named)
local upvalues = function() return named, co end
return named`,
      () => {
        expect(driver.variable("named").value).toBe("function named (main.lua:1)")
        expect(driver.variable("builtin").value).toBe("function string.format (built in)")
        expect(driver.variable("lambda").value).toBe("function main chunk (chunk)")
        expect(driver.variable("co").value).toMatch(/^thread: 0x/)
        expect(shown(driver.variables(driver.variable("upvalues").variablesReference))).toEqual([
          "named = function named (main.lua:1)",
          expect.stringMatching(/^co = thread: 0x/),
        ])
      },
    )
  })

  it("sets locals and entries of tables by their keys", async () => {
    await look(
      `local up = 1
local shared = {list = {10, 20}, name = "n", [true] = 1, [2.5] = 0}
return up, shared`,
      () => {
        const locals = driver.scope("Locals")
        const set = (variablesReference: number, name: string, value: string) =>
          driver.request("setVariable", {variablesReference, name, value})
        expect(set(locals, "up", "{1, 2}")).toMatchObject({value: "{1, 2}", type: "table"})
        expect(driver.evaluate("up[2]").result).toBe("2")
        const table = driver.variable("shared").variablesReference
        expect(set(table, "name", '"x" .. #shared.name').value).toBe('"x1"')
        expect(set(table, "[true]", "nil").value).toBe("nil")
        expect(set(table, "[2.5]", "up").value).toBe("{1, 2}")
        const list = driver.variables(table).find(one => one.name === "list").variablesReference
        expect(set(list, "[2]", "shared.list[1] + 1").value).toBe("11")
        expect(driver.evaluate("shared.name, shared[true], shared[2.5] == up, shared.list[2]").result).toBe(
          '"x1"\tnil\ttrue\t11',
        )
        expect(() => set(locals, "missing", "1")).toThrow("missing")
        expect(() => set(locals, "up", "1 +")).toThrow()
        expect(() => set(locals, "up", "error('no')")).toThrow("no")
        expect(driver.evaluate("up[2]").result).toBe("2")
      },
    )
  })

  it("sets locals of upper frames, upvalues and varargs of a function", async () => {
    driver.writeFiles({
      "main.lua": `local up = 1
local function inner()
  return up
end
local function f(a, ...)
  local b = a
  inner()
  print(a, b, up, select("#", ...), (...))
end
f(1, 2, 3)`,
    })
    let done = false
    driver.atStop = (_, {threadId}) => {
      if (!done) {
        done = true
        const set = (variablesReference: number, name: string, value: string) =>
          driver.request("setVariable", {variablesReference, name, value})
        set(driver.scope("Upvalues"), "up", "'upvalue'")
        set(driver.scope("Locals", 1), "b", "'local'")
        set(driver.scope("Varargs", 1), "[2]", "{}")
        expect(driver.evaluate("a, b, up, ...", 1).result).toBe('1\t"local"\t"upvalue"\t2\t{}')
        driver.evaluate("a = 'assigned'; up = 'again'", 1)
        expect(driver.evaluate("up").result).toBe('"again"')
      }
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [3]})
    driver.atStop = undefined
    expect(done).toBe(true)
    expect(driver.output).toBe("assigned\tlocal\tagain\t2\t2\n")
  })

  it("evaluates expressions, statements, closures and errors", async () => {
    await look(
      `local t = {a = {b = {c = "deep"}}}
local n = 1
local function f(...) return ... end
GLOBAL = "g"
return t`,
      () => {
        const result = (expression: string) => driver.evaluate(expression).result
        expect(result("t.a.b.c")).toBe('"deep"')
        expect(driver.evaluate("t.a").variablesReference).toBeGreaterThan(0)
        expect(result("n = n + 1")).toBe("")
        expect(result("n")).toBe("2")
        expect(result("local x = n * 2 return x, x + 1")).toBe("4\t5")
        expect(result("for i = 1, 3 do n = n + i end return n")).toBe("8")
        expect(result("f()")).toBe("nil")
        expect(result("f(nil, nil)")).toBe("nil\tnil")
        expect(result("n -- a comment")).toBe("8")
        expect(result("GLOBAL")).toBe('"g"')
        expect(result("NEW = function() n = n + 1 return n end")).toBe("")
        expect(result("NEW")).toMatch(/^function/)
        expect(result("(function() n = 100 end)()")).toBe("nil")
        expect(result("n")).toBe("100")
        expect(() => result("t.x.y")).toThrow("attempt to index a nil value (field 'x')")
        expect(() => result("error({code = 1})")).toThrow(/error object is a table value|\{code = 1\}/)
        expect(() => result("error()")).toThrow()
        expect(() => result("1 +")).toThrow()
        expect(() => result("end")).toThrow()
        expect(() => result("n = ")).toThrow()
        expect(() => result("coroutine.yield(1)")).toThrow("attempt to yield")
        expect(result("coroutine.wrap(function() coroutine.yield(n) end)()")).toBe("100")
        expect(result("pcall(error, 'x')")).toBe('false\t"x"')
        expect(result("select('#', table.unpack({}, 1, 300))")).toBe("300")
      },
    )
  })

  it("gives values without a frame from the globals", async () => {
    await look("local n = 1\nn, GLOBAL = 2, 3\nreturn n", () => {
      expect(driver.request("evaluate", {expression: "n"}).result).toBe("nil")
      expect(driver.request("evaluate", {expression: "GLOBAL"}).result).toBe("3")
      driver.request("evaluate", {expression: "GLOBAL = 4"})
      expect(driver.request("evaluate", {expression: "GLOBAL"}).result).toBe("4")
      const {variablesReference} = driver
        .request("scopes", {frameId: driver.frameId()})
        .scopes.find((one: Body) => one.name === "Globals")
      const globals = driver.variables(variablesReference)
      expect(globals[0]).toMatchObject({name: "GLOBAL", value: "4", evaluateName: "GLOBAL"})
      expect(driver.request("setVariable", {variablesReference, name: "GLOBAL", value: "5"}).value).toBe("5")
      expect(driver.request("evaluate", {expression: "GLOBAL"}).result).toBe("5")
    })
  })

  it("keeps const and to-be-closed variables readable, and shadowed ones apart", async () => {
    await look(
      `local k <const> = 5
local x = 1
local c <close> = nil
do
local x = 2
return x, k, c end`,
      () => {
        expect(shown(driver.variables("Locals"))).toEqual(["x = 1", "c = nil", "x = 2", "k = 5"])
        expect(driver.evaluate("x").result).toBe("2")
        driver.request("setVariable", {variablesReference: driver.scope("Locals"), name: "x", value: "3"})
        expect(shown(driver.variables("Locals"))).toEqual(["x = 1", "c = nil", "x = 3", "k = 5"])
      },
    )
  })

  it("refuses references and frames of the stop before", async () => {
    driver.writeFiles({"main.lua": "local t = {{}}\nt = {t}\nreturn t"})
    let before: {reference: number; frame: number} | undefined
    let checked = false
    driver.atStop = (_, {threadId}) => {
      if (before) {
        const {reference, frame} = before
        expect(() => driver.request("variables", {variablesReference: reference})).toThrow("References end")
        expect(() => driver.request("scopes", {frameId: frame})).toThrow("No frame")
        expect(() => driver.request("evaluate", {expression: "1", frameId: frame})).toThrow("No frame")
        checked = true
      } else before = {reference: driver.variable("t").variablesReference, frame: driver.frameId()}
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [2, 3]})
    driver.atStop = undefined
    expect(checked).toBe(true)
  })

  it("doesn't grow with the number of stops", async () => {
    driver.writeFiles({
      "main.lua": "local t = {a = {1, 2}, f = function() return print end}\nfor i = 1, 2000 do\n  t.i = i\nend",
    })
    const sizes: number[] = []
    driver.atStop = (_, {threadId}) => {
      const locals = driver.variables("Locals")
      for (const {variablesReference} of locals) if (variablesReference) driver.variables(variablesReference)
      driver.evaluate("t.a[1] + 1")
      driver.evaluate("collectgarbage('count')")
      sizes.push(Number(driver.evaluate("#debug.getregistry()").result))
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [3]})
    driver.atStop = undefined
    expect(sizes).toHaveLength(2000)
    expect(sizes.at(-1)).toBeLessThan((sizes[10] as number) + 20)
  })
})
