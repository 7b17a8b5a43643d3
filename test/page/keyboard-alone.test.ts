/**
 * A whole day's work without a pointer: every key is pressed as a person would, and after each one something in the
 * workbench has the focus.
 */
import {afterAll, afterEach, expect, it} from "vitest"
import {closeWorkbenches, endBrowser, openWorkbench, type Workbench} from "../support/workbench-driver.ts"

afterEach(closeWorkbenches)
afterAll(endBrowser)

const mostStops = 90

class Keys {
  readonly #bench: Workbench

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  /** Presses one key after the other. @throws where nothing has the focus after one of them */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const before = await this.#bench.focus()
      await this.#bench.press(key)
      expect(await this.#hasFocus(), `something has the focus after ${key} in "${before}"`).toBe(true)
    }
  }

  async type(text: string): Promise<void> {
    await this.#bench.type(text)
    expect(await this.#hasFocus()).toBe(true)
  }

  /** Presses each key, and waits for the words that the status bar then says. */
  async lead(steps: readonly (readonly [key: string, status: string | RegExp])[]): Promise<void> {
    for (const [key, words] of steps) {
      await this.press(key)
      await expect.poll(this.#bench.status).toEqual(typeof words === "string" ? words : expect.stringMatching(words))
    }
  }

  /** Presses a key until what has the focus has that name. */
  async until(name: string | RegExp, key = "Tab"): Promise<void> {
    const stops: string[] = []
    while (stops.length < mostStops) {
      const focus = await this.#bench.focus()
      if (typeof name === "string" ? focus === name : name.test(focus)) return
      stops.push(focus)
      // in the code and in the console Tab is text
      if (key.endsWith("Tab") && /^(Code of|Console prompt)/.test(focus)) await this.press("Escape")
      await this.press(key)
    }
    throw new Error(`${key} never comes to ${name}: ${stops.join(", ")}`)
  }

  /** Whoever moves the focus by script does so within the next frames. */
  #hasFocus(): Promise<boolean> {
    return this.#bench.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
      return document.activeElement !== null && document.activeElement !== document.body
    })
  }
}

const program = `local Account = {balance = 10}
local function add(account, amount)
  account.balance = account.balance + amount
  return account.balance
end
for i = 1, 3 do
  print(i, add(Account, i))
end
`

