import {existsSync, readdirSync, readFileSync} from "node:fs"
import {afterAll, beforeAll, describe, expect, test} from "vitest"
import {type LuaEngine, LuaFactory} from "wasmoon"
import {syntaxProblems} from "../../../src/lua/language/problems.ts"
import {luaState} from "./editor-state.ts"

let lua: LuaEngine
beforeAll(async () => {
  lua = await new LuaFactory().createEngine()
  await lua.doString(`function refuses(text) local f, message = load(text, "=t") return message or "" end`)
})
afterAll(() => lua.global.close())

/** What Lua itself says; "" if it takes the text. */
const luaSays = (text: string) => lua.global.get("refuses")(text) as string

/** Each problem as "what is marked: message". */
const shown = (text: string) => syntaxProblems(text).map(({from, to, message}) => `${text.slice(from, to)}: ${message}`)

const cases: [text: string, ...problems: string[]][] = [
  ["x", "x: An expression can't stand alone as a statement. Assign it to something, or call it."],
  ["function f()\n  g()", "): Expected 'end' to close the function that starts at line 1."],
  ["function f()\n  if x then\n    g()\nend", "d: Expected 'end' to close the function that starts at line 1."],
  ["if x then\n  y()", "): Expected 'end' to close the if that starts at line 1."],
  ["if x\n  y()\nend", "x: Expected 'then' for the if that starts at line 1."],
  ["if then end", "f: Expected a condition after 'if'."],
  ["while x\n  y()\nend", "x: Expected 'do' for the while loop that starts at line 1."],
  ["while do end", "e: Expected a condition after 'while'."],
  ["for\n", "r: Expected a variable after 'for'."],
  ["for i\n do end", "i: Expected '=' or 'in' after the for loop's variables."],
  ["for i = 1 do end", "1: Expected ',' and the for loop's limit."],
  ["for i = 1, 2\n  f()\nend", "2: Expected 'do' for the for loop that starts at line 1."],
  ["for k, v in pairs(t)\n f()\nend", "): Expected 'do' for the for loop that starts at line 1."],
  ["repeat\n  x()", "): Expected 'until' to close the repeat loop that starts at line 1."],
  ["repeat x() until", "l: Expected a condition after 'until'."],
  ["do x()", "): Expected 'end' to close the do block that starts at line 1."],
  ["f(1, 2", "2: Expected ')' to close the '(' at line 1."],
  ["f(1 2)", "2: Unexpected '2'."],
  ["t = {1, 2", "2: Expected '}' to close the '{' at line 1."],
  ["t = {\n  a = 1\n  b = 2\n}", "1: Expected ',' or '}' to close the '{' at line 1.", "}: Unexpected '}'."],
  ["t[1", "1: Expected ']' to close the '[' at line 1."],
  ["x = t[", "[: Expected ']' to close the '[' at line 1."],
  ["x = (1 + 2", "2: Expected ')' to close the '(' at line 1."],
  ["x = 1 +", "+: Expected an expression after '+'."],
  ["x = ", "=: Expected an expression after '='."],
  ["local x =", "=: Expected an expression after '='."],
  ["local", "l: Expected a name after 'local'."],
  ["local function", "n: Expected a name after 'function'."],
  ["local function f", "f: Expected '(' and the function's parameters."],
  ["function (a) end", "(: Unexpected '('."],
  ["x = a.", ".: Expected a name after '.'."],
  ["f(a.)", ".: Expected a name after '.'."],
  ["x:y", "y: Expected the arguments of the method 'y'."],
  ["x:", ":: Expected a name after ':'."],
  ["x = not", "t: Expected an expression after 'not'."],
  ["end", "end: Unexpected 'end'."],
  ["do end end", "end: Unexpected 'end'."],
  ["x = 1 end\ny = 2", "end: Unexpected 'end'."],
  ["else", "else: Unexpected 'else'."],
  ["x = @ 3", "@: Unexpected '@'."],
  ["x = $", "$: Unexpected '$'."],
  ["return 1\nf()", "return: A return must be the last statement of its block."],
  ["return;;", "return: A return must be the last statement of its block."],
  ['x = "abc\ny = 2', '"abc: Unfinished string. Expected " before the line\'s end.'],
  ["x = 'a\\'", "'a\\': Unfinished string. Expected ' before the line's end."],
  ["x = [==[ a ]]", "[==[ a ]]: Unfinished long string. Expected ]==] somewhere behind it."],
  ["--[[ a", "--[[ a: Unfinished long comment. Expected ]] somewhere behind it."],
  ["x = '\\q'", "\\q: Unknown escape \\q. For a backslash write \\\\."],
  ["x = '\\300'", "\\300: The escape \\300 is larger than \\255."],
  ["x = '\\u{80000000}'", "\\u{80000000}: The escape \\u{80000000} is larger than \\u{7FFFFFFF}."],
  ["x = '\\xg'", "\\x: Unknown escape \\x. For a backslash write \\\\."],
  ["x = 3x", "3x: Malformed number 3x."],
  ["x = 1..2", "1..2: Malformed number 1..2."],
  ["x = 0xg", "0xg: Malformed number 0xg."],
  ["local x <foo> = 1", "foo: Unknown attribute 'foo'. Lua has <const> and <close>."],
  ["break", "break: A break must stand in a loop."],
  ["function f() return ... end", "...: '...' is only there in functions with '...' among their parameters."],
  ["goto", "o: Expected a name after 'goto'."],
  ["goto 1", "1: Unexpected '1'."],
  ["::a", "a: Expected '::' after the label's name."],
  ["1 = x", "1: Unexpected '1'."],
  ["(x) = 1", "=: Unexpected '='."],
  ["f() = 1", "=: Unexpected '='."],
  ["x y z", "x: An expression can't stand alone as a statement. Assign it to something, or call it."],
  ["x = = 1", "=: Unexpected '='."],
  ["a, b", "b: Unexpected end of the text."],
  ["if x then else elseif y then end", "elseif: Unexpected 'elseif'."],
  ["x = function end", "end: Expected '(' and the function's parameters."],
  ["local a.b = 1", ".: Unexpected '.'."],
  ["f(,)", ",: Unexpected ','."],
  ["x = }", "}: Unexpected '}'."],
  ["and x", "and: Unexpected 'and'."],
  ["x = 1 = 2", "=: Unexpected '='."],
  ["x != 1", "!: Unexpected '!'."],
  ["if x != 1 then end", "!: Unexpected '!'."],
  ["x += 1", "+: Unexpected '+'."],
  ["x++", "+: Unexpected '+'."],
  ["local t = {1,,2}", ",: Unexpected ','."],
  ["function f(a b) end", "b: Unexpected 'b'."],
  ["function f(a,) end", ",: Expected a name after ','."],
  ["while true do end end", "end: Unexpected 'end'."],
  ["print('a' 'b'", "': Expected ',' or ')' to close the '(' at line 1."],
  ["for i in do end", "n: Expected an expression after 'in'."],
  ["for in x do end", "in: Unexpected 'in'."],
  ["x = a and", "d: Expected an expression after 'and'."],
  ["local x <const = 1", "=: Unexpected '='."],
  ["if (x then y() end", "x: Expected ')' to close the '(' at line 1."],
]

