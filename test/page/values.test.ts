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

describe("The same table", () => {
  it("has the same mark wherever it is seen, and none where it is seen once", async () => {
    const text = "local point = {x = 1}\nlocal shape = {corner = point, other = {}}\nlocal n = 1\nprint(n)\n"
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.clickGutter(4)
    await bench.press("F5")
    await expect.poll(bench.variables).toContain("  n = 1")
    expect((await bench.variables()).join()).not.toContain("#")
    await bench.variable("shape").click()
    const marked = ["  point = {x = 1} #1", "    corner = {x = 1} #1"]
    await expect.poll(bench.variables).toEqual(expect.arrayContaining(marked))
    await bench.evaluate("{shape.other, point}")
    await bench.page.locator("ms-console [role=treeitem]").click()
    const result = () => bench.tree("Result 1")
    await expect.poll(result).toEqual([expect.any(String), "  [1] = {} #2", "  [2] = {x = 1} #1"])
    await expect.poll(bench.variables).toContain("    other = {} #2")
    await bench.variable("shape").click()
    await expect.poll(bench.variables).toContain("  point = {x = 1} #1")
    await bench.press("F10")
    await expect.poll(bench.status).toMatch(/^(Paused after step|Finished)/)
    await expect.poll(result).toEqual([expect.any(String), "  [1] = {}", "  [2] = {x = 1}"])
  })
})

describe("A menu", () => {
  const choose = async (bench: Workbench, name: string) => {
    await bench.page.getByRole("menuitem", {name}).click()
  }
  it("of a variable copies its value and expression, watches and changes it", async () => {
    const bench = await stop()
    await bench.variable("point").click()
    await bench.variable("x").click({button: "right"})
    await choose(bench, "Copy expression")
    await expect.poll(bench.clipboard).toBe("point.x")
    await bench.variable("x").click({button: "right"})
    await choose(bench, "Add to watch")
    await expect.poll(() => bench.tree("Watch")).toEqual(["point.x = 1"])
    await bench.variable("point").focus()
    await bench.press("Shift+F10")
    await expect.poll(bench.focus).toMatch(/^Copy value/)
    await bench.press("Enter")
    await expect.poll(bench.clipboard).toMatch(/^\{\s*x = 1,\s*y = 2,?\s*\}$/)
    await expect.poll(bench.focus).toBe("point = {x = 1, y = 2}")
    await bench.variable("count").click({button: "right"})
    await choose(bench, "Change value")
    await expect.poll(bench.focus).toBe("New value of count")
    await bench.press("Escape")
    await bench.row("Watch", "point.x").click({button: "right"})
    await choose(bench, "Remove watch")
    await expect.poll(bench.focus).toBe("Watch")
  })

  it("of a frame copies the stack", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local function f()\n  print(1)\nend\nf()\nf()\n"}})
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.stack).toHaveLength(3)
    await bench.row("Call stack", "f").click({button: "right"})
    await choose(bench, "Copy stack trace")
    await expect.poll(bench.clipboard).toMatch(/^main thread.*\n {2}f \(main\.lua:2\)\n {2}main chunk \(main\.lua:4\)$/)
  })

  it("of the code watches what is selected or under the pointer, and sets breakpoints", async () => {
    const bench = await stop()
    await bench.hover(3, "point")
    await bench.page.mouse.down({button: "right"})
    await bench.page.mouse.up({button: "right"})
    await choose(bench, "Add point to watch")
    await expect.poll(() => bench.tree("Watch")).toEqual(["point = {x = 1, y = 2}"])
    await bench.putCaret(1)
    await bench.press("Home")
    await bench.press("Shift+End")
    await bench.press("Shift+F10")
    await choose(bench, "Copy")
    await expect.poll(bench.clipboard).toBe("local count = 3")
    await expect.poll(bench.focus).toBe("Code of main.lua")
    await bench.press("Shift+F10")
    await choose(bench, "Toggle breakpoint")
    await expect.poll(bench.dots).toEqual(["1", "3"])
  })

  it("of a breakpoint edits, disables and removes it", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    await bench.clickGutter(3)
    const row = bench.page.locator("ms-breakpoints li", {hasText: "main.lua"})
    await row.click({button: "right"})
    await choose(bench, "Disable")
    await expect.poll(bench.dots).toEqual(["3 off"])
    await row.click({button: "right"})
    await choose(bench, "Edit…")
    await expect.poll(bench.focus).toBe("Stop when")
    await bench.press("Escape")
    await row.click({button: "right"})
    await choose(bench, "Remove")
    await expect.poll(bench.dots).toEqual([])
  })
})

