import {describe, expect, it} from "vitest"
import {type FrameRef, ScriptError} from "../../src/debugger/engine.ts"
import {parseHitCondition, passes} from "../../src/debugger/hit-count.ts"
import {parseLogMessage} from "../../src/protocol/log-message.ts"
import {type Body, type BreakpointAt, DebugDriver, stops} from "../support/debug-driver.ts"

/** Where the run stops with these breakpoints; "i" counts from 1 in loops of a2. */
function stopsAt(run: string, ...breakpoints: BreakpointAt[]): string {
  const driver = new DebugDriver(run)
  driver.break(...breakpoints)
  return stops(driver)
}

const loop = "a1 i=1 a2 i=2 a2 i=3 a2 i=4 a2 i=5 a2 a3"
/** The values of i at the stops. */
function valuesAt(breakpoint: BreakpointAt): string {
  const driver = new DebugDriver(loop)
  driver.break(breakpoint)
  const values: string[] = []
  driver.atStop = () => {
    const frameId = driver.request("stackTrace", {threadId: 1}).stackFrames[0].id
    values.push(driver.request("evaluate", {expression: "i", frameId}).result)
  }
  driver.run()
  return values.join(" ")
}

describe("A breakpoint", () => {
  it("stops each time its line begins", () => {
    expect(stopsAt("a1 (a2)*3 a3", "a2")).toBe("a2(breakpoint) a2(breakpoint) a2(breakpoint)")
  })

  it("in a function stops in each of its activations", () => {
    expect(stopsAt("a1 >f1 >f1 f2 <f f2 <a2", "f2")).toBe("f2(breakpoint) f2(breakpoint)")
  })

  it("stops in a coroutine, with the coroutine's thread", () => {
    const driver = new DebugDriver("a1 ~2:b1 b2 ~1:a2")
    driver.break("b2")
    expect(stops(driver)).toBe("b2(breakpoint)")
    expect(driver.sent("stopped")).toEqual([
      {
        reason: "breakpoint",
        threadId: 2,
        allThreadsStopped: true,
        hitBreakpointIds: [1],
        stop: {kind: "breakpoint", breakpoints: [{id: 1}]},
      },
    ])
  })

  it("costs nothing where it does not stand", () => {
    const driver = new DebugDriver("a1 (a2)*1000 a3")
    driver.break("a3")
    driver.run()
    expect(driver.engine.eventCount).toBe(1)
  })

  it("that is removed at a stop does not stop again", () => {
    const driver = new DebugDriver("(a1 a2)*5")
    driver.break("a2")
    const remove = () => driver.request("setBreakpoints", {source: {path: "a"}, breakpoints: []})
    expect(stops(driver, remove)).toBe("a2(breakpoint)")
  })

  it("that is set at a stop stops", () => {
    const driver = new DebugDriver("a1 a2 a3")
    driver.break("a1")
    expect(stops(driver, place => place === "a1" && driver.break("a3"))).toBe("a1(breakpoint) a3(breakpoint)")
  })

  it("and another one on the same line are one stop with both ids", () => {
    const driver = new DebugDriver("a1 a2")
    driver.break("a2", {at: "a2", condition: "true"})
    expect(stops(driver)).toBe("a2(breakpoint)")
    expect(driver.sent("stopped")[0].hitBreakpointIds).toEqual([1, 2])
  })

  it("is taken out of the engine when the program ends", () => {
    const driver = new DebugDriver("a1 a2")
    driver.break("a2")
    driver.run()
    expect(driver.engine.standing).toEqual([])
  })

  it("stands in the engine only while its program has its turn", () => {
    const driver = new DebugDriver("a1 a2")
    driver.break("a2")
    const standing: string[][] = [driver.engine.standing]
    driver.atStop = () => standing.push(driver.engine.standing)
    driver.run()
    expect(standing).toEqual([[], ["a2"]])
  })

  it("does not stop a program that is run without debugging", () => {
    const driver = new DebugDriver("a1 @ a2", {noDebug: true, stopOnEntry: true})
    driver.break("a2")
    driver.atPoke = () => driver.break("a2")
    expect(stops(driver)).toBe("")
  })
})

