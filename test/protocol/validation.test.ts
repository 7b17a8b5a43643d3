import {describe, expect, it} from "vitest"
import {ProtocolError} from "../../src/protocol/errors.ts"
import {parseRequest, readArguments, readContent} from "../../src/protocol/validation.ts"
import {below, random} from "../support/random.ts"

const request = {
  jsonrpc: "2.0",
  id: 1,
  method: "lrp/execute",
  params: {code: "x", silent: false, count: 3},
  header: {id: "h1", client: "c", time: 5, session: "s", correlation: "k", parent: "p"},
} as const

/** What a value of any kind may be. */
const makeOdd = (): unknown[] => [
  undefined,
  null,
  true,
  0,
  -1,
  Number.NaN,
  "",
  "text",
  "x".repeat(300),
  [],
  [1],
  {},
  {id: 1},
  new Map(),
  new Uint8Array(4),
  () => 1,
  Symbol("s"),
  10n,
]

const odd = makeOdd()

/** The error of parsing, or undefined. Anything but a protocol error fails the test. */
function refusal(data: unknown): ProtocolError | undefined {
  try {
    parseRequest(data)
    return undefined
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ProtocolError)
    return thrown as ProtocolError
  }
}

describe("A request", () => {
  it("of the right shape passes unchanged", () => {
    expect(parseRequest(request)).toEqual(request)
  })

  it("may have a text as its id, and no params", () => {
    const {params: _, ...bare} = request
    expect(parseRequest({...bare, id: "a"})).toEqual({...bare, id: "a", params: undefined})
  })

  it("needs no more of its header than id and client", () => {
    expect(parseRequest({...request, header: {id: "h", client: "c"}}).header).toEqual({id: "h", client: "c", time: 0})
  })

  it("loses what its header may not have, also a running number of its own", () => {
    const header = {id: "h", client: "c", time: 1, sequence: 9, admin: true}
    expect(parseRequest({...request, header}).header).toEqual({id: "h", client: "c", time: 1})
  })

  it.each(odd.map(one => [typeof one === "symbol" ? "a symbol" : one]))("that is %o is refused", data => {
    expect(refusal(data)).toMatchObject({code: -32600})
  })

  it.each([
    ["jsonrpc", ["1.0", 2, "2.00", undefined]],
    ["id", [null, undefined, {}, [], true]],
    ["method", [null, undefined, 3, "x".repeat(201)]],
    ["header", [null, undefined, "h", [], {}, {id: "h"}, {client: "c"}, {id: 1, client: "c"}, {id: "h", client: 1}]],
  ])("with a wrong %s is refused, with a sentence that names it", (name, values) => {
    for (const value of values)
      expect(refusal({...request, [name]: value})).toMatchObject({
        code: -32600,
        message: expect.stringContaining(`"${name}`),
      })
  })

  it.each(["session", "correlation", "parent"])("with a header whose %s is no text is refused", name => {
    for (const value of [null, 3, {}, []])
      expect(refusal({...request, header: {...request.header, [name]: value}})).toMatchObject({code: -32600})
  })

  it("that has been mutated passes whole, or is refused by a protocol error", () => {
    let passed = 0
    for (let seed = 1; seed <= 3000; seed++) {
      const next = random(seed)
      const message = structuredClone(request) as unknown as Record<string, unknown>
      for (let i = 1 + below(next, 3); i > 0; i--) mutate(message, next)
      const error = refusal(message)
      if (error) {
        expect(error.code, `seed ${seed}`).toBe(-32600)
        expect(error.message.length).toBeGreaterThan(10)
        continue
      }
      passed++
      const parsed = parseRequest(message)
      expect(parsed.jsonrpc).toBe("2.0")
      expect(["string", "number"]).toContain(typeof parsed.id)
      expect(typeof parsed.method).toBe("string")
      for (const [name, value] of Object.entries(parsed.header))
        expect(typeof value, `seed ${seed}, ${name}`).toBe(name === "time" ? "number" : "string")
      // what it asks of the params is checked, whatever they are
      try {
        const {code, silent} = readContent("lrp/execute", parsed)
        expect(typeof code).toBe("string")
        expect(["boolean", "undefined"]).toContain(typeof silent)
      } catch (thrown) {
        expect(thrown).toMatchObject({name: "ProtocolError", code: -32602})
      }
    }
    expect(passed).toBeGreaterThan(100)
    expect(passed).toBeLessThan(2900)
  })
})

