import {expect, test} from "vitest"
import {inlineValues} from "../../src/workbench/stop/inline-values.ts"
import {variableNode} from "../../src/workbench/stop/value-tree.ts"

function shown(text: string, currentLine: number, variables: Record<string, [string, string]>) {
  const nodes = Object.entries(variables).map(([name, [value, type]]) =>
    variableNode({name, value, type, variablesReference: 0}, {id: "Locals", reference: 1}),
  )
  const lines = inlineValues(text, 1, currentLine, nodes)
  return Object.fromEntries(
    [...lines].map(([line, values]) => [line, values.map(({name, value}) => `${name} = ${value}`)]),
  )
}

test("a line shows the variables it names, up to the line where the program stands", () => {
  const text = "local a = 1\nlocal b = a + 1\nprint(b)\nprint(a)"
  expect(shown(text, 3, {a: ["1", "number"], b: ["2", "number"]})).toEqual({
    1: ["a = 1"],
    2: ["b = 2", "a = 1"],
    3: ["b = 2"],
  })
})

test("strings, comments and fields name no variables, a concatenation does", () => {
  const text = 'print("a", t.a, o:a()) -- a\nprint("x"..a)'
  expect(shown(text, 2, {a: ["1", "number"]})).toEqual({2: ["a = 1"]})
})

test("functions stay away, and a table is said once", () => {
  const text = "f(t)\nf(t)"
  expect(shown(text, 2, {f: ["function f", "function"], t: ["{1}", "table"]})).toEqual({1: ["t = {1}"]})
})

test("what would make the line too long stays away", () => {
  const text = `a = b -- ${"x".repeat(90)}`
  expect(shown(text, 1, {a: ["1", "number"], b: [`"${"y".repeat(40)}"`, "string"]})).toEqual({1: ["a = 1"]})
})

test("modules and classes stay away, a coroutine says its status, a long table how many it holds", () => {
  const text = "print(M, Class, co, list)"
  const values: Record<string, [string, string]> = {
    M: ["{add = function add (m.lua:1), sub = function sub (m.lua:2), … 3 more}", "table"],
    Class: ["{__index = {…}, new = function new (m.lua:9)}", "table"],
    co: ["thread: 0x0001f2c8 (producer, suspended)", "thread"],
    list: [`{${"10000000, ".repeat(7)}… 93 more}`, "table"],
  }
  expect(shown(text, 1, values)).toEqual({
    1: ["co = thread (producer, suspended)", "list = {10000000, 10000000, 10000000, …} 100"],
  })
})