describe("What is cut", () => {
  const long = `local text = ("line\\n"):rep(200000)
local short = ("x"):rep(300)
local entries = {}
for i = 1, 500 do entries["a key " .. i] = i end
local object = {method = print, place = function() end, inner = {1, 2, 3}}
return
`
  it("says its true size, and is copied whole", async () => {
    const bench = await openWorkbench({files: {"main.lua": long}})
    await bench.clickGutter(6)
    await bench.press("F5")
    await expect.poll(bench.variables).toHaveLength(6)
    const [, text, short, entries, object] = await bench.variables()
    expect(text).toMatch(/^ {2}text = "line.* … .*" 1,000,000 bytes$/)
    expect(short).toMatch(/^ {2}short = "xxx+ … x+" 300 characters$/)
    expect(entries).toMatch(/^ {2}entries = \{.*…\} 500$/)
    expect(object).toMatch(/^ {2}object = \{.*…\} 3$/)
    const copied = async (name: string) => {
      // an empty text would leave what was copied before
      await bench.page.evaluate(() => navigator.clipboard.writeText("nothing yet"))
      await bench.variable(name).click()
      await bench.press("Control+c")
      await expect.poll(bench.clipboard).not.toBe("nothing yet")
      return bench.clipboard()
    }
    expect(await copied("text")).toBe("line\n".repeat(200_000))
    expect(await copied("short")).toBe("x".repeat(300))
    expect((await copied("entries")).split("\n").length).toBeGreaterThan(500)
    expect(await copied("object")).toMatch(/inner = \{/)
  })

  it("shows several results each in its own colour", async () => {
    const bench = await stop()
    await bench.evaluate("count, 'two', nil")
    const result = bench.page.locator("ms-console .value .value")
    await expect.poll(() => result.allTextContents()).toEqual(["3", '"two"', "nil"])
    const colours = await result.evaluateAll(all => all.map(one => getComputedStyle(one).color))
    expect(new Set(colours).size).toBe(3)
  })
})

describe("The output", () => {
  it("is copied as the program has written it, whatever is in sight of it", async () => {
    const bench = await openWorkbench({files: {"main.lua": "for i = 1, 300 do print('line ' .. i) end\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    const all = Array.from({length: 300}, (_, i) => `line ${i + 1}`).join("\n")
    await bench.page.locator("ms-output .line").last().click()
    await bench.press("Control+a")
    await bench.press("Control+c")
    await expect.poll(bench.clipboard).toBe(all)
    await bench.page.locator("ms-output .scroll").evaluate(scroll => {
      scroll.scrollTop = 0
    })
    const line = (text: string) => bench.page.locator("ms-output .line > span").getByText(text, {exact: true})
    await line("line 1").waitFor()
    // a press on what is selected would begin to drag it
    await line("line 5").click()
    const [first, third] = [await line("line 1").boundingBox(), await line("line 3").boundingBox()]
    if (!first || !third) throw new Error("The lines are not in sight.")
    await bench.page.mouse.move(first.x, first.y + 8)
    await bench.page.mouse.down()
    await bench.page.mouse.move(third.x + third.width + 4, third.y + 8, {steps: 4})
    await bench.page.mouse.up()
    await bench.press("Control+c")
    await expect.poll(bench.clipboard).toBe("line 1\nline 2\nline 3")
  })

  it("stays selected while the selection is dragged far beyond what is in sight", async () => {
    const bench = await openWorkbench({files: {"main.lua": "for i = 1, 3000 do print('line ' .. i) end\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    const scroll = bench.page.locator("ms-output .scroll")
    await scroll.evaluate(element => {
      element.scrollTop = 0
    })
    const line = (text: string) => bench.page.locator("ms-output .line > span").getByText(text, {exact: true})
    const box = async (text: string) => {
      const found = await line(text).boundingBox()
      if (!found) throw new Error(`${text} is not in sight.`)
      return found
    }
    await line("line 2").waitFor()
    const second = await box("line 2")
    await bench.page.mouse.move(second.x + second.width - 8, second.y + 8)
    await bench.page.mouse.down()
    await bench.page.mouse.move(second.x + 20, second.y + 48, {steps: 3})
    await bench.page.mouse.wheel(0, 100_000)
    await line("line 3000").waitFor()
    const last = await box("line 3000")
    await bench.page.mouse.move(last.x + 20, last.y + 4, {steps: 3})
    await bench.page.mouse.move(last.x + last.width + 40, last.y + 8, {steps: 3})
    await bench.page.mouse.up()
    await bench.press("Control+c")
    const all = Array.from({length: 2998}, (_, i) => `line ${i + 3}`).join("\n")
    await expect.poll(bench.clipboard).toBe(`2\n${all}`)
  })

  it("stays at its end in any width, unless one has scrolled away", async () => {
    const text = "for i = 1, 200 do print(('line ' .. i .. ' '):rep(20)) end\n"
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    const left = () =>
      bench.page.locator("ms-output .scroll").evaluate(at => at.scrollHeight - at.clientHeight - at.scrollTop)
    for (const width of [1000, 900, 1300]) {
      await bench.page.setViewportSize({width, height: 900})
      await expect.poll(left).toBeLessThan(2)
      await bench.page.getByText(/^(line 200 )+$/).waitFor()
    }
    await bench.page.locator("ms-output").hover()
    await bench.page.mouse.wheel(0, -400)
    await expect.poll(left).toBeGreaterThan(300)
    const before = await left()
    await bench.tab("Console").click()
    await bench.tab("Output").click()
    await expect.poll(left).toBe(before)
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
