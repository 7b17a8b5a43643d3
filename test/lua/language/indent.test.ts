import {getIndentation} from "@codemirror/language"
import {describe, expect, test} from "vitest"
import {luaState} from "./editor-state.ts"

/** Indents each line of a text anew, from the first to the last. */
function indented(text: string): string {
  const lines = text.split("\n")
  for (let number = 1; number <= lines.length; number++) {
    const state = luaState(lines.join("\n"))
    const columns = getIndentation(state, state.doc.line(number).from)
    if (columns !== null) lines[number - 1] = " ".repeat(columns) + lines[number - 1].trim()
  }
  return lines.join("\n")
}

const flat = (text: string) =>
  text
    .split("\n")
    .map(line => line.trim())
    .join("\n")

describe("a text is indented as it is written here", () => {
  test.each([
    ["functions", "local function f(a)\n  g()\n  return function()\n    h()\n  end\nend\nx()"],
    ["blocks", "do\n  while x do\n    f()\n  end\n  for i = 1, 2 do\n    g()\n  end\nend"],
    ["if", "if a then\n  b()\nelseif c then\n  d()\nelse\n  e()\n  if f then\n    g()\n  end\nend"],
    ["empty clauses", "if a then\nelseif c then\nelse\nend"],
    ["repeat", "repeat\n  local x = f()\nuntil x"],
    ["tables", "local t = {\n  a = 1,\n  b = {\n    2,\n  },\n  f = function()\n    g()\n  end,\n}"],
    ["callbacks", "f(1, function(x)\n  g()\nend)\nh({\n  a = 1,\n})"],
    ["arguments below their first", "call(first,\n     second)"],
    ["arguments on lines of their own", "call(\n  first,\n  second\n)"],
    ["a statement's further lines", "local x =\n  1\nreturn a and\n  b"],
    ["chains of methods", "shape\n  :scale(2)\n  :draw()\nx()"],
    ["words that start as an end does", "do\n  endless = 1\n  elsewhere()\nend"],
  ])("%s", (_, text) => expect(indented(flat(text))).toBe(text))

  test("long strings and comments keep their own", () => {
    const text = "do\n  x = [[\n a\n   b]]\n  --[[\nc\n     d]]\nend"
    expect(indented(text)).toBe(text)
  })
})

/** Columns of a line that is being started at the text's end. */
const nextLine = (text: string) => getIndentation(luaState(`${text}\n`), text.length + 1)

describe("a new line after text that is being written", () => {
  test.each([
    ["if x then", 2],
    ["if x then\n  y()", 2],
    ["if x then\n  y()\nelse", 2],
    ["if x then\n  y()\nelseif z then", 2],
    ["function f()", 2],
    ["local f = function(a)", 2],
    ["  f(function()", 4],
    ["for i = 1, 2 do", 2],
    ["while x do", 2],
    ["repeat", 2],
    ["t = {", 2],
    ["x = 1", 0],
    ["do\nend", 0],
    ["  return", 0],
  ])("%j: %i columns", (text, columns) => expect(nextLine(text)).toBe(columns))

  test("a block's end is re-indented as it is typed, and again when it becomes a longer word", () => {
    const [pattern] = luaState("").languageDataAt<RegExp>("indentOnInput", 0)
    for (const typed of ["  end", "else", " until", "elseif", "  }", ")", "  ende"]) expect(typed).toMatch(pattern)
    for (const typed of ["x end", "endpoint", "x)"]) expect(typed).not.toMatch(pattern)
  })
})
