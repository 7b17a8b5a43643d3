import {beforeAll, describe, expect, it} from "vitest"
import type {FrameRef} from "../../../src/debugger/engine.ts"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"

let driver: KernelDriver
beforeAll(async () => {
  driver = await KernelDriver.boot()
})

/** The code with its cursor at ▸. */
function at(notation: string): [code: string, cursor: number] {
  return [notation.replace("▸", ""), notation.indexOf("▸")]
}
const names = (notation: string, frame?: FrameRef): string[] =>
  driver.engine.complete(...at(notation), frame).items.map(one => one.text)
/** "name signature" of the completions. */
const signed = (notation: string, frame?: FrameRef): string[] =>
  driver.engine.complete(...at(notation), frame).items.map(({text, signature = ""}) => text + signature)
/** What the text becomes with its first completion. */
function completed(notation: string): string {
  const [code, cursor] = at(notation)
  const {from, to, items} = driver.engine.complete(code, cursor, undefined)
  return code.slice(0, from) + (items[0]?.text ?? "") + code.slice(to)
}
const run = (code: string): void => {
  const outcome = driver.engine.run({source: {text: code, name: "cell-1"}})
  expect(outcome).toMatchObject({kind: "done"})
}
const plain = (notation: string, withSource = false, frame?: FrameRef): string | undefined =>
  driver.engine.inspect(...at(notation), frame, withSource)?.["text/plain"] as string | undefined

/** Runs a program to the breakpoint in the line marked "-- here", and does something there. */
async function atStop(code: string, act: (frame: FrameRef) => void): Promise<void> {
  driver.writeFiles({"main.lua": code})
  const line = code.split("\n").findIndex(one => one.includes("-- here")) + 1
  let acted = 0
  driver.atStop = (_, {threadId}) => {
    acted++
    act({thread: threadId, level: 0})
    driver.request("continue", {threadId})
  }
  await driver.debug("main.lua", {"main.lua": [line]})
  driver.atStop = undefined
  expect(acted).toBe(1)
}

describe("Completion", () => {
  it("of names knows globals, the library, keywords, and what the text declares", () => {
    driver.engine.reset()
    run("counter = 1 function count_up(by, ...) end")
    expect(signed("coun▸")).toEqual(["count_up(by, ...)", "counter"])
    expect(signed("tos▸")).toEqual(["tostring(v)"])
    expect(names("whi▸")).toEqual(["while"])
    expect(names("str▸")).toEqual(["string"])
    expect(names("local counting = 1; coun▸")).toEqual(["counting", "count_up", "counter"])
  })

  it("of fields in an expression that is no statement", () => {
    driver.engine.reset()
    run("list = {name = 'n'} text = 'x'")
    expect(names("1 .. list.▸")).toEqual(["name"])
    expect(names("#list.▸")).toEqual(["name"])
    expect(completed("'a' .. text:upp▸")).toBe("'a' .. text:upper")
    expect(names("'a' .. text:upp▸")).toEqual(["upper"])
    expect(names("-list.na▸")).toEqual(["name"])
  })

  it("of fields looks into values, along __index tables and not through functions", () => {
    driver.engine.reset()
    run(`Base = {area = function(self, scale) end, kind = "base"}
      shape = setmetatable({width = 1, ["two words"] = 2, inner = {deep = {x = 1}}}, {__index = Base})
      lazy = setmetatable({}, {__index = function() error("called") end})
      ring = {one = 1} setmetatable(ring, {__index = ring})`)
    expect(signed("shape.▸")).toEqual(["inner", "width", "area(self, scale)", "kind"].sort())
    expect(signed("shape:▸")).toEqual(["area(scale)"])
    expect(names("shape.inner.de▸")).toEqual(["deep"])
    expect(names('shape["inner"].deep.▸')).toEqual(["x"])
    expect(names("print(shape.wi▸)")).toEqual(["width"])
    expect(names("lazy.▸")).toEqual([])
    expect(names("ring.▸")).toEqual(["one"])
  })

  it("behind a colon gives a string its methods", () => {
    driver.engine.reset()
    run('greeting = "hello"')
    for (const text of ["greeting:u▸", '("x"):u▸']) expect(names(text)).toEqual(["unpack", "upper"])
    expect(signed("greeting:re▸")).toEqual(["rep(n [, sep])", "reverse()"])
  })

  it("gives the library's members with their parameters", () => {
    driver.engine.reset()
    expect(signed("string.fo▸")).toEqual(["format(formatstring, ···)"])
    expect(names("math.p▸")).toEqual(["pi"])
    run("math.pineapple = 1")
    expect(names("math.pi▸")).toEqual(["pi", "pineapple"])
  })

  it("gives modules to require, and files to dofile", () => {
    driver.writeFiles({"main.lua": "", "lib/geometry.lua": "", "lib/init.lua": "", "data.txt": ""})
    expect(names('require("li▸")')).toEqual(["lib.geometry", "lib"])
    expect(names('dofile "▸')).toEqual(["data.txt", "lib/geometry.lua", "lib/init.lua", "main.lua"])
    expect(names('print("li▸")')).toEqual([])
  })

  it("replaces what is written, also behind the cursor", () => {
    expect(completed("print(tos▸)")).toBe("print(tostring)")
    expect(completed("tos▸tr(1)")).toBe("tostring(1)")
    expect(completed("string.▸")).toMatch(/^string\.\w+$/)
    expect(completed("-- tos▸")).toBe("-- tos")
  })

  it("takes any text and any place in it", () => {
    const text = 'local function f(a, ...) return a.b["c"]:d(1, {x = 2}) end -- é😀\nfor i = 1, 2 do goto x ::x:: end'
    for (let length = 0; length <= text.length; length++)
      for (const cursor of [0, Math.floor(length / 2), length, length + 9]) {
        const {from, to} = driver.engine.complete(text.slice(0, length), cursor, undefined)
        expect(from).toBeLessThanOrEqual(to)
        expect(to).toBeLessThanOrEqual(length)
        driver.engine.inspect(text.slice(0, length), cursor, undefined, true)
        driver.engine.completeness(text.slice(0, length), undefined)
      }
  })

  it("in a frame of a stop knows its locals, upvalues and their fields, and runs nothing", async () => {
    await atStop(
      `local upper = {field = 1}
local trap = setmetatable({}, {__index = function() error("called") end, __pairs = function() error("called") end})
local function f(first, second)
  local inside = {alpha = 1, beta = function(self, n) end}
  do local hidden = 1 end
  return first, upper, trap -- here
end
f({x = 1, y = 2})`,
      frame => {
        expect(names("ins▸", frame)).toEqual(["inside"])
        expect(names("hid▸", frame)).toEqual([])
        expect(names("first.▸", frame)).toEqual(["x", "y"])
        expect(names("upper.▸", frame)).toEqual(["field"])
        expect(signed("inside:▸", frame)).toEqual(["beta(n)"])
        expect(names("trap.▸", frame)).toEqual([])
        expect(names("▸", frame).slice(0, 5)).toEqual(["inside", "second", "first", "upper", "trap"])
        // without a frame it may not look: the program stands in the middle of something
        expect(names("ins▸")).toEqual([])
        expect(names("tostr▸")).toEqual(["tostring"])
        expect(driver.engine.completeness("x = 1", undefined)).toEqual({status: "unknown"})
        const {targets} = driver.request("completions", {text: "x = 1\nfirst.", line: 2, column: 7})
        expect(targets).toEqual([
          {label: "x", type: "field", start: 7, length: 0},
          {label: "y", type: "field", start: 7, length: 0},
        ])
        const reply: Body = driver.ask("lrp/complete", {code: "insi", cursor_pos: 4})
        expect(reply).toMatchObject({matches: ["inside"], cursor_start: 0, cursor_end: 4})
      },
    )
  })
})

