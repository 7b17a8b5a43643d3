import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local count = 3
local point = {x = 1, y = 2}
print(count, point.x)
`

async function stop(): Promise<Workbench> {
  const bench = await openWorkbench({files: {"main.lua": program}})
  await bench.clickGutter(3)
  await bench.press("F5")
  await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 3")
  return bench
}

describe("A variable", () => {
  it("opens and closes", async () => {
    const bench = await stop()
    const locals = ["Locals", "  count = 3", "  point = {x = 1, y = 2}"]
    await expect.poll(bench.variables).toEqual([...locals, "Globals"])
    await bench.variable("point").click()
    await expect.poll(bench.variables).toEqual([...locals, "    x = 1", "    y = 2", "Globals"])
    await bench.variable("point").click()
    await expect.poll(bench.variables).toEqual([...locals, "Globals"])
  })

  it("is edited in place, and the program goes on with the new value", async () => {
    const bench = await stop()
    await bench.variable("count").dblclick()
    await expect.poll(bench.focus).toBe("New value of count")
    await bench.type("count * 10")
    await bench.press("Enter")
    await expect.poll(bench.variables).toContain("  count = 30")
    await expect.poll(() => bench.inlineValues(3)).toContain("count = 30")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["30\t1"])
  })

  it("keeps what was typed when it is no expression, with the error under the field", async () => {
    const bench = await stop()
    await bench.variable("count").dblclick()
    await expect.poll(bench.focus).toBe("New value of count")
    await bench.type("1 +")
    await bench.press("Enter")
    const field = bench.page.getByRole("textbox", {name: "New value of count"})
    await expect.poll(() => bench.page.locator("ms-value-tree").getByRole("alert").allTextContents()).toHaveLength(1)
    expect(await bench.page.locator("ms-value-tree").getByRole("alert").textContent()).toMatch(/unexpected symbol/)
    expect(await field.inputValue()).toBe("1 +")
    expect(await field.getAttribute("aria-invalid")).toBe("true")
    await bench.press("Escape")
    await expect.poll(bench.variables).toContain("  count = 3")
  })

  it("shows under the pointer", async () => {
    const bench = await stop()
    await bench.hover(3, "point")
    const hover = bench.page.locator(".cm-ms-hover [role=treeitem]")
    await expect
      .poll(() =>
        hover
          .first()
          .textContent()
          .catch(() => ""),
      )
      .toContain("{x = 1, y = 2}")
  })
})

describe("A watch", () => {
  it("shows an expression's value at every stop, and its error", async () => {
    const bench = await openWorkbench({files: {"main.lua": "for i = 1, 3 do\n  print(i)\nend\n"}})
    for (const expression of ["i * 2", "nothing.here"]) {
      await bench.button("Add expression").click()
      await expect.poll(bench.focus).toBe("Expression to watch")
      await bench.type(expression)
      await bench.press("Enter")
      await bench.press("Escape")
    }
    await bench.clickGutter(2)
    await bench.press("F5")
    const watches = () => bench.tree("Watch")
    await expect.poll(watches).toEqual(["i * 2 = 2", expect.stringMatching(/^nothing\.here = .*nil value/)])
    await bench.press("F5")
    await expect.poll(async () => (await watches())[0]).toBe("i * 2 = 4")
  })
})
