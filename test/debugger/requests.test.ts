import {describe, expect, it} from "vitest"
import {commands} from "../../src/debugger/requests.ts"
import {type Body, DebugDriver} from "../support/debug-driver.ts"

/** Runs to b2 of this run and does something there. */
function atStop(act: (driver: DebugDriver) => void): void {
  const driver = new DebugDriver('a1 G=7 i=1 t=[1,2,3] o={"x":1} >[pcall] >b1 j=2 b2 <a2 ~2:c1 ~1:a3')
  driver.break("b2")
  let acted = 0
  driver.atStop = ({reason}) => {
    if (reason !== "breakpoint") return
    acted++
    act(driver)
  }
  driver.run()
  expect(acted).toBe(1)
}

/** The error of a request made at a stop. */
function refusal(command: string, args: unknown): {readonly code: number; readonly message: string} | undefined {
  let error: {code: number; message: string} | undefined
  atStop(driver => {
    scope(driver, "Locals")
    try {
      driver.request(command, args)
    } catch (thrown) {
      error = thrown as {code: number; message: string}
      expect(driver.session.state).toBe("stopped")
    }
  })
  return error
}

const frameId = (driver: DebugDriver, level = 0): number =>
  driver.request("stackTrace", {threadId: 1, startFrame: level, levels: 1}).stackFrames[0].id
/** The reference of a scope. */
const scope = (driver: DebugDriver, name: string, level = 0): number =>
  driver.request("scopes", {frameId: frameId(driver, level)}).scopes.find((one: Body) => one.name === name)
    .variablesReference

const wholeNumbers: readonly [command: string, args: Readonly<Record<string, unknown>>, name: string][] = [
  ["stackTrace", {}, "threadId"],
  ["stackTrace", {threadId: 1}, "startFrame"],
  ["stackTrace", {threadId: 1}, "levels"],
  ["scopes", {}, "frameId"],
  ["variables", {}, "variablesReference"],
  ["variables", {variablesReference: 1}, "start"],
  ["variables", {variablesReference: 1}, "count"],
  ["setVariable", {name: "i", value: "1"}, "variablesReference"],
  ["evaluate", {expression: "i"}, "frameId"],
  ["breakpointLocations", {source: {path: "a"}}, "line"],
  ["breakpointLocations", {source: {path: "a"}, line: 1}, "endLine"],
  ["next", {}, "threadId"],
  ["stepIn", {}, "threadId"],
  ["stepOut", {}, "threadId"],
]
const noWholeNumbers = ["1", null, true, [], {}, -1, 1.5, 1e20, Number.NaN, Number.POSITIVE_INFINITY]

describe("A request", () => {
  it.each(commands)("%s refuses arguments that are no object", command => {
    for (const args of ["text", 3, true, ["a"]])
      expect(refusal(command, args)).toMatchObject({code: -32602, message: expect.stringContaining(command)})
  })

  it.each(wholeNumbers)("%s with %j refuses what is no whole number as %s", (command, args, name) => {
    for (const bad of noWholeNumbers) {
      const error = refusal(command, {...args, [name]: bad})
      expect(error, `${bad}`).toMatchObject({code: -32602, message: expect.stringContaining(`"${name}"`)})
    }
  })

  it.each([
    ["setBreakpoints", {}],
    ["setBreakpoints", {source: null}],
    ["setBreakpoints", {source: "a"}],
    ["setBreakpoints", {source: {path: 3}}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: "a2"}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: {line: 2}}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [3]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [null]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: "2"}]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 0}]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1.5}]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1, condition: 3}]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1, hitCondition: 3}]}],
    ["setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1, logMessage: {}}]}],
    ["setBreakpoints", {source: {path: "a"}, lines: "1"}],
    ["setBreakpoints", {source: {path: "a"}, lines: ["1"]}],
    ["setExceptionBreakpoints", {filters: "caught"}],
    ["breakpointLocations", {line: 1}],
    ["variables", {variablesReference: 1, filter: "odd"}],
    ["variables", {variablesReference: 1, filter: 3}],
    ["setVariable", {variablesReference: 1, value: "1"}],
    ["setVariable", {variablesReference: 1, name: "i"}],
    ["setVariable", {variablesReference: 1, name: "i", value: 3}],
    ["evaluate", {}],
    ["evaluate", {expression: 3}],
  ])("%s refuses %j as invalid", (command, args) => {
    atStop(driver => {
      scope(driver, "Locals")
      expect(() => driver.request(command, args)).toThrow(expect.objectContaining({code: -32602}))
    })
  })

  it.each(["", "toString", "constructor", "__proto__", "launch", "NEXT", "next "])("%j is unknown", command => {
    expect(refusal(command, {})).toMatchObject({code: -32601})
  })

  it.each(["stackTrace", "scopes", "exceptionInfo", "continue", "next", "stepIn", "stepOut"])(
    "%s is refused while the program is not stopped",
    command => {
      const driver = new DebugDriver("a1 @ a2")
      const codes: number[] = []
      const ask = () => {
        try {
          driver.request(command, {threadId: 1, frameId: 1000})
        } catch (thrown) {
          codes.push((thrown as {code: number}).code)
        }
      }
      driver.atPoke = ask
      ask()
      driver.run()
      ask()
      expect(codes).toEqual([-32000, -32000, -32000])
    },
  )
})

