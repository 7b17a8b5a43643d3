import {describe, expect, it} from "vitest"
import {KernelDriver, RequestError} from "../../support/kernel-driver.ts"

const driver = await KernelDriver.boot()
const text = "local i = 1\nlocal function f(...)\n  return ...\nend\nf(i)\n"

/** What is said of a breakpoint on line 3. */
function said(more: object): string {
  driver.writeFiles({"main.lua": text})
  driver.launch("main.lua")
  const {breakpoints} = driver.request("setBreakpoints", {
    source: {path: "main.lua"},
    breakpoints: [{line: 3, ...more}],
  })
  driver.request("disconnect")
  return breakpoints[0].verified ? "verified" : breakpoints[0].message
}

describe("What does not compile", () => {
  it.each([
    ["i ==", "unexpected symbol near <eof>"],
    ["i = 2", "<eof> expected near '='"],
    ["i == 'a", "unfinished string near ''a'"],
    ["1 end print(2", "<eof> expected near 'end'"],
    ["goto x", "unexpected symbol near 'goto'"],
    ["i == 1\nif", "<eof> expected near 'if'"],
  ])("as a condition is refused: %s", (condition, problem) => {
    expect(said({condition})).toBe(`Invalid condition "${condition}": ${problem}.`)
  })

  it.each(["i == 1", "... ~= nil", "i == 1 -- one", "nothing.at.all", "i == 1;", "function() end", "  i\n== 1"])(
    "is not this: %s",
    condition => {
      expect(said({condition})).toBe("verified")
      expect(said({logMessage: `i is {${condition}}`})).toBe("verified")
    },
  )

  it("in a log message is refused, where it is no statement either", () => {
    expect(said({logMessage: "{i +}"})).toContain(`Invalid expression in the log message "i +": unexpected symbol near`)
    expect(said({logMessage: "{i} of {i i}"})).toContain(`"i i": <eof> expected near 'i'`)
    expect(said({logMessage: "{i = 2}{}"})).toBe("verified")
  })

  it("is said while the program stands, and leaves nothing on its stack", async () => {
    driver.writeFiles({"main.lua": text})
    driver.atStop = () => {
      driver.atStop = undefined
      for (let n = 0; n < 300; n++)
        driver.request("setBreakpoints", {
          source: {path: "main.lua"},
          breakpoints: [{line: 3, condition: "i ==", logMessage: "{i"}],
        })
      expect(driver.evaluate("i").result).toBe("1")
    }
    await driver.debug("main.lua", {"main.lua": [2]})
    expect(driver.exitCode).toBe(0)
  })
})

describe("A thread that is not there", () => {
  it.each(["continue", "next", "stepIn", "stepOut"])("can't be asked to %s", async command => {
    driver.writeFiles({"main.lua": text})
    const asked: unknown[] = []
    driver.atStop = () => {
      driver.atStop = undefined
      for (const threadId of [2, 99])
        try {
          driver.request(command, {threadId})
        } catch (thrown) {
          asked.push(thrown instanceof RequestError && thrown.message)
        }
      driver.request("continue", {threadId: 1})
    }
    await driver.debug("main.lua", {"main.lua": [1]})
    expect(asked).toEqual([2, 99].map(id => expect.stringContaining(`${id}`)))
  })
})
