import {expect, test} from "vitest"
import {parser} from "../../../src/lua/syntax/parser.ts"
import {localsAt} from "../../../src/lua/syntax/scope.ts"

/** The names visible at ▸, innermost first. */
function visible(notation: string): string {
  const text = notation.replace("▸", "")
  return localsAt(parser.parse(text), text, notation.indexOf("▸"))
    .map(local => local.name)
    .join(" ")
}

test.each([
  ["local a, b = 1; ▸", "b a"],
  ["local a = ▸1", ""],
  ["local a; local a = 1; ▸", "a"],
  ["do local a end ▸", ""],
  ["local a; do local b; ▸f() end", "b a"],
  ["local a; ▸f() local b", "a"],
  ["local function f(x, ...) local y; ▸g() end", "y x f"],
  ["local function f() end ▸", "f"],
  ["local f = function(x) ▸g() end", "x"],
  ["function Shape:area(x) ▸g() end", "x self"],
  ["function f(x) end ▸", ""],
  ["for i, j in ▸pairs(t) do end", ""],
  ["for i, j in pairs(t) do ▸f() end", "j i"],
  ["for i = 1, 2 do end ▸", ""],
  ["repeat local done until ▸done", "done"],
  ["local x; if x then local y; f() else ▸g() end", "x"],
  ["function f(x) local y = 1 ▸ end", "y x"],
  ["if x then local y ▸ else local z end", "y"],
  ["if x then local y else local z ▸ end", "z"],
  ["if x then local y elseif q then local z; f() --[[ ]] ▸ end", "z"],
  ["local a f() ▸", "a"],
  ["function f(x)\n  local y = 1\n  ▸", "y x"],
])("%s: %s", (notation, names) => expect(visible(notation)).toBe(names))