it("One works from the first key to the last, and the focus is never lost", async () => {
  const bench = await openWorkbench()
  const keys = new Keys(bench)
  const {focus} = bench

  // a new file, written and saved
  await keys.press("Tab")
  await keys.until("New file")
  await keys.press("Enter")
  await expect.poll(focus).toBe("Name of the new file")
  await keys.type("account.lua")
  await keys.press("Enter")
  await expect.poll(focus).toBe("Code of account.lua")
  await keys.type(program)
  await keys.press("Control+s")
  await expect.poll(bench.notices).toEqual(["Saved"])

  // another one is made the start file, by its menu, and it again
  await keys.until("Files", "F6")
  await keys.until(/\.lua/)
  for (const [path, arrow] of [
    ["closures.lua", "ArrowDown"],
    ["account.lua", "ArrowUp"],
  ]) {
    await keys.until(new RegExp(`^${path}`), arrow)
    await keys.press("Shift+F10")
    await keys.until(/^Make it the start file/, "ArrowDown")
    await keys.press("Enter")
    await expect.poll(focus).toBe(`${path}, start file`)
  }
  await keys.press("Enter")

  // a breakpoint with a condition, and one without
  await keys.until("Code of account.lua", "F6")
  await keys.press("Control+g")
  await expect.poll(focus).toMatch(/^Go to line/)
  await keys.type("3")
  await keys.press("Enter", "F9", "Shift+F9")
  await expect.poll(focus).toBe("Stop when")
  await keys.type("amount = 2")
  await keys.press("Enter")
  await expect.poll(() => bench.page.getByRole("alert").count()).toBe(1)
  await keys.press("Control+a")
  await keys.type("amount == 2")
  await keys.press("Enter")
  await expect.poll(focus).toBe("Code of account.lua")
  await keys.press("Control+End", "ArrowUp", "ArrowUp", "F9")
  await expect.poll(bench.dots).toEqual(["3 =", "7"])

  // run, stop, step
  await keys.lead([["F5", "Paused on breakpoint, account.lua 7"]])
  await keys.press("F9")
  await expect.poll(bench.dots).toEqual(["3 ="])
  await keys.lead([
    ["F5", "Paused on condition `amount == 2`, account.lua 3"],
    ["F10", "Paused after step, account.lua 4"],
    ["Shift+F11", "Paused after step, account.lua 6"],
    ["F11", "Paused after step, account.lua 7"],
  ])

  // what is in a table, and another value for it
  await keys.until("Variables", "F6")
  await keys.until(/^Locals/)
  await keys.until(/^Account/, "ArrowDown")
  await keys.press("ArrowRight")
  await expect.poll(bench.variables).toContain("    balance = 13")
  await keys.press("ArrowRight", "F2")
  await expect.poll(focus).toBe("New value of balance")
  await keys.press("Control+a")
  await keys.type("100")
  await keys.press("Enter")
  await expect.poll(bench.variables).toContain("    balance = 100")
  await expect.poll(focus).toMatch(/^balance/)

  // a watch, changed and removed; one that is thought better of
  await keys.until("Add expression")
  await keys.press("Enter")
  await expect.poll(focus).toBe("Expression to watch")
  await keys.press("Escape", "Shift+Tab", "Tab")
  await keys.until("Add expression")
  await keys.press("Enter")
  await keys.type("Account.balance")
  await keys.press("Enter")
  await expect.poll(() => bench.tree("Watch")).toEqual(["Account.balance = 100"])
  await keys.press("Escape")
  await keys.until(/^Account\.balance/)
  await keys.press("Delete")
  await expect.poll(() => bench.page.getByRole("tree", {name: "Watch"}).count()).toBe(0)

  // the console
  await keys.until("Output", "F6")
  await keys.press("ArrowLeft")
  await expect.poll(focus).toBe("Console")
  await keys.press("Enter")
  await expect.poll(focus).toBe("Console prompt")
  await keys.type("Account.balance + 1")
  await keys.press("Enter")
  await expect.poll(bench.console).toContain("Account.balance + 1 → 101")
  await keys.type("for i = 1, 2 do")
  await keys.press("Enter")
  await keys.type("print(i) end")
  await keys.press("Enter", "ArrowUp", "ArrowUp", "Control+a", "Delete")
  await expect.poll(() => bench.page.locator("ms-console .output").allTextContents()).toEqual(["12"])

  // a breakpoint is switched off, and removed, in the list
  await keys.until("Breakpoint account.lua 3")
  await keys.press("Space")
  await expect.poll(bench.dots).toEqual(["3 off ="])
  await keys.until("Remove breakpoint account.lua 3")
  await keys.press("Enter")
  await expect.poll(bench.dots).toEqual([])
  await keys.lead([["F5", /^Finished/]])
  expect((await bench.output()).at(-1)).toBe("3\t103")

  // what runs for ever is paused and stopped
  await keys.until("Code of account.lua", "F6")
  await keys.press("Control+a")
  await keys.type("while true do end\n")
  await keys.lead([
    ["Control+F5", "Running"],
    ["Shift+F5", "Stopped"],
    ["F5", "Running"],
    ["F6", "Paused, account.lua 1"],
    ["Control+Shift+F5", "Running"],
    ["Shift+F5", "Stopped"],
  ])

  // input
  await keys.press("Control+a")
  await keys.type("print('got ' .. io.read())\n")
  await keys.lead([["F5", /^Waiting for input/]])
  await expect.poll(focus).toBe("The program waits for a line")
  await keys.type("a line")
  await keys.lead([["Enter", /^Finished/]])
  expect(await bench.output()).toContain("got a line")

  // find
  await keys.until("Code of account.lua", "F6")
  await keys.press("Control+f")
  await expect.poll(focus).toBe("Find")
  await keys.type("got")
  await keys.press("Enter", "Escape")
  await expect.poll(focus).toBe("Code of account.lua")

  // a file is renamed, and deleted, which is taken back
  await keys.until("Files", "F6")
  await keys.until(/\.lua/)
  await keys.until(/^account\.lua/, "ArrowUp")
  await keys.press("F2")
  await expect.poll(focus).toBe("New name of account.lua")
  await keys.press("Control+a")
  await keys.type("bank.lua")
  await keys.press("Enter")
  await expect.poll(focus).toMatch(/^bank\.lua/)
  await keys.press("Delete")
  await expect.poll(bench.files).toEqual(["closures.lua"])
  await keys.until("Undo")
  await keys.press("Enter")
  await expect.poll(bench.files).toEqual(["bank.lua", "closures.lua"])

  // settings, and the list of all these keys
  await keys.until("Skip to the code", "F6")
  await keys.until("Settings")
  await keys.press("Enter")
  await keys.until("Dark", "ArrowDown")
  await keys.press("Enter")
  await expect.poll(() => bench.page.locator("moonstep-debugger").getAttribute("theme")).toBe("dark")
  await expect.poll(focus).toBe("Settings")
  await keys.press("F1")
  await expect.poll(focus).toBe("Close")
  await keys.press("Escape")
  await expect.poll(focus).toBe("Settings")
})
