import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = `local where = "outside"
local function inner(n)
  local where = "inside"
  return n
end
inner(7)
`

describe("The console", () => {
  it("evaluates without a program, and keeps globals", async () => {
    const bench = await openWorkbench()
    await bench.evaluate("x = 20")
    await bench.evaluate("x * 2 + 2")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("x * 2 + 2 → 42")
  })

  it("evaluates in the selected frame", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    await bench.clickGutter(4)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("4 top")
    await bench.evaluate("where .. n")
    await expect.poll(bench.console).toEqual(['where .. n → "inside7"'])
    await bench.row("Call stack", "main chunk").click()
    await expect.poll(bench.band).toBe("6 caller")
    await bench.evaluate("where")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe('where → "outside"')
    await bench.evaluate("n")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("n → nil")
  })

  it("changes the program's variables", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nprint(n)\n"}})
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("2 top")
    await bench.evaluate("n = 5")
    await expect.poll(bench.variables).toContain("  n = 5")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["5"])
  })

  it("shows errors, of the syntax and of the run", async () => {
    const bench = await openWorkbench()
    await bench.evaluate("x y")
    await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/^x y → .*syntax error/)
    await bench.evaluate("error('no luck')")
    await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/no luck/)
  })

  it("shows tables and images that a program hands over, and never its markup", async () => {
    const png = "\\x89PNG\\r\\n\\x1a\\n"
    const text = `Console.table{{name = "Ann", age = 30}, {name = "Bo", age = 4}}
Inspect.display{["image/png"] = "${png}", ["text/plain"] = "a moon"}
Inspect.display{["text/html"] = "<b id='evil'>x</b>", ["text/plain"] = "plain words"}
`
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    await bench.page.getByRole("tab", {name: "Console"}).click()
    const table = bench.page.getByRole("group", {name: "Table"})
    await expect.poll(() => table.getByRole("columnheader").allTextContents()).toEqual(["age", "name"])
    expect(await table.getByRole("row").nth(1).textContent()).toBe('130"Ann"')
    expect(await bench.page.getByRole("img", {name: "a moon"}).getAttribute("src")).toBe(
      "data:image/png;base64,iVBORw0KGgo=",
    )
    expect(await bench.page.getByText("plain words").count()).toBeGreaterThan(0)
    expect(await bench.page.locator("#evil").count()).toBe(0)
  })

  it("tells levels apart, and indents groups, in the output", async () => {
    const text = `Console.info("i")
Console.group("head")
Console.warn("w")
Console.groupEnd()
print("plain")
`
    const bench = await openWorkbench({files: {"main.lua": text}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    await expect.poll(bench.output).toEqual(["i", "head", "  w", "plain"])
    expect(await bench.page.locator("ms-output .line.warn").textContent()).toContain("w")
  })

  it("walks its history with the arrow keys", async () => {
    const bench = await openWorkbench()
    await bench.evaluate("1 + 1")
    await bench.evaluate("2 + 2")
    const prompt = () => bench.page.getByRole("textbox", {name: "Console prompt"}).textContent()
    await bench.type("draft")
    await bench.press("Escape")
    await bench.press("ArrowUp")
    await expect.poll(prompt).toBe("2 + 2")
    await bench.press("ArrowUp")
    await expect.poll(prompt).toBe("1 + 1")
    await bench.press("ArrowDown")
    await bench.press("ArrowDown")
    await expect.poll(prompt).toBe("draft")
  })

  it("offers what the kernel knows: the locals of the selected frame and the fields of their values", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local shape = {width = 3}\nprint(shape.width)\n"}})
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("2 top")
    await bench.evaluate("shape.width")
    await bench.type("shape.")
    await expect.poll(() => bench.page.locator(".cm-tooltip-autocomplete li").allTextContents()).toEqual(["width"])
  })

  it("shows what its code writes beside the code, idle and at a stop, and nothing for a function that gives nothing", async () => {
    const bench = await openWorkbench({files: {"main.lua": "local n = 1\nprint(n)\n"}})
    const written = () => bench.page.locator("ms-console .output > div").allTextContents()
    await bench.evaluate("print('idle') io.stderr:write('bad')")
    await expect.poll(written).toEqual(["idle", "bad"])
    await bench.clickGutter(2)
    await bench.press("F5")
    await expect.poll(bench.band).toBe("2 top")
    expect(await bench.output()).toEqual([])
    await bench.evaluate("print(n, 'at a stop') print('and more')")
    await expect.poll(written).toEqual(["idle", "bad", "1\tat a stop", "and more"])
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("print(n, 'at a stop') print('and more') → ")
    await bench.evaluate("print")
    await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/^print → function/)
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["1"])
    expect(await written()).toHaveLength(4)
  })

  it("goes on in the next line where more has to come", async () => {
    const bench = await openWorkbench()
    const prompt = bench.page.getByRole("textbox", {name: "Console prompt"})
    await bench.evaluate("for i = 1, 2 do")
    await bench.type("print(i)")
    await bench.press("Enter")
    await expect
      .poll(() => prompt.locator(".cm-line").allTextContents())
      .toEqual(["for i = 1, 2 do", "  print(i)", "  "])
    expect(await bench.console()).toEqual([])
    await bench.type("end")
    await bench.press("Enter")
    await expect.poll(() => bench.page.locator("ms-console .output > div").allTextContents()).toEqual(["1", "2"])
    await bench.evaluate("1 +")
    await bench.press("Control+Enter")
    await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/^1 \+ → unexpected symbol/)
  })

  it("takes a completion by Tab, at once, and runs what was typed by Enter", async () => {
    const bench = await openWorkbench()
    const prompt = bench.page.getByRole("textbox", {name: "Console prompt"})
    await bench.evaluate("counted = 7")
    await expect.poll(bench.console).toHaveLength(1)
    await bench.page.keyboard.type("coun")
    await bench.press("Tab")
    await expect.poll(() => prompt.textContent()).toBe("counted")
    await bench.press("Enter")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("counted → 7")
    await bench.page.keyboard.type("cou")
    await bench.page.locator(".cm-tooltip-autocomplete").waitFor()
    await bench.press("Enter")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("cou → nil")
    await bench.press("Tab")
    expect(await bench.focus()).not.toBe("Console prompt")
  })

  for (const isolated of [true, false]) {
    describe(`whose code has no end, ${isolated ? "isolated" : "not isolated"},`, () => {
      const start = async (code = "while true do end") => {
        const bench = await openWorkbench({isolated})
        await bench.evaluate("kept = 1")
        await bench.evaluate(code)
        await expect.poll(bench.status).toMatch(/^Running the console's code/)
        return bench
      }
      const isInterrupted = async (bench: Workbench) => {
        await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/→ interrupted$/)
        await bench.evaluate("kept + 1")
        await expect.poll(async () => (await bench.console()).at(-1)).toBe("kept + 1 → 2")
        await expect.poll(bench.status).not.toMatch(/^Running/)
      }
      const stop = (bench: Workbench) => bench.page.getByRole("button", {name: /^Stop/})

      it("is ended by Escape", async () => {
        const bench = await start()
        await bench.press("Escape")
        await isInterrupted(bench)
        expect(await stop(bench).getAttribute("aria-disabled")).toBe("true")
      })

      it("is ended by Stop", async () => {
        const bench = await start("while true do pcall(function() while true do end end) end")
        await stop(bench).click()
        await isInterrupted(bench)
      })

      it("and has been cleared away, is ended by Shift+F5", async () => {
        const bench = await start()
        await bench.page.getByRole("button", {name: "Clear console"}).click()
        await bench.press("Shift+F5")
        await bench.evaluate("kept + 1")
        await expect.poll(bench.console).toEqual(["kept + 1 → 2"])
      })

      it("lets a program wait, which runs once it is ended", async () => {
        const bench = await openWorkbench({isolated, files: {"main.lua": "print('ran')\n"}})
        await bench.evaluate("while true do end")
        await expect.poll(bench.status).toMatch(/^Running the console's code/)
        await bench.press("Control+F5")
        await expect.poll(bench.status).toMatch(/^Waits for its turn/)
        await bench.page.getByRole("tab", {name: "Console"}).click()
        await bench.page.getByRole("textbox", {name: "Console prompt"}).focus()
        await bench.press("Escape")
        await expect.poll(bench.status).toMatch(/^Finished/)
        expect(await bench.output()).toEqual(["ran"])
      })

      it("and can't be reached, is ended with its worker", async () => {
        const bench = await start("string.gsub(('a'):rep(90), ('a?'):rep(30) .. ('a'):rep(30), print)")
        await bench.press("Escape")
        await expect.poll(async () => (await bench.console()).at(-1)).toMatch(/→ .*was ended with its worker/)
        await expect.poll(bench.status).not.toMatch(/^(Starting|Running)/)
        await bench.evaluate("1 + 1")
        await expect.poll(async () => (await bench.console()).at(-1)).toBe("1 + 1 → 2")
      })
    })
  }

  it("asks for no more input of code that was ended", async () => {
    const bench = await openWorkbench()
    await bench.evaluate("io.read()")
    await bench.page.getByRole("tab", {name: /^Output/}).click()
    await bench.page.getByRole("textbox", {name: "The program waits for a line"}).waitFor()
    await bench.page.getByRole("button", {name: /^Stop/}).click()
    await bench.page.getByRole("textbox", {name: "The program waits for a line"}).waitFor({state: "detached"})
    await bench.evaluate("1 + 1")
    await expect.poll(async () => (await bench.console()).at(-1)).toBe("1 + 1 → 2")
  })
})

