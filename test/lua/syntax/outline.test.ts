import {expect, test} from "vitest"
import {functionOutline} from "../../../src/lua/syntax/outline.ts"
import {parser} from "../../../src/lua/syntax/parser.ts"

const outline = (text: string) => functionOutline(parser.parse(text), text)
const names = (text: string) => outline(text).map(one => one.name)

test("functions are listed in source order, with their lines", () => {
  const text = `local function area(w, h)
  return w * h
end
function M.each(t, f, ...)
  for _, x in ipairs(t) do
    f(function() return x end)
  end
end`
  expect(
    outline(text).map(
      one =>
        `${one.functionIndex} in ${one.parentIndex}: ${one.name}(${one.parameters}) ${one.startLine}–${one.endLine}`,
    ),
  ).toEqual(["1 in 0: area(w,h) 1–3", "2 in 0: M.each(t,f,...) 4–8", "3 in 2: anonymous() 6–6"])
})

test.each([
  ["function area() end", "area"],
  ["function M . area() end", "M.area"],
  ["function Shape:area() end", "Shape:area"],
  ["local area = function() end", "area"],
  ["local a, area = 1, function() end", "area"],
  ["area = area or function() end", "area"],
  ["M.area = function() end", "M.area"],
  ["M[1].area = (function() end)", "M[1].area"],
  ["local M = {area = function() end}", "M.area"],
  ["local M = {shapes = {['area'] = function() end}}", "M.shapes.area"],
  ["local M = {[1] = function() end}", "M[1]"],
  ["return {area = function() end}", "area"],
  ["setmetatable(t, {__index = function() end})", "__index"],
  ["f(function() end)", "anonymous"],
  ["f().area = function() end", "anonymous"],
  ["local t = {function() end}", "anonymous"],
  ["function(", "anonymous"],
])("%s is called %s", (text, name) => expect(names(text)).toEqual([name]))
