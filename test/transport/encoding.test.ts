import {describe, expect, it} from "vitest"
import {decodeLetter, encodeLetter} from "../../src/transport/encoding.ts"

/** The data of a letter after its way through the mailbox. */
const carry = (data: unknown): unknown => decodeLetter(encodeLetter({client: "c", channel: "control", data})).data

describe("A letter", () => {
  it("keeps its client and its channel", () => {
    const letter = {client: "viewer ü", channel: "stdin", data: {a: 1}} as const
    expect(decodeLetter(encodeLetter(letter))).toEqual(letter)
  })

  it.each([
    ["nothing", null],
    ["numbers", [0, -1, 1.5, 1e300]],
    [
      "numbers that JSON has no words for",
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, {a: -0}],
    ],
    ["integers of any size", [0n, 2n ** 64n, -(2n ** 63n)]],
    ["nested objects", {a: {b: [{c: true}, []]}, "": {}}],
    ["umlauts, emoji and NUL", "äöü 🌙 \0 \u2028 \uFFFF"],
    ["half of a surrogate pair", ["\ud83c", "\udf19"]],
    ["quotes and line ends", '"\\\r\n\t'],
    ["keys of all kinds", {"a b": 1, "🌙": 2, constructor: 3}],
    ["a long text", "x".repeat(1_000_000)],
  ])("keeps %s", (_: string, data: unknown) => {
    expect(carry(data)).toEqual(data)
  })

  it.each([0, 1, 2, 3, 255, 0x8000, 0x8001, 300_000])("keeps %i bytes as bytes", size => {
    const bytes = Uint8Array.from({length: size}, (_, i) => i & 255)
    const got = carry({content: bytes}) as {content: Uint8Array}
    expect(got.content).toBeInstanceOf(Uint8Array)
    expect(Buffer.compare(got.content, bytes)).toBe(0)
  })

  it("keeps a part of a larger buffer", () => {
    const bytes = Uint8Array.from({length: 20}, (_, i) => i).subarray(5, 9)
    expect(carry([bytes])).toEqual([Uint8Array.of(5, 6, 7, 8)])
  })

  it.each([
    ["{$bytes: text}", {$bytes: "AAAA"}],
    ["{$bytes: no base64}", {params: {$bytes: "%%%"}}],
    ["{$bytes: a number}", {$bytes: 3}],
    ["{$bytes} beside others", {$bytes: "AAAA", other: 1}],
    ["{$plain: …}", {$plain: ["$bytes", "AAAA"]}],
    ["{$plain: {$plain: …}}", {$plain: {$plain: {$bytes: "x"}}}],
    ["{$number: NaN}", {$number: Number.NaN}],
    ["{$integer: text}", {a: {$integer: "1"}, b: {$number: "x"}}],
    ["lists of them", [{$bytes: "x"}, [{$plain: 1}]]],
  ])("keeps %s, which looks like its own signs", (_, data) => {
    expect(carry(data)).toEqual(data)
  })

  it("keeps bytes within what looks like its own signs", () => {
    expect(carry({$plain: Uint8Array.of(1)})).toEqual({$plain: Uint8Array.of(1)})
  })

  it("that is no JSON is refused", () => {
    expect(() => decodeLetter(new TextEncoder().encode("{"))).toThrow(SyntaxError)
  })
})
