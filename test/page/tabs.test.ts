import type {Page} from "playwright-core"
import {afterAll, afterEach, describe, expect, it} from "vitest"
import {
  attachIn,
  closeTabs,
  debugIn,
  endTabs,
  hibernateIn,
  listIn,
  openTabs,
  recordsIn,
  reloadIn,
  returnIn,
  startIn,
  stateIn,
  stepIn,
  takeOverIn,
  toldIn,
} from "../support/tab-driver.ts"

afterEach(closeTabs)
afterAll(endTabs)

const files = {"main.lua": "local a = 1\nlocal b = 2\nlocal c = 3\nprint(a + b + c)\n"}

async function crash(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  // never answered: nobody is left to
  void browser.send("Page.crash").catch(() => {})
}

const ways: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ["is closed", page => page.close()],
  ["crashes", crash],
  ["goes elsewhere", async page => void (await page.goto("about:blank"))],
]

describe.each([
  ["isolated", true],
  ["not isolated", false],
] as const)("Another tab (%s)", (_, isolated) => {
  it("finds a kernel, debugs in it, and leaves it", async () => {
    const tabs = await openTabs({isolated})
    const first = await tabs.open()
    const id = await startIn(first, files)
    const second = await tabs.open()
    expect(await listIn(second)).toEqual([id])
    await attachIn(second, id)
    expect(await debugIn(second, "main.lua", 2)).toBe(2)
    await expect.poll(() => stateIn(first)).toBe("paused")
    expect(await stepIn(second)).toBe(3)
    await second.close()
    // the pause outlives the one who made it: whoever is there may take it over
    expect(await takeOverIn(first)).toBe(3)
    await first.evaluate(() => window.here.session.request("terminate"))
    await expect.poll(() => stateIn(first)).toBe("idle")
    expect(await recordsIn(first)).toEqual([`kernel:${id}`])
  })

  it("finds a kernel whose record is still to be written", async () => {
    const tabs = await openTabs({isolated})
    const first = await tabs.open()
    await first.evaluate(() => {
      const make = crypto.subtle.generateKey.bind(crypto.subtle) as (...parts: unknown[]) => Promise<CryptoKey>
      const late = async (...parts: unknown[]) => {
        await new Promise(resolve => setTimeout(resolve, 150))
        return make(...parts)
      }
      Object.assign(crypto.subtle, {generateKey: late})
    })
    const second = await tabs.open()
    const id = await startIn(first, files)
    expect(await listIn(second)).toEqual([id])
  })

  it("sees the first one's pause, steps on from it, and comes back after a reload", async () => {
    const tabs = await openTabs({isolated})
    const first = await tabs.open()
    const id = await startIn(first, files)
    await debugIn(first, "main.lua", 2)
    const second = await tabs.open()
    await attachIn(second, id)
    await expect.poll(() => stateIn(second)).toBe("paused")
    expect(await takeOverIn(second)).toBe(2)
    expect(await stepIn(second)).toBe(3)
    expect(await returnIn(second, id)).toEqual(["main.lua"])
    expect(await stepIn(second)).toBe(4)
    await second.evaluate(() => window.here.kernel.disconnect())
    expect(await stateIn(first)).toBe("paused")
    expect(await takeOverIn(first)).toBe(4)
  })

  it.each(ways)("is told when the first one %s in a pause", async (_, end) => {
    const tabs = await openTabs({isolated})
    const first = await tabs.open()
    const id = await startIn(first, files)
    const second = await tabs.open()
    await attachIn(second, id)
    await debugIn(second, "main.lua", 2)
    await end(first)
    await expect
      .poll(() => toldIn(second))
      .toEqual(expect.arrayContaining(["terminated", "died: the tab that ran it was closed, or crashed"]))
    await expect(stepIn(second)).rejects.toThrow(/closed, or crashed.*Start one in this tab/)
    await expect.poll(() => recordsIn(second)).toEqual([])
    expect(await listIn(second)).toEqual([])
  })

  it.each(ways)("that was not attached finds no record when the first one %s", async (_, end) => {
    const tabs = await openTabs({isolated})
    const first = await tabs.open()
    const id = await startIn(first, files)
    const second = await tabs.open()
    expect(await listIn(second)).toEqual([id])
    await end(first)
    await expect.poll(() => listIn(second)).toEqual([])
    expect(await recordsIn(second)).toEqual([])
  })
})

describe.each([
  ["isolated", true],
  ["not isolated", false],
] as const)("A tab that is reloaded while its program runs (%s)", (_, isolated) => {
  it("finds its state again", async () => {
    const tab = await (await openTabs({isolated})).open()
    expect(await hibernateIn(tab)).toMatchObject({restored: false, refused: false})
    await tab.evaluate(async () => {
      const {kernel} = window.here
      const saved = new Promise<void>(resolve => {
        kernel.on("hibernated", ({execution_count = 0}) => execution_count >= 1 && resolve())
      })
      await kernel.writeFile("m.lua", "return 'changed'")
      await kernel.execute("kept = 5")
      await saved
      const runs = new Promise<void>(resolve => {
        kernel.on("status", ({execution_state}) => execution_state === "busy" && resolve())
      })
      void kernel.execute("while true do end")
      await runs
    })
    await reloadIn(tab)
    expect(await hibernateIn(tab)).toMatchObject({restored: true})
    const code = "return kept, (require('m'))"
    const result = await tab.evaluate(async code => (await window.here.kernel.execute(code)).result, code)
    expect(result?.["text/plain"]).toBe("5\tchanged")
  })
})
