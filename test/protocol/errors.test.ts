import {describe, expect, it} from "vitest"
import * as errors from "../../src/protocol/errors.ts"
import {errorBody, ProtocolError} from "../../src/protocol/errors.ts"
import {scriptFailureOf} from "../../src/protocol/script-failure.ts"

type Maker = (...args: (string | number)[]) => ProtocolError

const others = ["ProtocolError", "errorBody", "evaluationFailed"]
/** Every function of the file that makes an error of what it is about. */
const makers = Object.entries(errors).filter(
  (entry): entry is [string, Maker] => typeof entry[1] === "function" && !others.includes(entry[0]),
)

describe("The errors", () => {
  it("were found", () => {
    expect(makers.map(([name]) => name)).toContain("notPaused")
    expect(makers.length).toBeGreaterThan(10)
  })

  it("have a code each", () => {
    const codes = makers.map(([, make]) => make("a", "b").code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  it("have JSON-RPC's codes or ours", () => {
    for (const [name, make] of makers) {
      const {code} = make("a", "b")
      const isRpc = [-32700, -32600, -32601, -32602, -32603].includes(code)
      const isOurs = code <= -32000 && code >= -32099
      expect(isRpc || isOurs, `${name} has ${code}`).toBe(true)
    }
  })

  it("say a sentence, with what they are about", () => {
    for (const [name, make] of makers) {
      const {message} = make("the-subject", "the-detail")
      expect(message, name).not.toMatch(/undefined|\[object/)
      if (make.length > 0) expect(message, name).toContain("the-subject")
      if (make.length > 1) expect(message, name).toContain("the-detail")
    }
  })
})

describe("An error of the script", () => {
  const failure = {kind: "RuntimeError", message: "no", place: {path: "main.lua", line: 3}} as const

  it("says its words, and what it is as data", () => {
    const error = errors.evaluationFailed("main.lua:3: no", failure)
    expect(errorBody(error)).toEqual({code: -32011, message: "main.lua:3: no", data: failure})
    expect(scriptFailureOf(error)).toEqual(failure)
  })

  it("is told from all others", () => {
    expect(scriptFailureOf(errors.notPaused())).toBeUndefined()
    expect(scriptFailureOf(new Error("no"))).toBeUndefined()
  })
})

describe("The body of an error", () => {
  it("has code and message, and data where there is some", () => {
    expect(errorBody(new ProtocolError(-32000, "No."))).toEqual({code: -32000, message: "No."})
    expect(errorBody(errors.kernelBusy(2))).toEqual({
      code: -32003,
      message: expect.stringContaining("number 2 in line"),
      data: {place: 2},
    })
  })

  it.each([
    [new Error("broken"), "broken"],
    [new TypeError("x is not a function"), "x is not a function"],
    ["a text", "a text"],
    [undefined, "undefined"],
    [null, "null"],
    [{a: 1}, "[object Object]"],
  ])("of %o is an internal error", (thrown, text) => {
    expect(errorBody(thrown)).toEqual({code: -32603, message: `Internal error: ${text}`})
  })

  it("crosses a port as it is", () => {
    const body = errorBody(errors.kernelBusy(2))
    expect(structuredClone(body)).toEqual(body)
    expect(JSON.parse(JSON.stringify(body))).toEqual(body)
  })
})
