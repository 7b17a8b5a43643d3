import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

async function watchOf(bench: Workbench, ...expressions: string[]): Promise<void> {
  await bench.button("Add expression").focus()
  await bench.press("Enter")
  await expect.poll(bench.focus).toBe("Expression to watch")
  for (const expression of expressions) {
    await bench.type(expression)
    await bench.press("Enter")
  }
  await bench.press("Escape")
}

describe("The focus", () => {
  it("goes back where it was from a new watch, and to the next row from one that is removed", async () => {
    const bench = await openWorkbench()
    await watchOf(bench, "a", "b")
    await expect.poll(bench.focus).toBe("Add expression")
    await bench.row("Watch", "a").focus()
    await bench.press("Delete")
    await expect.poll(() => bench.tree("Watch")).toEqual(["b"])
    await expect.poll(bench.focus).toBe("b")
    await bench.press("Delete")
    await expect.poll(bench.focus).toBe("Watch")
  })

  it("stays in the list from which a breakpoint is removed", async () => {
    const bench = await openWorkbench({files: {"main.lua": "print(1)\nprint(2)\n"}})
    await bench.clickGutter(1)
    await bench.clickGutter(2)
    await bench.button("Remove breakpoint main.lua 1").focus()
    await bench.press("Enter")
    await expect.poll(bench.focus).toBe("Breakpoint main.lua 2")
    await bench.press("Delete")
    await expect.poll(bench.dots).toEqual([])
    await expect.poll(bench.focus).toMatch(/^(Breakpoint |Uncaught|Caught)/)
  })

  it("goes to the next file from one that is deleted", async () => {
    const bench = await openWorkbench({files: {"a.lua": "", "b.lua": "", "c.lua": ""}})
    await bench.row("Files", "b.lua").focus()
    await bench.press("Delete")
    await expect.poll(bench.focus).toBe("c.lua")
  })

  it("stays in the output when a line has been sent, and with the error when it goes on", async () => {
    const bench = await openWorkbench({files: {"main.lua": "io.read()\nlocal n = 0\nerror('no')\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Waiting/)
    await expect.poll(bench.focus).toBe("The program waits for a line")
    await bench.press("Enter")
    await expect.poll(bench.status).toMatch(/^Paused on error/)
    await expect.poll(bench.focus).not.toBe("body")
    await bench.page.locator("ms-error-card").getByRole("button", {name: "Continue"}).focus()
    await bench.press("Enter")
    await expect.poll(bench.status).toMatch(/^Error/)
    await expect.poll(bench.focus).toBe("Code of main.lua")
  })

  it("stays with the values while one steps, and goes nowhere that is not shown", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local a = 1\nlocal b = 2\nprint(a, b)\n"}})
    await bench.clickGutter(3)
    await bench.press("F5")
    await expect.poll(bench.variables).toContain("  b = 2")
    await bench.variable("b").click()
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    await expect.poll(bench.focus).toBe("Variables")
  })
})