describe("Problems", () => {
  const problems = (bench: Workbench) => bench.page.locator("ms-problems .problem").allInnerTexts()

  it("lists what is not Lua in the open files as it is typed, and drops what is mended", async () => {
    const bench = await openWorkbench({files: {"lib.lua": "return = 1\n", "main.lua": "print(1)\n"}})
    await bench.rewrite("local n = = 1\nprint(n)\n")
    await bench.tab("Problems").click()
    const words = async () => (await problems(bench)).map(text => text.replace(/\s+/g, " "))
    await expect
      .poll(words)
      .toEqual(["Syntax error: Unexpected '='. lib.lua 1", "Syntax error: Unexpected '='. main.lua 1"])
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Syntax error/)
    expect(await words()).toHaveLength(2)
    await bench.rewrite("local n = 1\nprint(n)\n")
    await expect.poll(words).toEqual(["Syntax error: Unexpected '='. lib.lua 1"])
    await bench.page.locator("ms-problems").getByRole("button", {name: "lib.lua 1"}).click()
    await expect.poll(bench.file).toBe("lib.lua")
    expect(await bench.focus()).toBe("Code of lib.lua")
  })
})

describe("A long line of output", () => {
  it("is shown as far as one asks for it", async () => {
    const bench = await openWorkbench({files: {"main.lua": "print(('0123456789'):rep(12000))\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    const shown = async () => (await bench.output()).join("").length
    await expect.poll(shown).toBe(10_000)
    await bench.button("… 110,000 more characters").click()
    await expect.poll(shown).toBe(110_000)
    await bench.button("… 10,000 more characters").click()
    await expect.poll(shown).toBe(120_000)
    expect(await bench.page.getByText(/more characters/).count()).toBe(0)
  })
})