describe("what Lua refuses has a problem", () => {
  test.each(cases)("%j", (text, ...problems) => {
    expect(luaSays(text)).not.toBe("")
    expect(shown(text)).toEqual(problems)
  })
})

describe("what Lua takes has none", () => {
  test.each([
    "",
    "return",
    "return;",
    "do return 1; end",
    "x = '\\255\\u{7FFFFFFF}\\z  a'",
    "x = [==[ ]] ]==] --[=[ ]] ]=]",
    "while x do if y then break end end",
    "return ...",
    "local function f(...) return {...} end",
    "x = 0xA .. 1 .. 2.",
    "f'a' 'b'",
    "x = '\"' .. \"'\"",
    "x = '\\\\'",
  ])("%j", text => {
    expect(luaSays(text)).toBe("")
    expect(shown(text)).toEqual([])
  })

  const suite = "/tmp/lab/lua/testes"
  const files = existsSync(suite) ? readdirSync(suite).filter(name => name.endsWith(".lua")) : []
  test.skipIf(files.length === 0).each(files)("%s of Lua's own test suite", name => {
    expect(shown(readFileSync(`${suite}/${name}`, "latin1"))).toEqual([])
  })
})

test("an editor's state has the problems of its text", () => {
  const text = "local x = \nif x then"
  expect(syntaxProblems(luaState(text))).toEqual(syntaxProblems(text))
})
