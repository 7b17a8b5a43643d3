import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

describe("A reload", () => {
  it("keeps files, breakpoints with their conditions, and watches", async () => {
    const bench = await openWorkbench({files: {"a.lua": "print('a')\n", "b.lua": "local n = 1\nprint(n)\n"}})
    await bench.makeStart("b.lua")
    await bench.rewrite("local n = 2\nprint(n)\nprint('more')\n")
    await bench.clickGutter(3)
    await bench.clickGutter(2, {button: "right"})
    await bench.page.getByRole("textbox", {name: "Stop when"}).fill("n == 2")
    await bench.press("Enter")
    await bench.button("Add expression").click()
    await bench.type("n + 1")
    await bench.press("Enter")
    await expect.poll(bench.dots).toEqual(["2 =", "3"])
    // work is kept a moment after it was done, not at once
    await bench.page.waitForTimeout(2000)
    await bench.reload()
    await expect.poll(bench.file).toBe("b.lua")
    expect(await bench.code()).toBe("local n = 2\nprint(n)\nprint('more')\n")
    await expect.poll(bench.dots).toEqual(["2 =", "3"])
    expect(await bench.files()).toEqual(["a.lua", "b.lua", "closures.lua"])
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on condition `n == 2`, b.lua 2")
    await expect.poll(() => bench.tree("Watch")).toEqual(["n + 1 = 3"])
  })
})

describe("A file", () => {
  it("is made, written, and required by another", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local greet = require('lib.greet')\nprint(greet('Io'))\n"}})
    await bench.button("New file").click()
    await expect.poll(bench.focus).toBe("Name of the new file")
    await bench.type("lib/greet.lua")
    await bench.press("Enter")
    await expect.poll(bench.file).toBe("lib/greet.lua")
    await expect.poll(bench.focus).toBe("Code of lib/greet.lua")
    await bench.rewrite("return function(name)\n  return 'hello ' .. name\nend\n")
    await bench.clickGutter(2)
    await bench.row("Files", "main.lua").click()
    await expect.poll(bench.file).toBe("main.lua")
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, lib/greet.lua 2")
    expect(await bench.file()).toBe("lib/greet.lua")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["hello Io"])
  })

  it("with a name that is taken is refused under the field", async () => {
    const bench = await openWorkbench({files: {"main.lua": "print(1)\n"}})
    await bench.button("New file").click()
    await bench.type("main.lua")
    await bench.press("Enter")
    await expect.poll(() => bench.page.locator("ms-files").getByRole("alert").isVisible()).toBe(true)
    await bench.press("Escape")
    expect(await bench.files()).toEqual(["closures.lua", "main.lua"])
  })

  it("comes back whole when its deletion is undone", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nprint(n)\n"}})
    await bench.clickGutter(2)
    await bench.row("Files", "main.lua").focus()
    await bench.press("Delete")
    await expect.poll(bench.files).toEqual(["closures.lua"])
    await bench.button("Undo").click()
    await expect.poll(bench.files).toEqual(["closures.lua", "main.lua"])
    await expect.poll(bench.file).toBe("main.lua")
    expect(await bench.code()).toBe("local n = 1\nprint(n)\n")
    await expect.poll(bench.dots).toEqual(["2"])
  })

  it("takes its breakpoints along to a new name", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nprint(n)\n"}})
    await bench.clickGutter(2)
    await bench.row("Files", "main.lua").focus()
    await bench.press("F2")
    await expect.poll(bench.focus).toBe("New name of main.lua")
    await bench.press("Control+a")
    await bench.type("start.lua")
    await bench.press("Enter")
    await expect.poll(bench.files).toEqual(["closures.lua", "start.lua"])
    await expect.poll(bench.dots).toEqual(["2"])
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on breakpoint, start.lua 2")
  })
})

describe("The start file", () => {
  const files = {"main.lua": "print('main')\n", "lib.lua": "print('lib')\n"}

  it("is main.lua, whichever file is open or has breakpoints, also after a reload", async () => {
    const bench = await openWorkbench({files})
    const start = () => bench.page.locator("ms-file-menu .opener").textContent()
    expect(await bench.file()).toBe("lib.lua")
    expect((await start())?.trim()).toBe("main.lua")
    await bench.clickGutter(1)
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["main"])
    await bench.page.waitForTimeout(1000)
    await bench.reload()
    expect((await start())?.trim()).toBe("main.lua")
  })

  it("stays what it is where another one is run once, and is chosen in a file's menu", async () => {
    const bench = await openWorkbench({files})
    const start = async () => (await bench.page.locator("ms-file-menu .opener").textContent())?.trim()
    await bench.tab("lib.lua").click({button: "right"})
    await bench.page.getByRole("menuitem", {name: "Run this file"}).click()
    await expect.poll(bench.output).toEqual(["lib"])
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await start()).toBe("main.lua")
    await bench.row("Files", "lib.lua").focus()
    await bench.press("Shift+F10")
    await bench.page.getByRole("menuitem", {name: "Make it the start file"}).click()
    await expect.poll(start).toBe("lib.lua")
    await expect.poll(bench.focus).toMatch(/^lib.lua/)
    await bench.row("Files", "main.lua").click()
    await expect.poll(bench.file).toBe("main.lua")
    await bench.press("Control+F5")
    await expect.poll(bench.output).toEqual(["lib"])
  })
})

describe("A notice", () => {
  const files = Object.fromEntries("abcdef".split("").map(name => [`${name}.lua`, "print(1)\n"]))

  it("is one for a double-click on the bin: the next file has come under the pointer, and stays", async () => {
    const bench = await openWorkbench({files})
    await bench.row("Files", "b.lua").hover()
    await bench.button("Delete b.lua").dblclick()
    await expect.poll(bench.notices).toEqual(["Deleted b.lua."])
    expect(await bench.files()).toEqual(["a.lua", "c.lua", "closures.lua", "d.lua", "e.lua", "f.lua"])
  })

  it("is behind a button where there are more than three; each can be undone, by keyboard too", async () => {
    const bench = await openWorkbench({files})
    for (const name of "abcde") {
      await bench.row("Files", `${name}.lua`).focus()
      await bench.press("Delete")
    }
    await expect.poll(bench.notices).toEqual(["Deleted c.lua.", "Deleted d.lua.", "Deleted e.lua."])
    await bench.row("Files", "f.lua").focus()
    await bench.button("2 earlier notices").focus()
    await bench.press("Enter")
    await expect.poll(async () => (await bench.notices())[0]).toBe("Deleted a.lua.")
    await bench.press("Tab")
    await expect.poll(bench.focus).toBe("Undo")
    await bench.press("Enter")
    await expect.poll(bench.files).toEqual(["a.lua", "closures.lua", "f.lua"])
    await expect.poll(bench.focus).toMatch(/^f\.lua/)
  })
})
