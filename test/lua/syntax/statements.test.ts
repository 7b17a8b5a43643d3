import {existsSync, readdirSync, readFileSync} from "node:fs"
import {afterAll, beforeAll, describe, expect, test} from "vitest"
import {type LuaEngine, LuaFactory} from "wasmoon"
import {parser} from "../../../src/lua/syntax/parser.ts"
import {markStatements, type StatementStart, statementStarts} from "../../../src/lua/syntax/statements.ts"

/** The statement starts of a text. */
const startsOf = (text: string) => statementStarts(parser.parse(text), text)

/** Takes a text with ▸ before each statement start, and compares. */
function expectStarts(notation: string): StatementStart[] {
  const text = notation.replaceAll("▸", "")
  const starts = startsOf(text)
  let shown = ""
  let done = 0
  for (const {offset} of starts) {
    shown += `${text.slice(done, offset)}▸`
    done = offset
  }
  expect(shown + text.slice(done)).toBe(notation)
  return starts
}

describe("statementStarts", () => {
  test("finds each kind of statement", () => {
    const starts = expectStarts(`
      ▸local a <const>, b = 1, 2
      ▸a, b.c = 3
      ▸f() ▸g"x"; ▸(h)()
      ▸do ▸local c end
      ▸while a do ▸break end
      ▸repeat ▸local d ▸until d
      ▸if a then ▸b() ▸elseif c then ▸d() else ▸e() end
      ▸for i = 1, 2 do ▸f(i) end
      ▸for k in pairs(t) do end
      ▸function f() end
      ▸local function g() ▸return 1 end
      ::top:: ▸goto top;;
      ▸return`)
    expect([...new Set(starts.map(start => start.kind))].join(", ")).toBe(
      "local, assignment, call, do, while, break, repeat, until, if, elseif, for, function, local function, return, goto",
    )
  })

  test("finds statements in functions inside of expressions, in source order", () => {
    expectStarts("▸local t = {f = function() ▸return g(function() ▸h() end) end, 2}\n▸t.f(function() end)")
  })

  test("else if is an if in an else", () => {
    expectStarts("▸if a then ▸b() else ▸if c then ▸d() end end")
  })

  test("takes neither a shebang line nor a byte order mark for a statement", () => {
    const [first] = expectStarts("\ufeff#!/usr/bin/lua\n  ▸print(1)")
    expect(first).toMatchObject({sourceLine: 2, column: 3})
    expect(expectStarts("\ufeff▸print(1)")[0]).toMatchObject({sourceLine: 1, column: 1, offset: 1})
  })

  test("counts lines as Lua's lexer does", () => {
    const lines = startsOf("a()\r\nb()\rc()\n\nd()").map(start => start.sourceLine)
    expect(lines).toEqual([1, 2, 3, 5])
  })

  test("says in which function each statement stands, and where Lua says that one is defined", () => {
    const text = "a()\nlocal function f\n(x)\n  b(function\n  () c() end)\n  d()\nend\nfunction g\n() e() end\nh()"
    const places = startsOf(text).map(start => `${text[start.offset]} ${start.functionIndex} ${start.functionLine}`)
    // Measured with debug.getinfo(f, "S").linedefined in Lua 5.4.
    expect(places).toEqual(["a 0 0", "l 0 0", "b 1 3", "c 2 5", "d 1 3", "f 0 0", "e 3 8", "h 0 0"])
  })

  test("gets by with a text that is being written", () => {
    expectStarts("▸local x = \n▸local y = 2\nfoo\n▸bar(\n▸if z then ▸q()")
  })
})

/** The text with «n» for each marker. */
const marked = (text: string) => markStatements(text, (_, index) => `«${index}»`)

