import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local function area(width, height)
  local product = width * height
  return product
end

local first = area(2, 3)
local second = area(4, 5)
print(first + second)
`

async function stopAt(line: number) {
  const bench = await openWorkbench({files: {"main.lua": program}})
  await bench.clickGutter(line)
  await bench.press("F5")
  await expect.poll(bench.status).toBe(`Paused on breakpoint, main.lua ${line}`)
  return bench
}

describe("Stepping", () => {
  it("goes over a call on F10", async () => {
    const bench = await stopAt(6)
    await bench.press("F10")
    await expect.poll(bench.status).toBe("Paused after step, main.lua 7")
    expect(await bench.band()).toBe("7 top")
    expect(await bench.variables()).toEqual([
      "Locals",
      "  (returned) = 6",
      "  area = function area",
      "  first = 6",
      "Globals",
    ])
  })

  it("goes into a call on F11 and out of it on Shift+F11", async () => {
    const bench = await stopAt(7)
    await bench.press("F11")
    await expect.poll(bench.status).toBe("Paused after step, main.lua 2")
    expect(await bench.stack()).toEqual(["main thread paused", "  area main.lua 2", "  main chunk main.lua 7"])
    await expect.poll(() => bench.inlineValues(1)).toEqual(["width = 4", "height = 5"])
    await bench.press("Shift+F11")
    await expect.poll(bench.status).toBe("Paused after step, main.lua 8")
    expect(await bench.stack()).toEqual(["main thread paused", "  main chunk main.lua 8"])
  })

  it("begins a program that does not run yet at its first line", async () => {
    const bench = await openWorkbench({files: {"main.lua": "-- counts\nlocal n = 1\nprint(n)\n"}})
    await bench.press("F11")
    await expect.poll(bench.status).toBe("Paused on entry, main.lua 2")
  })

  it("works by the toolbar's buttons too", async () => {
    const bench = await stopAt(6)
    await bench.button("Step over").click()
    await expect.poll(bench.band).toBe("7 top")
    await bench.button("Restart").click()
    await expect.poll(bench.band).toBe("6 top")
    await bench.button("Stop").click()
    await expect.poll(bench.status).toBe("Stopped")
    expect(await bench.button("Step out").getAttribute("aria-disabled")).toBe("true")
  })

  it("marks the values that changed since the stop before", async () => {
    const bench = await openWorkbench({
      files: {"main.lua": "local kept, counted = 1, 0\nfor i = 1, 3 do\n  counted = counted + 1\nend\n"},
    })
    await bench.clickGutter(3)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("3 top")
    const changed = () => bench.page.locator("ms-value-tree[label=Variables] .value.changed").allTextContents()
    expect(await changed()).toEqual([])
    await bench.press("F5")
    await expect.poll(changed).toEqual(["1", "2"])
  })
})

describe("The call stack", () => {
  it("shows another frame's line and variables", async () => {
    const bench = await stopAt(2)
    await bench.row("Call stack", "main chunk").click()
    await expect.poll(bench.band).toBe("6 caller")
    await expect.poll(bench.variables).toEqual(["Locals", "  area = function area", "Globals"])
    await bench.row("Call stack", "area").click()
    await expect.poll(bench.band).toBe("2 top")
  })

  it("shows a thread for each coroutine", async () => {
    const bench = await openWorkbench()
    await bench.openExample("Coroutines")
    await expect.poll(bench.file).toBe("coroutines.lua")
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, coroutines.lua 12")
    const threads = async () => (await bench.stack()).filter(row => !row.startsWith(" "))
    await expect
      .poll(threads)
      .toEqual([
        "main thread waiting",
        "coroutine paused, resumed by coroutine coroutines.lua 8",
        "coroutine waiting, resumed by main thread coroutines.lua 20",
      ])
  })

  it("opens the file of the function that a step enters", async () => {
    const bench = await openWorkbench()
    await bench.openExample("Several files")
    await expect.poll(bench.file).toBe("shapes.lua")
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, shapes.lua 17")
    await bench.press("F11")
    await expect.poll(bench.file).toBe("lib/geometry.lua")
    await expect.poll(bench.band).toMatch(/top$/)
    await bench.press("Shift+F11")
    await expect.poll(bench.file).toBe("shapes.lua")
    await expect.poll(bench.band).toBe("18 top")
  })
})

describe("What is shown at a stop", () => {
  const program = `local function double(n)
  local twice = n * 2
  return twice
end
local n = 1
n = double(n)
print(n)
`

  it("marks no watch as changed where another frame is looked at, and as before when one comes back", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    const changed = () => bench.page.locator("ms-watch .value.changed").allTextContents()
    await bench.button("Add expression").click()
    await bench.type("twice")
    await bench.press("Enter")
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(() => bench.tree("Watch")).toEqual(["twice = nil"])
    await bench.press("F10")
    await expect.poll(() => bench.tree("Watch")).toEqual(["twice = 2"])
    await expect.poll(changed).toEqual(["2"])
    await bench.row("Call stack", "main chunk").click()
    await expect.poll(() => bench.tree("Watch")).toEqual(["twice = nil"])
    expect(await changed()).toEqual([])
    await bench.row("Call stack", "double").click()
    await expect.poll(() => bench.tree("Watch")).toEqual(["twice = 2"])
    expect(await changed()).toEqual(["2"])
  })

  it("stands where its text stands, when that is changed meanwhile; a restart is offered", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("2 top")
    await bench.editor().focus()
    await bench.press("Control+Home")
    await bench.type("-- one\n-- two\n")
    await expect.poll(bench.notices).toEqual(["The program runs on as it was before this change."])
    await expect.poll(bench.band).toBe("4 top")
    expect(await bench.status()).toBe("Paused on breakpoint, main.lua 4")
    expect(await bench.stack()).toEqual(["main thread paused", "  double main.lua 4", "  main chunk main.lua 8"])
    expect(await bench.inlineValues(4)).toEqual([])
    await bench.press("F10")
    await expect.poll(bench.status).toBe("Paused after step, main.lua 5")
    await expect.poll(bench.band).toBe("5 top")
    await bench.row("Call stack", "main chunk").click()
    await expect.poll(bench.band).toBe("8 caller")
    await bench.evaluate("1")
    await expect
      .poll(() => bench.page.locator("ms-console .where").allTextContents())
      .toEqual(["in main chunk, line 8"])
    await bench.rewrite("print('all is new')\n")
    await expect.poll(bench.band).toBe("")
    expect(await bench.status()).toBe("Paused after step, main.lua, a line that is gone")
    await bench.button("Restart").last().click()
    await expect.poll(bench.status).toMatch(/^(Finished|Paused)/)
    await expect.poll(bench.notices).toEqual([])
  })

  it("stops at breakpoints that are set in a changed text, where the program has their line", async () => {
    const text = "print(1)\nprint(2)\nprint(3)\nprint(4)\n"
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.clickGutter(1)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("1 top")
    await bench.editor().focus()
    await bench.press("Control+Home")
    await bench.type("print('new')\n")
    await expect.poll(bench.band).toBe("2 top")
    await bench.clickGutter(1)
    await bench.clickGutter(4)
    await expect.poll(bench.dots).toEqual(["1 unbound", "2", "4"])
    expect(await bench.page.locator(".cm-ms-breakpoint.unbound").getAttribute("title")).toContain(
      "The program began without this line.",
    )
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 4")
    expect(await bench.band()).toBe("4 top")
    expect((await bench.output()).at(-1)).toBe("2")
    await bench.press("Control+Shift+F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 1")
    expect(await bench.dots()).toEqual(["1", "2", "4"])
  })
})
