import {expect, test} from "vitest"
import {parseLuaMessage} from "../../components/controller/lua-message.ts"

test("a message with a place is split into both", () => {
  expect(parseLuaMessage("lib/a.lua:12: attempt to call a nil value (global 'f')")).toEqual({
    message: "attempt to call a nil value (global 'f')",
    place: {path: "lib/a.lua", line: 12},
  })
})

test("a traceback is kept apart", () => {
  expect(parseLuaMessage("lua: a.lua:1: no\nstack traceback:\n\t[C]: in ?")).toEqual({
    message: "no",
    place: {path: "a.lua", line: 1},
    traceback: "\t[C]: in ?",
  })
})

test("the parser's own words make it a syntax error", () => {
  expect(parseLuaMessage("a.lua:3: 'end' expected (to close 'if' at line 1) near <eof>").syntax).toBe(true)
  expect(parseLuaMessage("a.lua:3: unexpected symbol near '='").syntax).toBe(true)
  expect(parseLuaMessage("a.lua:3: attempt to assign to const variable 'x'").syntax).toBe(true)
  expect(parseLuaMessage("a.lua:3: I was near 'here' once").syntax).toBeUndefined()
})

test("a message without a place stands alone, and a chunk named by its own text is no place", () => {
  expect(parseLuaMessage("boom")).toEqual({message: "boom"})
  expect(parseLuaMessage('[string "x +"]:1: unexpected symbol near <eof>').message).toBe("unexpected symbol near <eof>")
})
