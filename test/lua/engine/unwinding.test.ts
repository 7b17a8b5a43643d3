/** A program that leaves its native stack wherever it stands runs as one that never does. */
import {readdirSync} from "node:fs"
import {join} from "node:path"
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"
import {readTranscript} from "../../support/transcript.ts"

const folder = join(import.meta.dirname, "../../transcripts")
const names = readdirSync(folder)
  .filter(name => name.endsWith(".lua") && name !== "deep.lua")
  .map(name => name.slice(0, -4))
const plainText = (text: string) => text.replace(/0x[0-9a-f]+/g, "0x…")

/** Coroutines nested five deep, wrap in a generic for, errors that are objects, metamethods, closures, variables to be closed. */
const nested = `
local seed = 42
local function random() seed = (seed * 1103515245 + 12345) % 2147483648 return seed end
local Point = setmetatable({}, {__call = function(class, x) return setmetatable({x = x}, class) end})
Point.__index = function(self, key) return rawget(Point, key) or (key == "twice" and self.x * 2) or nil end
Point.__add = function(a, b) local sum = 0 for i = 1, 20 do sum = sum + (a.x ~ b.x) % 7 end return Point(sum) end
Point.__close = function(self) for i = 1, 3 do self.x = self.x + 1 end end
Point.__lt = function(a, b) local less = false for i = 1, 3 do less = a.x < b.x end return less end
Point.__concat = function(a, b) local text = "" for i = 1, 3 do text = text .. i end return text end
local function leaf(n)
  return coroutine.wrap(function()
    for i = 1, n do
      local ok, e = pcall(function()
        local point <close> = Point(i)
        local t = {}
        for j = 1, 20 do t[j] = random() % 100 end
        if t[1] % 7 == 0 then error({code = t[2]}) end
        return #table.concat(t, ",")
      end)
      coroutine.yield(ok and e or e.code)
    end
  end)
end
local function tree(depth)
  return coroutine.create(function()
    if depth == 0 then
      for value in leaf(6) do coroutine.yield(value) end
      return
    end
    for k = 1, 2 do
      local c = tree(depth - 1)
      while true do
        local ok, value = coroutine.resume(c)
        if not ok then error(value) end
        if not value then break end
        local sum = (Point(value) + Point(k)).x + Point(value).twice
        if Point(k) < Point(value) then sum = sum + #(Point(k) .. Point(k)) end
        coroutine.yield((value + sum) % 100003)
      end
    end
  end)
end
local sum = 0
for round = 1, 4 do
  local c = tree(3)
  local n = 0
  while true do
    local ok, value = coroutine.resume(c)
    assert(ok, value)
    if not value then break end
    n = n + 1
    sum = (sum * 31 + value) % 1000000007
  end
  print(round, n, sum, select("#", table.unpack({}, 1, n % 5)))
end
print(xpcall(function() local t = nil; for i = 1, 9 do if i == 8 then t.x = 1 end end end, function(m) return "handled " .. m end))
print(pcall(coroutine.wrap(function() for i = 1, 9 do end error("in wrap") end)))
`

describe("By unwinding", () => {
  let plain: KernelDriver
  let driver: KernelDriver
  let every = 1
  let turns = 0
  beforeAll(async () => {
    plain = await KernelDriver.boot({})
    const look = () => ++turns % every === 0
    driver = await KernelDriver.boot({
      waiting: "unwinding",
      pollEvery: 1,
      poll: {isDue: () => false, look, async turn() {}, rested() {}},
    })
    driver.engine.adaptPolling(0)
  })

  const run = async (on: KernelDriver, path: string, files: Readonly<Record<string, string | Uint8Array>>) => {
    on.writeFiles(files)
    on.launch(path, {args: ["one", "two"]})
    await on.start()
    return {output: plainText(on.output), errors: plainText(on.errors), exitCode: on.exitCode}
  }
  const one = (text: string) => ({"main.lua": text})

  for (const name of names)
    it(`at each jump and call, ${name} is as it was`, async () => {
      every = 1
      turns = 0
      const {path, files} = readTranscript(folder, name)
      expect(await run(driver, path, files)).toEqual(await run(plain, path, files))
      expect(turns).toBeGreaterThan(0)
    })

  for (const often of [1, 2, 7, 31, 101])
    it(`coroutines, errors and metamethods are as they were, one jump of ${often}`, async () => {
      every = often
      expect(await run(driver, "main.lua", one(nested))).toEqual(await run(plain, "main.lua", one(nested)))
    })

  it("modules that are required are left, too", async () => {
    every = 1
    const files = {
      "main.lua":
        "local a, where = require('a') print(a.x, where, require('a') == a, package.loaded.a == a) print(pcall(require, 'broken')) print(pcall(require, 'absent'))",
      "a.lua": "local x = 0 for i = 1, 5 do x = x + require('b')(i) end return {x = x, ...}",
      "b.lua": "local n = 0 for i = 1, 3 do n = n + i end return function(x) return n * x end",
      "broken.lua": "for i = 1, 3 do end error('broken')",
      "c.lua": "for i = 1, 3 do end",
    }
    expect(await run(driver, "main.lua", files)).toEqual(await run(plain, "main.lua", files))
    const nothing = {...files, "main.lua": "print(require('c')) print(package.loaded.c)"}
    expect(await run(driver, "main.lua", nothing)).toEqual(await run(plain, "main.lua", nothing))
  })

  it("standard input loses nothing: what a call has read in part it reads again", async () => {
    every = 1
    const long = "x".repeat(2000)
    const text = `
print(io.read("l", "n", "l"))
print(io.read(3), io.read("L"))
for line, n in io.lines(nil, "l", "n") do print(#line, n) if n == 2 then break end end
print(io.stdin:read("l", 2))
print(io.read("a"))
print(io.read("a"), io.read("l"))`
    const input = [
      "first\n",
      "12",
      ".5\n",
      "ab",
      "c de",
      "f\n",
      `${long}`,
      `${long}\n`,
      "1 next\n2",
      "\nrest\n",
      "xy",
      "z\nall ",
      "of it\n",
    ]
    const read = async (on: KernelDriver) => {
      on.input = [...input]
      return run(on, "main.lua", one(text))
    }
    expect(await read(driver)).toEqual(await read(plain))
  })

  it("stops come late where a C function is in the way, and say so", async () => {
    every = 1_000_000
    const text = `table.sort({3, 1, 2}, function(a, b)
  return a < b
end)
local after = 1
print(("x"):gsub("x", function(c)
  return c
end))
print(tostring(setmetatable({}, {__tostring = function()
  return "text"
end})))
local ended = setmetatable({}, {__gc = function()
  ended = 1
end})`
    const places: string[] = []
    driver.atStop = (on, {description, threadId}) => {
      places.push(`${on.place()} ${description}`)
      on.request("continue", {threadId})
    }
    driver.writeFiles(one(text))
    await driver.debug("main.lua", {"main.lua": [2, 6, 9, 12]})
    driver.atStop = undefined
    const late = (within: string) => `Paused on breakpoint, late: nothing can stand inside of ${within} in this browser`
    expect(places).toEqual([
      `main.lua:4 ${late("table.sort")}`,
      `main.lua:5 ${late("string.gsub")}`,
      `main.lua:8 ${late("tostring")}`,
    ])
    expect(driver.errors).toContain(
      `A stop (breakpoint) was passed over, late: nothing can stand inside of a finalizer in this browser.`,
    )
  })
})
