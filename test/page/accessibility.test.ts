import {afterAll, afterEach, describe, expect, it} from "vitest"
import {violations} from "../support/violations.ts"
import {closeWorkbenches, endBrowser, openWorkbench, type WorkbenchOptions} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const files = {
  "endless.lua": "local n = 0\nwhile true do\n  n = n + 1\nend\n",
  "input.lua": "io.write('Name: ')\nprint(io.read())\n",
  "error.lua": "local t, s, n, f, on = {1, {}, k = 'v'}, 'text', 1.5, print, true\nprint(t.a.b) -- nothing there\n",
}

const looks: Readonly<Record<string, WorkbenchOptions>> = {
  "in light colours": {colours: "light"},
  "in dark colours": {colours: "dark"},
  "on a phone": {narrow: true},
}

describe("For who listens", () => {
  it("tabs name what they show", async () => {
    const bench = await openWorkbench()
    const tabs = bench.page.getByRole("tab")
    const panels = await tabs.evaluateAll(all =>
      all.map(tab => [
        tab.textContent?.trim(),
        tab.ariaControlsElements?.map(({role, ariaLabel}) => `${role} ${ariaLabel}`),
      ]),
    )
    expect(panels).toEqual([
      ["closures.lua", ["tabpanel closures.lua"]],
      ["Console", ["tabpanel Console"]],
      ["Output", ["tabpanel Console"]],
      ["Problems", ["tabpanel Console"]],
    ])
  })

  it("rows are named without their buttons", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local t = {1}\nlocal s = 'text'\nprint(t, s)\n"}})
    await bench.clickGutter(3)
    await bench.press("F5")
    const row = (name: string) => bench.page.getByRole("treeitem", {name, exact: true})
    await row("t = {1}").waitFor()
    await row('s = "text"').waitFor()
    await row("main.lua, start file").waitFor()
    await bench.evaluate("t")
    await expect.poll(() => row("{1}").count()).toBe(1)
  })

  it("new output is read out where that is wanted", async () => {
    const bench = await openWorkbench({files: {"main.lua": "for i = 1, 20 do print('line ' .. i) end\n"}})
    await bench.button("Settings").click()
    await bench.page.getByRole("menuitemcheckbox", {name: "Read out new output"}).click()
    const said = () => bench.page.getByRole("log", {name: "New output"}).textContent()
    await bench.press("F5")
    await expect.poll(said).toMatch(/^(\d+ lines, then\n)?(line 18\n)?(line 19\n)?line 20$/)
  })
})

describe("Nothing stands in the way of anybody", () => {
  for (const [name, options] of Object.entries(looks)) {
    it(`${name}, in any state`, async () => {
      const bench = await openWorkbench(options)
      const narrow = options.narrow === true
      const show = async (tab: string) => {
        if (narrow) await bench.tab(tab).first().click()
      }
      const found: Record<string, string[]> = {}
      const look = async (state: string) => {
        found[state] = await violations(bench)
      }
      const open = async (path: string) => {
        await bench.showFiles()
        await bench.makeStart(path)
        await bench.row("Files", path).click()
        await expect.poll(bench.file).toBe(path)
      }

      await look("idle")
      await show("State")
      await look("idle, state")
      await bench.button("Settings").click()
      await look("the settings")
      await bench.press("Escape")
      await bench.findPrograms()
      await bench.page.getByText("No other tab of this site runs Lua.").waitFor()
      await look("no other tab")
      await bench.press("Escape")
      await bench.upload(files)

      await open("error.lua")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Paused on error/)
      await look("paused on an error")
      await show("State")
      await bench.variable("t").click()
      await bench.variable("n").dblclick()
      await expect.poll(bench.focus).toBe("New value of n")
      await bench.type("1 +")
      await bench.press("Enter")
      await bench.page.locator("ms-value-tree").getByRole("alert").waitFor()
      await look("paused, a value edited")
      await bench.press("Escape")
      await show("Console")
      await bench.evaluate("t")
      await bench.evaluate("1 + nil")
      await expect.poll(bench.console).toHaveLength(2)
      await look("paused, the console used")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Error/)
      await bench.tab("Problems").click()
      await look("failed")

      await open("endless.lua")
      await bench.clickGutter(3, {button: "right"})
      await bench.page.getByRole("form").waitFor()
      await look("the breakpoint's form")
      await bench.press("Escape")
      await bench.press("F5")
      await expect.poll(bench.status).toBe("Running")
      await look("running")
      await bench.press("F6")
      await expect.poll(bench.status).toMatch(/^Paused/)
      await show("Code")
      await look("paused")
      await bench.press("Shift+F5")

      await open("input.lua")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Waiting/)
      await look("waiting for input")
      await bench.press("Shift+F5")
      await expect.poll(bench.status).toBe("Stopped")
      await bench.showFiles()
      await look("the files")
      await bench.row("Files", "input.lua").focus()
      await bench.press("Delete")
      await bench.button("Undo").waitFor()
      await look("a notice")

      expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
    })
  }
})