describe("The answer to setBreakpoints", () => {
  it("has an id, a line and the source of each", () => {
    const source = {path: "a", name: "a"}
    expect(new DebugDriver("a1 a2").break("a1", "a2")).toEqual([
      {id: 1, verified: true, line: 1, column: 1, source},
      {id: 2, verified: true, line: 2, column: 1, source},
    ])
  })

  it("tells where a breakpoint went, and why", () => {
    expect(new DebugDriver("a1 a5").break("a3")).toEqual([
      expect.objectContaining({verified: true, line: 5, message: "Moved to line 5."}),
    ])
  })

  it("says what is wrong with a file that is not there", () => {
    const [answer] = new DebugDriver("a1").break("zzz1")
    expect(answer).toMatchObject({verified: false, line: 1})
    expect(answer.message).toContain("not in the workspace")
  })

  it("says what is wrong with a hit condition, and lets the others stand", () => {
    const driver = new DebugDriver("a1 a2")
    const answers = driver.break({at: "a1", hitCondition: "often"}, "a2")
    expect(answers[0]).toMatchObject({verified: false, line: 1})
    expect(answers[0].message).toContain('Expected an expression like "> 42" or "== 2".')
    expect(stops(driver)).toBe("a2(breakpoint)")
  })

  it.each([
    [{condition: "i == "}, 'Invalid condition "i == ": it has no end.'],
    [{logMessage: "i is {i}, {i >}"}, 'Invalid expression in the log message "i >": it has no end.'],
  ])("that can never be evaluated does not stand, and says why: %j", (more, message) => {
    const driver = new DebugDriver("a1 a2")
    const answers = driver.break({at: "a1", ...more}, "a2")
    expect(answers[0]).toMatchObject({id: 1, verified: false, line: 1})
    expect(answers[0].message).toContain(message)
    expect(stops(driver)).toBe("a2(breakpoint)")
  })

  it("keeps the id of a breakpoint that stays", () => {
    const driver = new DebugDriver("a1 a2 a3")
    driver.break("a2")
    expect(driver.break("a1", "a2", "a3").map(one => one.id)).toEqual([2, 1, 3])
  })

  it("gives each breakpoint an id of its own, also where two move to the same line", () => {
    const driver = new DebugDriver("a1 a5")
    driver.break("a5")
    const ids = driver.break("a3", "a4", "a5").map(one => one.id)
    expect(new Set(ids).size).toBe(3)
    expect(ids).toContain(1)
  })

  it("says which of a line's places a column chooses, and the engine is given it", () => {
    const driver = new DebugDriver("a1 @ a2")
    const answers = driver.break({at: "a2", column: 12}, {at: "a2", column: 2}, "a2")
    expect(answers.map(({id, line, column}) => [id, line, column])).toEqual([
      [1, 2, 9],
      [2, 2, 1],
      [3, 2, 1],
    ])
    driver.atPoke = () => expect(driver.engine.standing).toEqual(["a2", "a2:1", "a2:9"])
    driver.run()
    expect(driver.break({at: "a2", column: 2}, "a2").map(one => one.id)).toEqual([2, 3])
  })

  it("forgets the column of a breakpoint that is moved to another line", () => {
    const driver = new DebugDriver("a1 @ a5")
    driver.break({at: "a3", column: 9})
    driver.atPoke = () => expect(driver.engine.standing).toEqual(["a5"])
    driver.run()
  })

  it("says of loaded code that can't take a breakpoint that it comes later", () => {
    const driver = new DebugDriver("a1 @ a2")
    driver.engine.unboundLines.add("a2")
    const answers: unknown[] = []
    driver.atPoke = () => answers.push(...driver.break("a2"))
    driver.run()
    expect(answers).toEqual([expect.objectContaining({id: 1, verified: false, line: 2})])
  })
})

describe("A condition", () => {
  it("stops where it is true", () => {
    expect(valuesAt({at: "a2", condition: "i == 3"})).toBe("3")
    expect(valuesAt({at: "a2", condition: "i > 3"})).toBe("4 5")
    expect(valuesAt({at: "a2", condition: "i == 9"})).toBe("")
  })

  it("is shown with the stop", () => {
    const driver = new DebugDriver(loop)
    driver.break({at: "a2", condition: "i == 3"})
    driver.run()
    expect(driver.sent("stopped")[0].description).toBe("Paused on condition i == 3")
  })

  it("that fails stops once and warns once", () => {
    const driver = new DebugDriver(loop)
    driver.break({at: "a2", condition: "nowhere == 3"})
    expect(stops(driver)).toBe("a2(breakpoint)")
    const warning = 'The condition "nowhere == 3" failed: there is no nowhere'
    expect(driver.sent("stopped")[0]).toMatchObject({description: warning, text: warning, hitBreakpointIds: [1]})
    expect(driver.sent("output")).toEqual([
      {category: "important", output: `${warning}\n`, source: {path: "a"}, line: 2},
    ])
  })

  it("that fails warns again after it has been set again", () => {
    const driver = new DebugDriver(loop)
    driver.break({at: "a2", condition: "nowhere == 3"})
    let left = 1
    const again = () => left-- > 0 && driver.break({at: "a2", condition: "nowhere == 3"})
    expect(stops(driver, again)).toBe("a2(breakpoint) a2(breakpoint)")
  })

  it("of blanks is none", () => {
    expect(stopsAt("a1", {at: "a1", condition: "  "})).toBe("a1(breakpoint)")
  })
})

