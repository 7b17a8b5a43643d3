import {afterAll, afterEach, describe, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"
import {contentSecurityPolicy} from "../support/workbench-site.ts"

/** Fails the test when anything was asked of another origin, or stood as an error in the console: here and in every file. */
afterEach(closeWorkbenches)
afterAll(endBrowser)

const program = "local n = 0\nwhile n < 1e9 do\n  n = n + 1\nend\n"

async function debugAndPause(bench: Workbench): Promise<void> {
  await bench.clickGutter(3)
  await bench.press("F5")
  await expect.poll(bench.status).toBe("Paused on breakpoint, main.lua 3")
  await bench.press("F10")
  await expect.poll(bench.status).toMatch(/^Paused after step, main.lua [24]$/)
  await bench.evaluate("n + 41")
  await expect.poll(bench.console).toEqual(["n + 41 → 42"])
  await bench.clickGutter(3)
  await bench.press("F5")
  await expect.poll(bench.status).toBe("Running")
  await bench.press("F6")
  await expect.poll(bench.status).toMatch(/^Paused, main.lua/)
  await bench.press("Shift+F5")
  await expect.poll(bench.status).toBe("Stopped")
}

const gate = (bench: Workbench) => bench.page.locator("ms-status-bar .item").first().getAttribute("title")

describe("The page", () => {
  it("asks only its own origin, under a strict Content-Security-Policy", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    const response = await bench.page.request.get(bench.origin)
    expect(response.headers()["content-security-policy"]).toBe(contentSecurityPolicy)
    const evaluates = () =>
      bench.page.evaluate(() =>
        document.head.append(Object.assign(document.createElement("script"), {textContent: "window.ran = 1"})),
      )
    await evaluates()
    expect(await bench.page.evaluate(() => "ran" in window)).toBe(false)
    bench.faults.length = 0
    await debugAndPause(bench)
    expect(bench.requests.length).toBeGreaterThan(5)
    expect(bench.requests.filter(address => !address.startsWith(bench.origin))).toEqual([])
  })

  it("debugs when it is isolated", async () => {
    const bench = await openWorkbench({files: {"main.lua": program}})
    expect(await bench.page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(await gate(bench)).toMatch(/Atomics/)
    await debugAndPause(bench)
  })

  it("debugs when it is not isolated", async () => {
    const bench = await openWorkbench({isolated: false, files: {"main.lua": program}})
    expect(await bench.page.evaluate(() => crossOriginIsolated)).toBe(false)
    expect(await gate(bench)).toMatch(/JSPI/)
    await debugAndPause(bench)
  })

  it("reaches a program of slow steps when it is not isolated", async () => {
    const text = "local long = ('x'):rep(100000)\nwhile true do\n  local shouted = long:upper()\nend\n"
    const bench = await openWorkbench({isolated: false, files: {"main.lua": text}})
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Running")
    await bench.press("F6")
    await expect.poll(bench.status).toMatch(/^Paused, main.lua \d/)
    await bench.press("Shift+F5")
    await expect.poll(bench.status).toBe("Stopped")
  })

  it("takes input when it is not isolated", async () => {
    const bench = await openWorkbench({isolated: false, files: {"main.lua": "print('hello ' .. io.read())\n"}})
    await bench.press("F5")
    await expect.poll(bench.status).toBe("Waiting for input, main.lua 1")
    await bench.type("Luna")
    await bench.press("Enter")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect((await bench.output()).at(-1)).toBe("hello Luna")
  })
})

describe("A program that Lua can't leave", () => {
  /** It takes longer than any test. */
  const slow = "print(string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40) .. 'b'))\n"

  it("is told, and a restart keeps everything", async () => {
    const bench = await openWorkbench({files: {"main.lua": slow}})
    await bench.clickGutter(1)
    const card = bench.page.locator(".card")
    const isTold = () =>
      expect.poll(() => card.allTextContents()).toEqual([expect.stringMatching(/can't be paused there/)])
    await bench.press("Control+F5")
    // a pause that comes before Lua is in there stops the program at its first line: that it does not answer tells
    await isTold()
    await card.getByRole("button", {name: "Keep waiting"}).click()
    await expect.poll(bench.status).toBe("Running")
    expect(await card.count()).toBe(0)
    await bench.press("F6")
    await isTold()
    await card.getByRole("button", {name: "Restart"}).click()
    await expect.poll(bench.status).toBe("Press F5 to stop at line 1")
    expect(await card.count()).toBe(0)
    await bench.evaluate("1 + 1")
    await expect.poll(bench.console).toEqual(["1 + 1 → 2"])
  })

  it("is ended with its worker by Stop, and another one can run", async () => {
    const bench = await openWorkbench({files: {"main.lua": slow}})
    await bench.press("Control+F5")
    await expect.poll(bench.status).toBe("Running")
    await bench.press("Shift+F5")
    await expect.poll(bench.status).toBe("Stopped")
    await bench.rewrite("print('again')\n")
    await bench.press("F5")
    await expect.poll(bench.status).toMatch(/^Finished/)
    expect(await bench.output()).toEqual(["again"])
  })
})
