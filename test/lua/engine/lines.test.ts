/** Stepping in from entry to end stops exactly where Lua's own line hook is called. */
import {beforeAll, describe, expect, it} from "vitest"
import {hookedEvents} from "../../support/hook-reference.ts"
import {KernelDriver} from "../../support/kernel-driver.ts"
import {linePrograms} from "../../support/line-programs.ts"

describe("Stepping in", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

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
      expect(await steppedLines(text, "stepIn")).toEqual(await hookedEvents(driver.engine, text))
    })

    it(`visits each line of "${name}" with breakpoints on all of them`, async () => {
      const lines = Array.from({length: text.split("\n").length}, (_, i) => i + 1)
      const condition = "false"
      const breakpoints = lines.map(line => ({line, condition}))
      expect(await steppedLines(text, "stepIn", breakpoints)).toEqual(await hookedEvents(driver.engine, text))
    })

    it(`steps over the lines of "${name}" that a line hook sees in the main chunk`, async () => {
      expect(await steppedLines(text, "next")).toEqual(
        await hookedEvents(driver.engine, text, {mask: "l", onlyMain: true}),
      )
    })
  }
})