describe("markStatements", () => {
  test("writes before each statement, on its line", () => {
    expect(marked("local x = 1\nwhile x do\n  f() end\nreturn x")).toBe(
      "«0» local x = 1\n«1» while x do\n  «2» f() end\n«3» return x",
    )
  })
  test("separates a marker from a statement that starts with a parenthesis", () => {
    expect(marked("(f)()")).toBe("«0»;(f)()")
  })
  test("writes before until, as the last statement of the block", () => {
    expect(marked("repeat x() until y")).toBe("«0» repeat «1» x() «2» until y")
    expect(marked("repeat if y then break else goto a end until y ::a::")).toContain("end «4» until")
  })
  test("writes nothing between return and until", () => {
    expect(marked("repeat return until y")).toBe("«0» repeat «1» return until y")
    expect(marked("repeat return 1; --[[ c ]] until y")).toBe("«0» repeat «1» return 1; --[[ c ]] until y")
  })
  test("doesn't ask for an elseif", () => {
    expect(marked("while 1 do if x then break elseif y then break end end")).toBe(
      "«0» while 1 do «1» if x then «2» break elseif y then «4» break end end",
    )
  })
  test("writes nothing where mark gives nothing", () => {
    expect(markStatements("a() b() c()", ({column}) => (column === 5 ? ";m();" : ""))).toBe("a() ;m(); b() c()")
  })
  test("leaves a shebang line, a byte order mark and a label at a block's end in place", () => {
    expect(marked("#!lua\nx()")).toBe("#!lua\n«0» x()")
    expect(marked("\ufeffx()")).toBe("\ufeff«0» x()")
    const text = "do goto l; local x ::l:: end do goto m; local y ::m:: ; end"
    expect(marked(text)).toBe("«0» do «1» goto l; «2» local x ::l:: end «3» do «4» goto m; «5» local y ::m:: ; end")
  })
})

describe("what Lua says of marked text", () => {
  let lua: LuaEngine
  beforeAll(async () => {
    lua = await new LuaFactory().createEngine()
    await lua.doString(`
      function compiles(text) local f, message = load(text, "=t") return message or "" end
      local mark = {__call = function(_, index) hits[#hits + 1] = index end}
      function run(text)
        hits = {}
        debug.setmetatable(true, mark)
        local f <const> = assert(load(text, "=t"))
        local results = table.pack(pcall(f))
        for i = 1, results.n do results[i] = tostring(results[i]) end
        return table.concat(results, " ") .. " | " .. table.concat(hits, " ")
      end`)
  })
  afterAll(() => lua.global.close())

  const compiles = (text: string) => lua.global.get("compiles")(text) as string
  const run = (text: string) => lua.global.get("run")(text) as string
  const withMarks = (text: string) => markStatements(text, (_, index) => `;(true)(${index})`)

  test("marks are reached as the statements are, and results stay", () => {
    const text = `local n = 0
      for i = 1, 2 do n = n + i end
      repeat local done = n > 2; n = n + 1 until done
      while true do if n > 3 then break end end
      ;(function() n = n * 2 end)()
      goto last
      ::last::
      return n`
    expect(run(text)).toBe("true 8 | ")
    expect(run(withMarks(text))).toBe("true 8 | 0 1 2 2 3 4 5 6 7 8 9 10 11 12 13")
  })

  test("an error keeps its line and its message", () => {
    const text = "local t = {}\n\nt.x.y = 1"
    const [message] = run(text).split(" | ")
    expect(run(withMarks(text))).toBe(`${message} | 0 1`)
  })

  const suite = "/tmp/lab/lua/testes"
  const files = existsSync(suite) ? readdirSync(suite).filter(name => name.endsWith(".lua")) : []
  test.skipIf(files.length === 0).each(files)("%s of Lua's own test suite still compiles, line by line", name => {
    const text = readFileSync(`${suite}/${name}`, "latin1").replace(/^#.*/, "")
    const result = withMarks(text)
    expect(compiles(text)).toBe("")
    expect(compiles(result)).toBe("")
    expect(result.split("\n").length).toBe(text.split("\n").length)
  })
})