describe("A breakpoint whose expression takes too long", () => {
  /** Evaluations of `slow` take too long; other expressions are what they are. */
  function slowly(breakpoint: BreakpointAt) {
    const driver = new DebugDriver("a1 i=1 a2 a3 i=2 a2 a3 i=2 a2 a4")
    const {engine} = driver
    let count = 0
    const slow =
      <T>(evaluate: (expression: string, frame: FrameRef) => T) =>
      (expression: string, frame: FrameRef): T => {
        if (expression !== "slow") return evaluate.call(engine, expression, frame)
        count++
        throw new ScriptError("Timeout", "It took too long.")
      }
    engine.test = slow(engine.test)
    engine.say = slow(engine.say)
    driver.break(breakpoint)
    return {driver, evaluations: () => count}
  }
  const message =
    '"slow" took too long to evaluate: this breakpoint is passed over until it is changed, or the program begins anew.'
  const source = {path: "a", name: "a"}

  it("stops and says so, and is then out of the code", () => {
    const {driver, evaluations} = slowly({at: "a2", condition: "slow"})
    expect(stops(driver)).toBe("a2(breakpoint)")
    expect(evaluations()).toBe(1)
    expect(driver.sent("stopped")[0].text).toBe('The condition "slow" failed: It took too long.')
    expect(driver.sent("breakpoint")).toEqual([
      {reason: "changed", breakpoint: {id: 1, line: 2, source, verified: false, message}},
    ])
  })

  it("logs, and is then out of the code", () => {
    const {driver, evaluations} = slowly({at: "a2", logMessage: "i is {slow}"})
    expect(stops(driver)).toBe("")
    expect(evaluations()).toBe(1)
    expect(driver.output).toEqual(["i is {It took too long.}\n"])
    expect(driver.sent("breakpoint")).toMatchObject([{breakpoint: {verified: false, message}}])
  })

  it("stays so where others of its file are set, until it is another one", () => {
    const {driver, evaluations} = slowly({at: "a2", condition: "slow"})
    const next: BreakpointAt[] = ["a3", {at: "a2", condition: "slow"}]
    const other: BreakpointAt[] = ["a3", {at: "a2", condition: "i == 2"}]
    const wanted = [next, next, other]
    const answers: Body[] = []
    const act = () => answers.push(driver.break(...(wanted.shift() ?? other))[1])
    expect(stops(driver, act)).toBe("a2(breakpoint) a3(breakpoint) a3(breakpoint) a2(breakpoint)")
    expect(evaluations()).toBe(1)
    expect(answers).toMatchObject([
      {id: 1, verified: false, message},
      {id: 1, verified: false, message},
      {verified: true},
      {verified: true},
    ])
  })

  it("is one again when the program begins anew", () => {
    const {driver, evaluations} = slowly({at: "a2", condition: "slow"})
    driver.run()
    driver.session.state = "waiting"
    driver.run()
    expect(evaluations()).toBe(2)
    expect(driver.sent("breakpoint").map(({breakpoint}) => breakpoint.verified)).toEqual([false, true, false])
  })
})

