import {describe, expect, it} from "vitest"
import {deepestHostValue, toHostValue} from "../../src/base/host-values.ts"

const nested = (levels: number): unknown => (levels ? [nested(levels - 1)] : 1)

const twice = {}

describe("A value that is to cross to a program", () => {
  it.each<[string, unknown, unknown]>([
    ["plain data", [1, "x", true, null, {a: {b: [2n]}}], [1, "x", true, null, {a: {b: [2n]}}]],
    ["undefined as null, and not as a field", [undefined, {a: undefined, b: 1}], [null, {b: 1}]],
    ["a list with holes as nulls", Object.assign([1], {2: 3}), [1, null, 3]],
    ["an object without a prototype", Object.assign(Object.create(null), {a: 1}), {a: 1}],
    ["a key __proto__", JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
    ["a buffer as bytes", Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2)],
    ["the same object twice", [twice, twice], [{}, {}]],
    ["as many levels as may be", nested(deepestHostValue), nested(deepestHostValue)],
  ])("is given on: %s", (_, value, read) => {
    expect(toHostValue(value)).toEqual(read)
  })

  const cycle: {self?: unknown} = {}
  cycle.self = [cycle]
  it.each<[string, unknown, string]>([
    ["a function", {on: {click: [0, () => {}]}}, "a function, at .on.click[1]"],
    ["a symbol", Symbol("s"), "a symbol"],
    ["an instance", {"a b": new Map()}, 'a Map, at ["a b"]'],
    ["a promise", [Promise.resolve()], "a Promise, at [0]"],
    ["a cycle", cycle, "something that holds itself, at .self[0]"],
    ["too many levels", nested(deepestHostValue + 1), `more than ${deepestHostValue} levels`],
    ["a larger integer", 2n ** 63n, "an integer of more than 64 bits"],
    ["a list that is all holes", new Array(4_000_000_000), "a list with holes"],
  ])("is refused: %s", (_, value, words) => {
    expect(() => toHostValue(value)).toThrow(words)
  })

  it("is refused beyond its limit, before it has been copied whole", () => {
    expect(() => toHostValue("x".repeat(100), 50)).toThrow("more than 50 bytes")
    expect(() =>
      toHostValue(
        Array.from({length: 1e6}, () => 0),
        1000,
      ),
    ).toThrow("more than 1000 bytes")
    expect(toHostValue({a: "x"}, 1000)).toEqual({a: "x"})
  })
})
