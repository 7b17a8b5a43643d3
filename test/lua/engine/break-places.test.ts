/** Where breakpoints stand and how often they hit, by the table in docs: each program marks the line asked for. */
import {beforeAll, describe, expect, it} from "vitest"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"

let driver: KernelDriver
beforeAll(async () => {
  driver = await KernelDriver.boot()
})

interface Asked {
  readonly column?: number
  readonly hitCondition?: string
  /** Of the innermost frame at each stop, to be told behind the line. */
  readonly shows?: string
}

/** Debugs a text with a breakpoint on one line (1-based): where it went, and the lines of its stops. */
async function debug(text: string, line: number, {shows, ...asked}: Asked = {}) {
  driver.writeFiles({"main.lua": text})
  const stops: string[] = []
  driver.atStop = (_, {threadId}: Body) => {
    const [frame] = driver.request("stackTrace", {threadId, levels: 1}).stackFrames
    const shown = shows ? `:${driver.request("evaluate", {expression: shows, frameId: frame.id}).result}` : ""
    stops.push(`${frame.line}${shown}`)
    driver.request("continue", {threadId})
  }
  driver.launch("main.lua", {})
  const [{verified, line: at, message}] = driver.request("setBreakpoints", {
    source: {path: "main.lua"},
    breakpoints: [{line, ...asked}],
  }).breakpoints
  await driver.start()
  driver.atStop = undefined
  return {place: `${verified ? "" : "unverified "}${at}`, stops: stops.join(" "), message}
}

/** The text has » on the line asked for; it stands there, and stops there so often. */
async function expectHits(notation: string, hits: number, asked?: Asked) {
  const line = notation.slice(0, notation.indexOf("»")).split("\n").length
  const {place, stops} = await debug(notation.replace("»", ""), line, asked)
  expect({place, stops}).toEqual({place: `${line}`, stops: Array.from({length: hits}, () => line).join(" ")})
}

const v = "local function v(...) return ... end\n"

describe("A continuation line is hit the first time in each evaluation of its statement:", () => {
  it.each([
    ["an argument", `${v}print(\n»v(1),\nv(2)\n)`, 1],
    ["a later argument", `${v}print(\nv(1),\n»v(2)\n)`, 1],
    ["a condition's second half", `${v}if v(true) and\n»v(false)\nthen\nprint("in")\nend\nprint("after")`, 1],
    ["one that is not come to", `${v}if v(false) and\n»v(false)\nthen\nprint("in")\nend\nprint("after")`, 0],
    ["a chain's link", `local o = {}\nfunction o:a(n) return self end\nlocal p = o\n:a(1)\n»:a(2)\n:a(3)`, 1],
    ["a concatenation", `${v}local s = v("a") ..\n»v("b") ..\nv("c")`, 1],
    ["a value on the line behind", `${v}local s =\n»v("b")`, 1],
    ["a constructor's field", `local t = {\nx = 1,\n»y = math.max(3, 4),\n}`, 1],
    ["a loop's condition, in each round", `local i = 0\nwhile i < 5\n»and i < 3 do\ni = i + 1\nend`, 4],
    ["a condition behind until", `local i = 0\nrepeat\ni = i + 1\nuntil i > 0\n»and i > 2`, 3],
    ["in a loop's body", `${v}for i = 1, 3 do\nv(1,\n»2)\nend`, 3],
    ["a for's limit", `${v}for i = 1,\n»v(3) do\nv(i)\nend`, 1],
    ["come to by two ways", `${v}for i = 1, 2 do\nlocal x = i == 1 and\n»v(nil) or v(2)\nend`, 2],
    ["come to twice in one evaluation", `${v}v(v(true) and\n»v(1), v(2),\nv(3))`, 1],
    ["begun again behind another line", `${v}v(v(true) and\n»v(1), v(2,\nv(3)),\nv(4))`, 1],
    ["with a statement behind it", `${v}for i = 1, 2 do\nif v(true) and\n»v(i == 1) then v(1) end\nend`, 2],
    ["of recursion", `local function f(n)\nreturn n == 0 and 1 or n > 3 and\n»n or f(n - 1)\nend\nf(3)`, 4],
  ] as const)("%s", async (_, notation, hits) => {
    await expectHits(notation, hits)
  })

  it("an argument's breakpoint stops before the argument is taken", async () => {
    const text = `local log = ""\nlocal function v(x) log = log .. x return x end\nprint(\nv(1),\nv(2)\n)`
    expect(await debug(text, 5, {shows: "log"})).toMatchObject({place: "5", stops: '5:"1"'})
  })

  it("an error within it leaves nothing behind", async () => {
    await expectHits(
      `local function f(a, b)\nlocal t = {a and\n»b.x, b.y}\nend\nfor i = 1, 3 do pcall(f, true) pcall(f, false) end`,
      6,
    )
  })
})

