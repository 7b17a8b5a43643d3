import {describe, expect, it} from "vitest"
import type {Hook} from "../../src/observation/hooks.ts"
import {DebugDriver, steps, stops} from "../support/debug-driver.ts"

/** A hook that wants every line and never stops: a step must not notice it. */
const bystander: Hook = {name: "bystander", priority: 0, triggers: {line: true}, handle: () => undefined}

/** Steps and where they end; each is tried without and with a hook on all lines. */
const table: readonly [title: string, run: string, script: string, ends: string][] = [
  ["over goes to the next line", "a1 a2 a3", "over", "a2"],
  ["over passes a call", "a1 >b1 b2 <a2", "over", "a2"],
  ["over passes calls within calls", "a1 >b1 >c1 c2 <b2 <a2", "over", "a2"],
  ["over stays in the line that a call returns into", "a1 >b1 <a >b1 <a a2", "over", "a2"],
  ["over passes a call that begins in the middle of a line", "a1 >b b7 <a a2", "over", "a2"],
  ["over at a function's end goes on in its caller", "a1 >b1 b2 <a a2", "b2 over", "b2 a2"],
  ["over at a function's end stops where the caller begins a line", "a1 >b1 b2 <a2 a3", "b2 over", "b2 a2"],
  ["over leaves two functions that end in the same place", "a1 >b1 >c1 <b <a2", "c1 over", "c1 a2"],
  ["over stops at a line that begins again", "a1 a2 a1 a2", "over over", "a2 a1"],
  ["over at the program's end ends it", "a1", "over", "end"],
  ["in goes to the next line", "a1 a2", "in", "a2"],
  ["in enters a call", "a1 >b1 b2 <a2", "in in", "b1 b2"],
  ["in enters a call through a native function", "a1 >[pcall] >b1 <a2", "in", "b1"],
  ["in passes a native function", "a1 >[print] <a a2", "in", "a2"],
  ["in goes back to the caller", "a1 >b1 <a a2", "in in", "b1 a2"],
  ["in follows a tail call", "a1 >b1 =c1 <a2", "b1 in", "b1 c1"],
  ["in follows a coroutine that is resumed", "a1 ~2:b1 b2 ~1:a2", "in in in", "b1 b2 a2"],
  ["out goes to the caller's next line", "a1 >b1 b2 <a a2", "b1 out", "b1 a2"],
  ["out stops where the caller begins a line", "a1 >b1 b2 <a2 a3", "b1 out", "b1 a2"],
  ["out passes the caller's further calls in that line", "a1 >b1 <a >c1 c2 <a a2", "b1 out", "b1 a2"],
  ["out passes a native function between", "a1 >[sort] >b1 b2 <a a2", "b1 out", "b1 a2"],
  ["out of the main function ends the program", "a1 a2", "out", "end"],
  ["over passes a tail call, and goes on in the caller", "a1 >b1 =c1 c2 <a2 a3", "b1 over", "b1 a2"],
  ["over passes what the function of a tail call calls", "a1 >b1 =c1 >d1 <c2 >b1 b2 <c <a2", "b1 over", "b1 a2"],
  ["over passes a loop of tail calls", "a1 >b1 (=b1 b2)*50 <a a2", "b1 over", "b1 a2"],
  ["over passes functions that tail-call each other", "a1 >b1 (=c1 =b1 b2)*50 <a a2", "b1 over", "b1 a2"],
  ["over in the function of a tail call goes on in it", "a1 >b1 =c1 c2 <a2", "c1 over over", "c1 c2 a2"],
  ["over passes tail calls within what it calls", "a1 >b1 =c1 =d1 >e1 <d2 <a a2", "over", "a2"],
  ["over a tail call goes on where its error is caught", "a1 >[pcall] >b1 =c1 c2 !a2", "b1 over", "b1 a2"],
  ["over the tail call of a coroutine's function goes to its resumer", "a1 ~2:b1 =c1 c2 <~1:a2", "b1 over", "b1 a2"],
  [
    "over the tail call of a coroutine's function passes its yield",
    "a1 ~2:b1 =c1 ~1:a2 a3 ~2:c <~1:a4",
    "b1 over",
    "b1 a4",
  ],
  ["over ends where a coroutine was resumed last", "a1 ~2:b1 =c1 ~1:a2 ~3:d1 ~2:c <~3:d2", "b1 over", "b1 d2"],
  [
    "over goes on where the error of a coroutine is caught that was resumed elsewhere",
    "a1 ~2:b1 >c1 ~1:a2 ~3:d1 ~2:c !~3:d2",
    "b1 over",
    "b1 d2",
  ],
  ["over a tail call ends the program where nobody waits", "a1 =b1 b2", "over", "end"],
  ["out of a function's tail call goes to the caller of both", "a1 >b1 =c1 c2 <a2", "c1 out", "c1 a2"],
  ["over passes a recursive call", "a1 >f1 >f1 f2 <f f2 <a2", "f1 over", "f1 f2"],
  ["over stays in its own activation of a recursive function", "a1 >f1 >f1 >f1 f2 <f f2 <f f2 <a2", "in over", "f1 f2"],
  ["out of a recursive function leaves one activation", "a1 >f1 f2 >f1 f2 <f f3 <a2", "in in in out", "f1 f2 f1 f3"],
  ["over passes an error that is caught below", "a1 >[pcall] >b1 !a a2", "over", "a2"],
  ["over of what fails goes on where it is caught", "a1 >[pcall] >b1 b2 !a3", "b1 over over", "b1 b2 a3"],
  ["over goes on where the error is caught in the middle of a line", "a1 >[pcall] >b1 !a a2", "b1 over", "b1 a2"],
  ["out goes on where the error is caught", "a1 >[pcall] >b1 >c1 !a2", "c1 out", "c1 a2"],
  ["in goes on where the error is caught", "a1 >[pcall] >b1 >c1 !a2 a3", "c1 in", "c1 a2"],
  ["over at an error that nothing catches ends", "a1 >b1 !", "b1 over", "b1 end"],
  ["over passes a coroutine that is resumed", "a1 ~2:b1 b2 ~1:a a2", "over", "a2"],
  ["over passes a coroutine that ends", "a1 ~2:b1 b2 <~1:a2", "over", "a2"],
  ["over in a coroutine passes its yield", "a1 ~2:b1 ~1:a2 a3 ~2:b b2", "b1 over", "b1 b2"],
  ["over at a coroutine's end goes to its resumer", "a1 ~2:b1 b2 <~1:a a2", "b2 over", "b2 a2"],
  ["over at an error of a coroutine goes to its resumer", "a1 ~2:b1 b2 !~1:a2 a3", "b2 over", "b2 a2"],
  ["out of a coroutine goes to its resumer once it has ended", "a1 ~2:b1 b2 <~1:a3", "b1 out", "b1 a3"],
  ["out of a coroutine goes to its resumer when it yields", "a1 ~2:b1 ~1:a2 ~2:b b2 <~1:a3", "b1 out", "b1 a2"],
  ["out within a coroutine stays in it", "a1 ~2:b1 >c1 ~1:a2 ~2:c c2 <b2 <~1:a3", "c1 out", "c1 b2"],
  ["over passes coroutines that resume one another", "a1 ~2:b1 ~3:c1 ~2:b2 ~1:a2", "over", "a2"],
  ["over passes the lines of another coroutine at the same depth", "a1 >f1 ~2:b1 >c1 c2 ~1:f f2", "f1 over", "f1 f2"],
]

