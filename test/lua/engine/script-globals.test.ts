/** Console, Debugger, Performance and Inspect on the real VM, seen by a client. */
import {beforeAll, beforeEach, describe, expect, it} from "vitest"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"

let driver: KernelDriver
beforeAll(async () => {
  driver = await KernelDriver.boot()
})
beforeEach(() => driver.notifications.splice(0))

/** The result of an execution as text, or its error. */
async function run(code: string): Promise<string | undefined> {
  const reply = await driver.execute(code)
  return reply.status === "ok" ? reply.result?.["text/plain"] : `error: ${reply.evalue}`
}
const told = (method: string): Body[] =>
  driver.notifications.filter(one => one.method === method).map(one => one.params)
const said = (): string[] => told("console").map(({level, text}) => `${level}: ${text}`)

describe("Console", () => {
  it("writes values as the debugger shows them, strings as they are", async () => {
    await run("local t = {1, 2, name = 'x'}\nConsole.log('a', 1.0, nil, true, t)")
    expect(told("console")).toEqual([
      {level: "log", text: 'a 1.0 nil true {1, 2, name = "x"}', source: expect.stringMatching(/^cell-/), line: 2},
    ])
  })

  it("has levels", async () => {
    await run(
      "Console.info(1) Console.debug(2) Console.warn(3) Console.error(4) Console.assert(1 == 1, 5) Console.assert(nil, 6)",
    )
    expect(said()).toEqual(["info: 1", "debug: 2", "warn: 3", "error: 4", "error: Assertion failed: 6"])
  })

  it("keeps its order with what is printed and written without a line's end", async () => {
    await run("print('1') Console.log('2') io.write('3') Console.log('4') io.write('5')")
    const order = driver.notifications.flatMap(({method, params}) =>
      method === "stream" || method === "console" ? [(params as Body).text.trim()] : [],
    )
    expect(order).toEqual(["1", "2", "3", "4", "5"])
  })

  it("counts, and takes times, by label", async () => {
    await run("Console.count() Console.count('x') Console.count() Console.countReset() Console.count()")
    await run("Console.time('t') local ms = Console.timeEnd('t') assert(math.type(ms) == 'float' and ms >= 0)")
    await run("Console.timeEnd('t')")
    expect(said().slice(0, 4)).toEqual(["log: default: 1", "log: x: 1", "log: default: 2", "log: default: 1"])
    expect(said()[4]).toMatch(/^log: t: [\d.]+ ms$/)
    expect(said()[5]).toMatch(/^warn: There is no clock "t"/)
  })

  it("groups, traces and clears", async () => {
    await run("Console.group('head') Console.log('in') Console.groupEnd() Console.clear()")
    expect(told("console").map(({group}) => group)).toEqual(["start", undefined, "end"])
    expect(told("clear_output")).toEqual([{wait: false}])
    await driver.execute("local function f() Console.trace('here') end\ncoroutine.wrap(function() f() end)()", "t")
    expect(said().at(-1)?.split("\n")).toEqual([
      "log: Trace: here",
      "  t:1: in f",
      "  t:2: in function <t:2>",
      "  resumed from:",
      expect.stringContaining("  t:2: in main chunk"),
    ])
  })

  it("dumps what is within, and cycles", async () => {
    await run("local t = {1, {2, {3}}, name = 'x'} t.self = t Console.dump(t) Console.dump(t, 1) Console.dump(7)")
    expect(said()).toEqual([
      'log: {\n  1,\n  {\n    2,\n    {\n      3,\n    },\n  },\n  name = "x",\n  self = <cycle>,\n}',
      'log: {\n  1,\n  {…},\n  name = "x",\n  self = <cycle>,\n}',
      "log: 7",
    ])
  })

  it("shows records as a table: as text, as markup, and as data", async () => {
    await run("Console.table {{name = 'Ann', age = 30}, {name = '<b>', age = 4}, 5}")
    const [{data}] = told("display_data")
    expect(data["text/plain"].split("\n")).toEqual(
      ["   age  name   Value", "───────────────────", '1   30  "Ann"', '2    4  "<b>"', "3                  5"].map(
        (line, i) => (i === 1 ? expect.stringMatching(/^─+$/) : line),
      ),
    )
    expect(data["text/html"]).toContain("<td>&quot;&lt;b&gt;&quot;</td>")
    expect(data["application/vnd.dataresource+json"].data[0]).toEqual({"": "1", age: "30", name: '"Ann"', Value: ""})
  })

  it("takes the columns and the rows that are wanted, at most 1,000", async () => {
    await run("Console.table({b = {x = 1, y = 2}, a = {x = 3}}, {'y', 'x'})")
    await run("local t = {} for i = 1, 1500 do t[i] = i end Console.table(t)")
    const [first, second] = told("display_data").map(({data}) => data["text/plain"].split("\n"))
    expect(first.slice(2)).toEqual(["a     3", "b  2  1"])
    expect(second).toHaveLength(1003)
    expect(second.at(-1)).toBe("… 500 more")
  })
})

