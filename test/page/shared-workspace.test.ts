import {isDeepStrictEqual} from "node:util"
import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openBeside, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

/** More by hand: `SHARED_ROUNDS=100`. */
const rounds = Number(process.env.SHARED_ROUNDS ?? 6)

/** A number from 0 to below `limit` that follows from the seed alone. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

async function append(bench: Workbench, text: string): Promise<void> {
  await bench.editor("main.lua").focus()
  await bench.press("Control+End")
  await bench.type(text)
}

async function openFile(bench: Workbench, path: string): Promise<void> {
  if ((await bench.file()) !== path) await bench.row("Files", path).click()
  await bench.editor(path).waitFor()
}

describe("Two tabs on one workspace", () => {
  it("show each other's edits, files and breakpoints, and keep their carets", async () => {
    const one = await openWorkbench({files: {"main.lua": "print(1)\nprint(2)\n"}})
    await expect.poll(() => one.page.evaluate(() => indexedDB.databases().then(all => all.length))).toBeGreaterThan(0)
    const two = await openBeside(one)
    await expect.poll(two.file).toBe("main.lua")
    await two.putCaret(2)
    await one.editor().focus()
    await one.press("Control+Home")
    await one.type("-- first\n")
    await expect.poll(two.code).toBe("-- first\nprint(1)\nprint(2)\n")
    await two.editor().focus()
    await two.press("Home")
    await two.type("-- second\n")
    await expect.poll(one.code).toBe("-- first\nprint(1)\n-- second\nprint(2)\n")
    await one.clickGutter(2)
    await expect.poll(two.dots).toEqual(["2"])
    await two.upload({"more.lua": "return 1"})
    await expect.poll(one.files).toContain("more.lua")
    expect(await one.file()).toBe("main.lua")
  })

  it("ask where both have changed a file, and do what is answered", async () => {
    const one = await openWorkbench({files: {"main.lua": "print(0)\n"}})
    const two = await openBeside(one)
    await expect.poll(two.file).toBe("main.lua")
    // what a tab keeps is held up, as on a slow machine, until both have typed
    const hold = (bench: Workbench) =>
      bench.page.evaluate(
        () =>
          new Promise<void>(holds => {
            const opening = indexedDB.open("moonstep")
            opening.onsuccess = () => {
              const held = opening.result.transaction("values", "readwrite")
              const values = held.objectStore("values")
              let letGo = false
              Object.assign(globalThis, {letGo: () => (letGo = true)})
              const again = () => {
                if (!letGo) values.get("view").onsuccess = again
              }
              again()
              holds()
            }
          }),
      )
    await hold(one)
    await append(one, "-- one\n")
    await append(two, "-- two\n")
    await one.page.evaluate(() => (globalThis as unknown as {letGo(): void}).letGo())
    const asked = async () => [...(await one.notices()), ...(await two.notices())]
    await expect.poll(asked).toEqual(["main.lua was changed here and in another tab."])
    const asks = (await one.notices()).length > 0 ? one : two
    await asks.button("Keep both").click()
    await expect.poll(two.files).toEqual(expect.arrayContaining(["main.lua", "main-2.lua"]))
    await expect.poll(one.files).toEqual(expect.arrayContaining(["main.lua", "main-2.lua"]))
    await openFile(one, "main.lua")
    const [mine, theirs] = asks === one ? ["-- one", "-- two"] : ["-- two", "-- one"]
    expect(await one.code()).toBe(`print(0)\n${theirs}\n`)
    await openFile(one, "main-2.lua")
    expect(await one.code()).toBe(`print(0)\n${mine}\n`)
  })

  it("lose nothing typed without a question, whichever is reloaded when", async () => {
    const one = await openWorkbench({files: {"main.lua": "--\n"}})
    const two = await openBeside(one)
    const tabs = [one, two]
    const roll = dice(7)
    const typed: string[] = []
    for (let round = 0; round < rounds; round++) {
      for (const bench of tabs) await openFile(bench, "main.lua")
      const write = async (bench: Workbench, word: string) => {
        typed.push(word)
        await append(bench, `-- ${word}\n`)
      }
      const words = tabs.map((_, tab) => `r${round}t${tab}`)
      if (roll(2) === 0) await Promise.all(tabs.map((bench, tab) => write(bench, words[tab])))
      else for (const [tab, bench] of tabs.entries()) await write(bench, words[tab])
      await one.page.waitForTimeout(roll(500))
      const reloaded = roll(4)
      await Promise.all(tabs.filter((_, tab) => reloaded & (1 << tab)).map(bench => bench.reload()))
      await settle(tabs)
    }
    await one.reload()
    let all = ""
    for (const path of await one.files()) {
      if (!path.startsWith("main")) continue
      await openFile(one, path)
      all += await wholeText(one)
    }
    expect(typed.filter(word => !all.includes(`-- ${word}\n`))).toEqual([])
  }, 600_000)
})

/** Answers every question with "Keep both", until no tab has any and both have the same files. */
async function settle(tabs: readonly Workbench[]): Promise<void> {
  await expect
    .poll(async () => {
      for (const bench of tabs) {
        const both = bench.button("Keep both").first()
        if (await both.isVisible()) await both.click()
      }
      for (const bench of tabs) await bench.kept()
      const asked = (await Promise.all(tabs.map(bench => bench.button("Keep both").count()))).some(count => count > 0)
      const [a, b] = await Promise.all(tabs.map(bench => bench.contents()))
      return !asked && isDeepStrictEqual(a, b)
    })
    .toBe(true)
}

/** Also what is not in sight. */
async function wholeText(bench: Workbench): Promise<string> {
  return bench.page.evaluate(
    async path => {
      const opening = indexedDB.open("moonstep")
      const record = await new Promise<{content: string}>(resolve => {
        opening.onsuccess = () => {
          const found = opening.result.transaction("values").objectStore("values").get(`file:${path}`)
          found.onsuccess = () => resolve(found.result)
        }
      })
      return record.content
    },
    await bench.file(),
  )
}