describe.each([
  ["alone", []],
  ["beside a hook on all lines", [bystander]],
] as const)("A step %s", (_, hooks) => {
  it.each(table)("%s", (_title, run, script, ends) => {
    expect(steps(run, script, hooks)).toBe(ends)
  })
})

describe("A step", () => {
  it("hears nothing of the lines that it passes", () => {
    const driver = new DebugDriver("a1 >b1 (b2 b3)*1000 <a2 (a3)*1000", {stopOnEntry: true})
    let steps = 1
    driver.atStop = () => steps-- > 0 && driver.request("next")
    driver.run()
    expect(driver.engine.eventCount).toBe(2)
  })

  it("leaves nothing watched behind", () => {
    const driver = new DebugDriver("a1 >b1 a2".replace("a2", "<a2"), {stopOnEntry: true})
    const watched: unknown[] = []
    driver.break("b1")
    driver.atStop = ({reason}) => {
      watched.push(driver.engine.watchedLines, driver.engine.watchesReturns, driver.engine.watchedResults)
      if (reason === "entry") driver.request("next")
    }
    driver.run()
    expect(watched).toEqual(["none", false, "none", "none", false, "none"])
  })

  it.each([
    ["next", "calls", "return"],
    ["stepIn", "calls", "calls"],
    ["stepOut", "return", "return"],
  ])("by %s wants results of %s, and where it has left its function, of its %s", (command, within, behind) => {
    const driver = new DebugDriver("a1 >b1 @ <a @ a2")
    driver.break("b1")
    const watched: string[] = []
    driver.atStop = ({reason}) => reason === "breakpoint" && driver.request(command)
    driver.atPoke = () => watched.push(driver.engine.watchedResults)
    driver.run()
    expect(watched).toEqual([within, behind])
  })

  it("and a breakpoint at the same place are one stop", () => {
    const driver = new DebugDriver("a1 a2 a3", {stopOnEntry: true})
    driver.break("a2")
    let steps = 1
    expect(stops(driver, () => steps-- > 0 && driver.request("next"))).toBe("a1(entry) a2(breakpoint)")
    expect(driver.sent("stopped")[1].hitBreakpointIds).toEqual([1])
  })

  it("ends at a breakpoint within what it passes", () => {
    const driver = new DebugDriver("a1 >b1 b2 <a2 a3", {stopOnEntry: true})
    driver.break("b2")
    let steps = 1
    expect(stops(driver, () => steps-- > 0 && driver.request("next"))).toBe("a1(entry) b2(breakpoint)")
  })

  it("out goes past a breakpoint whose condition is false", () => {
    const driver = new DebugDriver("a1 >b1 i=1 b2 <a2", {stopOnEntry: true})
    driver.break({at: "b1"}, {at: "b2", condition: "i == 2"})
    expect(stops(driver, place => place === "b1" && driver.request("stepOut"))).toBe("a1(entry) b1(breakpoint) a2")
  })

  it("of a thread that is not there is refused, and the program stays stopped", () => {
    const driver = new DebugDriver("a1 a2", {stopOnEntry: true})
    const states: string[] = []
    driver.atStop = () => {
      expect(() => driver.request("next", {threadId: 9})).toThrow(expect.objectContaining({code: -32012}))
      states.push(driver.session.state)
    }
    driver.run()
    expect(states).toEqual(["stopped"])
  })

  it("of a suspended coroutine stops where that goes on", () => {
    const driver = new DebugDriver("a1 ~2:b1 ~1:a2 a3 ~2:b b2 ~1:a4", {})
    driver.break("a2")
    expect(stops(driver, place => place === "a2" && driver.request("next", {threadId: 2}))).toBe("a2(breakpoint) b2")
  })

  it("at entry gives its reason", () => {
    const driver = new DebugDriver("a1 a2", {stopOnEntry: true})
    expect(stops(driver)).toBe("a1(entry)")
    expect(driver.sent("stopped")).toEqual([
      {reason: "entry", threadId: 1, allThreadsStopped: true, stop: {kind: "entry"}},
    ])
  })

  it("tells of the coroutine that it stops in, once", () => {
    const driver = new DebugDriver("a1 ~2:b1 b2 ~1:a2", {stopOnEntry: true})
    driver.atStop = () => driver.request("stepIn")
    driver.run()
    expect(driver.sent("thread").map(({reason, threadId}) => `${reason} ${threadId}`)).toEqual([
      "started 1",
      "started 2",
      "exited 1",
      "exited 2",
    ])
    expect(driver.sent("stopped").map(({threadId}) => threadId)).toEqual([1, 2, 2, 1])
  })
})