describe("A function's end", () => {
  it("is hit at each return through it, with the locals as they are then", async () => {
    const text = `local C = {}\nfunction C:go(x)\n  local r = 0\n  if x then\n    r = 2\n  end\nend\nC:go(false)\nC:go(true)`
    expect(await debug(text, 7, {shows: "r"})).toEqual({place: "7", stops: "7:0 7:2", message: undefined})
  })
  it.each([
    ["without a branch", `local function f()\nlocal a = 1\na = a + 1\n»end\nf() f()`, 2],
    ["of a callback", `local function each(f) f(1) f(2) end\neach(function(x)\nlocal y = x\n»end)\nprint()`, 2],
    ["that an explicit return passes by", `local function f(x)\nif x then return 1 end\n»end\nf(true) f(false)`, 1],
    ["of a vararg function", `local function f(...)\nlocal a = ...\n»end\nf(1)`, 1],
    ["of an empty function", `local function f()\n»end\nf() f()`, 2],
  ] as const)("%s", async (_, notation, hits) => {
    await expectHits(notation, hits)
  })
  it("behind a return is where the function is made, and says so", async () => {
    expect(await debug("local function f()\nreturn 1\nend\nf()", 3)).toEqual({
      place: "3",
      stops: "3",
      message: "Line 3 is where the function is made; it returns before it gets there.",
    })
  })
  it("behind an error that is always raised is where the function is made", async () => {
    expect(await debug("local function f()\nerror('x')\nend\npcall(f)", 3)).toMatchObject({place: "3", stops: "3"})
    expect(await debug("local function f(x)\nif x then error('x') end\nend\nf()", 3)).toMatchObject({stops: "3"})
  })
  it("shows what is to be closed before it is closed", async () => {
    const text = `local function f()\nlocal c <close> = setmetatable({}, {__close = print})\nend\nf()`
    expect(await debug(text, 3)).toMatchObject({place: "3", stops: "3"})
  })
})

describe("A function on one line is hit", () => {
  it.each([
    ["where it is made, and in its calls", `»local function f() return 1 end\nf() f()`, 3],
    ["where it is made, and in its calls where it is empty", `»local function f() end\nf() f()`, 3],
    ["in a constructor", `local t = {\n»f = function() return 1 end,\n}\nt.f() t.f()`, 3],
  ] as const)("%s", async (_, notation, hits) => {
    await expectHits(notation, hits)
  })
})

describe("Other lines:", () => {
  it.each([
    ["a statement's start, each time", `for i = 1, 3 do\n»print(\ni\n)\nend`, 3],
    ["a for header, once", `»for i = 1, 3 do\nprint(i)\nend`, 1],
    ["an empty for's, once", `»for i = 1, 3 do end`, 1],
    ["a for header with an iterator, once", `»for k, v in pairs({1, 2}) do\nprint(k)\nend`, 1],
    ["a for header's line behind in, once", `for k, v in\n»pairs({1, 2}) do\nprint(k)\nend`, 1],
    ["one whose iterator is called there, once", `local f = next\nfor k in\n»f\n, {1, 2} do\nprint(k)\nend`, 1],
    ["a while, each time", `local i = 0\n»while i < 2 do i = i + 1 end`, 3],
    ["an until, each time", `local i = 0\nrepeat\ni = i + 1\n»until i == 2`, 2],
    ["an elseif", `if false then\nprint(1)\n»elseif true then\nprint(2)\nend`, 1],
    ["several statements, once", `for i = 1, 2 do\n»print(1) print(2) print(3)\nend`, 2],
    ["an end that the main chunk returns through", `if _VERSION then\nlocal x = 1\n»end`, 1],
    ["a break", `for i = 1, 3 do\nif i == 2 then\n»break\nend\nend`, 1],
    ["a break on its line", `for i = 1, 3 do\n»if i == 2 then break end\nend`, 2],
    ["a statement behind a branch's end", `for i = 1, 2 do\nif i == 1 then\n»print(1) end print(2)\nend`, 2],
    ["a loop's last line", `local i = 0\nwhile i < 3 do\ni = i + 1\nif i == 2 then\n»print(1) end\nend`, 1],
  ] as const)("%s", async (_, notation, hits) => {
    await expectHits(notation, hits)
  })

  it.each([
    ["a comment", "local a = 1\n»-- why\nprint(a)", 3],
    ["an else", "local a = 1\nif a then\nprint(a)\n»else\nprint(2)\nend\nprint(3)", 5],
    ["a block's end", "do\nlocal a = 1\n»end\nprint(3)", 4],
    ["a line in front of an end", "local function f()\nlocal a = 1\n»-- done\nend\nf()", 4],
  ] as const)("%s moves to the next that can hold one", async (_, notation, to) => {
    const line = notation.slice(0, notation.indexOf("»")).split("\n").length
    expect(await debug(notation.replace("»", ""), line)).toMatchObject({
      place: `${to}`,
      message: `Line ${line} has no statement; moved to line ${to}.`,
    })
  })
})

