import {beforeEach, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

const driver = await KernelDriver.boot()
beforeEach(() => {
  driver.atStop = undefined
  driver.input = []
})

/** What a program writes, its errors included, in order. */
async function written(text: string, more: object = {}): Promise<string[]> {
  driver.writeFiles({"main.lua": text})
  await driver.debug("main.lua", {}, more)
  return driver.events
    .filter(({event}) => event === "output")
    .map(({body}) => body.output)
    .join("")
    .split("\n")
    .slice(0, -1)
}

const objects = `local function object(name, more)
  return setmetatable({name = name}, {
    __gc = function(self) print("gc " .. self.name) if more then more(self) end end,
    __close = function(self, problem) print("close " .. self.name, problem) if more then more(self) end end,
  })
end
`

describe("At a program's end", () => {
  it("its finalizers run, those of the newest objects first", async () => {
    const text = `a, b = object("a"), object("b")\nlocal c = object("c")\nprint("end")`
    expect(await written(objects + text)).toEqual(["end", "gc c", "gc b", "gc a"])
    expect(driver.exitCode).toBe(0)
  })

  it("they run after what is told of its error, too", async () => {
    const lines = await written(`${objects}keep = object("a")\nlocal open <close> = object("b")\nerror("failed", 0)`)
    expect(lines).toEqual([
      "close b\tfailed",
      "failed",
      "stack traceback:",
      "\tmain.lua:9: in main chunk",
      "gc b",
      "gc a",
    ])
    expect(driver.exitCode).toBe(1)
    expect(driver.notifications.filter(({method}) => method === "error")).toHaveLength(1)
    driver.notifications.length = 0
  })

  it("nothing runs where it has left by os.exit", async () => {
    expect(await written(`${objects}keep = object("a")\nlocal b <close> = object("b")\nos.exit(3)`)).toEqual([])
    expect(driver.exitCode).toBe(3)
  })

  it("os.exit(code, true) closes and finalizes", async () => {
    const text = `keep = object("a")
local b <close> = object("b")
do
  local c <close> = object("c")
  print(pcall(function()
    local d <close> = object("d")
    coroutine.wrap(function()
      local e <close> = object("e")
      os.exit(7, true)
    end)()
  end))
end`
    // e is the coroutine's: lua_close looks at the main thread only
    const lines = ["close d\tnil", "close c\tnil", "close b\tnil", "gc e", "gc d", "gc c", "gc b", "gc a"]
    expect(await written(objects + text)).toEqual(lines)
    expect(driver.exitCode).toBe(7)
    expect((await driver.execute("keep.name")).result).toEqual({"text/plain": "a"})
  })

  it("an error in what is closed goes to the next one, and changes no exit code", async () => {
    const text = `local b <close> = object("b")
local c <close> = object("c", function() error("in c", 0) end)
os.exit(true, true)`
    expect(await written(objects + text)).toEqual(["close c\tnil", "close b\tin c", "gc c", "gc b"])
    expect(driver.exitCode).toBe(0)
  })

  it.each([
    ["incremental", "collectgarbage('incremental')"],
    ["generational", "collectgarbage('generational')"],
    ["stopped", "collectgarbage('stop')"],
    ["in the middle of a cycle", "collectgarbage('incremental') for i = 1, 40 do collectgarbage('step', 1) end"],
  ])("the collector may be %s, and works on", async (_, mode) => {
    const text = `${mode}
kept, list = 0, {}
local meta = {__gc = function(self) kept = kept + self.n end}
for i = 1, 3000 do
  local one = setmetatable({n = 1, text = "text " .. i}, meta)
  if i % 3 == 0 then list[#list + 1] = one end
end
collectgarbage("step")`
    await written(text)
    expect(driver.exitCode).toBe(0)
    expect((await driver.execute("kept, #list, list[1].text, list[1000].text")).result).toEqual({
      "text/plain": "3000\t1000\ttext 3\ttext 3000",
    })
    const more = `collectgarbage("restart") for i = 1, 20 do local t = {} for j = 1, 2000 do t[j] = {j .. "x"} end end
      collectgarbage() collectgarbage() local sum = 0 for _, one in ipairs(list) do sum = sum + #one.text end return sum, kept`
    expect((await driver.execute(more)).result).toEqual({"text/plain": "8631\t3000"})
  })

  it("finalizers make no new ones, fail in silence, and may bring things back", async () => {
    const text = `keep = object("a", function(self) back = self; more = object("never") end)
fails = object("b", function() error("lost") end)`
    expect(await written(objects + text)).toEqual(["gc b", "gc a"])
    expect((await driver.execute("collectgarbage() return back.name, more.name")).result).toEqual({
      "text/plain": "a\tnever",
    })
    expect(await written("print(1)")).toEqual(["1"])
  })

  it("they can be stopped in, and read", async () => {
    driver.writeFiles({"main.lua": `keep = setmetatable({}, {__gc = function(self)\n  line = io.read()\nend})\n`})
    driver.input = ["typed\n"]
    const stops: string[] = []
    driver.atStop = () => {
      stops.push(driver.place())
      driver.request("next", {threadId: 1})
    }
    await driver.debug("main.lua", {"main.lua": [2]})
    expect(stops).toEqual(["main.lua:2", "main.lua:3"])
    expect((await driver.execute("line")).result).toEqual({"text/plain": "typed"})
  })

  it("one of them may exit", async () => {
    expect(await written(`${objects}a = object("a")\nb = object("b", function() os.exit(9, true) end)`)).toEqual([
      "gc b",
    ])
    expect(driver.exitCode).toBe(9)
    expect((await driver.execute("1 + 1")).result).toEqual({"text/plain": "2"})
  })

  it("its files are closed, and the standard ones are not", async () => {
    await written(`file = io.open("out.txt", "w")\nfile:write("text")`)
    expect(new TextDecoder().decode(driver.engine.readFile("out.txt"))).toBe("text")
    expect((await driver.execute("io.type(file), io.type(io.stdout), io.type(io.stdin)")).result).toEqual({
      "text/plain": "closed file\tfile\tfile",
    })
  })
})

describe("A state that goes on", () => {
  it("keeps what is in it: that of a session, and that of executions", async () => {
    expect(await written(`${objects}keep = object("a")`, {keepState: true})).toEqual([])
    await driver.execute(`later = setmetatable({}, {__gc = function() gone = true end})`)
    expect((await driver.execute("collectgarbage() return gone, keep.name")).result).toEqual({"text/plain": "nil\ta"})
  })

  it("is left by os.exit(code, true) in an execution, which closes that one's variables", async () => {
    await written("")
    await driver.execute("keep = setmetatable({}, {__gc = function() gone = true end})")
    const code = `local c <close> = setmetatable({}, {__close = function() closed = "closed" end})\nos.exit(0, true)`
    expect((await driver.execute(code)).status).toBe("ok")
    expect((await driver.execute("closed, gone")).result).toEqual({"text/plain": "closed\tnil"})
  })

  it("is not left by what the debugger evaluates", async () => {
    driver.writeFiles({"main.lua": `${objects}local c <close> = object("c")\nprint(1)`})
    driver.atStop = () => {
      driver.atStop = undefined
      expect(() => driver.evaluate("os.exit(1, true)")).toThrow("os.exit does nothing in an evaluation")
      expect(() => driver.request("evaluate", {expression: "os.exit(1, true)"})).toThrow("os.exit does nothing")
      expect(driver.output).toBe("")
      driver.request("continue", {threadId: 1})
    }
    await driver.debug("main.lua", {"main.lua": [8]})
    expect(driver.output).toBe("1\nclose c\tnil\ngc c\n")
    expect(driver.exitCode).toBe(0)
  })
})
