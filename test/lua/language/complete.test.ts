import {
  type Completion,
  CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from "@codemirror/autocomplete"
import {describe, expect, test} from "vitest"
import {libraryEntries, libraryNames} from "../../../src/lua/language/index.ts"
import {scriptGlobalNames} from "../../../src/lua/syntax/index.ts"
import {luaStateAt} from "./editor-state.ts"

/** All that is offered at |. */
function offered(notation: string, explicit = false): Completion[] {
  const {state, pos} = luaStateAt(notation)
  const sources = state.languageDataAt<CompletionSource>("autocomplete", pos)
  return sources.flatMap(source => {
    const result = source(new CompletionContext(state, pos, explicit)) as CompletionResult | null
    if (!result) return []
    const written = state.sliceDoc(result.from, pos)
    return result.options.filter(option => option.label.startsWith(written))
  })
}

const labels = (notation: string) => [...new Set(offered(notation).map(option => option.label))].sort().join(" ")

describe("completion offers", () => {
  test.each([
    ["wh|", "while"],
    ["lo|", "load loadfile local local function"],
    ["x = tos|", "tostring"],
    ["str|", "string"],
    ["string.rep|", "rep"],
    ["x = math.m|", "max maxinteger min mininteger modf"],
    ["s:upp|", "upper"],
    ["('x'):upp|", "upper"],
    ["f():see|", "seek"],
    ["local area = 1\nar|", "area arg"],
    ["local function area(width) wi| end", "width"],
    ["for index = 1, 2 do ind| end", "index"],
    ["do local inner end\nin|", "in"],
    ["local late = lat|", ""],
    ["function area() end\nar|", "area arg"],
    ["local function f()\n  local unfinished = 1\n  unf|", "unfinished"],
    ["repeat local done = f() until do|", "do dofile done"],
    ["Shape = {sides = 3}\nfunction Shape:area() end\nShape.|", "area sides"],
    ["Shape = {sides = 3}\nfunction Shape:area() end\nShape:ar|", "area"],
    ["function Shape:area() self.w = 1 end\nfunction Shape:draw()\n  self:dr|\nend", "draw"],
    ["function Shape:area() self.w = 1 self.| end", "area w"],
    ["a.b.c = 1\na.b.|", "c"],
    [
      "function Bag:add() end\nfunction Bag.sum(self, n) end\nfunction Bag.new(n) end\nlocal bag = Bag.new()\nbag:su|",
      "sub sum",
    ],
    ["function Bag:adopt() end\nmake():ad|", "adopt"],
    ["function Bag:ad|", ""],
    ["::top:: goto t|", "top"],
    ["local x <|", "close const"],
    ["local x <c|", "close const"],
  ])("%j: %s", (notation, expected) => expect(labels(notation)).toBe(expected))

  test.each([
    "x = 'wh|'",
    "x = 'wh|",
    "f'wh|",
    "f().x.|",
    "-- wh|",
    "--[[ wh| ]]",
    "[[wh|]]",
    "local wh|",
    "local function wh|",
    "12|",
    "a..|",
    "::wh|",
  ])("nothing in %j", notation => expect(labels(notation)).toBe(""))

  test("names again behind a closed string and behind a comparison", () => {
    expect(labels("x = 'a' .. tos|")).toBe("tostring")
    expect(labels("if x < tos|")).toBe("tostring")
    expect(labels("local y = x <tos|")).toBe("tostring")
  })

  test("everything on an empty place only when asked", () => {
    expect(offered("|")).toEqual([])
    expect(offered("|", true).length).toBeGreaterThan(50)
  })

  test("behind a colon what the text defines before what strings and files have", () => {
    const text = "function Bag:add() end\nfunction bag:zip() end\nlocal bag = Bag.new()\nbag:|"
    const boosted = offered(text).sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0))
    expect(boosted.slice(0, 2).map(({label}) => label)).toEqual(["zip", "add"])
  })

  test("methods of strings without the string", () => {
    const parameters = (name: string) => offered(`s:${name}|`).find(({label}) => label === name)?.detail
    expect(["byte", "len", "rep", "sub"].map(parameters)).toEqual(["([i [, j]])", "()", "(n [, sep])", "(i [, j])"])
  })

  test("the variable that is meant, where two have one name", () => {
    const found = offered("local value = 1\nlocal function f(value) val| end").filter(({label}) => label === "value")
    expect(found.map(({detail}) => detail)).toEqual(["parameter"])
  })
})

describe("the library", () => {
  test("has a name and a description for each entry, and no entry twice", () => {
    for (const entry of libraryEntries) {
      expect(entry.name, JSON.stringify(entry)).toMatch(/^\w+$/)
      expect(entry.description, entry.name).toMatch(/^\S.*\.$/)
    }
    expect(new Set(libraryEntries.map(({library, name}) => `${library}.${name}`)).size).toBe(libraryEntries.length)
  })

  test("has all that the manual's index lists", () => {
    const count = (library: string) => libraryEntries.filter(entry => entry.library === library).length
    expect(libraryNames.filter(name => !scriptGlobalNames.includes(name))).toEqual([
      "coroutine",
      "debug",
      "io",
      "math",
      "os",
      "package",
      "string",
      "table",
      "utf8",
    ])
    expect(["coroutine", "debug", "io", "file", "math", "os", "package", "string", "table", "utf8"].map(count)).toEqual(
      [8, 16, 14, 7, 27, 11, 8, 17, 7, 6],
    )
  })
})
