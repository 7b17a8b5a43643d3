import {beforeAll, describe, expect, it} from "vitest"
import type {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {bootEngine} from "../../support/node-engine.ts"

let engine: LuaEngine
beforeAll(async () => {
  engine = await bootEngine()
})

function rich(code: string): Readonly<Record<string, unknown>> | undefined {
  const outcome = engine.run({source: {text: code, name: "cell-1"}, expression: true})
  if (outcome instanceof Promise || outcome.kind !== "done") throw new Error(`${code} failed`)
  return outcome.rich
}
const json = (code: string) => rich(code)?.["application/json"]
const html = (code: string) => rich(code)?.["text/html"]

describe("A result as JSON", () => {
  it.each([
    ["{1, 2.5, 'x', true}", [1, 2.5, "x", true]],
    ["{b = {1}, a = {c = 'é'}}", {a: {c: "é"}, b: [1]}],
    ["{{}, {}}", [{}, {}]],
    ["{['__proto__'] = 1}", JSON.parse('{"__proto__": 1}')],
    ["(function() local t = {1} return {t, t} end)()", [[1], [1]]],
  ])("of %s", (code, expected) => {
    expect(json(code)).toEqual(expected)
  })

  it.each([
    "5",
    "'text'",
    "nil",
    "{1, x = 2}",
    "{[1.5] = 1}",
    "{print}",
    "{0/0}",
    "{1/0}",
    "{1 << 60}",
    "{'\\xff'}",
    "setmetatable({1}, {})",
    "(function() local t = {} t.t = t return t end)()",
    "(function() local t = {} for _ = 1, 200 do t = {t} end return t end)()",
    "(function() local t = {} for i = 1, 10001 do t[i] = i end return t end)()",
  ])("is not given of %s", code => {
    expect(json(code)).toBeUndefined()
  })
})

describe("A result as HTML", () => {
  it("has a row for each key", () => {
    expect(html("{10, x = '<b>'}")).toBe(
      "<table><tbody><tr><th>1</th><td>10</td></tr><tr><th>x</th><td>&quot;&lt;b&gt;&quot;</td></tr></tbody></table>",
    )
  })

  it("has columns for a sequence of records", () => {
    expect(html("{{name = 'a', n = 1}, {name = 'b'}}")).toBe(
      "<table><thead><tr><th></th><th>n</th><th>name</th></tr></thead><tbody>" +
        "<tr><th>1</th><td>1</td><td>&quot;a&quot;</td></tr><tr><th>2</th><td></td><td>&quot;b&quot;</td></tr></tbody></table>",
    )
    expect(html("{{1, 2}, {3, 4}}")).toContain("<tr><th></th><th>1</th><th>2</th></tr>")
  })

  it("ends after a hundred rows, and says how many there are", () => {
    const text = String(html("(function() local t = {} for i = 1, 1e6 do t[i] = i end return t end)()"))
    expect(text.match(/<tr>/g)).toHaveLength(100)
    expect(text).toContain("<caption>… 999,900 more</caption>")
  })

  it("escapes keys and class names too", () => {
    expect(html("{['<i>'] = setmetatable({1}, {__name = '<s>'})}")).not.toMatch(/<i>|<s>/)
  })

  it("is not given of empty tables, of other values, of several, and of what says itself how it looks", () => {
    for (const code of ["{}", "5", "{1}, {2}", "setmetatable({1}, {__tostring = function() return 'x' end})"])
      expect(rich(code)?.["text/html"]).toBeUndefined()
  })
})
