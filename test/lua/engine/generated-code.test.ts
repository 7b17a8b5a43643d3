/** Code that comes from no file of the workspace: it has a text, a number, and breakpoints. */
import {beforeAll, describe, expect, it} from "vitest"
import {type Body, KernelDriver, type RequestError} from "../../support/kernel-driver.ts"

const program = `local text = "local a = 1\\nlocal function g(x)\\n  return x + a\\nend\\nreturn g"
local g = load(text, "=generated")()
print(g(1)) --here
print(g(2))
g = load(text, "=generated")()
print(g(3))`

describe("Code that comes from no file", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** Runs the program with a breakpoint at each line that says "here"; at each stop the next of the actions is done. */
  async function run(text: string, ...actions: ((stopped: Body) => unknown)[]): Promise<unknown[]> {
    const lines = text.split("\n").flatMap((one, i) => (one.includes("--here") ? i + 1 : []))
    const answers: unknown[] = []
    const places: string[] = []
    driver.atStop = (_, stopped) => {
      const before = driver.events.length
      places.push(driver.place())
      answers.push(actions[answers.length]?.(stopped) ?? driver.place())
      const moved = driver.events.slice(before).some(({event}) => event === "continued")
      if (!moved) driver.request("continue", {threadId: stopped.threadId})
    }
    driver.writeFiles({"main.lua": text})
    await driver.debug("main.lua", {"main.lua": lines})
    driver.atStop = undefined
    expect(driver.exitCode).toBe(0)
    return answers
  }
  const stepIn = ({threadId}: Body) => {
    driver.request("stepIn", {threadId})
    return "step in"
  }
  const topFrame = ({threadId}: Body) => driver.request("stackTrace", {threadId}).stackFrames[0]
  /** Where it stands, and the text of that. */
  const frameWithText = (stopped: Body) => {
    const frame = topFrame(stopped)
    return {...frame, text: textOf(frame.source.sourceReference)}
  }
  const generated = (name: string): Body =>
    driver.request("loadedSources").sources.find((one: Body) => one.name === name)
  const textOf = (sourceReference: number): string => driver.request("source", {sourceReference}).content
  const breakAt = (sourceReference: number, ...lines: number[]): Body[] =>
    driver.request("setBreakpoints", {source: {sourceReference}, breakpoints: lines.map(line => ({line}))}).breakpoints

  it("is stepped into, with its text", async () => {
    const [, frame] = await run(program, stepIn, frameWithText)
    const reference = (frame as Body).source.sourceReference
    expect(frame).toMatchObject({name: "g", line: 3, source: {name: "generated", sourceReference: expect.any(Number)}})
    expect(frame).not.toHaveProperty("presentationHint")
    expect((frame as Body).text).toBe("local a = 1\nlocal function g(x)\n  return x + a\nend\nreturn g")
    const told = driver.events.filter(({event}) => event === "loadedSource").map(({body}) => body)
    expect(told).toEqual([
      {reason: "new", source: {path: "main.lua", name: "main.lua"}},
      {reason: "new", source: {name: "generated", sourceReference: reference}},
    ])
  })

  it("holds breakpoints, in what has been loaded and in what will be", async () => {
    const answers = await run(program, () => {
      const {sourceReference} = generated("generated")
      const locations = driver.request("breakpointLocations", {source: {sourceReference}, line: 1, endLine: 5})
      return [breakAt(sourceReference, 3, 4)[0], locations.breakpoints.map((one: Body) => one.line)]
    })
    const source = {name: "generated", sourceReference: expect.any(Number)}
    expect(answers).toEqual([
      [{id: expect.any(Number), verified: true, line: 3, column: 3, source}, [1, 2, 3, 4, 5]],
      "generated:3",
      "generated:3",
      "generated:4",
      "generated:3",
    ])
    // in the next session they are gone, and the number is still the same
    const again = await run(program, () => generated("generated").sourceReference)
    expect(again).toHaveLength(1)
    const kept = again[0] as number
    driver.launch("main.lua")
    expect(breakAt(kept, 1)).toMatchObject([{verified: true, line: 1}])
    const places: string[] = []
    driver.atStop = (_, {threadId}) => {
      places.push(driver.place())
      driver.request("continue", {threadId})
    }
    await driver.start()
    driver.atStop = undefined
    expect(places).toEqual(["generated:1", "generated:1"])
  })

  it("holds them where only an inner function is left of it, and leaves the program's garbage garbage", async () => {
    const text = `local weak = setmetatable({}, {__mode = "k"})
local function make()
  local big = {}
  weak[big] = true
  return load("local big = ...\\nreturn function()\\n  return 1\\nend, function()\\n  return big\\nend", "=two")(big)
end
local one = make()
collectgarbage()
print(one()) --here
collectgarbage()
print(one(), next(weak))
one = nil
collectgarbage()
for i = 1, 1000 do load("local x = " .. i .. "\\nreturn function() return x end", "=many")() end
print("over") --here`
    const answers = await run(
      text,
      () => breakAt(generated("two").sourceReference, 3).map(one => one.verified),
      topFrame,
      topFrame,
      () => breakAt(generated("two")?.sourceReference ?? 0).length,
    )
    expect(answers).toMatchObject([[true], {line: 3}, {line: 3}, 0])
    expect(driver.output).toBe("1\n1\tnil\nover\n")
  })

  it.each([
    ["without a name", 'load("local a = 1\\nlocal b = 2\\nreturn b")', '[string "local a = 1"]', undefined],
    [
      "with a name that is none of a file",
      'load("local a = 1\\nlocal b = 2\\nreturn b", "some name")',
      '[string "some name"]',
      undefined,
    ],
    [
      "in pieces",
      'load(coroutine.wrap(function() coroutine.yield("local a = 1\\nlocal ") coroutine.yield("b = 2\\n") coroutine.yield("return b") end), "=pieces")',
      "pieces",
      undefined,
    ],
    [
      "by the name of a file that there is not",
      'load("local a = 1\\nlocal b = 2\\nreturn b", "@gen/thing.lua")',
      "thing.lua",
      "gen/thing.lua",
    ],
  ])("has its text %s", async (_, load, name, path) => {
    const text = `local f = ${load}\nprint(f()) --here`
    const [, , frame] = await run(text, stepIn, stepIn, frameWithText)
    expect(frame).toMatchObject({name: "main chunk", line: 2, source: {name, ...(path ? {path} : {})}})
    expect((frame as Body).text).toBe("local a = 1\nlocal b = 2\nreturn b")
  })

  it("has no number where its text is not there", async () => {
    const text = `local f = load(string.dump(load("local a = 1\\nreturn a", "=gone")), "=gone", "b")\nprint(f()) --here`
    const [, frame] = await run(text, stepIn, topFrame)
    expect(frame).toMatchObject({line: 1, source: {name: "gone"}, presentationHint: "subtle"})
    expect((frame as Body).source).not.toHaveProperty("sourceReference")
  })

  it("is told apart from files, whose text can be had too", async () => {
    const refused = (args: object) => {
      try {
        return driver.request("source", args)
      } catch (thrown) {
        return (thrown as RequestError).message
      }
    }
    const [answers] = await run("local x = 1\nprint(x) --here", () => [
      refused({source: {path: "main.lua"}, sourceReference: 0}),
      refused({sourceReference: 12345}),
      refused({}),
      breakAt(12345, 1),
    ])
    expect(answers).toMatchObject([
      {content: "local x = 1\nprint(x) --here", mimeType: "text/x-lua"},
      expect.stringContaining("there is no such source"),
      expect.stringContaining('"source.path" must be a string'),
      [{verified: false, line: 1}],
    ])
  })

  it("is known as what a console has run", async () => {
    await driver.execute("function fromConsole(x)\n  return x\nend", "cell")
    driver.writeFiles({"main.lua": "print(fromConsole(1)) --here"})
    driver.launch("main.lua", {keepState: true})
    const frames: Body[] = []
    driver.request("setBreakpoints", {source: {path: "main.lua"}, breakpoints: [{line: 1}]})
    driver.atStop = (_, stopped) => {
      frames.push(frames.length === 1 ? frameWithText(stopped) : topFrame(stopped))
      driver.request("stepIn", stopped)
    }
    await driver.start()
    driver.atStop = undefined
    expect(frames[1]).toMatchObject({name: "fromConsole", line: 2, source: {path: "cell"}})
    expect(frames[1].text).toBe("function fromConsole(x)\n  return x\nend")
  })
})