describe("The answer to", () => {
  it("initialize has the capabilities", () => {
    const body = new DebugDriver("a1").request("initialize", {adapterID: "moonstep"})
    expect(body).toMatchObject({
      supportsConfigurationDoneRequest: true,
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
    })
    expect(body.exceptionBreakpointFilters.map((one: Body) => one.filter)).toEqual(["uncaught", "caught"])
  })

  it("setBreakpoints takes plain lines too", () => {
    const {breakpoints} = new DebugDriver("a1 a2").request("setBreakpoints", {source: {path: "a"}, lines: [1, 2]})
    expect(breakpoints.map((one: Body) => one.line)).toEqual([1, 2])
  })

  it("setBreakpoints without a list takes all away", () => {
    const driver = new DebugDriver("a1 a2")
    driver.break("a1")
    expect(driver.request("setBreakpoints", {source: {path: "a"}})).toEqual({breakpoints: []})
    expect(driver.run().sent("stopped")).toEqual([])
  })

  it("breakpointLocations has the places of the range where a breakpoint can stand", () => {
    const driver = new DebugDriver("a1 a3 a4 a9")
    const ask = (args: object) => driver.request("breakpointLocations", {source: {path: "a"}, ...args}).breakpoints
    expect(ask({line: 2, endLine: 4})).toEqual([
      {line: 3, column: 1},
      {line: 3, column: 9},
      {line: 4, column: 1},
      {line: 4, column: 9},
    ])
    expect(ask({line: 3})).toEqual([
      {line: 3, column: 1},
      {line: 3, column: 9},
    ])
    expect(ask({line: 2})).toEqual([])
    expect(ask({line: 5, endLine: 1})).toEqual([])
    expect(ask({line: 1, endLine: Number.MAX_SAFE_INTEGER})).toHaveLength(8)
  })

  it("threads names the main one while nothing is stopped", () => {
    expect(new DebugDriver("a1").request("threads")).toEqual({threads: [{id: 1, name: "main thread"}]})
  })

  it("threads has every coroutine of a stop", () => {
    const driver = new DebugDriver("a1 ~2:c1 ~1:a2 ~3:d1 d2 <~1:a3")
    driver.break("d2", "a3")
    const ids: number[][] = []
    driver.atStop = () => ids.push(driver.request("threads").threads.map((one: Body) => one.id))
    driver.run()
    expect(ids).toEqual([
      [3, 1, 2],
      [1, 2],
    ])
  })

  it("stackTrace has the frames, innermost first", () => {
    atStop(driver => {
      expect(driver.request("stackTrace", {threadId: 1})).toEqual({
        stackFrames: [
          {id: 1000, name: "b", line: 2, column: 1, source: {path: "b", name: "b"}},
          {id: 1001, name: "[pcall]", line: 0, column: 0, source: {name: "[pcall]"}, presentationHint: "subtle"},
          {id: 1002, name: "a", line: 1, column: 1, source: {path: "a", name: "a"}},
        ],
        totalFrames: 3,
      })
    })
  })

  it("stackTrace has the part that was asked for, with the same ids", () => {
    atStop(driver => {
      const ids = (args: object) =>
        driver.request("stackTrace", {threadId: 1, ...args}).stackFrames.map((one: Body) => one.name + one.id)
      expect(ids({startFrame: 2})).toEqual(["a1000"])
      expect(ids({startFrame: 0, levels: 1})).toEqual(["b1001"])
      expect(ids({})).toEqual(["b1001", "[pcall]1002", "a1000"])
      expect(ids({levels: 0})).toHaveLength(3)
      expect(ids({startFrame: 9})).toEqual([])
    })
  })

  it("stackTrace has a label where tail calls have replaced frames, in any part", () => {
    const driver = new DebugDriver("a1 >b1 =c1 =d1 >e1 =f1 f2 <d2 <a2", {})
    driver.break("f2")
    const text = (args: object) =>
      driver
        .request("stackTrace", {threadId: 1, ...args})
        .stackFrames.map((one: Body) => (one.presentationHint === "label" ? `(${one.line})` : `${one.name}${one.line}`))
        .join(" ")
    let stops = 0
    driver.atStop = () => {
      stops++
      const {stackFrames, totalFrames} = driver.request("stackTrace", {threadId: 1})
      expect(text({})).toBe("f2 (0) d1 (0) a1")
      expect(totalFrames).toBe(5)
      expect([0, 1, 2, 3, 4, 5].map(startFrame => text({startFrame, levels: 2}))).toEqual([
        "f2 (0)",
        "(0) d1",
        "d1 (0)",
        "(0) a1",
        "a1",
        "",
      ])
      expect(stackFrames[1]).toEqual({id: 1001, name: "(tail calls)", line: 0, column: 0, presentationHint: "label"})
      expect(new Set(stackFrames.map((one: Body) => one.id)).size).toBe(5)
      expect(driver.request("scopes", {frameId: stackFrames[1].id})).toEqual({scopes: []})
      expect(driver.request("stackTrace", {threadId: 1}).stackFrames).toEqual(stackFrames)
    }
    driver.run()
    expect(stops).toBe(1)
  })

  it("stackTrace of a thread that is not there says so", () => {
    expect(refusal("stackTrace", {threadId: 9})).toMatchObject({code: -32012})
  })

  it("scopes has those of the frame", () => {
    atStop(driver => {
      const {scopes} = driver.request("scopes", {frameId: frameId(driver)})
      expect(scopes).toEqual([
        {name: "Locals", presentationHint: "locals", variablesReference: 1, expensive: false},
        {name: "Globals", presentationHint: "globals", variablesReference: 2, expensive: true},
      ])
    })
  })

  it("scopes of a frame that is not there says so", () => {
    expect(refusal("scopes", {frameId: 999})).toMatchObject({code: -32001})
    expect(refusal("scopes", {frameId: 4711})).toMatchObject({code: -32001})
  })

  it("variables has names, values and references", () => {
    atStop(driver => {
      const {variables} = driver.request("variables", {variablesReference: scope(driver, "Locals", 2)})
      expect(variables).toEqual([
        {name: "i", value: "1", type: "number", variablesReference: 0, evaluateName: "i"},
        {
          name: "t",
          value: "[1,2,3]",
          type: "list",
          variablesReference: expect.any(Number),
          indexedVariables: 3,
          evaluateName: "t",
        },
        {
          name: "o",
          value: '{"x":1}',
          type: "object",
          variablesReference: expect.any(Number),
          namedVariables: 1,
          evaluateName: "o",
        },
      ])
      const names = (args: object) =>
        driver
          .request("variables", {variablesReference: variables[1].variablesReference, ...args})
          .variables.map((one: Body) => one.name)
      expect(names({})).toEqual(["0", "1", "2"])
      expect(names({start: 1, count: 1})).toEqual(["1"])
      expect(names({start: 1, count: 0})).toEqual(["1", "2"])
      expect(names({filter: "indexed"})).toHaveLength(3)
      expect(names({filter: "named"})).toEqual([])
    })
  })

  it.each([0, 999])("variables under %i says that there are none", variablesReference => {
    expect(refusal("variables", {variablesReference})).toMatchObject({code: -32010})
    expect(refusal("setVariable", {variablesReference, name: "i", value: "1"})).toMatchObject({code: -32010})
  })

  it("setVariable has the new value, which the program goes on with", () => {
    atStop(driver => {
      const args = {variablesReference: scope(driver, "Locals"), name: "j", value: "[G, 1]".replace("G", "7")}
      expect(driver.request("setVariable", args)).toEqual({
        value: "[7,1]",
        type: "list",
        variablesReference: expect.any(Number),
        indexedVariables: 2,
      })
      expect(driver.request("evaluate", {expression: "j", frameId: frameId(driver)}).result).toBe("[7,1]")
    })
  })

  it("setVariable evaluates in the frame of the scope", () => {
    atStop(driver => {
      const variablesReference = scope(driver, "Locals", 2)
      expect(driver.request("setVariable", {variablesReference, name: "i", value: "t"}).value).toBe("[1,2,3]")
    })
  })

  it("evaluate has the result, in the frame that is given", () => {
    atStop(driver => {
      const evaluate = (expression: string, level?: number) =>
        driver.request("evaluate", {
          expression,
          ...(level === undefined ? {} : {frameId: frameId(driver, level)}),
        })
      expect(evaluate("j", 0)).toEqual({result: "2", type: "number", variablesReference: 0})
      expect(evaluate("i", 2).result).toBe("1")
      expect(evaluate("G").result).toBe("7")
      expect(evaluate("t", 2)).toMatchObject({result: "[1,2,3]", type: "list", indexedVariables: 3})
      expect(() => evaluate("j")).toThrow(expect.objectContaining({code: -32011, message: "there is no j"}))
    })
  })

  it("evaluate works on globals while nothing is stopped", () => {
    const driver = new DebugDriver("a1")
    expect(driver.request("evaluate", {expression: "G = 3"}).result).toBe("3")
    expect(driver.request("evaluate", {expression: "G"}).result).toBe("3")
  })

  it("setVariable and evaluate give the script's own errors", () => {
    atStop(driver => {
      const variablesReference = scope(driver, "Locals")
      const scriptError = expect.objectContaining({code: -32011, message: "there is no zzz"})
      expect(() => driver.request("setVariable", {variablesReference, name: "i", value: "zzz"})).toThrow(scriptError)
      expect(() => driver.request("evaluate", {expression: "zzz"})).toThrow(scriptError)
    })
  })

  it("exceptionInfo at another stop says that there is none", () => {
    atStop(driver => {
      expect(driver.request("exceptionInfo", {threadId: 1})).toEqual({exceptionId: "none", breakMode: "never"})
    })
  })

  it("continue says that all threads go on", () => {
    atStop(driver => {
      expect(driver.request("continue", {threadId: 1})).toEqual({allThreadsContinued: true})
    })
  })

  it.each(["next", "stepIn", "stepOut", "pause"])("%s is empty", command => {
    atStop(driver => {
      expect(driver.request(command, {threadId: 1})).toEqual({})
    })
  })
})