describe("The script globals", () => {
  it("are there after a reset, and a program's own of the name wins", async () => {
    expect(await run("type(Console.log), type(Debugger), type(Performance.now), type(Inspect)")).toBe(
      "function\ttable\tfunction\ttable",
    )
    expect(await run("Console = {log = function() return 'mine' end} return Console.log()")).toBe("mine")
    driver.writeFiles({"main.lua": "local n = 1\nConsole = 5\nlocal done = 1"})
    let names: string[] = []
    driver.atStop = () => {
      names = driver.variables("Globals").map(one => one.name)
      driver.request("continue", {threadId: 1})
    }
    await driver.debug("main.lua", {"main.lua": [3]})
    // one's own come first, before the library's
    expect(names[0]).toBe("Console")
    expect(names.indexOf("Debugger")).toBeGreaterThan(names.indexOf("arg"))
    driver.engine.reset()
    expect(await run("type(Console.log)")).toBe("function")
  })

  it("forget what they remember with the state", async () => {
    await run("Console.count('r') Performance.mark('m')")
    driver.engine.reset()
    await run("Console.count('r')")
    expect(said()).toEqual(["log: r: 1", "log: r: 1"])
    expect(await run("#Performance.entries()")).toBe("0")
  })

  it("are named where they are shown", async () => {
    expect(await run("Inspect.value(Console.log)")).toBe("function Console.log (built in)")
  })

  it("raise errors like Lua's own, with the place of the call", async () => {
    expect(await run("\nPerformance.mark(nil)")).toMatch(
      /^error: cell-\d+:2: bad argument #1 to 'Performance.mark' \(string expected, got nil\)$/,
    )
    expect(await run("local ok, e = pcall(Debugger.breakpoint, 'x') return e")).toContain(
      "integer expected, got no value",
    )
    expect(await run("coroutine.wrap(function() return Inspect.source(1) end)()")).toContain(
      "function expected, got number",
    )
  })

  it("run no finalizer while they answer", async () => {
    await run(`
      local collected = 0
      for i = 1, 20000 do
        setmetatable({}, {__gc = function() collected = collected + 1 Console.count('gc') end})
        Performance.mark('m' .. i % 10)
        if i % 1000 == 0 then Console.log(i) end
      end
      collectgarbage()
      result = collected`)
    expect(await run("result > 10000")).toBe("true")
  })
})

