import {afterAll, afterEach, describe, expect, it} from "vitest"
import {violations} from "../support/violations.ts"
import {closeWorkbenches, endBrowser, openBeside, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const files = {"main.lua": "local a = 1\nlocal b = a + 1\nlocal c = b + 1\nprint(a, b, c)\n"}
const afar = " · in another tab"
const looking = `${afar} · only looking`

/** A tab that stands at line 2, and another one of the same visitor. */
async function openTwo(isolated = true): Promise<{first: Workbench; second: Workbench}> {
  const first = await openWorkbench({isolated, files})
  await first.clickGutter(2)
  await first.press("F5")
  await expect.poll(first.status).toBe("Paused on breakpoint, main.lua 2")
  const second = await openBeside(first)
  await expect.poll(second.dots).toEqual(["2"])
  return {first, second}
}

async function attach(bench: Workbench): Promise<void> {
  await bench.findPrograms()
  await expect.poll(bench.programs).toEqual(["main.lua: Paused at line 2 of main.lua"])
  await bench.press("Enter")
  await expect.poll(bench.status).toBe(`Paused on breakpoint, main.lua 2${looking}`)
}

async function takeOver(bench: Workbench, other: Workbench): Promise<void> {
  await bench.button("Take over").click()
  await other.button("Give").click()
  // while one asks, another word stands there
  await expect.poll(bench.status).not.toMatch(/only looking|has to allow it/)
}

describe("A program of another tab", () => {
  it("is looked at, taken over, stepped, taken back and left", async () => {
    const {first, second} = await openTwo()
    await first.page.bringToFront()
    await first.button("Add expression").click()
    await expect.poll(first.focus).toBe("Expression to watch")
    await first.type("a + 6")
    await first.press("Enter")
    await expect.poll(() => first.tree("Watch")).toEqual(["a + 6 = 7"])
    await second.page.bringToFront()
    await attach(second)
    await expect.poll(() => second.tree("Watch")).toEqual(["a + 6 = 7"])
    expect(await second.file()).toBe("main.lua")
    expect(await second.band()).toBe("2 top")
    await expect.poll(second.variables).toEqual(["Locals", "  a = 1", "Globals"])
    expect(await second.stack()).toEqual(["main thread paused", "  main chunk main.lua 2"])
    await expect.poll(second.dots).toEqual(["2"])
    expect(await second.button("Step over").getAttribute("aria-disabled")).toBe("true")
    await second.evaluate("a + 41")
    await expect.poll(second.console).toEqual(["a + 41 → 42"])

    expect(await violations(second)).toEqual([])

    await second.button("Take over").click()
    await first.button("Keep").waitFor()
    expect(await violations(first)).toEqual([])
    await first.button("Keep").click()
    await expect.poll(second.notices).toEqual(["Another tab keeps main.lua."])
    await takeOver(second, first)
    await expect.poll(first.notices).toEqual(["Taken over by another tab."])
    await second.press("F10")
    await expect.poll(second.status).toBe(`Paused after step, main.lua 3${afar}`)
    await expect.poll(first.status).toBe("Paused after step, main.lua 3 · taken over by another tab")
    await second.clickGutter(4)
    await second.press("F5")
    await expect.poll(first.status).toBe("Paused on breakpoint, main.lua 4 · taken over by another tab")
    await expect.poll(first.variables).toContain("  c = 3")

    await first.button("Take back").first().click()
    await second.button("Give").click()
    await expect.poll(second.status).toBe(`Paused on breakpoint, main.lua 4${looking}`)
    await takeOver(second, first)
    await second.button("Detach").click()
    await expect.poll(first.status).toBe("Paused on breakpoint, main.lua 4")
    await expect.poll(second.status).toBe("Press F5 to stop at line 2")
    expect([await second.dots(), await first.dots(), await first.notices()]).toEqual([["2"], ["2"], []])
    await first.press("F5")
    await expect.poll(first.status).toMatch(/^Finished/)
    expect(await first.output()).toEqual(["1\t2\t3"])
  })

  it("leaves one's own as it was when its tab is closed", async () => {
    const {first, second} = await openTwo(false)
    await second.press("F11")
    await expect.poll(second.status).toBe("Paused on entry, main.lua 1")
    await attach(second)
    await first.page.close()
    await expect
      .poll(second.notices)
      .toEqual(["The tab that ran main.lua was closed, or crashed. Back to your own program."])
    expect(await second.status()).toMatch(/^Paused on entry, main.lua 1/)
    await second.press("F10")
    await expect.poll(second.status).toBe("Paused on breakpoint, main.lua 2")
  })

  it("is found once there is one, and waited for in line", async () => {
    const second = await openWorkbench({files})
    await second.findPrograms()
    await second.page.getByText("No other tab of this site runs Lua.").waitFor()
    const first = await openBeside(second)
    await second.page.bringToFront()
    await expect.poll(second.programs).toEqual(["Workbench: Nothing runs"])
    expect(await violations(second)).toEqual([])
    await second.press("Enter")
    await expect.poll(second.status).toBe("Nothing runs. Debug starts the program there · in another tab")
    await second.evaluate("while true do end")
    await expect.poll(second.status).toBe("Running the console's code · in another tab")
    await first.page.bringToFront()
    await first.press("F5")
    await expect.poll(first.status).toBe("Waits for its turn: another tab's program runs")
    await first.press("Shift+F5")
    await expect.poll(first.status).toBe("Stopped")
  })
})

/** The last execution whose doing is in the workbench's saved state. */
const savedExecution = ({page}: Workbench): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const opening = indexedDB.open("moonstep-states")
        opening.onsuccess = () => {
          const saved = opening.result.transaction("values").objectStore("values").get("workbench/manifest")
          saved.onsuccess = () => {
            opening.result.close()
            resolve(saved.result?.executionCount ?? 0)
          }
        }
      }),
  )

describe("The program's state", () => {
  it("is kept over a reload where that is set", async () => {
    const bench = await openWorkbench({files})
    const notes = () => bench.page.locator("ms-console .note").allTextContents()
    await bench.toggleKeptState()
    await expect.poll(notes).toEqual(["Lua has started anew; its state is kept from now on."])
    await bench.evaluate("function double(n) return n * 2 end return double(1)")
    await expect.poll(bench.console).toContainEqual(expect.stringMatching(/→ 2$/))
    await expect.poll(() => savedExecution(bench)).toBe(1)
    await bench.reload()
    await expect.poll(notes).toEqual([expect.stringMatching(/^The state of before is here/)])
    await bench.evaluate("double(21)")
    await expect.poll(bench.console).toContain("double(21) → 42")
    await bench.toggleKeptState()
    await expect.poll(notes).toContain("Lua has started anew; its state is no longer kept.")
  })
})
