import {expect, test} from "vitest"
import {shorten, valueWords} from "../../src/workbench/words/value-words.ts"

const words = (type: string, value: string, room: number) => {
  const {text, size} = valueWords({type, value}, room)
  return size === undefined ? text : `${text} | ${size}`
}

test("a text that is cut says how long it is itself, without its quotes and escapes", () => {
  expect(words("string", `"${"x".repeat(300)}"`, 40)).toBe('"xxxxxxxxxxxxx … xxxxxxx" | 300 characters')
  expect(words("string", `"${"\\n\\xFF\\0ä".repeat(10)}"`, 40)).toMatch(/ \| 40 characters$/)
  expect(words("string", '"short"', 40)).toBe('"short"')
  expect(words("string", '"not so short, and yet no long text"', 20)).toBe('"not so sho …  text"')
})

test("a text that the engine has cut says the engine's size", () => {
  expect(words("string", `"${"x".repeat(700)} … ${"y".repeat(200)}" (1,000,000 bytes)`, 40)).toBe(
    '"xxxxxxxxxxxx … yyyyyyy" | 1,000,000 bytes',
  )
})

test("a table that does not fit keeps whole entries and says how many there are", () => {
  const table = '{name = "a, b", size = {…}, … 10 more}'
  expect(words("table", table, 40)).toBe(table)
  expect(words("table", table, 30)).toBe('{name = "a, b", …} | 12')
  expect(words("table", table, 12)).toBe("{…} | 12")
  expect(words("table", "Point {x = 1, y = 2}", 16)).toBe("Point {…} | 2")
  expect(words("table", `{${"1, ".repeat(12)}… 999,988 more}`, 20)).toBe("{1, 1, …} | 1,000,000")
})

test("more entries than the preview has counted are told by the value", () => {
  expect(valueWords({type: "table", value: "{a = 1, b = 2, …}", indexed: 0, named: 5000}, 10)).toEqual({
    text: "{…}",
    size: "5,000",
  })
})

test("places of functions and addresses of threads stay away, but not what is text", () => {
  expect(words("function", "function area (lib/geometry.lua:12)", 80)).toBe("function area")
  expect(words("function", "function print (built in)", 80)).toBe("function print (built in)")
  expect(words("table", '{f = function a.b:c (x.lua:3), g = function (x.lua:4), s = "function (x.lua:5)"}', 80)).toBe(
    '{f = function a.b:c, g = function, s = "function (x.lua:5)"}',
  )
  expect(words("thread", "thread: 0x0001f2c8 (producer, suspended)", 80)).toBe("thread (producer, suspended)")
  expect(words("thread", "thread: 0x0001f2c8 (function <main.lua:4>, suspended)", 80)).toBe("thread (suspended)")
})

test("what is long is cut in the middle", () => {
  expect(shorten("a".repeat(100), 20)).toBe(`${"a".repeat(11)} … ${"a".repeat(6)}`)
  expect(shorten("short", 20)).toBe("short")
})
