import {foldable} from "@codemirror/language"
import {expect, test} from "vitest"
import {luaState} from "./editor-state.ts"

/** The text with every foldable range that starts on the first line shown as …, or as it is. */
function folded(text: string, lineNumber = 1): string {
  const state = luaState(text)
  const line = state.doc.line(lineNumber)
  const range = foldable(state, line.from, line.to)
  return range ? `${text.slice(0, range.from)}…${text.slice(range.to)}` : text
}

test.each([
  ["function f(a)\n  g()\nend", "function f(a)…end"],
  ["local function f()\n  g()\nend", "local function f()…end"],
  ["f(function(a)\n  g()\nend)", "f(function(a)…end)"],
  ["do\n  g()\nend", "do…end"],
  ["while x do\n  g()\nend", "while x do…end"],
  ["for i = 1, 2 do\n  g()\nend", "for i = 1, 2 do…end"],
  ["for k in x do\n  g()\nend", "for k in x do…end"],
  ["repeat\n  g()\nuntil x", "repeat…until x"],
  ["if x then\n  g()\nend", "if x then…end"],
  ["if x then\n  g()\nelse\n  h()\nend", "if x then…else\n  h()\nend"],
  ["t = {\n  1,\n}", "t = {…}"],
  ["--[==[ a\nb\n]==]", "--[==[…]==]"],
  ["x = [[a\nb]]", "x = [[…]]"],
  ["x = 1", "x = 1"],
  ["do g() end\nh()", "do g() end\nh()"],
])("%j folds to %j", (text, result) => expect(folded(text)).toBe(result))

test("each clause of an if folds for itself", () => {
  const text = "if x then\n  g()\nelseif y then\n  h()\nelse\n  i()\nend"
  expect(folded(text, 1)).toBe("if x then…elseif y then\n  h()\nelse\n  i()\nend")
  expect(folded(text, 3)).toBe("if x then\n  g()\nelseif y then…else\n  i()\nend")
  expect(folded(text, 5)).toBe("if x then\n  g()\nelseif y then\n  h()\nelse…end")
})
