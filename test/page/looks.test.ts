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
import {type See, scenes} from "../support/workbench-scenes.ts"

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
async function look(bench: Workbench, state: string, open?: Parameters<See>[1]): Promise<string[]> {
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
      if (open && !(await open(part))) continue
      const where = `${state}, ${size.width}×${size.height}, ${part}`
      faults.push(...(await layoutFaults(bench)).map(fault => `${where}: ${fault}`))
      for (const colorScheme of pictures || asksAxe ? (["light", "dark"] as const) : []) {
        await page.emulateMedia({colorScheme})
        if (asksAxe) faults.push(...(await violations(bench)).map(fault => `${where}, ${colorScheme}: ${fault}`))
        if (pictures)
          await page.screenshot({path: join(pictures, `${where} ${colorScheme}.png`.replaceAll(/[ ,]+/g, "-"))})
      }
      if (open) await bench.press("Escape")
    }
  }
  await page.setViewportSize(sizes[0])
  await settle(bench, "code")
  // what stood in a part that was not shown has lost it
  await focused.evaluate(element => (element as HTMLElement).focus())
  return faults
}

if (pictures) mkdirSync(pictures, {recursive: true})

it.each(Object.entries(scenes))("shows %s in every width without a fault", async (_, {files, play}) => {
  const bench = await openWorkbench(files ? {files} : {})
  const faults: string[] = []
  await play(bench, async (state, open) => void faults.push(...(await look(bench, state, open))))
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