describe("A hit condition", () => {
  it.each([
    ["3", "3"],
    ["== 3", "3"],
    ["=3", "3"],
    ["=== 3", "3"],
    ["> 3", "4 5"],
    [">= 3", "3 4 5"],
    ["< 3", "1 2"],
    ["<= 3", "1 2 3"],
    ["% 2", "2 4"],
    [" >3 ", "4 5"],
  ])("%s stops at the passes %s", (hitCondition, values) => {
    expect(valuesAt({at: "a2", hitCondition})).toBe(values)
  })

  it.each([
    ["> 1", "i > 2", "4 5"],
    ["2", "i > 2", "4"],
    ["% 2", "i > 1", "3 5"],
  ])("%s counts the passes where the condition %s is true", (hitCondition, condition, values) => {
    expect(valuesAt({at: "a2", hitCondition, condition})).toBe(values)
  })

  it("of blanks is none", () => {
    expect(stopsAt("a1", {at: "a1", hitCondition: " "})).toBe("a1(breakpoint)")
  })

  it.each(["often", "0", "-1", "3.5", "> ", "> x", "!= 3", "3 4", "1e3", "99999999999"])("%s is refused", text => {
    expect(() => parseHitCondition(text)).toThrow("Invalid hit condition")
  })

  it.each([
    [">=", [2, 3, 4]],
    [">", [3, 4]],
    ["==", [2]],
    ["%", [2, 4]],
    ["<", [1]],
    ["<=", [1, 2]],
  ] as const)("with %s 2 lets the right passes by", (operator, stopping) => {
    expect([1, 2, 3, 4].filter(pass => passes({operator, number: 2}, pass))).toEqual(stopping)
  })
})

describe("A log point", () => {
  it("writes its message with the values, and does not stop", () => {
    const driver = new DebugDriver("a1 i=1 a2 i=2 a2")
    driver.break({at: "a2", logMessage: "i is {i}, twice {i}"})
    expect(stops(driver)).toBe("")
    expect(driver.sent("output")).toEqual([
      {category: "console", output: "i is 1, twice 1\n", source: {path: "a"}, line: 2},
      {category: "console", output: "i is 2, twice 2\n", source: {path: "a"}, line: 2},
    ])
  })

  it("writes what failed in the place of the value", () => {
    const driver = new DebugDriver("a1")
    driver.break({at: "a1", logMessage: "<{nowhere}>"})
    driver.run()
    expect(driver.output).toEqual(["<{there is no nowhere}>\n"])
  })

  it("obeys its condition and its hit condition", () => {
    const driver = new DebugDriver(loop)
    driver.break({at: "a2", logMessage: "{i}", condition: "i > 1", hitCondition: "> 2"})
    expect(stops(driver)).toBe("")
    expect(driver.output).toEqual(["4\n", "5\n"])
  })

  it("whose condition fails stops and warns", () => {
    const driver = new DebugDriver(loop)
    driver.break({at: "a2", logMessage: "{i}", condition: "nowhere"})
    expect(stops(driver)).toBe("a2(breakpoint)")
    expect(driver.output).toEqual(['The condition "nowhere" failed: there is no nowhere\n'])
  })

  it("beside a breakpoint logs, and that one stops", () => {
    const driver = new DebugDriver("a1")
    driver.break({at: "a1", logMessage: "here"}, {at: "a1"})
    expect(stops(driver)).toBe("a1(breakpoint)")
    expect(driver.sent("stopped")[0].hitBreakpointIds).toEqual([2])
    expect(driver.output).toEqual(["here\n"])
  })

  it("does not end a step, nor keep one from ending there", () => {
    const driver = new DebugDriver("a1 >b1 <a2", {stopOnEntry: true})
    driver.break({at: "b1", logMessage: "b"}, {at: "a2", logMessage: "a"})
    let steps = 1
    expect(stops(driver, () => steps-- > 0 && driver.request("next"))).toBe("a1(entry) a2")
    expect(driver.output).toEqual(["b\n", "a\n"])
  })
})

describe("A log message", () => {
  // of a script whose strings and braces are JavaScript's
  const isWhole = (text: string): boolean => {
    try {
      return typeof new Function(`return [${text.replace("{1, 2}", "[1, 2]")}]`) === "function"
    } catch {
      return false
    }
  }
  it.each([
    ["plain", ["plain"]],
    ["", []],
    ["{i}", [["i"]]],
    ["a {i} b {j}", ["a ", ["i"], " b ", ["j"]]],
    ["{ {1, 2}[1] }!", [[" {1, 2}[1] "], "!"]],
    ["open { brace", ["open { brace"]],
    ["close } brace", ["close } brace"]],
    ["\\{i\\}", ["{i}"]],
    ["back\\slash", ["back\\slash"]],
    ["{}", [[""]]],
    ['t is {t["}"]}!', ["t is ", ['t["}"]'], "!"]],
    ["{i >} and {j}", [["i >"], " and ", ["j"]]],
  ])("%j falls into pieces", (message, pieces) => {
    const parsed = parseLogMessage(message, isWhole)
    expect(parsed.map(one => (one.kind === "text" ? one.text : [one.expression]))).toEqual(pieces)
  })
})