describe("Debugger", () => {
  const file =
    "local i = 1\nDebugger.pause('look')\ni = i + 1\nlocal function f() Debugger.pause() return 5 end\nlocal r = f()\nprint(i, r)\n"

  it("pauses the program where it asks for it, and a step goes on from there", async () => {
    driver.writeFiles({"main.lua": file})
    const stops: string[] = []
    const commands = ["next", "next", "next", "stepOut", "continue"]
    driver.atStop = (_, {reason, description}) => {
      stops.push(`${reason} ${driver.place()} ${description ?? ""} i=${driver.variable("i")?.value}`)
      driver.request(commands.shift() as string, {threadId: 1})
    }
    await driver.debug("main.lua")
    expect(stops).toEqual([
      "pause main.lua:2 Paused by the program: look i=1",
      "step main.lua:3  i=1",
      "step main.lua:4  i=2",
      "step main.lua:5  i=2",
      "pause main.lua:4 Paused by the program i=undefined",
    ])
    expect(driver.output).toBe("2\t5\n")
  })

  it("can be stepped into and out from, and never shows a frame of its own", async () => {
    driver.writeFiles({"main.lua": "local function f()\n  Debugger.pause()\n  return 5\nend\nf()\nprint(1)\n"})
    const seen: string[] = []
    const commands = ["stepIn", "stepOut", "stepIn", "continue"]
    driver.atStop = () => {
      const {stackFrames} = driver.request("stackTrace", {threadId: 1})
      seen.push(stackFrames.map((one: Body) => `${one.name}:${one.line}`).join(" "))
      driver.request(commands.shift() as string, {threadId: 1})
    }
    await driver.debug("main.lua")
    expect(seen).toEqual(["f:2 main chunk:5", "f:3 main chunk:5", "main chunk:6"])
  })

  it("steps into a line that calls Console as if over it", async () => {
    driver.writeFiles({"main.lua": "local a = 1\nConsole.log(a)\nConsole.table{{1}}\nprint(a)\n"})
    const seen: string[] = []
    driver.atStop = () => {
      seen.push(driver.place())
      driver.request("stepIn", {threadId: 1})
    }
    await driver.debug("main.lua", {}, {stopOnEntry: true})
    expect(seen).toEqual(["main.lua:1", "main.lua:2", "main.lua:3", "main.lua:4"])
    expect(driver.events.filter(({event}) => event === "output").map(({body}) => [body.category, body.line])).toEqual([
      ["stdout", 2],
      ["stdout", 3],
      ["stdout", 4],
    ])
  })

  it("pauses in coroutines, sort comparators and metamethods", async () => {
    driver.writeFiles({
      "main.lua": `local co = coroutine.wrap(function() Debugger.pause() end)
co()
local t = {2, 1}
table.sort(t, function(a, b) Debugger.pause() return a < b end)
local m = setmetatable({}, {__add = function() Debugger.pause() return 1 end})
local x = m + m
print(t[1], x)`,
    })
    const seen: string[] = []
    driver.atStop = () => {
      seen.push(driver.place())
      driver.request("continue", {threadId: 1})
    }
    await driver.debug("main.lua")
    expect(seen).toEqual(["main.lua:1", "main.lua:4", "main.lua:5"])
    expect(driver.output).toBe("1\t1\n")
  })

  it("does nothing where nobody debugs", async () => {
    expect(await run("Debugger.pause() return Debugger.isAttached(), Debugger.breakpoint('main.lua', 1)")).toBe(
      "false\tnil",
    )
    driver.writeFiles({"main.lua": "Debugger.pause() print(Debugger.isAttached())"})
    driver.atStop = undefined
    await driver.debug("main.lua", {}, {noDebug: true})
    expect(driver.output).toBe("false\n")
    expect(driver.events.map(({event}) => event)).not.toContain("stopped")
  })

  it("sets and clears breakpoints, and tells of it", async () => {
    driver.writeFiles({
      "main.lua": `print(Debugger.isAttached(), Debugger.breakpoint("main.lua", 3, "i == 2"), Debugger.breakpoint("gone.lua", 1))
for i = 1, 3 do
  local x = i
end
print(Debugger.clear("main.lua", 3), Debugger.clear("main.lua", 3))
for i = 2, 2 do
  local x = i
end`,
    })
    const seen: string[] = []
    driver.atStop = () => {
      seen.push(`${driver.place()} ${driver.variable("i").value}`)
      driver.request("continue", {threadId: 1})
    }
    await driver.debug("main.lua")
    expect(seen).toEqual(["main.lua:3 2"])
    expect(driver.output).toBe("true\t3\tnil\ntrue\tfalse\n")
    const changes = driver.events.filter(({event}) => event === "breakpoint").map(({body}) => body)
    expect(changes).toMatchObject([
      {reason: "new", breakpoint: {verified: true, line: 3, source: {path: "main.lua"}}},
      {reason: "removed", breakpoint: {line: 3, id: changes[0].breakpoint.id}},
    ])
  })

  it("gives the stack as a table", async () => {
    await driver.execute(
      "local function f() return Debugger.traceback() end\nlocal t = f()\nlocal co = coroutine.create(function() coroutine.yield() end)\ncoroutine.resume(co)\nlocal c = Debugger.traceback(co)\nConsole.log(#t, t[1].name, t[1].line, t[2].name, t[2].line, #c, c[1].line)",
      "t",
    )
    expect(said()).toEqual(["log: 2 f 1 main chunk 2 1 3"])
  })
})

