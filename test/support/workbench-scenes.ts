/** The states of the workbench, in scenes: each plays in a workbench of its own, and says when there is something to see. */
import {expect} from "vitest"
import type {Workbench as WorkbenchElement} from "../../components/workbench/workbench.ts"
import type {Workbench} from "./workbench-driver.ts"

/**
 * There is something to see: it is looked at in every width.
 * @param open where what is to be seen does not outlive another width: opens it, in a part of the narrow layout (in the
 * wide one: "code"); Escape closes it. Answers whether it is there
 */
export type See = (state: string, open?: (part: string) => Promise<boolean>) => Promise<void>

export interface Scene {
  readonly files?: Readonly<Record<string, string>>
  play(bench: Workbench, see: See): Promise<void>
}

const longName = "a-program-with-a-very-long-name-that-does-not-fit-anywhere-however-wide-the-page-may-be.lua"

const program = [
  "local Account = {}",
  "Account.__index = Account",
  "local function describe(name, values, depth)",
  "  local text, total = {}, 0",
  "  for index, value in ipairs(values) do",
  "    total = total + value",
  "    text[#text + 1] = name .. ' number ' .. index .. ' is ' .. value .. ' and the whole up to here is ' .. total .. ', at depth ' .. depth",
  "  end",
  "  return table.concat(text, '; '), total, {nested = {deeply = {table = values}}, name = name, self = Account}",
  "end",
  "print(describe('a rather long name of something', {3, 5, 8, 13, 21, 34}, 1))",
  "print(('0123456789'):rep(1000))",
  "io.write('What is your name, and what do you want to be called from now on? ')",
  "local answer = io.read()",
  "error({code = 42, reason = ('no way '):rep(20)})",
].join("\n")

const many = Object.fromEntries(
  Array.from({length: 40}, (_, i) => [
    `folder-with-a-long-name-${i % 4}/module-number-${i}-with-a-very-long-name.lua`,
    "return {}\n",
  ]),
)

const values = `local deep = {name = "the root of a rather long tree of values"}
local at = deep
for i = 1, 12 do
  at.next = {index = i, name = ("a name "):rep(i), list = {1, 2, 3}}
  at = at.next
end
local wide = {}
for i = 1, 300 do wide[i] = i * i end
local long = ("a long text of which only the ends can be shown "):rep(40)
local word = ("Donaudampfschifffahrt"):rep(20)
local a_variable_with_a_name_that_is_much_longer_than_anybody_would_want_it_to_be = {wide = wide, long = long}
local worker = coroutine.wrap(function(...) coroutine.yield(...) end)
worker(1)
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
print(deep, wide, long, word, worker, co, a_variable_with_a_name_that_is_much_longer_than_anybody_would_want_it_to_be)
`

const stack = `local workers = {}
for i = 1, 12 do
  workers[i] = coroutine.create(function() coroutine.yield(i) end)
  coroutine.resume(workers[i])
end
local function a_function_with_a_name_that_is_longer_than_the_pane_is_wide(depth)
  if depth == 0 then
    print("the end") -- stops here
  else
    a_function_with_a_name_that_is_longer_than_the_pane_is_wide(depth - 1)
  end
  return depth
end
a_function_with_a_name_that_is_longer_than_the_pane_is_wide(200)
`

const output = `for i = 1, 300 do print("line " .. i) end
print(("0123456789"):rep(1000))
print(("0123456789"):rep(2000))
print(("a sentence of some words. "):rep(40))
print("one\\ttwo\\tthree")
print("wide: 漢字かな交じり文 and 👩‍👩‍👧")
io.stderr:write("output.lua:3: a warning that names its place, and goes on: ", ("and on "):rep(60), "\\n")
`

const generated = `local f = load("local a = 1\\nlocal b = a + 1\\nreturn b", "=a template whose name says a great deal about what it is for")
print(f())
`

const slow = "print(string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40) .. 'b'))\n"

const endless = "local n = 0\nwhile true do n = n + 1 end\n"

const breakable = Array.from({length: 60}, (_, i) => `local value_${i} = ${i}`).join("\n")

/** A menu that is loaded when it is first asked for. */
async function menu({page}: Workbench): Promise<true> {
  await page.getByRole("menu").waitFor()
  return true
}

const model = (bench: Workbench) => bench.page.locator("moonstep-debugger")

