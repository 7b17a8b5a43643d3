import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

describe("On a phone", () => {
  it("shows one part at a time", async () => {
    const bench = await openWorkbench({narrow: true})
    expect(await bench.status()).toBe("Press Debug to stop at line 11")
    expect(await bench.editor().isVisible()).toBe(true)
    await bench.tab("State").tap()
    expect(await bench.editor().isVisible()).toBe(false)
    expect(await bench.page.getByRole("heading", {name: "Call stack"}).isVisible()).toBe(true)
    await bench.tab("Console").first().tap()
    expect(await bench.page.getByRole("tablist", {name: "Console, output and problems"}).isVisible()).toBe(true)
    await bench.tab("Code").tap()
    expect(await bench.editor().isVisible()).toBe(true)
  })

  it("debugs by the bar at the bottom", async () => {
    const text =
      "local function double(n)\n  return n * 2\nend\nlocal a = double(1)\nlocal b = double(2)\nprint(a, b)\n"
    const bench = await openWorkbench({narrow: true, files: {"main.lua": text}})
    await bench.clickGutter(4)
    await bench.button("Debug").tap()
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 4")
    await bench.button("Into").tap()
    await expect.poll(bench.status).toBe("Paused after step, main.lua 2")
    await bench.button("Out").tap()
    await expect.poll(bench.status).toBe("Paused after step, main.lua 5")
    await bench.button("Continue").tap()
    await expect.poll(bench.status).toMatch(/^Finished/)
    await bench.tab("Console").first().tap()
    await expect.poll(bench.output).toEqual(["2\t4"])
  })

  it("goes on showing the values while one steps", async () => {
    const bench = await openWorkbench({narrow: true, files: {"main.lua": "local a = 1\nlocal b = 2\nlocal c = 3\n"}})
    await bench.button("Over").tap()
    await expect.poll(bench.status).toBe("Paused on entry, main.lua 1")
    await bench.tab("State").tap()
    await bench.button("Over").tap()
    await expect.poll(bench.variables).toContain("  a = 1")
    await bench.button("Over").tap()
    await expect.poll(bench.variables).toContain("  b = 2")
    await bench.button("Stop").tap()
    await expect.poll(bench.status).toBe("Stopped")
  })

  it("holds the bar in sight and its buttons large enough for a thumb", async () => {
    const bench = await openWorkbench({narrow: true})
    for (const tab of ["State", "Console", "Code"]) {
      await bench.tab(tab).first().tap()
      for (const button of await bench.page.locator("ms-step-bar button").all()) {
        const {x, y, width, height} = (await button.boundingBox()) ?? {x: -1, y: -1, width: 0, height: 0}
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(390)
        expect(y + height).toBeLessThanOrEqual(844)
      }
    }
  })

  it("never scrolls sideways", async () => {
    const bench = await openWorkbench({narrow: true})
    const width = () => bench.page.evaluate(() => document.documentElement.scrollWidth)
    await bench.button("Debug").tap()
    await expect.poll(bench.status).toMatch(/^Paused/)
    for (const tab of ["State", "Console", "Code"]) {
      await bench.tab(tab).first().tap()
      expect(await width()).toBe(390)
    }
  })

  it("shows what the program asks", async () => {
    const bench = await openWorkbench({narrow: true})
    await bench.showFiles()
    await bench.openExample("Guess the number")
    await expect.poll(bench.file).toBe("guess.lua")
    await bench.button("Debug").tap()
    await expect.poll(bench.status).toBe("Waiting for input, guess.lua 13")
    expect(await bench.page.getByRole("textbox", {name: "Your guess (1 to 100):"}).isVisible()).toBe(true)
    await bench.button("End of file").tap()
    await expect.poll(bench.status).toMatch(/^Paused on breakpoint/)
  })
})
