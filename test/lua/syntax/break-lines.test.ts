import {describe, expect, test} from "vitest"
import {breakableLine, placesOnLine} from "../../../src/lua/syntax/break-lines.ts"
import {functionOutline, LineIndex, parser} from "../../../src/lua/syntax/index.ts"

function breakableOf(text: string, line: number) {
  const tree = parser.parse(text)
  const lines = new LineIndex(text)
  return breakableLine({text, tree, lines, functions: functionOutline(tree, text, lines)}, line)
}

/** Takes a text with ▸ on the line asked for and ◂ where the breakpoint should stand. */
function expectMove(notation: string, reason?: string) {
  const lineOf = (mark: string) => notation.slice(0, notation.indexOf(mark)).split("\n").length
  const text = notation.replace(/[▸◂]/g, "")
  const found = breakableOf(text, lineOf("▸"))
  expect(found?.line).toBe(lineOf("◂"))
  expect(found?.moved).toBe(lineOf("▸") !== lineOf("◂"))
  const column = notation.slice(0, notation.indexOf("◂")).split("\n").at(-1)?.replace("▸", "").length
  expect(found?.column).toBe((column ?? 0) + 1)
  expect(found?.reason).toBe(reason)
}

describe("breakableLine", () => {
  test("a line with a statement stays", () => expectMove("x = 1\n  ▸◂y = 2; z = 3"))
  test("a line stays for an until", () => expectMove("repeat\n  x()\n▸◂until y"))
  test("a line stays for an elseif", () => expectMove("if x then\n  x()\n▸◂elseif y then end"))
  test("a line stays for a statement behind something else", () => expectMove("if x then\n  x()\n▸else ◂y() end"))
  test("a comment moves on", () => expectMove("x = 1\n▸-- why\n\n◂y = 2", "Line 2 has no statement; moved to line 4."))
  test("a blank line moves on, past a function's whole body", () =>
    expectMove("▸\n◂function f()\n  x()\nend", "Line 1 has no statement; moved to line 2."))
  test("an end moves to the next statement of its function", () =>
    expectMove("function f()\n  if x then\n    y()\n  ▸end\n  ◂z()\nend", "Line 4 has no statement; moved to line 5."))
  test("a line stays for a function's end", () => expectMove("function f()\n  x()\n▸◂end\nf()"))
  test("a line stays for what goes on a statement", () => {
    expectMove("f(function() g() end,\n  ▸◂2)\nh()")
    expectMove("x = a\n  ▸◂and b")
    expectMove("x = {\n  1,\n▸◂}")
  })
  test("a comment at a function's end moves to it", () =>
    expectMove("function f()\n  y()\n  ▸-- done\n◂end\nf()", "Line 3 has no statement; moved to line 4."))
  test("a label moves on", () => expectMove("x()\n▸::top::\n◂y()", "Line 2 has no statement; moved to line 3."))
  test("an else moves into its block", () =>
    expectMove("if x then\n  y()\n▸else\n  ◂z()\nend", "Line 3 has no statement; moved to line 4."))
  test("the head of a callback moves into it", () =>
    expectMove("f(1,\n  ▸function(x)\n    ◂return x\n  end)", "Line 2 has no statement; moved to line 3."))
  test("an empty function has its end", () =>
    expectMove("x()\nf(1, function()\n  ▸-- nothing\n◂end)\ny()", "Line 3 has no statement; moved to line 4."))
  test("the last line moves back", () => expectMove("◂x() y()\n▸-- end", "Line 2 has no statement; moved to line 1."))
  test("a line past the end moves back", () => {
    expect(breakableOf("x()\n", 9)).toEqual({
      line: 1,
      column: 1,
      moved: true,
      reason: "Line 9 is past the end of the file; moved to line 1.",
    })
  })
  test("a text without a statement has no such line", () => {
    expect(breakableOf("-- nothing\n::a::", 1)).toBeUndefined()
    expect(breakableOf("", 1)).toBeUndefined()
  })
})

describe("placesOnLine", () => {
  /** The line is the one with marks: ▸ before the first place of a function, ▹ before a further one. */
  function expectPlaces(notation: string) {
    const text = notation.replace(/[▸▹]/g, "")
    const at = notation.search(/[▸▹]/)
    const from = text.lastIndexOf("\n", at - 1) + 1
    const to = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at)
    let shown = ""
    let done = 0
    for (const {offset, isFirst} of placesOnLine(parser.parse(text), from, to, text.slice(from, to))) {
      shown += text.slice(done, offset) + (isFirst ? "▸" : "▹")
      done = offset
    }
    expect(shown + text.slice(done)).toBe(notation)
  }
  test.each([
    "▸a() ▹b(); ▹c()",
    "x()\n  ▸y = function(a) ▸return a end",
    "▸local t = {f = function() ▸end, g = function() ▸x() ▹y() end}",
    "▸function M.f:g() ▸end",
    "t = {\n  ▸f = function() ▸end,\n}",
    "pcall(function()\n  x()\n▸end)\n",
    "if a and\n  ▸b then ▹c() end\n",
    "▸repeat ▹x() ▹until y",
    "x = {\n1,\n▸}",
  ])("%s", expectPlaces)
})
