import {afterAll, afterEach, describe, expect, it} from "vitest"
import {violations} from "../support/violations.ts"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local total = 0
for i = 1, 3 do
  total = total + i
end
print(total, "Total", "totals")
`
const files = {"main.lua": program}

const selected = (bench: Workbench) =>
  bench.page.locator("ms-code-editor").evaluate(element => {
    type Editor = {
      readonly state: {sliceDoc(from: number, to: number): string; selection: {main: {from: number; to: number}}}
    }
    const content = element.shadowRoot?.querySelector(".cm-content") as Element & {cmTile?: {view?: Editor}}
    const view = content.cmTile?.view as Editor
    const {from, to} = view.state.selection.main
    return `${from} ${view.state.sliceDoc(from, to)}`
  })
const count = (bench: Workbench) => bench.page.locator(".cm-ms-count").textContent()

describe("Find", () => {
  it("goes to the first match while one types, and says which of how many it is", async () => {
    const bench = await openWorkbench({files})
    await bench.putCaret(1)
    await bench.press("Control+Home")
    await bench.press("Control+f")
    await expect.poll(bench.focus).toBe("Find")
    await bench.page.keyboard.type("tot")
    await expect.poll(() => count(bench)).toBe("1 of 6")
    expect(await selected(bench)).toBe("6 tot")
    expect(await bench.focus()).toBe("Find")
    await bench.press("Enter")
    await expect.poll(() => count(bench)).toBe("2 of 6")
    await bench.press("Shift+Enter")
    await bench.press("Shift+Enter")
    await expect.poll(() => count(bench)).toBe("6 of 6")
    await bench.button("Match case").click()
    await bench.button("Whole words").click()
    await bench.page.getByRole("textbox", {name: "Find"}).fill("Total")
    await expect.poll(() => count(bench)).toBe("1 of 1")
    await bench.page.getByRole("textbox", {name: "Find"}).fill("nowhere")
    await expect.poll(() => count(bench)).toBe("No results")
    await bench.button("Regular expression").click()
    await bench.page.getByRole("textbox", {name: "Find"}).fill("(")
    await expect.poll(() => count(bench)).toBe("No regular expression")
    await bench.press("Escape")
    await expect.poll(bench.focus).toBe("Code of main.lua")
    expect(await bench.page.locator(".cm-ms-search").count()).toBe(0)
  })

  it("replaces one match, and all", async () => {
    const bench = await openWorkbench({files})
    await bench.putCaret(1)
    await bench.press("Control+Home")
    await bench.press("Control+f")
    await expect.poll(bench.focus).toBe("Find")
    await bench.page.keyboard.type("total")
    await bench.button("Match case").click()
    await bench.page.locator(".cm-ms-search").getByRole("button", {name: "Replace", exact: true}).click()
    await expect.poll(bench.focus).toBe("Replace with")
    await bench.page.keyboard.type("sum")
    await bench.press("Enter")
    await expect.poll(bench.code).toMatch(/^local sum = 0\n.*\n {2}total = total/)
    await bench.press("Control+Alt+Enter")
    await expect.poll(bench.code).toBe(program.replaceAll("total", "sum"))
    expect(await violations(bench)).toEqual([])
  })
})

describe("A command", () => {
  it("goes to a line by Ctrl+G, from anywhere, and gives the focus to the code", async () => {
    const bench = await openWorkbench({files})
    for (const from of [bench.editor(), bench.button("Debug")]) {
      await from.focus()
      await bench.press("Control+g")
      await expect.poll(bench.focus).toMatch(/^Go to line/)
      await bench.page.keyboard.type("4")
      await bench.press("Enter")
      await expect.poll(bench.focus).toBe("Code of main.lua")
      await expect.poll(() => selected(bench)).toBe(`${program.indexOf("end")} `)
      await bench.press("Control+Home")
    }
    await bench.press("Control+g")
    await expect.poll(bench.focus).toMatch(/^Go to line/)
    await bench.press("Escape")
    await expect.poll(bench.focus).toBe("Code of main.lua")
  })

  it("says by Ctrl+S that all is saved, and it is", async () => {
    const bench = await openWorkbench({files})
    await bench.rewrite("print('saved')\n")
    await bench.press("Control+s")
    await expect.poll(bench.notices).toEqual(["Saved"])
    await bench.reload()
    expect(await bench.code()).toBe("print('saved')\n")
  })

  it("lists the shortcuts, by F1, by ? where nothing is typed, and in the settings", async () => {
    const bench = await openWorkbench({files})
    const list = bench.page.getByRole("dialog", {name: "Keyboard shortcuts"})
    await bench.editor().focus()
    await bench.press("F1")
    await list.waitFor()
    await expect.poll(bench.focus).toBe("Close")
    expect(await violations(bench)).toEqual([])
    expect((await list.textContent())?.replace(/\s+/g, " ")).toMatch(/F10 Step over|Step over F10/)
    await bench.press("Escape")
    await list.waitFor({state: "detached"})
    expect(await bench.focus()).toBe("Code of main.lua")
    await bench.press("Control+End")
    await bench.press("Shift+?")
    await expect.poll(bench.code).toBe(`${program}?`)
    await bench.button("Debug").focus()
    await bench.press("Shift+?")
    await list.waitFor()
    await bench.press("Escape")
    await list.waitFor({state: "detached"})
    await bench.button("Settings").click()
    await bench.page.getByRole("menuitem", {name: "Keyboard shortcuts"}).click()
    await list.waitFor()
    await bench.press("Escape")
    await expect.poll(bench.focus).toBe("Settings")
  })
})
