import {describe, expect, test} from "vitest"
import {identifiersIn, nameAt} from "../../../src/lua/syntax/names.ts"

/** The expression at ▸, with the text it covers behind a colon where the two differ. */
function hover(notation: string): string | undefined {
  const offset = notation.indexOf("▸")
  const text = notation.replace("▸", "")
  const found = nameAt(text, offset)
  if (!found) return undefined
  const covered = text.slice(found.from, found.to)
  return covered === found.expression ? covered : `${found.expression} from ${covered}`
}

describe("nameAt", () => {
  test.each([
    ["print(▸x)", "x"],
    ["print(x▸)", "x"],
    ["print(a▸bc)", "abc"],
    ["▸a.b.c = 1", "a"],
    ["a.▸b.c = 1", "a.b"],
    ["a.b.▸c = 1", "a.b.c"],
    ["self.▸x = self.y", "self.x"],
    ["x = ▸t[1]", "t"],
    ["x = t[▸1]", "t[1]"],
    ["x = t▸[1].y", "t[1]"],
    ["x = t[1▸]", "t[1]"],
    ["x = t[1].▸y", "t[1].y"],
    ["x = t[▸i]", "i"],
    ["x = t[i▸]", "t[i]"],
    ["x = t[i].▸y", "t[i].y"],
    ["x = t['▸k'].y", "t['k']"],
    ["x = t[i + 1].▸y", "t[i + 1].y"],
    ["x = (a or b).▸c", "(a or b).c"],
    ["x = t[ [[▸k]] ]", "t[ [[k]] ]"],
    ["a.b:▸area(1)", "a.b.area from a.b:area"],
    ["local ▸x = 1", "x"],
    ["for ▸i = 1, 2 do end", "i"],
    ["function f(▸a, b) end", "a"],
    ["function ▸f() end", "f"],
    ["function M.▸area() end", "M.area"],
    ["function M.Shape:▸area() end", "M.Shape.area from M.Shape:area"],
    ["function M.▸Shape:area() end", "M.Shape"],
    ["return ▸...", "..."],
  ])("%s is %s", (notation, expression) => expect(hover(notation)).toBe(expression))

  test.each([
    "f().▸x = 1",
    "x = t[f()].▸y",
    "x = ({}).▸y",
    "x = {▸y = 1}",
    "▸while x do end",
    "x = ▸12",
    "x = '▸s'",
    "goto ▸l",
    "::▸l::",
    "local x <▸const> = 1",
    "function f(▸...) end",
    "-- ▸x",
    "[▸",
    "a.▸",
    "▸",
  ])("%s has none", notation => expect(hover(notation)).toBeUndefined())
})

describe("identifiersIn", () => {
  test.each([
    ["i == 7", "i"],
    ["a.b.c + d[e] - a", "a d e"],
    ["{x = y, [k] = v, z}", "y k v z"],
    ["self:name(other)", "self other"],
    ["#t > 0 and not done", "t done"],
    ["x = y + 1; print(x)", "x y print"],
    ["for i = 1, n do f(i) end", "n f i"],
    ["function(a) return a + b end", "a b"],
    ["'x' .. [[y]] --z", ""],
    ["goto l ::l::", ""],
    ["...", ""],
    ["x +", "x"],
    ["", ""],
  ])("%s: %s", (expression, names) => expect(identifiersIn(expression).join(" ")).toBe(names))
})