export const scenes: Readonly<Record<string, Scene>> = {
  "the first visit": {
    async play(bench, see) {
      const {page} = bench
      await see("first visit")
      await see("program menu", async () => {
        await page.locator("ms-file-menu .opener").click()
        return menu(bench)
      })
      await see("settings", async () => {
        await bench.button("Settings").click()
        return menu(bench)
      })
      await bench.press("F1")
      await page.getByRole("dialog", {name: "Keyboard shortcuts"}).waitFor()
      await see("shortcuts")
      await bench.press("Escape")
      await bench.findPrograms()
      await page.getByText("No other tab of this site runs Lua.").waitFor()
      await see("no other tab")
      await bench.press("Escape")
      await bench.tab("closures.lua").click()
      await bench.press("Delete")
      await page.getByText("No file is open.").waitFor()
      await see("no file open")
    },
  },

  "many files": {
    async play(bench, see) {
      const {page} = bench
      await bench.upload({...many, [longName]: program})
      await bench.makeStart("a-program")
      await see("many files")
      await see("program menu of many files", async () => {
        await page.locator("ms-file-menu .opener").click()
        return menu(bench)
      })
      await see("menu of a file's tab", async part => {
        const tab = page.getByRole("tab", {name: longName})
        if (part !== "code") return false
        await tab.click({button: "right"})
        return menu(bench)
      })
      for (const path of Object.keys(many).slice(0, 30)) await model(bench).evaluate(open, path)
      await see("30 tabs")
      await bench.button("New file").click()
      await bench.type("folder//..")
      await bench.press("Enter")
      await page.getByRole("alert").waitFor()
      await see("a file's name refused")
      await bench.press("Escape")
      await page.setViewportSize({width: 360, height: 740})
      await bench.showFiles()
      await see("files in a drawer")
      await page.setViewportSize({width: 1440, height: 900})
    },
  },

  "bytes and notices": {
    files: {"data.bin": "\u0000\u0001", "main.lua": "print(1)\n"},
    async play(bench, see) {
      const {page} = bench
      await bench.row("Files", "data.bin").click()
      await see("a file of bytes")
      await bench.row("Files", "data.bin").focus()
      await bench.press("Delete")
      await bench.button("Undo").waitFor()
      await see("a notice")
      await model(bench).evaluate(showNotices, longName)
      await see("notices and conflicts")
      await page.getByRole("button", {name: /earlier notice/}).click()
      await see("all notices")
    },
  },

  breakpoints: {
    files: {"places.lua": "local t = {1, 2} for i = 1, 3 do t[i] = i * i print(i, t[i]) end\n", "main.lua": breakable},
    async play(bench, see) {
      const {page} = bench
      await bench.clickGutter(7, {button: "right"})
      await page.getByRole("form").waitFor()
      await see("breakpoint form")
      await bench.type("total = 10")
      await bench.press("Enter")
      await page.getByRole("alert").waitFor()
      await see("breakpoint form refused")
      await bench.press("Escape")
      await model(bench).evaluate(addBreakpoints)
      await see("40 breakpoints")
      await bench.row("Files", "places.lua").click()
      await bench.clickGutter(1)
      await page.locator(".cm-ms-place").first().waitFor()
      await see("places of a line")
      await see("menu of a line", async part => {
        if (part !== "code") return false
        // its marks have a form of their own
        await bench.line(1).click({button: "right", position: {x: 20, y: 8}})
        return menu(bench)
      })
      await see("menu of a breakpoint", async part => {
        const row = page.locator("ms-breakpoints li").first()
        if (!(await row.isVisible()) || part === "console") return false
        await row.click({button: "right"})
        return menu(bench)
      })
    },
  },

  "a stop on a condition": {
    files: {[longName]: program},
    async play(bench, see) {
      await bench.clickGutter(7, {button: "right"})
      await bench.page.getByRole("form").waitFor()
      await bench.type("total > 10")
      await bench.press("Enter")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Paused on condition/)
      await bench.evaluate("values")
      await bench.evaluate("string.rep('x', 3000)")
      await bench.evaluate("local t = {} for i = 1, 50 do t['a key number ' .. i] = ('value '):rep(30) end return t")
      await bench.evaluate("print(('to the console '):rep(30)) error('no')")
      await bench.evaluate("1, 'two', {3}, nil, true, ('x'):rep(500)")
      await expect.poll(async () => (await bench.console()).length).toBe(5)
      await see("paused on a condition, the console used")
      await bench.editor().focus()
      await bench.press("Control+Home")
      await bench.type("-- a line more\n")
      await bench.page.getByText("The program runs on as it was before this change.").waitFor()
      await see("paused, the text changed")
    },
  },

  values: {
    files: {"values.lua": values},
    async play(bench, see) {
      const {page} = bench
      await bench.clickGutter(16)
      await bench.press("F5")
      await expect.poll(bench.status).toBe("Paused on breakpoint, values.lua 16")
      await bench.variable("deep").click()
      for (let level = 0; level < 8; level++) {
        const next = page
          .getByRole("tree", {name: "Variables"})
          .getByRole("treeitem", {name: /^next = /})
          .nth(level)
        await next.click()
        await expect.poll(() => next.getAttribute("aria-expanded")).toBe("true")
      }
      for (const expression of [
        "deep.next.next",
        "long",
        "no.such.thing",
        "worker",
        "wide[1] + wide[2] + wide[3] + wide[4] + wide[5] + #word",
      ]) {
        await bench.button("Add expression").click()
        await bench.type(expression)
        await bench.press("Enter")
        await bench.press("Escape")
      }
      await see("a deep tree of values, watches")
      await bench.variable("word").click({position: {x: 30, y: 10}})
      await bench.press("F2")
      await expect.poll(bench.focus).toBe("New value of word")
      await bench.type("1 +")
      await bench.press("Enter")
      await page.locator("ms-value-tree").getByRole("alert").waitFor()
      await see("a value refused")
      await bench.press("Escape")
      await see("menu of a value", async part => {
        const row = bench.variable("long")
        if (!(await row.isVisible()) || part === "console") return false
        await row.click({button: "right"})
        return menu(bench)
      })
      await bench.variable("wide").click()
      await see("a table of 300")
      await see("a value under the pointer", async part => {
        if (part !== "code") return false
        await page.mouse.move(0, 0)
        await bench.line(2).scrollIntoViewIfNeeded()
        await bench.hover(2, "deep")
        await page.locator(".cm-ms-hover").waitFor()
        return true
      })
    },
  },

  "a deep stack": {
    files: {"stack.lua": stack},
    async play(bench, see) {
      await bench.clickGutter(8)
      await bench.press("F5")
      await expect.poll(bench.status).toBe("Paused on breakpoint, stack.lua 8")
      await bench.page
        .getByRole("treeitem", {name: /^main chunk|^Show more/})
        .last()
        .waitFor()
      await see("200 frames and coroutines")
      await see("menu of a frame", async part => {
        const row = bench.page.getByRole("tree", {name: "Call stack"}).getByRole("treeitem").nth(2)
        if (!(await row.isVisible()) || part === "console") return false
        await row.click({button: "right"})
        return menu(bench)
      })
    },
  },

  "input and an error": {
    files: {[longName]: program},
    async play(bench, see) {
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Waiting/)
      await expect.poll(async () => (await bench.output()).join("").length).toBeGreaterThan(10_000)
      await see("waiting for input")
      await bench.page.getByRole("textbox", {name: /^What is your name/}).focus()
      await bench.type("Luna")
      await bench.press("Enter")
      await expect.poll(bench.status).toMatch(/^Paused on error/)
      await see("paused on an error")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Error/)
      await bench.tab("Problems").click()
      await see("failed, problems")
      await bench.rewrite("while true do end\nlocal = 3\n")
      await bench.press("F5")
      await expect.poll(bench.status).toMatch(/^Syntax error/)
      await see("a syntax error")
    },
  },

  output: {
    files: {"output.lua": output},
    async play(bench, see) {
      await bench.press("Control+F5")
      await expect.poll(bench.status).toMatch(/^Finished/)
      await see("long output")
    },
  },

  "writing and searching": {
    files: {"main.lua": endless},
    async play(bench, see) {
      const {page} = bench
      await bench.press("F5")
      await expect.poll(bench.status).toBe("Running")
      await bench.editor().focus()
      await bench.press("Control+Home")
      await bench.type("str")
      await bench.press("Control+Space")
      await page.locator(".cm-tooltip-autocomplete").waitFor()
      await see("running, completion open")
      await bench.press("Escape")
      await bench.press("Control+f")
      await page.locator(".cm-ms-search").waitFor()
      await bench.type("n")
      await bench.button("Replace").click()
      await see("running, find and replace")
      await bench.press("Escape")
      await bench.press("Control+g")
      await page.locator(".cm-ms-line").waitFor()
      await see("running, go to line")
      await bench.press("Escape")
    },
  },

  "code from load": {
    files: {"main.lua": generated},
    async play(bench, see) {
      await bench.clickGutter(2)
      await bench.press("F5")
      await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 2")
      await bench.press("F11")
      await expect.poll(bench.status).toMatch(/^Paused after step, a template/)
      await bench.clickGutter(2)
      await see("code from load")
    },
  },

  "trouble with Lua": {
    files: {"slow.lua": slow},
    async play(bench, see) {
      await bench.press("Control+F5")
      await bench.page.locator(".card").waitFor()
      await see("not responding")
    },
  },
}

function open(element: Element, path: string): void {
  ;(element as WorkbenchElement).model?.own.workspace.open(path)
}

function addBreakpoints(element: Element): void {
  const {model} = element as WorkbenchElement
  if (!model) return
  for (let line = 1; line <= 40; line++)
    model.own.breakpoints.add("main.lua", line, model.own.workspace.text("main.lua"), {
      ...(line % 3 === 0 ? {condition: `value_${line} > 10 and value_${line} < 20 or value_${line} == ${line}`} : {}),
      ...(line % 4 === 0 ? {logMessage: "the value is {value} and the whole is {whole}"} : {}),
      enabled: line % 5 !== 0,
    })
}

function showNotices(element: Element, name: string): void {
  const notices = (element as WorkbenchElement).model?.notices
  const answer = () => {}
  for (const path of [name, "main.lua", "another.lua"])
    notices?.ask(`${path} was changed here and in another tab.`, {
      "Keep mine": answer,
      "Take theirs": answer,
      "Keep both": answer,
    })
  notices?.show("The browser does not let this page copy.", "error")
}