describe("The ids of a stop", () => {
  it("end when the program goes on, and are not given again", () => {
    const driver = new DebugDriver("a1 a2")
    driver.break("a1", "a2")
    const seen: {frame: number; reference: number}[] = []
    driver.atStop = () => {
      for (const {frame, reference} of seen) {
        expect(() => driver.request("scopes", {frameId: frame})).toThrow(expect.objectContaining({code: -32001}))
        expect(() => driver.request("evaluate", {expression: "1", frameId: frame})).toThrow(
          expect.objectContaining({code: -32001}),
        )
        expect(() => driver.request("variables", {variablesReference: reference})).toThrow(
          expect.objectContaining({code: -32010}),
        )
      }
      seen.push({frame: frameId(driver), reference: scope(driver, "Locals")})
    }
    driver.run()
    expect(seen).toHaveLength(2)
    expect(seen[0].frame).not.toBe(seen[1].frame)
    expect(seen[0].reference).not.toBe(seen[1].reference)
  })

  it("end at a step too", () => {
    const driver = new DebugDriver("a1 a2", {stopOnEntry: true})
    let reference = 0
    driver.atStop = ({reason}) => {
      if (reason === "entry") {
        reference = scope(driver, "Globals")
        driver.request("next")
      } else {
        expect(() => driver.request("variables", {variablesReference: reference})).toThrow(
          expect.objectContaining({code: -32010}),
        )
      }
    }
    driver.run()
    expect(driver.sent("stopped")).toHaveLength(2)
  })
})
