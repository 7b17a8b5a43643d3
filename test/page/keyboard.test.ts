import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

/** Presses Tab until the focus leaves the page; Escape first where Tab is text. @returns the names of the stops */
async function tabToTheEnd(bench: Workbench): Promise<string[]> {
  const stops: string[] = []
  while (stops.length < 80) {
    if (stops.at(-1)?.startsWith("Code of")) await bench.press("Escape")
    await bench.press("Tab")
    if (await bench.page.evaluate(() => document.activeElement === document.body)) return stops
    stops.push(await bench.focus())
  }
  throw new Error(`Tab never leaves the page: ${stops.join(", ")}`)
}

describe("By the keyboard alone", () => {
  it("Tab reaches every part", async () => {
    const bench = await openWorkbench()
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Paused/)
    await bench.tab("Output").focus()
    await bench.press("ArrowLeft")
    await expect.poll(bench.focus).toBe("Console")
    await tabToTheEnd(bench)
    const stops = await tabToTheEnd(bench)
    const parts = [
      "closures.lua",
      /^Continue/,
      "Settings",
      "New file",
      "Upload files",
      "Code of closures.lua",
      "Console prompt",
      "Add expression",
      "Breakpoint closures.lua 11",
    ]
    for (const part of parts) {
      expect(stops).toContainEqual(typeof part === "string" ? part : expect.stringMatching(part))
    }
    for (const heading of ["Files", "Examples", "Variables", "Watch", "Call stack", "Breakpoints"]) {
      expect(stops).toContainEqual(expect.stringMatching(new RegExp(`^${heading}$`, "i")))
    }
    for (const splitter of ["Width of the files pane", "Height of the bottom pane", "Width of the state pane"]) {
      expect(stops).toContain(splitter)
    }
    expect(stops.filter(stop => stop === "" || stop === "div")).toEqual([])
  })

  it("F6 goes from pane to pane, and the first Tab offers to skip to the code", async () => {
    const bench = await openWorkbench()
    await bench.press("Tab")
    await expect.poll(bench.focus).toBe("Skip to the code")
    await bench.press("Enter")
    await expect.poll(bench.focus).toBe("Code of closures.lua")
    for (const pane of ["Console prompt", "Variables", "Skip to the code", "Files", "Code of closures.lua"]) {
      await bench.press("F6")
      await expect.poll(bench.focus).toBe(pane)
    }
    await bench.press("Shift+F6")
    await expect.poll(bench.focus).toBe("Files")
  })

  it("Escape, then Tab leave the editor, where Tab alone indents", async () => {
    const bench = await openWorkbench({files: {"main.lua": "print(1)\n"}})
    await bench.editor().focus()
    await bench.press("Tab")
    expect(await bench.focus()).toBe("Code of main.lua")
    expect(await bench.code()).toBe("  print(1)\n")
    await bench.press("Escape")
    await bench.press("Tab")
    expect(await bench.focus()).not.toBe("Code of main.lua")
  })

  it("one debugs a program from the first key to the last", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nlocal t = {a = n}\nprint(t.a)\n"}})
    await bench.editor().focus()
    await bench.press("Control+Home")
    await bench.press("ArrowDown")
    await bench.press("ArrowDown")
    await bench.press("F9")
    await expect.poll(bench.dots).toEqual(["3"])
    await bench.press("Shift+F9")
    await expect.poll(() => bench.page.getByRole("form", {name: "Breakpoint on line 3"}).isVisible()).toBe(true)
    await expect.poll(bench.focus).toBe("Stop when")
    await bench.type("n == 1")
    await bench.press("Enter")
    await expect.poll(bench.focus).toBe("Code of main.lua")
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on condition `n == 1`, main.lua 3")
    expect(await bench.focus()).toBe("Code of main.lua")

    await bench.row("Variables", "Locals").focus()
    await bench.press("ArrowDown")
    await expect.poll(bench.focus).toMatch(/^n/)
    await bench.press("ArrowDown")
    await bench.press("ArrowRight")
    await expect.poll(bench.variables).toContain("    a = 1")
    await bench.press("ArrowRight")
    await bench.press("F2")
    await expect.poll(bench.focus).toBe("New value of a")
    await bench.type("'by hand'")
    await bench.press("Enter")
    await expect.poll(bench.variables).toContain('    a = "by hand"')
    await bench.press("F10")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["by hand"])
  })

  it("arrows move among the toolbar's buttons, and the menu opens and closes", async () => {
    const bench = await openWorkbench()
    await bench.button("Debug").focus()
    await bench.press("ArrowRight")
    await expect.poll(bench.focus).toBe("Run")
    await bench.press("End")
    await expect.poll(bench.focus).toBe("Stop")
    const opener = bench.page.locator("ms-file-menu .opener")
    await opener.focus()
    await bench.press("Enter")
    await expect.poll(bench.focus).toMatch(/closures\.lua/)
    await bench.press("Escape")
    await expect.poll(() => bench.page.getByRole("menu").count()).toBe(0)
    expect(await opener.evaluate(button => button.matches(":focus"))).toBe(true)
  })
})
