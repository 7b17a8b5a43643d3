import {describe, expect, it} from "vitest"
import {ownLook} from "../../src/base/poke-reasons.ts"
import {DebugDriver, stops} from "../support/debug-driver.ts"

describe("A pause", () => {
  it("stops at the poke that brings it", () => {
    const driver = new DebugDriver("a1 @ a2 @ a3")
    driver.atPoke = () => driver.engine.place === "a2" && driver.request("pause", {threadId: 1})
    expect(stops(driver)).toBe("a2(pause)")
    expect(driver.sent("stopped")).toEqual([
      {reason: "pause", threadId: 1, allThreadsStopped: true, stop: {kind: "pause"}},
    ])
  })

  it.each([
    ["a condition", {condition: "false"}],
    ["a log message", {logMessage: "{x}"}],
  ])("that comes while %s is evaluated stops there", (_, more) => {
    const driver = new DebugDriver("a1 (a2 a3)*3")
    driver.break({at: "a2", ...more})
    let comes = true
    const evaluate = <T>(value: T): T => {
      driver.engine.listener?.attend(1, ownLook)
      return value
    }
    driver.engine.test = () => evaluate(false)
    driver.engine.say = () => evaluate("1")
    driver.atPoke = () => {
      if (!comes) return
      comes = false
      driver.request("pause", {threadId: 1})
      // nothing stands before the program does
      expect(() => driver.request("stackTrace", {threadId: 1})).toThrow()
    }
    expect(stops(driver)).toBe("a2(pause)")
  })

  it("is over once the program has stopped", () => {
    const driver = new DebugDriver("a1 @ a2 @ a3")
    driver.break("a2")
    driver.atPoke = () => driver.engine.place === "a1" && driver.request("pause", {threadId: 1})
    expect(stops(driver)).toBe("a1(pause) a2(breakpoint)")
  })

  it("of a program that stands changes nothing", () => {
    const driver = new DebugDriver("a1 a2 @ a3")
    driver.break("a2")
    expect(stops(driver, () => driver.request("pause", {threadId: 1}))).toBe("a2(breakpoint)")
  })

  it("ends a step that has not come to its end", () => {
    const driver = new DebugDriver("a1 >b1 @ b2 <a2 a3", {stopOnEntry: true})
    driver.atPoke = () => driver.request("pause", {threadId: 1})
    let steps = 1
    expect(stops(driver, () => steps-- > 0 && driver.request("next"))).toBe("a1(entry) b1(pause)")
  })

  it("stops in the coroutine that runs", () => {
    const driver = new DebugDriver("a1 ~2:b1 @ ~1:a2")
    driver.atPoke = () => driver.request("pause", {threadId: 1})
    driver.run()
    expect(driver.sent("stopped")[0]).toMatchObject({reason: "pause", threadId: 2})
  })
})

describe("A poke without a request", () => {
  it("does not stop, nor end a step", () => {
    const driver = new DebugDriver("a1 @ >b1 @ <a @ a2", {stopOnEntry: true})
    let steps = 1
    expect(stops(driver, () => steps-- > 0 && driver.request("next"))).toBe("a1(entry) a2")
  })
})

describe("The exception filters", () => {
  const run = "a1 >[pcall] >b1 b2 !a3 >c1 !"
  it.each([
    [[], ""],
    [["uncaught"], "c1(exception)"],
    [["caught"], "b2(exception)"],
    [["caught", "uncaught"], "b2(exception) c1(exception)"],
  ])("%j stop at %s", (filters, places) => {
    const driver = new DebugDriver(run)
    driver.request("setExceptionBreakpoints", {filters})
    expect(stops(driver)).toBe(places)
  })

  it("refuse what they do not know, and keep the rest", () => {
    const driver = new DebugDriver(run)
    expect(driver.request("setExceptionBreakpoints", {filters: ["weird", "uncaught"]})).toEqual({
      breakpoints: [{verified: false, message: 'There is no filter "weird".'}, {verified: true}],
    })
    expect(stops(driver)).toBe("c1(exception)")
  })

  it("let a program that is run without debugging by", () => {
    const driver = new DebugDriver(run, {noDebug: true})
    driver.request("setExceptionBreakpoints", {filters: ["caught", "uncaught"]})
    expect(stops(driver)).toBe("")
  })
})

describe("A stop at an error", () => {
  it("still has the stack of the place where it was raised", () => {
    const driver = new DebugDriver("a1 >[pcall] >b1 >c4 !a2")
    driver.request("setExceptionBreakpoints", {filters: ["caught"]})
    const names: string[] = []
    driver.atStop = () => {
      for (const frame of driver.request("stackTrace", {threadId: 1}).stackFrames) names.push(frame.name)
    }
    driver.run()
    expect(names).toEqual(["c", "b", "[pcall]", "a"])
  })

  it.each([
    ["a1 >b2 !", "uncaught", "Paused on error", "unhandled", "b:2\na:1"],
    ["a1 >[pcall] >b2 !a", "caught", "Paused on a caught error", "always", "b:2\n[pcall]:0\na:1"],
  ])("of %s is explained by exceptionInfo", (run, filter, description, breakMode, stackTrace) => {
    const driver = new DebugDriver(run)
    driver.request("setExceptionBreakpoints", {filters: [filter]})
    const answers: unknown[] = []
    driver.atStop = () => answers.push(driver.request("exceptionInfo", {threadId: 1}))
    driver.run()
    const typed = {typeName: "string", fullTypeName: "Failure", evaluateName: "ERROR"}
    const details = {message: "b:2: it failed", ...typed, stackTrace}
    expect(answers).toEqual([{exceptionId: "error", description: "b:2: it failed", breakMode, details}])
    expect(driver.sent("stopped")).toEqual([
      {
        reason: "exception",
        threadId: 1,
        allThreadsStopped: true,
        description,
        text: "b:2: it failed",
        stop: {
          kind: "error",
          error: {
            message: "it failed",
            text: "b:2: it failed",
            place: {path: "b", line: 2},
            value: {type: "string", className: "Failure", evaluateName: "ERROR"},
            caught: breakMode === "always",
            traceback: stackTrace.split("\n"),
          },
        },
      },
    ])
  })

  it("can be stepped from, to where it is caught", () => {
    const driver = new DebugDriver("a1 >[pcall] >b1 !a2 a3")
    driver.request("setExceptionBreakpoints", {filters: ["caught"]})
    expect(stops(driver, place => place === "b1" && driver.request("next"))).toBe("b1(exception) a2")
  })

  it("is left by a step over when nothing catches it", () => {
    const driver = new DebugDriver("a1 >b1 !")
    driver.request("setExceptionBreakpoints", {filters: ["uncaught"]})
    expect(stops(driver, () => driver.request("next"))).toBe("b1(exception)")
    expect(driver.sent("exited")).toEqual([{exitCode: 1}])
  })
})

describe("The end of a program", () => {
  it.each([
    ["a1", 0],
    ["a1 #7 a2", 7],
    ["a1 !", 1],
  ])("of %s is told with code %i", (run, exitCode) => {
    const driver = new DebugDriver(run).run()
    expect(driver.events.map(one => one.event)).toEqual(["thread", "thread", "exited", "terminated"])
    expect(driver.sent("exited")).toEqual([{exitCode}])
  })

  it("is told once", () => {
    const driver = new DebugDriver("a1").run()
    driver.session.end(1)
    expect(driver.sent("terminated")).toHaveLength(1)
  })
})
