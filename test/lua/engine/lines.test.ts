/** Stepping in from entry to end stops exactly where Lua's own line hook is called. */
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"
import {linePrograms} from "../../support/line-programs.ts"

/** Runs main.lua under a line hook in every coroutine, and prints "line" or "source:line" for each event. */
const reference = `
local only = ...
local chunk = assert(loadfile("main.lua"))
local events = {}
local sethook, getinfo, create, wrap, print = debug.sethook, debug.getinfo, coroutine.create, coroutine.wrap, print
local concat, running, resume = table.concat, coroutine.running, coroutine.resume
local function hook(_, line)
  local info = getinfo(2, "S")
  local source = info.source
  if source ~= "@reference" and (not only or getinfo(2, "f").func == chunk) then
    events[#events + 1] = (source == "@main.lua" and "" or info.short_src .. ":") .. line
  end
end
local function hooked(co)
  sethook(co, hook, "l")
  return co
end
coroutine.create = function(f) return hooked(create(f)) end
coroutine.wrap = function(f)
  -- the thread is not to be had from outside: its first act is to hook itself
  return wrap(function(...)
    sethook(hook, "l")
    return f(...)
  end)
end
sethook(hook, "l")
chunk()
sethook()
print(concat(events, " "))
`

describe("Stepping in", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  async function hookedLines(text: string, onlyMain = false): Promise<string[]> {
    driver.writeFiles({"main.lua": text, "reference.lua": ""})
    let output = ""
    const request = driver.engine.listener
    driver.engine.reset()
    driver.engine.listener = undefined
    const decoder = new TextDecoder()
    driver.engine.listener = {
      handleEvent: () => "go",
      handleError: () => "go",
      wait() {},
      handleOutput: ({bytes}) => {
        output += decoder.decode(bytes)
      },
      readInput: () => null,
    }
    const outcome = await driver.engine.run({
      source: {text: reference, name: "reference"},
      args: onlyMain ? ["main"] : [],
    })
    driver.engine.listener = request
    if (outcome.kind === "error") throw outcome.error
    return output.trim().split("\n").at(-1)?.split(" ") ?? []
  }

  async function steppedLines(text: string, step: string, breakpoints: readonly object[] = []): Promise<string[]> {
    driver.writeFiles({"main.lua": text})
    const lines: string[] = []
    driver.atStop = (_, {threadId}) => {
      const [{source, line}] = driver.request("stackTrace", {threadId, levels: 1}).stackFrames
      lines.push(source.path === "main.lua" ? `${line}` : `${source.name}:${line}`)
      driver.request(step, {threadId})
    }
    await driver.debug("main.lua", {"main.lua": breakpoints}, {stopOnEntry: true})
    driver.atStop = undefined
    expect(driver.exitCode).toBe(0)
    return lines
  }

  it("visits finalizers too, where Lua calls no hook", async () => {
    const text = `setmetatable({}, {__gc = function()
  local x = 1
end})
collectgarbage()
local y = 2`
    expect((await steppedLines(text, "stepIn")).join(" ")).toBe("1 3 1 4 2 3 5")
  })

  for (const [name, text] of Object.entries(linePrograms)) {
    it(`visits each line of "${name}" as a line hook does`, async () => {
      expect(await steppedLines(text, "stepIn")).toEqual(await hookedLines(text))
    })

    it(`visits each line of "${name}" with breakpoints on all of them`, async () => {
      const lines = Array.from({length: text.split("\n").length}, (_, i) => i + 1)
      const condition = "false"
      const breakpoints = lines.map(line => ({line, condition}))
      expect(await steppedLines(text, "stepIn", breakpoints)).toEqual(await hookedLines(text))
    })

    it(`steps over the lines of "${name}" that a line hook sees in the main chunk`, async () => {
      expect(await steppedLines(text, "next")).toEqual(await hookedLines(text, true))
    })
  }
})
