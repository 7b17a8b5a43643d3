/** Code that comes from no file: what a program gives to `load`. */
import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local f = load("local a = 1\\nlocal b = a + 1\\nreturn b", "=generated")
print(f())
print(f())
`

describe("Code from load", () => {
  it.each([true, false])("is shown where one steps into it, to be read (isolated: %s)", async isolated => {
    const bench = await openWorkbench({files: {"main.lua": program}, isolated})
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 2")
    await bench.press("F11")
    await expect.poll(bench.status).toBe("Paused after step, generated 1")
    await expect.poll(bench.band).toBe("1 top")
    expect(await bench.page.getByRole("tab", {name: "generated"}).getAttribute("aria-selected")).toBe("true")
    expect(await bench.stack()).toEqual(["main thread paused", "  main chunk generated 1", "  main chunk main.lua 2"])
    const code = bench.page.getByRole("textbox", {name: "Code of generated"})
    await expect.poll(() => code.textContent()).toContain("local b = a + 1")
    expect(await code.getAttribute("aria-readonly")).toBe("true")
    await bench.press("F11")
    await expect.poll(bench.status).toBe("Paused after step, generated 2")
    await expect.poll(() => bench.inlineValues(1)).toEqual(["a = 1"])
    await bench.clickGutter(3)
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, generated 3")
    expect(await bench.page.getByRole("checkbox", {name: "Breakpoint generated 3"}).isChecked()).toBe(true)
    await bench.press("F5")
    await expect.poll(() => bench.stack()).toContain("  main chunk main.lua 3")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(bench.faults).toEqual([])
  })
})