describe("Inspection", () => {
  it("tells a function's signature, place, comment and, if wanted, its text", () => {
    driver.engine.reset()
    run("-- Adds two numbers.\n-- Both must be there.\nfunction add(a, b)\n  return a + b\nend\nlist = {1, 2}")
    const words = ["add(a, b)", "cell-1:3", "Adds two numbers.\nBoth must be there.", "function add (cell-1:3)"]
    expect(plain("print(ad▸d(1, 2))")).toBe([...words, "Type: function"].join("\n"))
    expect(plain("add(1, ▸")).toContain("add(a, b)")
    expect(plain("add▸", true)).toContain("return a + b\nend")
    expect(plain("list▸")).toBe("list = {1, 2}\nType: table")
    expect(plain("list[2]▸")).toBe("list[2] = 2\nType: number")
  })

  it("knows the library, and does not know what is not there", () => {
    driver.engine.reset()
    expect(plain("string.for▸mat")).toContain("string.format(formatstring, ···)")
    expect(plain("nothing▸")).toBeUndefined()
    expect(plain("▸")).toBeUndefined()
    expect(plain("1 + ▸2")).toBeUndefined()
    expect(plain("#package.lo▸aded")).toContain("package.loaded")
  })

  it("takes no global for a local of the text", () => {
    driver.engine.reset()
    run("mine = {old = 1}")
    expect(plain("local mine = 5 print(mi▸ne)")).toBeUndefined()
    expect(plain("do local mine = 5 end print(mi▸ne)")).toContain("mine = {old = 1}")
    expect(names("local mine = {new = 1} mine.▸")).not.toContain("old")
    expect(names("do local mine end mine.▸")).toEqual(["old"])
  })

  it("answers by the library alone while a program runs", async () => {
    await atStop("local value = 7\nprint(value) -- here", frame => {
      expect(plain("val▸ue", false, frame)).toBe("value = 7\nType: number")
      expect(plain("val▸ue")).toBeUndefined()
      expect(plain("print▸")).toContain("print(···)")
    })
  })
})

describe("Completeness", () => {
  it.each([
    ["", "complete"],
    ["1 + 1", "complete"],
    ["x = 1", "complete"],
    ["for i = 1, 2 do print(i) end", "complete"],
    ["x = = 1", "invalid"],
    ["end", "invalid"],
    ["'abc\n", "invalid"],
  ])("of %j is %s", (code, status) => {
    expect(driver.engine.completeness(code, undefined)).toEqual({status})
  })

  it.each([
    ["for i = 1, 2 do", "  "],
    ["function f()\n  if x then", "    "],
    ["print(", "  "],
    ["x = {1,\n {", "    "],
    ["if a then b() elseif c then", "  "],
    ["repeat x() ", "  "],
    ["while a do f() end for i = 1, 2 do", "  "],
    ["x =", ""],
    ["--[[ open", ""],
    ["s = [[open", ""],
    ["{1,", "  "],
    ["#", ""],
    ["not a and", ""],
    ["'a' ..", ""],
  ])("of %j wants more, after %j", (code, indent) => {
    expect(driver.engine.completeness(code, undefined)).toEqual({status: "incomplete", indent})
  })
})