describe("Performance", () => {
  it("marks and measures", async () => {
    expect(await run("local a = Performance.now() local b = Performance.now() return math.type(a), b >= a")).toBe(
      "float\ttrue",
    )
    await run("Performance.clear() Performance.mark('a') Performance.mark('b')")
    expect(await run("local d = Performance.measure('a to b', 'a', 'b') return d >= 0")).toBe("true")
    expect(
      await run(
        "local e = Performance.entries() return #e, e[1].name, e[1].type, e[3].name, e[3].type, e[3].duration >= 0",
      ),
    ).toBe("3\ta\tmark\ta to b\tmeasure\ttrue")
    expect(await run("Performance.measure('x', 'nowhere')")).toContain('there is no mark "nowhere"')
    expect(await run("Performance.clear() return #Performance.entries()")).toBe("0")
  })

  it("tells the memory in use", async () => {
    expect(await run("math.type(Performance.memory()), Performance.memory() > 10000")).toBe("integer\ttrue")
    expect(
      await run("local a = Performance.memory() big = ('x'):rep(1000000) return Performance.memory() - a > 900000"),
    ).toBe("true")
  })
})

describe("Inspect", () => {
  it("gives values and types as the debugger shows them", async () => {
    expect(await run("Inspect.value({1, 'a', {}})")).toBe('{1, "a", {}}')
    expect(
      await run(
        "Inspect.type(1), Inspect.type(1.5), Inspect.type(setmetatable({}, {__name = 'Point'})), Inspect.type()",
      ),
    ).toBe("integer\tfloat\tPoint\tnil")
  })

  it("gives the variables of callers, and a function's upvalues and place", async () => {
    expect(
      await run(
        "local function f(a) local b = 'inner' return Inspect.locals(2).outer, Inspect.locals().b end\nlocal outer = 7\nlocal a, b = f(1) return a, b",
      ),
    ).toBe("7\tinner")
    expect(await run("Inspect.locals(9)")).toContain("there is no level 9")
    expect(await run("local up = 3 local function f() return up end return Inspect.upvalues(f).up")).toBe("3")
    expect(
      await run(
        "\nlocal function f()\nend\nlocal s = Inspect.source(f) return s.line, s.lastLine, Inspect.source(print)",
      ),
    ).toBe("2\t3\tnil")
  })

  it("displays data by MIME type, binary data as base64", async () => {
    await run(
      'Inspect.display{["image/png"] = "\\x89PNG\\0\\xff", ["text/plain"] = "moon", ["application/json"] = "[1]"}',
    )
    await run("Inspect.display({1, 2})")
    expect(told("display_data").map(({data}) => data)).toEqual([
      {"image/png": "iVBORwD/", "text/plain": "moon", "application/json": [1]},
      {"text/plain": "{1, 2}", "text/html": expect.stringContaining("<td>1</td>"), "application/json": [1, 2]},
    ])
    await run('Inspect.display{["application/json"] = {a = {1}}}')
    expect(told("display_data").at(-1)).toMatchObject({data: {"application/json": {a: [1]}}})
    expect(await run('Inspect.display{["application/json"] = "["}')).toContain("is not JSON")
    expect(await run('Inspect.display{["text/html"] = {}}')).toContain('data of "text/html" must be a string')
  })
})
