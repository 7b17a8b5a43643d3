import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

describe("The first visit", () => {
  it("shows an example with one breakpoint, and the sentence", async () => {
    const bench = await openWorkbench()
    expect(await bench.file()).toBe("closures.lua")
    expect(await bench.status()).toBe("Press F5 to stop at line 11")
    expect(await bench.dots()).toEqual(["11"])
    await expect.poll(() => bench.line(11).locator(".cm-ms-hint").textContent()).toBe("Press F5 to stop at line 11")
    expect(await bench.tree("Files")).toEqual(["closures.lua"])
  })

  it("stops there on F5, and shows where and with which values", async () => {
    const bench = await openWorkbench()
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, closures.lua 11")
    expect(await bench.band()).toBe("11 top")
    await expect
      .poll(bench.variables)
      .toEqual(["Locals", "  No locals here.", "Upvalues", "  count = 0", "  step = 1", '  name = "apples"', "Globals"])
    expect(await bench.stack()).toEqual([
      "main thread paused",
      "  apples closures.lua 11",
      "  main chunk closures.lua 19",
    ])
    await expect.poll(() => bench.inlineValues(11)).toEqual(["count = 0", "step = 1"])
  })

  it("goes to the end on F5 when no breakpoint is left", async () => {
    const bench = await openWorkbench()
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Paused/)
    await bench.clickGutter(11)
    await expect.poll(bench.dots).toEqual([])
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished in \d/)
    expect(await bench.output()).toEqual(expect.arrayContaining(["apples is at 1", "balance: 142", "the end"]))
    expect(await bench.band()).toBe("")
  })
})
