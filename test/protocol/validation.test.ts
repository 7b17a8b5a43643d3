import {describe, expect, it} from "vitest"
import {ProtocolError} from "../../src/protocol/errors.ts"
import {field, optionalField, paramsOf, parseRequest} from "../../src/protocol/validation.ts"
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
        message: expect.stringContaining(`"${name}"`),
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
      for (const read of [() => field(parsed, "code", "string"), () => optionalField(parsed, "count", "number")]) {
        try {
          const value = read()
          expect(["string", "number", "undefined"]).toContain(typeof value)
        } catch (thrown) {
          expect(thrown).toMatchObject({name: "ProtocolError", code: -32602})
        }
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

describe("The params of a request", () => {
  it("are empty where there are none", () => {
    expect(paramsOf({...request, params: undefined})).toEqual({})
  })

  it.each([null, 3, "x", true, []].map(one => [one]))("are refused when they are %j", params => {
    const refused = expect.objectContaining({code: -32602, message: "lrp/execute: params must be an object."})
    expect(() => paramsOf({...request, params})).toThrow(refused)
    expect(() => field({...request, params}, "code", "string")).toThrow(refused)
    expect(() => optionalField({...request, params}, "code", "string")).toThrow(refused)
  })

  it("give fields of the type that is asked for", () => {
    expect(field(request, "code", "string")).toBe("x")
    expect(field(request, "silent", "boolean")).toBe(false)
    expect(field(request, "count", "number")).toBe(3)
    expect(optionalField(request, "missing", "number")).toBeUndefined()
  })

  it.each([
    ["code", "number"],
    ["silent", "string"],
    ["count", "boolean"],
    ["missing", "string"],
  ] as const)("refuse %s as a %s", (name, type) => {
    const refused = expect.objectContaining({code: -32602, message: `lrp/execute: "${name}" must be a ${type}.`})
    expect(() => field(request, name, type)).toThrow(refused)
    if (name !== "missing") expect(() => optionalField(request, name, type)).toThrow(refused)
  })

  it("refuse null where a field may be left out", () => {
    expect(() => optionalField({...request, params: {a: null}}, "a", "string")).toThrow("must be a string")
  })

  it.each(["constructor", "toString", "__proto__"])("do not take %s from an object's prototype", name => {
    expect(() => field({...request, params: {}}, name, "string")).toThrow("must be a string")
  })
})
