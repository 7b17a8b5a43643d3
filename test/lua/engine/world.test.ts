/** All that a program gets from outside comes by the door, and with it the program is the same each time. */
import {describe, expect, it} from "vitest"
import type {EngineListener, RunOutcome} from "../../../src/debugger/engine.ts"
import type {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {bootEngine} from "../../support/node-engine.ts"
import {indianZone, type Script, ScriptedWorld, ticks} from "../../support/scripted-world.ts"

/** What a VM asks as it boots: the seed of strings, and of math.random. */
const bootTicks = 2

interface Scripted {
  readonly engine: LuaEngine
  readonly world: ScriptedWorld
  readonly output: () => string
}

/** An engine that hears nothing but the script. */
async function bootScripted(script: Script): Promise<Scripted> {
  let world: ScriptedWorld | undefined
  const engine = await bootEngine({
    hostNames: ["price", "fails"],
    world: real => {
      world = new ScriptedWorld(real, script)
      return world
    },
  })
  let output = ""
  const listener: EngineListener = {
    handleEvent: () => undefined,
    handleError: () => undefined,
    attend() {},
    stand() {},
    handleOutput: ({bytes}) => {
      output += new TextDecoder().decode(bytes)
    },
    readInput: () => {
      throw new Error("Input was asked for beside the door.")
    },
  }
  engine.listener = listener
  return {engine, world: world as unknown as ScriptedWorld, output: () => output}
}

function outcomeOf(engine: LuaEngine, text: string): RunOutcome {
  const outcome = engine.run({source: {text, name: "cell"}, expression: true})
  if (outcome instanceof Promise) throw new Error("This engine does not suspend.")
  return outcome
}
function run(engine: LuaEngine, text: string): string {
  const outcome = outcomeOf(engine, text)
  if (outcome.kind === "error") return outcome.error.message
  return outcome.kind === "done" ? (outcome.display ?? "") : outcome.kind
}

/** Noon of 1 February 2024 in UTC. */
const noon = 1_706_788_800_000

describe("A program gets what the script says", () => {
  it.each<[string, Script, string]>([
    ["os.time()", {now: ticks(noon, 0)}, "1706788800"],
    ["os.time()", {now: [...Array(bootTicks).fill(noon), noon + 5000]}, "1706788805"],
    // the first look is where os.clock begins
    ["os.clock(), os.clock(), os.clock()", {now: [0, 0, noon, noon, noon + 250, noon + 1500]}, "0.0\t0.25\t1.5"],
    ["os.date('%c %z %Z', 0)", {zone: indianZone}, "Thu Jan  1 05:30:00 1970 +0530 IST"],
    ["os.date('%H:%M')", {zone: indianZone, now: ticks(noon, 0)}, "17:30"],
    ["os.time{year=1970, month=1, day=1, hour=5, min=30}", {zone: indianZone}, "0"],
    ["os.getenv('HOME'), os.getenv('CITY')", {environment: ["HOME=/root", "CITY=Köln"]}, "/root\tKöln"],
    ["os.getenv('HOME')", {environment: []}, "nil"],
    ["io.read('l', 'n', 'a')", {input: ["first\n12 re", "st", null]}, "first\t12\t rest"],
    ["io.read(), io.read()", {input: ["", null]}, "nil\tnil"],
    ["Host.price('tea', {2})", {host: [{value: {pounds: 3}}]}, "{pounds = 3}"],
    ["Host.price().pounds", {host: [{value: {pounds: 3}}]}, "3"],
    ["pcall(Host.fails)", {host: [{error: "out of stock"}]}, "false\tout of stock"],
    ["Performance.now(), Performance.now()", {elapsed: [1.25, 3]}, "1.25\t3.0"],
    ["(function() Console.time('x') return Console.timeEnd('x') end)()", {elapsed: [5, 7.5]}, "2.5"],
    ["Debugger.isAttached(), Debugger.isAttached()", {answers: {"Debugger.isAttached": [true, false]}}, "true\tfalse"],
    ["Debugger.breakpoint('a.lua', 3)", {answers: {"Debugger.breakpoint": [4]}}, "4"],
    ["Debugger.clear('a.lua', 3)", {answers: {"Debugger.clear": [true]}}, "true"],
    ["Inspect.value(print)", {answers: {"Inspect.value": ["as it was then"]}}, "as it was then"],
    ["pcall(string.rep, 'x', 1 << 27)", {growth: ticksOf(false)}, "false\tnot enough memory"],
  ])("%s", async (code, script, answer) => {
    const {engine} = await bootScripted(script)
    expect(run(engine, code)).toBe(answer)
  })

  it("from its files", async () => {
    const texts = ["return ", "'from the script'"]
    const files = {
      open: () => 7,
      close: () => 0,
      read: (_descriptor: number, into: Uint8Array) => new TextEncoder().encodeInto(texts.shift() ?? "", into).written,
      write: () => -28,
      seek: () => -29,
      flags: () => 0,
      addFlags: () => 0,
      duplicate: () => -28,
      isTerminal: () => -59,
      remove: () => -63,
      removeFolder: () => -63,
      rename: () => -20,
      readLink: () => -44,
      closeAll() {},
    }
    const {engine} = await bootScripted({files})
    expect(run(engine, "dofile('any.lua')")).toBe("from the script")
    expect(run(engine, "io.open('any', 'w'):seek('end')")).toBe("nil\tI/O error\t5")
    expect(run(engine, "os.remove('any')")).toBe("nil\tany: Operation not permitted\t1")
    expect(run(engine, "os.rename('any', 'other')")).toBe("nil\tFile exists\t17")
    const refused = "(function() local f = io.open('any', 'w') f:setvbuf('no') return f:write('x') end)()"
    expect(run(engine, refused)).toBe("nil\tInvalid argument\t22")
  })

  it("for math.random, from a reset on, unless it takes a seed of its own", async () => {
    const random = "math.random(1 << 40), math.random()"
    const seed = function* () {
      for (;;) yield [12, 34] as const
    }
    const {engine} = await bootScripted({seed: seed()})
    engine.reset()
    const first = run(engine, random)
    engine.reset()
    expect(run(engine, random)).toBe(first)
    expect(run(engine, `(function() math.randomseed(12, 34) return ${random} end)()`)).toBe(first)
    expect(run(engine, random)).not.toBe(first)
  })

  it("and the world is told that it ends itself", async () => {
    const {engine, world} = await bootScripted({})
    expect(outcomeOf(engine, "os.exit(3)")).toEqual({kind: "exit", code: 3})
    expect(world.asked.at(-1)).toEqual(["exit", 3])
  })

  it("and the world hears what was asked, in its order", async () => {
    const {engine, world} = await bootScripted({now: ticks(noon), elapsed: [1], input: ["yes\n"], host: [{value: 1}]})
    world.asked.length = 0
    const questions = "io.write('Well? ') local t = os.time() Performance.now() Host.price('tea') return io.read()"
    expect(run(engine, questions)).toBe("yes")
    expect(world.asked).toEqual([
      ["begin"],
      ["now", noon + bootTicks],
      ["elapsed", 1],
      ["host", "price", ["tea"]],
      ["input", "Well? ", "yes\n"],
    ])
  })
})

function* ticksOf<T>(value: T): Generator<T> {
  for (;;) yield value
}

/** Asks everything, and leaves all kinds of objects behind. */
const inquisitive = `
  kept = {os.time(), os.clock(), os.date("%c"), os.date("*t"), os.time{year = 2024, month = 7, day = 1}}
  for i = 1, 20 do kept[#kept + 1] = math.random(1 << 50) end
  math.randomseed()
  kept.random = math.random()
  kept.name, kept.home = os.tmpname(), os.getenv("HOME")
  kept.line, kept.rest = io.read(), io.read("a")
  kept.price = Host.price("tea", {1, 2})
  kept.fails = select(2, pcall(Host.fails))
  kept.now = Performance.now()
  Performance.mark("here")
  Console.time("x")
  Console.timeEnd("x")
  kept.frames = Debugger.traceback()
  kept.attached = Debugger.isAttached()
  kept.shown = Inspect.value(kept)
  kept.module = require("lib.module")
  kept.missing = select(2, pcall(require, "missing"))
  local file = io.open("out.txt", "w+")
  for i = 1, 200 do file:write(i, " ", tostring({}), "\\n") end
  file:seek("set", 10)
  kept.read = file:read("a")
  file:close()
  local unnamed = io.tmpfile()
  unnamed:write("x")
  unnamed:close()
  os.rename("out.txt", "renamed.txt")
  for line in io.lines("renamed.txt") do kept[line] = #line end
  os.remove("renamed.txt")
  kept.error = select(2, io.open("/nowhere/at/all"))
  co = coroutine.wrap(function(...) for i = 1, 10 do coroutine.yield({i, ...}) end end)
  for i = 1, 5 do kept[{}] = co(i) end
  for key, value in pairs(kept) do order = (order or "") .. tostring(key) .. tostring(value) end
  setmetatable({}, {__gc = function() collected = os.time() end})
  collectgarbage()
  big = string.rep("x", 20 * 1024 * 1024)
  function late() return load("return ...")(kept, os.clock()) end
  late()
  print(#order, kept.line)
  os.exit(0, true)
`
const module = "local M = {} function M.f() return os.time() end M.f() return M"

const script = (): Script => ({
  now: ticks(noon, 7),
  elapsed: ticks(100, 0.125),
  zone: indianZone,
  seed: ticksOf([1, 2] as const),
  environment: ["HOME=/somewhere"],
  input: ["typed\n", "more", null],
  host: [{value: {a: [1, "two"]}}, {error: "not today"}],
})

function prepare({engine}: Scripted): void {
  engine.writeFile("main.lua", new TextEncoder().encode(inquisitive))
  engine.writeFile("lib/module.lua", new TextEncoder().encode(module))
}
/** Runs the program as a session does: in a state that has begun anew. */
function runAll({engine}: Scripted): Uint8Array {
  engine.reset()
  const outcome = engine.run({source: {path: "main.lua"}, args: ["one", "two"], finalizes: true})
  if (outcome instanceof Promise) throw new Error("This engine does not suspend.")
  expect(outcome).toEqual({kind: "exit", code: 0})
  return engine.saveState().memory
}

/** Where the first bytes differ, as text; undefined: none do. */
function difference(a: Uint8Array, b: Uint8Array): string | undefined {
  if (a.length !== b.length) return `${a.length} bytes and ${b.length}`
  if (Buffer.compare(a, b) === 0) return undefined
  return `at ${a.findIndex((byte, i) => byte !== b[i])}`
}

describe("The same answers", () => {
  it("leave the same memory, byte for byte, in two engines", async () => {
    const [first, second] = [await bootScripted(script()), await bootScripted(script())]
    for (const one of [first, second]) prepare(one)
    expect(difference(runAll(first), runAll(second))).toBe(undefined)
    expect(second.world.asked).toEqual(first.world.asked)
    expect(second.output()).toBe(first.output())
    expect(first.output()).toMatch(/^\d+\ttyped\n$/)
  })

  it("leave it in an engine that has done other things before", async () => {
    const [fresh, used] = [await bootScripted(script()), await bootScripted(script())]
    const before = "for i = 1, 1e5 do _G['g' .. i] = {i} end io.open('open', 'w'):write('x') error({})"
    expect(outcomeOf(used.engine, before).kind).toBe("error")
    for (const one of [fresh, used]) prepare(one)
    used.engine.removeFile("open")
    expect(difference(runAll(fresh), runAll(used))).toBe(undefined)
  })

  it("leave it wherever a state is put back and goes on", async () => {
    const still = {...script(), now: ticksOf(noon)}
    const [first, second] = [await bootScripted(still), await bootScripted(still)]
    run(first.engine, "n = {} function step() n[#n + 1] = {os.time(), math.random(), tostring(n)} end step()")
    const state = structuredClone(first.engine.saveState())
    const memories = [first, second].map(({engine}) => {
      expect(engine.restoreState(structuredClone(state))).toBe(undefined)
      run(engine, "for i = 1, 100 do step() end collectgarbage()")
      return engine.saveState().memory.slice()
    })
    expect(difference(memories[0], memories[1])).toBe(undefined)
  })

  it("and other ones leave another", async () => {
    const [first, second] = [
      await bootScripted(script()),
      await bootScripted({...script(), input: ["tYped\n", "more", null]}),
    ]
    for (const one of [first, second]) prepare(one)
    expect(difference(runAll(first), runAll(second))).not.toBe(undefined)
  })
})
