/**
 * Every state of the workbench, in every width: nothing overlaps, is cut off, or scrolls sideways.
 *
 * MOONSTEP_PICTURES=folder also takes a picture of each, light and dark, to be looked at; MOONSTEP_AXE=1 asks axe too.
 */
import {mkdirSync} from "node:fs"
import {join} from "node:path"
import {afterAll, afterEach, expect, it} from "vitest"
import {layoutFaults} from "../support/layout-faults.ts"
import {violations} from "../support/violations.ts"
import {closeWorkbenches, endBrowser, openBeside, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const pictures = process.env.MOONSTEP_PICTURES
const asksAxe = process.env.MOONSTEP_AXE !== undefined
const sizes = [
  {width: 1440, height: 900},
  {width: 1024, height: 768},
  {width: 900, height: 700},
  {width: 820, height: 1000},
  {width: 800, height: 420},
  {width: 720, height: 900},
  {width: 360, height: 740},
]

const partsOf = (width: number) => (width < 860 ? ["code", "state", "console"] : ["code"])

/** Shows a part of the narrow layout, and waits until the page is painted in its new size. */
async function settle({page}: Workbench, part: string): Promise<void> {
  await page.locator("moonstep-debugger").evaluate(async (element, part) => {
    const frame = () => new Promise(painted => requestAnimationFrame(painted))
    await frame()
    Object.assign(element, {narrowTab: part})
    await frame()
    await frame()
  }, part)
}

/** Looks at the state in all widths, and goes back to the first. @returns what is wrong, with where */
async function look(bench: Workbench, state: string): Promise<string[]> {
  const {page} = bench
  const faults: string[] = []
  const focused = await page.evaluateHandle(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element
  })
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const part of partsOf(size.width)) {
      await settle(bench, part)
      const where = `${state}, ${size.width}×${size.height}, ${part}`
      faults.push(...(await layoutFaults(bench)).map(fault => `${where}: ${fault}`))
      for (const colorScheme of pictures || asksAxe ? (["light", "dark"] as const) : []) {
        await page.emulateMedia({colorScheme})
        if (asksAxe) faults.push(...(await violations(bench)).map(fault => `${where}, ${colorScheme}: ${fault}`))
        if (pictures)
          await page.screenshot({path: join(pictures, `${where} ${colorScheme}.png`.replaceAll(/[ ,]+/g, "-"))})
      }
    }
  }
  await page.setViewportSize(sizes[0])
  await settle(bench, "code")
  // what stood in a part that was not shown has lost it
  await focused.evaluate(element => (element as HTMLElement).focus())
  return faults
}

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

async function visitStates(bench: Workbench, see: (state: string) => Promise<void>): Promise<void> {
  const {page} = bench
  if (pictures) mkdirSync(pictures, {recursive: true})
  await see("first visit")
  await bench.upload({...many, "a-program-with-a-very-long-name-that-does-not-fit-anywhere.lua": program})
  await bench.makeStart("a-program")
  await see("many files")
  await bench.clickGutter(7, {button: "right"})
  await page.getByRole("form").waitFor()
  await see("breakpoint form")
  await bench.type("total > 10")
  await bench.press("Enter")
  await bench.press("F5")
  await expect.poll(bench.status).toMatch(/^Paused on condition/)
  await bench.evaluate("values")
  await bench.evaluate("string.rep('x', 3000)")
  await bench.evaluate("local t = {} for i = 1, 50 do t['a key number ' .. i] = ('value '):rep(30) end return t")
  await expect.poll(async () => (await bench.console()).length).toBe(3)
  await see("paused on a condition, the console used")
  await bench.button("Settings").click()
  await see("settings")
  await bench.press("Escape")
  await bench.clickGutter(7)
  await bench.press("F5")
  await expect.poll(bench.status).toMatch(/^Waiting/)
  await expect.poll(async () => (await bench.output()).join("").length).toBeGreaterThan(10_000)
  await see("waiting for input")
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
  await bench.rewrite("local n = 0\nwhile true do n = n + 1 end\n")
  await bench.press("F5")
  await expect.poll(bench.status).toBe("Running")
  await bench.press("Control+Home")
  await bench.type("str")
  await bench.press("Control+Space")
  await page.locator(".cm-tooltip-autocomplete").waitFor()
  await see("running, completion open")
  await bench.press("Escape")
  await bench.press("Control+f")
  await page.locator(".cm-ms-search").waitFor()
  await see("running, find")
  await bench.press("Escape")
  await bench.press("Control+g")
  await page.locator(".cm-ms-line").waitFor()
  await see("running, go to line")
  await bench.press("Escape")
  await bench.press("F1")
  await page.getByRole("dialog", {name: "Keyboard shortcuts"}).waitFor()
  await see("running, shortcuts")
  await bench.press("Escape")
  await bench.press("Shift+F5")
  await expect.poll(bench.status).toBe("Stopped")
  await bench.row("Files", "a-program").focus()
  await bench.press("Delete")
  await bench.button("Undo").waitFor()
  await see("a notice")
}

it("shows every state in every width without a fault", async () => {
  const bench = await openWorkbench()
  const faults: string[] = []
  await visitStates(bench, async state => void faults.push(...(await look(bench, state))))
  expect(faults).toEqual([])
})

it("shows a program of another tab in every width without a fault", async () => {
  const first = await openWorkbench({
    files: {"a-program-with-a-very-long-name-that-runs-elsewhere.lua": "while true do end\n"},
  })
  await first.press("F5")
  await expect.poll(first.status).toBe("Running")
  const second = await openBeside(first)
  await second.findPrograms()
  const row = second.page.locator("ms-kernel-list .kernel").first()
  await row.waitFor()
  const faults = await look(second, "programs of other tabs")
  await row.click()
  await expect.poll(second.status).toMatch(/in another tab/)
  faults.push(...(await look(second, "another tab's program")))
  expect(faults).toEqual([])
  await first.press("Shift+F5")
})