/** Removes, replaces or adds something, at any depth. */
function mutate(object: Record<string, unknown>, next: () => number): void {
  const keys = Object.keys(object)
  const key = keys[below(next, keys.length)] ?? "new"
  const inner = object[key]
  if (inner && Object.getPrototypeOf(inner) === Object.prototype && next() < 0.6) {
    mutate(inner as Record<string, unknown>, next)
    return
  }
  switch (below(next, 4)) {
    case 0:
      delete object[key]
      break
    case 1:
      object[key] = makeOdd()[below(next, odd.length)]
      break
    case 2:
      object[`new${below(next, 9)}`] = makeOdd()[below(next, odd.length)]
      break
    case 3:
      object[key] = [object[key]]
      break
  }
}

describe("The content of a request", () => {
  const read = (params: unknown) => readContent("lrp/execute", {...request, params})
  const refused = (sentence: string) => expect.objectContaining({code: -32602, message: `lrp/execute: ${sentence}`})

  it("is empty where there is none", () => {
    expect(readContent("lrp/list_files", {...request, params: undefined})).toEqual({})
  })

  it.each([null, 3, "x", true, []].map(one => [one]))("is refused when it is %j", params => {
    expect(() => read(params)).toThrow(refused("params must be an object."))
  })

  it("passes without what its method does not know", () => {
    expect(read({code: "x", silent: false, color: "red"})).toEqual({code: "x", silent: false})
  })

  it.each([
    [{}, '"code" must be a string.'],
    [{code: 3}, '"code" must be a string.'],
    [{code: "x", silent: "yes"}, '"silent" must be a boolean.'],
    [{code: "x", name: null}, '"name" must be a string.'],
    [{code: "x", user_expressions: {a: 1}}, '"user_expressions.a" must be a string.'],
    [{code: "x", user_expressions: "a"}, '"user_expressions" must be an object.'],
  ])("%j is refused with the field and what it must be", (params, sentence) => {
    expect(() => read(params)).toThrow(refused(sentence))
  })

  it.each(["constructor", "toString", "__proto__"])("does not take %s for something that it has", name => {
    const params = Object.fromEntries([
      ["code", "x"],
      ["user_expressions", Object.fromEntries([[name, "1"]])],
    ])
    const {user_expressions} = read(params)
    for (const [key, value] of Object.entries(user_expressions ?? {})) expect([key, value]).toEqual([name, "1"])
    expect(Object.getPrototypeOf(user_expressions)).toBe(Object.prototype)
  })

  it("says what a choice, bytes and a null may be", () => {
    const input = {...request, method: "lrp/input_reply", params: {value: 3}}
    expect(() => readContent("lrp/input_reply", input)).toThrow('"value" must be a string or null.')
    const file = {...request, method: "lrp/write_file", params: {path: "a", content: 3}}
    expect(() => readContent("lrp/write_file", file)).toThrow('"content" must be a string or bytes (a Uint8Array).')
  })
})

describe("The arguments of a DAP request", () => {
  it("may be missing or null", () => {
    for (const args of [undefined, null, {}]) expect(readArguments("continue", args)).toEqual({threadId: 0})
  })

  it("name the place of what is wrong, also in a list", () => {
    const args = {source: {path: "a"}, breakpoints: [{line: 1}, {line: 0}]}
    expect(() => readArguments("setBreakpoints", args)).toThrow(
      'setBreakpoints: "breakpoints.1.line" must be a line, a whole number from 1.',
    )
    expect(() => readArguments("variables", {variablesReference: 1, filter: "odd"})).toThrow(
      '"filter" must be "indexed" or "named".',
    )
  })
})
