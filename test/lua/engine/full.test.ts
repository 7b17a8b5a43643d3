/** Full mode: what a listener hears that watches a whole program is what Lua's own hook hears. */
import {beforeAll, describe, expect, it} from "vitest"
import type {EngineEvent} from "../../../src/debugger/engine.ts"
import type {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {hookedEvents} from "../../support/hook-reference.ts"
import {linePrograms} from "../../support/line-programs.ts"
import {bootEngine} from "../../support/node-engine.ts"

let engine: LuaEngine
beforeAll(async () => {
  engine = await bootEngine()
})

/** Runs a program that is watched from its first instruction on, and collects what `tell` makes of each event. */
async function watched(
  text: string,
  watch: () => void,
  tell: (event: EngineEvent) => readonly string[],
): Promise<string[]> {
  const events: string[] = []
  engine.reset()
  engine.writeFile("main.lua", new TextEncoder().encode(text))
  engine.listener = {
    handleEvent(event) {
      events.push(...tell(event))
      return undefined
    },
    handleError: () => undefined,
    attend: () => {},
    stand() {},
    handleOutput() {},
    readInput: () => null,
  }
  engine.prepareEntry()
  watch()
  const outcome = await engine.run({source: {path: "main.lua"}})
  engine.listener = undefined
  if (outcome.kind === "error") throw outcome.error
  return events
}

/** "line", or "source:line" outside of main.lua, as the reference writes it. */
function lineOf({thread, line}: EngineEvent): string {
  const [{path, sourceName}] = engine.frames(thread, 0, 1)
  return path === "main.lua" ? `${line}` : `${sourceName}:${line}`
}
const callsOf = ({entered, leaving}: EngineEvent) => [
  ...(entered === undefined ? [] : [entered]),
  ...(leaving ? ["return"] : []),
]

/** A program of its own events: what the reference does to coroutines is seen by call hooks, too. */
const own = Object.entries(linePrograms).filter(([, text]) => !text.includes("coroutine"))

describe("Every line", () => {
  for (const [name, text] of Object.entries(linePrograms)) {
    it(`of "${name}" is heard with its number, as by a line hook`, async () => {
      const lines = await watched(
        text,
        () => engine.watchLines("all"),
        event => (event.line ? [lineOf(event)] : []),
      )
      expect(lines).toEqual(await hookedEvents(engine, text))
    })

    it(`of "${name}" is heard beside calls and counts`, async () => {
      const lines = await watched(
        text,
        () => {
          engine.watchCalls(true)
          engine.watchCount(3)
          engine.watchLines("all")
        },
        event => (event.line ? [lineOf(event)] : []),
      )
      expect(lines).toEqual(await hookedEvents(engine, text))
    })
  }
})

describe("Every call and return", () => {
  for (const [name, text] of own) {
    it(`of "${name}" is heard as by a hook`, async () => {
      const calls = await watched(text, () => engine.watchCalls(true), callsOf)
      const expected = await hookedEvents(engine, text, {mask: "cr"})
      // ours tells of a return before the variables are closed, Lua's afterwards
      const inOrder = (events: readonly string[]) => (text.includes("<close>") ? events.toSorted() : events)
      expect(inOrder(calls)).toEqual(inOrder(expected))
    })
  }

  it("is heard in coroutines", async () => {
    const text = `
local function inner(x) coroutine.yield(x) return x end
local co = coroutine.create(function(a) local b = inner(a) return b end)
coroutine.resume(co, 1)
coroutine.resume(co)
local again = coroutine.wrap(function() error("no") end)
pcall(again)`
    // the call that an error leaves has no return, and the file's own chunk comes first and last
    expect((await watched(text, () => engine.watchCalls(true), callsOf)).join(" ")).toBe(
      "call call call return return call return",
    )
  })
})

describe("A count", () => {
  it("is heard each so many instructions, as by a count hook", async () => {
    const text = "local n = 0\nfor i = 1, 1000 do n = n + i end"
    const counted = (every: number) =>
      watched(
        text,
        () => engine.watchCount(every),
        ({counted}) => (counted ? ["count"] : []),
      )
    const [ones, tens] = [(await counted(1)).length, (await counted(10)).length]
    expect(ones).toBeGreaterThan(2000)
    expect(tens).toBe(Math.floor(ones / 10))
  })
})
