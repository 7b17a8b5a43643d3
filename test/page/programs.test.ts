import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

describe("A program of one's own", () => {
  it("runs as it was typed", async () => {
    const bench = await openWorkbench({files: {"main.lua": ""}})
    await bench.rewrite("local names = {'Io', 'Europa'}\nfor _, name in ipairs(names) do\n  print(name)\nend\n")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished in/)
    expect(await bench.output()).toEqual(["Io", "Europa"])
  })

  it("with a syntax error shows it in Problems, in the line and under the text", async () => {
    const bench = await openWorkbench({files: {"main.lua": ""}})
    await bench.rewrite("local x = 1\nlocal y = = 3\nprint(x)\n")
    await expect.poll(() => bench.page.locator(".cm-lintRange-error").count()).toBeGreaterThan(0)
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Syntax error: unexpected symbol near '='/)
    await expect.poll(() => bench.tab("Problems").getAttribute("aria-selected")).toBe("true")
    await expect.poll(bench.band).toBe("2 error")
    await bench.line(4).click()
    await bench.page.locator("ms-problems").getByRole("button", {name: "main.lua 2"}).click()
    await expect.poll(bench.focus).toBe("Code of main.lua")
    expect(await bench.card()).toContain("Syntax error: unexpected symbol near '='")
  })

  it("with a mended error shows none any more", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local y = = 3\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Syntax error/)
    await bench.rewrite("print(3)\n")
    await expect.poll(bench.band).toBe("")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.page.locator("ms-error-card").count()).toBe(0)
  })

  it("stops at an uncaught error with a card in the line, and ends with it on Continue", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local t = {}\nlocal s = 'kept'\nprint(t.a.b)\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Paused on error: attempt to index a nil value (field 'a'), main.lua 3")
    expect(await bench.band()).toBe("3 error")
    expect(await bench.card()).toContain("attempt to index a nil value (field 'a')")
    expect(await bench.card()).toContain("Nothing in the program catches it.")
    expect(await bench.variables()).toContain('  s = "kept"')
    await bench.page.locator("ms-error-card").getByRole("button", {name: "Continue"}).click()
    await expect.poll(bench.status).toBe("Error: attempt to index a nil value (field 'a')")
    await bench.page.locator("ms-status-bar").getByRole("button", {name: "main.lua 3"}).click()
    await expect.poll(bench.focus).toBe("Code of main.lua")
  })

  it("asks for a line in Output, and goes on with it", async () => {
    const bench = await openWorkbench({
      files: {
        "main.lua": "io.write('Your name: ')\nlocal name = io.read()\nprint('hello ' .. name)\nprint(io.read())\n",
      },
    })
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Waiting for input, main.lua 2")
    await expect.poll(() => bench.page.getByRole("textbox", {name: "Your name:"}).isVisible()).toBe(true)
    await bench.type("Luna")
    await bench.press("Enter")
    await expect.poll(bench.status).toBe("Waiting for input, main.lua 4")
    await bench.button("End of file").click()
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["Your name: Luna", "hello Luna", "(end of file)", "nil"])
  })

  it("without an end can be paused, goes on, and can be stopped", async () => {
    const text = "local n = 0\nprint('counting')\nwhile true do\n  n = n + 1\nend\n"
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.press("F5")
    // a pause that comes before Lua is in the loop stops the program at its first line
    await expect.poll(bench.output).toEqual(["counting"])
    await bench.button("Pause").click()
    await expect.poll(bench.status).toMatch(/^Paused, main.lua [34]$/)
    await expect.poll(bench.variables).toContainEqual(expect.stringMatching(/^ {2}n = \d+$/))
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Running")
    await bench.button("Stop").click()
    await expect.poll(bench.status).toBe("Stopped")
    await bench.evaluate("1 + 1")
    await expect.poll(bench.console).toEqual(["1 + 1 → 2"])
  })

  it("that writes without end stays at hand", async () => {
    const bench = await openWorkbench({
      files: {"main.lua": "local n = 0\nwhile true do\n  n = n + 1\n  print(n)\nend\n"},
    })
    await bench.press("F5")
    await expect.poll(async () => (await bench.output()).length).toBeGreaterThan(10)
    await bench.press("Shift+F5")
    await expect.poll(bench.status).toBe("Stopped")
  })

  it("runs past its breakpoints on Control+F5", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nprint(n)\n"}})
    await bench.clickGutter(2)
    await bench.press("Control+F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.dots()).toEqual(["2"])
  })
})

describe("Every example", () => {
  const titles = [
    "Closures",
    "Coroutines",
    "Metatables",
    "A bug to find",
    "Guess the number",
    "Eight queens",
    "Several files",
    "Word frequency",
  ]

  it("stops at its breakpoint and runs to its end", async () => {
    const bench = await openWorkbench()
    for (const title of titles) {
      await bench.openExample(title)
      await bench.page.locator("ms-tabs[label='Open files'] .tab.active").waitFor()
      await expect.poll(bench.dots).toHaveLength(1)
      const [line] = await bench.dots()
      await bench.press("F5")
      if (title === "Guess the number") {
        await expect.poll(bench.status).toMatch(/^Waiting for input/)
        await bench.type("50")
        await bench.press("Enter")
      }
      await expect.poll(bench.status).toMatch(new RegExp(`^Paused on breakpoint, \\S+ ${line}$`))
      await bench.clickGutter(Number(line))
      await bench.press("F5")
      if (title === "Guess the number") await bench.button("End of file").click()
      await expect.poll(bench.status).toMatch(/^Finished/)
    }
  })
})