describe("A column chooses", () => {
  const columns = (text: string, line: number) => {
    driver.writeFiles({"main.lua": text})
    driver.launch("main.lua", {})
    const {breakpoints} = driver.request("breakpointLocations", {source: {path: "main.lua"}, line})
    return breakpoints.map((one: Body) => one.column)
  }

  it("one of several statements", async () => {
    const text = "local n = 0\nn = n + 1; n = n + 2 n = n + 3\n"
    expect(columns(text, 2)).toEqual([1, 12, 22])
    expect(await debug(text, 2, {column: 1, shows: "n"})).toMatchObject({stops: "2:0"})
    expect(await debug(text, 2, {column: 12, shows: "n"})).toMatchObject({stops: "2:1"})
    expect(await debug(text, 2, {column: 15, shows: "n"})).toMatchObject({stops: "2:1"})
    expect(await debug(text, 2, {column: 99, shows: "n"})).toMatchObject({stops: "2:3"})
    expect(await debug(text, 2, {shows: "n"})).toMatchObject({stops: "2:0"})
  })

  it("a function's making or its calls", async () => {
    const text = "local f = function(x) return x end\nf(1) f(2)"
    expect(columns(text, 1)).toEqual([1, 23])
    expect(await debug(text, 1, {column: 1})).toMatchObject({stops: "1"})
    expect(await debug(text, 1, {column: 23, shows: "x"})).toMatchObject({stops: "1:1 1:2"})
    expect(await debug(text, 1)).toMatchObject({stops: "1 1 1"})
  })

  it("an empty function's end", async () => {
    const text = "local t = {\nf = function(x) end,\n}\nt.f(1)"
    expect(columns(text, 2)).toEqual([1, 17])
    expect(await debug(text, 2, {column: 17, shows: "x"})).toMatchObject({stops: "2:1"})
  })

  it("a callback's end, or what follows it", () => {
    expect(columns("pcall(function()\n  print(1)\nend)", 3)).toEqual([1])
    expect(columns("  print(\n\t  1,\n 2)", 2)).toEqual([4])
    expect(columns("-- nothing\nprint()", 1)).toEqual([])
  })

  it("a body behind a condition's end", () => {
    expect(columns("if true and\n  _VERSION then print(1) end", 2)).toEqual([3, 17])
  })
})

describe("A hit condition", () => {
  it("counts the hits of a line at all its instructions together", async () => {
    const text = "local f = function(x) return x end\nf(1) f(2) f(3)"
    expect(await debug(text, 1, {hitCondition: "== 3", shows: "x"})).toMatchObject({stops: "1:2"})
    const ways = `${v}for i = 1, 6 do\nlocal x = i % 2 == 1 and\nv(nil) or v(2)\nend`
    expect(await debug(ways, 4, {hitCondition: "% 3", shows: "i"})).toMatchObject({stops: "4:3 4:6"})
  })
})

describe("A breakpoint in code that runs", () => {
  it("stands on the break behind then, too", async () => {
    driver.writeFiles({"main.lua": "while true do\n  local x = 1\n  if x then\n    break\n  end\nend\n"})
    const answers: Body[] = []
    driver.atStop = (_, {threadId}: Body) => {
      if (!answers.length)
        answers.push(
          ...driver.request("setBreakpoints", {source: {path: "main.lua"}, breakpoints: [{line: 4}]}).breakpoints,
        )
      else answers.push(driver.request("stackTrace", {threadId, levels: 1}).stackFrames[0].line)
      driver.request("continue", {threadId})
    }
    await driver.debug("main.lua", {"main.lua": [{line: 2}]})
    driver.atStop = undefined
    expect(answers).toEqual([expect.objectContaining({verified: true, line: 4}), 4])
  })
})
