import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local sum = 0

for i = 1, 10 do
  sum = sum + i
end
print(sum)
`
const files = {"main.lua": program}

describe("A breakpoint", () => {
  it("is set and taken away by a click left of the line's number", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4)
    await expect.poll(bench.dots).toEqual(["4"])
    await bench.clickGutter(6)
    await expect.poll(bench.dots).toEqual(["4", "6"])
    await bench.clickGutter(4)
    await expect.poll(bench.dots).toEqual(["6"])
  })

  it("is toggled by F9 on the caret's line", async () => {
    const bench = await openWorkbench({files})
    await bench.putCaret(6)
    await bench.press("F9")
    await expect.poll(bench.dots).toEqual(["6"])
    await bench.press("F9")
    await expect.poll(bench.dots).toEqual([])
  })

  it("moves to the next line with a statement, and says why", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(2)
    await expect.poll(bench.dots).toEqual(["3"])
    expect(await bench.page.locator(".cm-ms-breakpoint").getAttribute("title")).toMatch(/Line 2 has no statement/)
  })

  it("takes a condition in the inline editor, and stops only then", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4, {button: "right"})
    await expect.poll(() => bench.page.getByRole("form", {name: "Breakpoint on line 4"}).isVisible()).toBe(true)
    await expect
      .poll(() => bench.page.getByRole("textbox", {name: "Stop when"}).evaluate(field => field.matches(":focus")))
      .toBe(true)
    await bench.type("i == 7")
    await bench.press("Enter")
    await expect.poll(bench.dots).toEqual(["4 ="])
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on condition `i == 7`, main.lua 4")
    expect(await bench.variables()).toEqual(["Locals", "  sum = 21", "  i = 7", "Globals"])
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
  })

  it("writes a log message instead of stopping", async () => {
    const bench = await openWorkbench({files: {"main.lua": "for i = 1, 3 do\n  local x = i\nend\n"}})
    await bench.clickGutter(2, {button: "right"})
    await bench.page.getByRole("textbox", {name: "Log, don't stop"}).fill("i is {i}")
    await bench.press("Enter")
    await expect.poll(bench.dots).toEqual(["2 log"])
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["i is 1", "i is 2", "i is 3"])
  })

  it("is switched off and on in the list", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4)
    const box = bench.page.getByRole("checkbox", {name: "Breakpoint main.lua 4"})
    await box.click()
    await expect.poll(bench.dots).toEqual(["4 off"])
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    await box.click()
    await expect.poll(bench.dots).toEqual(["4"])
  })

  it("goes along when lines are inserted above it", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4)
    await bench.putCaret(1)
    await bench.press("Home")
    await bench.type("-- one more line\n")
    await expect.poll(bench.dots).toEqual(["5"])
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 5")
  })

  it("set while the program runs stops it", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 0\nwhile true do\n  n = n + 1\nend\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Running")
    await bench.clickGutter(3)
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 3")
    await bench.press("Shift+F5")
    await expect.poll(bench.status).toBe("Stopped")
  })
})

describe("The places of a line", () => {
  const text = "local n = 0\nn = n + 1; n = n + 2\nlocal f = function(x) return x end\nprint(f(1), f(2))\n"
  /** The dots of a line: what each shows, and the code behind it. */
  const places = (bench: Workbench, line: number) =>
    bench.line(line).evaluate(element =>
      [...element.querySelectorAll(".cm-ms-place")].map(dot => {
        const behind = document.createRange()
        behind.setStartAfter(dot)
        behind.setEndAfter(element.lastChild as Node)
        const look = [...dot.classList].filter(name => !name.startsWith("cm-"))
        return `${look} ${behind.toString().slice(0, 9)}`.trim()
      }),
    )

  it("are shown where a breakpoint stands, and each has one of its own", async () => {
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.clickGutter(1)
    await expect.poll(bench.dots).toEqual(["1"])
    expect(await places(bench, 1)).toEqual([])
    await bench.clickGutter(1)
    await bench.clickGutter(2)
    await expect.poll(() => places(bench, 2)).toEqual(["on n = n + 1", "n = n + 2"])
    await bench.line(2).locator(".cm-ms-place").nth(1).click()
    await expect.poll(() => places(bench, 2)).toEqual(["on n = n + 1", "on n = n + 2"])
    await bench.line(2).locator(".cm-ms-place").nth(0).click()
    await expect.poll(() => places(bench, 2)).toEqual(["n = n + 1", "on n = n + 2"])
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 2")
    expect(await bench.variables()).toEqual(["Locals", "  n = 1", "Globals"])
    expect(await bench.page.getByRole("checkbox", {name: "Breakpoint main.lua 2:12"}).isChecked()).toBe(true)
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
  })

  it("tell a function from where it is made", async () => {
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.clickGutter(3)
    await expect.poll(() => places(bench, 3)).toEqual(["on local f =", "on return x"])
    await bench.line(3).locator(".cm-ms-place").nth(0).click()
    await expect.poll(() => places(bench, 3)).toEqual(["local f =", "on return x"])
    for (const x of [1, 2]) {
      await bench.press("F5")
      await expect.poll(bench.variables).toContain(`  x = ${x}`)
    }
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
  })

  it("go along with the text, are kept, and are set by Alt+F9 at the caret", async () => {
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.putCaret(2)
    await bench.press("End")
    await bench.press("Alt+F9")
    await expect.poll(() => places(bench, 2)).toEqual(["n = n + 1", "on n = n + 2"])
    await bench.press("Home")
    await bench.type("x = 1; ")
    await expect.poll(() => places(bench, 2)).toEqual(["x = 1; n", "n = n + 1", "on n = n + 2"])
    await bench.press("End")
    await bench.press("Alt+F9")
    await expect.poll(bench.dots).toEqual([])
  })
})

describe("The form of a breakpoint", () => {
  const message = (bench: Workbench) => bench.page.getByRole("alert").allTextContents()

  it("refuses what is no condition and no hit count, says why, and lets it be mended", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4, {button: "right"})
    await expect.poll(bench.focus).toBe("Stop when")
    await bench.type("sum = 3")
    await bench.press("Enter")
    await expect.poll(() => message(bench)).toEqual(["This assigns. To compare, write `sum == 3`."])
    expect(await bench.focus()).toBe("Stop when")
    await bench.press("Control+a")
    await bench.type("sum ==")
    await bench.press("Enter")
    await expect.poll(() => message(bench)).toEqual(["Expected an expression after '=='."])
    await bench.press("Control+a")
    await bench.type("sum == 3")
    await expect.poll(() => message(bench)).toEqual([])
    await bench.press("Tab")
    await bench.type("abc")
    await bench.press("Tab")
    await bench.type("{i +}")
    await bench.press("Enter")
    await expect
      .poll(() => message(bench))
      .toEqual([
        'Invalid hit condition "abc". Expected an expression like "> 42" or "== 2".',
        "{i +}: Expected an expression after '+'.",
      ])
    await expect.poll(bench.focus).toBe("Hit count")
    expect(await bench.dots()).toEqual([])
    await bench.press("Control+a")
    await bench.press("Delete")
    await bench.page.getByRole("textbox", {name: "Log, don't stop"}).fill("")
    await bench.press("Enter")
    await expect.poll(bench.dots).toEqual(["4 ="])
  })

  it("leaves what only a run can tell to the stop, which says that the condition failed", async () => {
    const bench = await openWorkbench({files})
    await bench.clickGutter(4, {button: "right"})
    await expect.poll(bench.focus).toBe("Stop when")
    await bench.type("nowhere.x == 3")
    await bench.press("Enter")
    await bench.press("F5")
    await expect
      .poll(bench.status)
      .toBe("Paused where the condition failed: attempt to index a nil value (global 'nowhere'), main.lua 4")
  })
})

describe("The errors to stop on", () => {
  it("can be chosen before the first run, and are kept over a reload", async () => {
    const bench = await openWorkbench({files: {"main.lua": "pcall(error, 'caught')\nprint('on')\n"}})
    const box = (name: string) => bench.page.getByRole("checkbox", {name, exact: true})
    expect(await box("Uncaught errors").isChecked()).toBe(true)
    expect(await box("Caught errors").isChecked()).toBe(false)
    await box("Caught errors").click()
    await box("Uncaught errors").click()
    await bench.kept()
    await bench.reload()
    await expect.poll(() => box("Caught errors").isChecked()).toBe(true)
    expect(await box("Uncaught errors").isChecked()).toBe(false)
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Paused on error: caught/)
    await bench.reload()
    await expect.poll(() => box("Caught errors").isChecked()).toBe(true)
    expect(await box("Uncaught errors").isChecked()).toBe(false)
  })
})
