/** Host functions on the real VM: values both ways, errors and their stacks, where they may be called. */
import {beforeAll, beforeEach, describe, expect, it} from "vitest"
import type {EngineListener, HostOutcome, HostRequest} from "../../../src/debugger/engine.ts"
import type {LuaEngine} from "../../../src/lua/engine/engine.ts"
import {bootEngine} from "../../support/node-engine.ts"

/** Answers at once; what has been asked is kept. */
class TestHost {
  readonly mostBytes = 10_000
  readonly calls: HostRequest[] = []
  answer: (call: HostRequest) => HostOutcome = ({args}) => ({value: args[0] ?? null})
  refusal: string | undefined
  begin(call: HostRequest): string | undefined {
    this.calls.push(call)
    return this.refusal
  }
  wait(): void {}
  take(): HostOutcome {
    return this.answer(this.calls.at(-1) as HostRequest)
  }
}

function listen(engine: LuaEngine, host: TestHost): void {
  const listener: EngineListener = {
    host,
    handleEvent: () => undefined,
    handleError: () => undefined,
    attend: () => {},
    stand() {},
    handleOutput() {},
    readInput: () => null,
  }
  engine.listener = listener
}

let engine: LuaEngine
let host: TestHost
beforeAll(async () => {
  engine = await bootEngine({hostNames: ["echo", "fetch", "a b"]})
})
beforeEach(() => {
  host = new TestHost()
  engine.reset()
  listen(engine, host)
})

/** The result as text, or the error with its traceback. */
function run(text: string): string {
  const outcome = engine.run({source: {text, name: "t"}, expression: true})
  if (outcome instanceof Promise) throw new Error("This engine does not suspend.")
  if (outcome.kind === "error") return [outcome.error.message, ...outcome.error.traceback].join("\n")
  return outcome.kind === "done" ? (outcome.display ?? "") : outcome.kind
}
/** What JavaScript gets for the arguments. */
function given(text: string): readonly unknown[] {
  run(`Host.echo(${text})`)
  return host.calls.at(-1)?.args ?? []
}

describe("What a host function is given", () => {
  it.each<[string, unknown[]]>([
    ["", []],
    ["nil, true, false", [null, true, false]],
    ["1, -0.0, 1.5, 3.0, 1e300", [1, -0, 1.5, 3, 1e300]],
    ["0/0, 1/0, -1/0", [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ["1 << 53, (1 << 53) - 1, math.mininteger", [2n ** 53n, 2 ** 53 - 1, -(2n ** 63n)]],
    ["'', 'é\\0x', '\\u{FEFF}bom'", ["", "é\0x", "\uFEFFbom"]],
    ["'\\xff\\0', '\\xed\\xa0\\x80'", [new Uint8Array([255, 0]), new Uint8Array([0xed, 0xa0, 0x80])]],
    ["{}, {1, {2}, 'x'}", [[], [1, [2], "x"]]],
    ["{1, nil, 3}", [{1: 1, 3: 3}]],
    ["{1, x = 2, [2.5] = 3}", [{1: 1, x: 2, 2.5: 3}]],
    ["{['__proto__'] = 1, constructor = 2}", [JSON.parse('{"__proto__": 1, "constructor": 2}')]],
    ["setmetatable({1}, {__index = error, __len = error, __pairs = error})", [[1]]],
  ])("(%s)", (text, args) => {
    expect(given(text)).toEqual(args)
  })

  it("is the same table twice where it stands twice", () => {
    expect(given("(function() local t = {1} return {t, t} end)()")).toEqual([[[1], [1]]])
  })

  it.each([
    ["print", "a function"],
    ["1, coroutine.create(print)", "#2 to 'Host.echo' (a coroutine"],
    ["io.stdout", "a userdata"],
    ["{list = {1, print}}", "(a function, at .list[2] can't cross to the page)"],
    ["(function() local t = {} t.t = {t} return t end)()", "a table that holds itself, at .t[1]"],
    ["(function() local t = {} for i = 1, 200 do t = {t} end return t end)()", "tables within tables, 100 deep"],
    ["{[true] = 1}", "a table with a boolean as key"],
    ["{['\\xff'] = 1}", "a table with a key that is not UTF-8"],
    ["{['5'] = 1, [5] = 1}", 'two keys that are both "5" as text'],
    ["('x'):rep(20000)", "more than 10000 bytes"],
    ["(function() local t = {} for i = 1, 5000 do t[i] = i end return t end)()", "more than 10000 bytes"],
  ])("is never %s", (text, words) => {
    expect(run(`\nHost.echo(${text})`)).toContain("t:2: bad argument #")
    expect(run(`Host.echo(${text})`)).toContain(words)
    expect(host.calls).toEqual([])
  })
})

describe("What a host function gives", () => {
  it.each<[unknown, string]>([
    [null, "nil"],
    [true, "true"],
    [3, "3"],
    [-0, "-0.0"],
    [1.5, "1.5"],
    [2 ** 53, "9.007199254741e+15"],
    [2n ** 62n, "4611686018427387904"],
    [Number.NaN, "nan"],
    ["a\0é", '"a\\0é"'],
    [new Uint8Array([255, 65]), '"\\xFFA"'],
    [[1, "x", [null, 2]], '{1, "x", {…}}'],
    [{a: {b: 1}, n: null}, "{a = {…}}"],
    [[], "{}"],
  ])("%o is %s", (value, text) => {
    host.answer = () => ({value: value as never})
    const shown = run("Inspect.value(Host.fetch())").replace(/^-nan$/, "nan")
    expect([text, text.replace("\\xFF", "\\255")]).toContain(shown)
  })

  it("comes back as it was", () => {
    expect(
      run(`
        for _, v in ipairs {true, 0, -1, 1.5, 1/0, math.maxinteger, math.mininteger, 2^53, "", "\\0\\255", "ü"} do
          local w = Host.echo(v)
          assert(w == v and math.type(w) == math.type(v), v)
        end
        local nan = Host.echo(0/0)
        assert(nan ~= nan and next(Host.echo({})) == nil)
        local t = Host.echo({1, {x = "y"}, 3})
        assert(#t == 3 and t[2].x == "y")
        return "same"`),
    ).toBe("same")
  })

  it("is given to ten thousand calls, with the collector at work", () => {
    expect(
      run(`
        local sum, collected = 0, 0
        for i = 1, 10000 do
          setmetatable({}, {__gc = function() collected = collected + 1 end})
          sum = sum + #Host.echo({i, "text " .. i, {}})
        end
        collectgarbage()
        return sum, collected >= 9999`),
    ).toBe("30000\ttrue")
  })
})

describe("An error of a host function", () => {
  beforeEach(() => {
    host.answer = () => ({error: "no\0 such page"})
  })

  it("has the place of the call before it, and can be caught", () => {
    expect(run("\nlocal ok, e = pcall(function() Host.fetch() end)\nreturn e")).toBe("t:2: no\0 such page")
    expect(run("return select('#', pcall(Host.fetch))")).toBe("2")
  })

  it("has the stack of the call, through coroutines", () => {
    expect(
      run(`local function get()
  return Host.fetch("x"), 1
end
local co = coroutine.wrap(function()
  get()
end)
co()`),
    ).toMatch(
      /^t:7: t:2: no\0 such page\n\[C\]: in .*'(Host\.)?fetch'\nt:2: in .*'?get'?.*\nt:5: in function <t:4>\nresumed from:\n(\[C\]: in .*\n)?t:7: in main chunk$/,
    )
  })

  it("is raised by Lua in the same coroutine after a call that was answered", () => {
    host.answer = () => ({value: 1})
    expect(
      run(`local inner = coroutine.create(function()
  Host.fetch()
  error("after")
end)
local outer = coroutine.wrap(function()
  local ok, e = coroutine.resume(inner)
  Host.fetch()
  error(e, 0)
end)
outer()`).split("\n"),
    ).toEqual([
      "t:10: t:3: after",
      "t:3: in function <t:1>",
      "raised again from:",
      "t:8: in function <t:5>",
      "resumed from:",
      "[C]: in local 'outer'",
      "t:10: in main chunk",
    ])
  })

  it("comes of a call that can't be made", () => {
    host.refusal = "nobody is there"
    expect(run("\nHost.fetch()")).toContain("t:2: Host.fetch can't be called: nobody is there")
  })
})

describe("Host functions", () => {
  it("tell who calls", () => {
    engine.writeFile(
      "main.lua",
      new TextEncoder().encode("\nHost.fetch()\ncoroutine.wrap(function() Host['a b']() end)()"),
    )
    engine.run({source: {path: "main.lua"}})
    expect(host.calls.map(({name, path, line, thread}) => [name, path, line, thread])).toEqual([
      ["fetch", "main.lua", 2, 1],
      ["a b", "main.lua", 3, 2],
    ])
  })

  it("are called in comparators, metamethods, finalizers, iterators and under pcall", () => {
    expect(
      run(`
        local t = {3, 1, 2}
        table.sort(t, function(a, b) return Host.echo(a) < Host.echo(b) end)
        local m = setmetatable({}, {__add = function() return Host.echo(5) end})
        local gone
        do setmetatable({}, {__gc = function() gone = Host.echo("gone") end}) end
        collectgarbage()
        local s = ("ab"):gsub(".", Host.echo)
        local _, under = pcall(Host.echo, "under")
        for i in Host.echo, 1 do if i then break end end
        return t[1], m + m, gone, s, under`),
    ).toBe("1\t5\tgone\tab\tunder")
  })

  it("are refused while the debugger evaluates, and when a program has ended", () => {
    expect(() => engine.evaluate("Host.echo(1)", undefined)).toThrow("can't be called here: the debugger evaluates")
    expect(run("return setmetatable({}, {__tostring = function() return tostring(pcall(Host.echo)) end})")).toContain(
      "false",
    )
    expect(host.calls).toEqual([])
  })

  it("are named, completed and described", () => {
    expect(run("Inspect.value(Host.fetch)")).toBe("function Host.fetch (built in)")
    expect(engine.complete("Host.f", 6, undefined).items.map(({text, type}) => `${text} ${type}`)).toEqual([
      "fetch function",
    ])
    expect(engine.complete("Ho", 2, undefined).items.map(one => one.text)).toContain("Host")
    expect(engine.inspect("Host.fetch", 8, undefined, false)?.["text/plain"]).toContain("Host.fetch")
  })

  it("are there after a reset, and a program's own Host wins", () => {
    run("Host = {fetch = function() return 'mine' end}")
    expect(run("Host.fetch()")).toBe("mine")
    engine.reset()
    expect(run("type(Host.fetch)")).toBe("function")
  })

  it("are not there where none were given", async () => {
    const plain = await bootEngine()
    const outcome = plain.run({source: {text: "type(Host)", name: "t"}, expression: true})
    expect(outcome).toMatchObject({display: "nil"})
  })
})

describe("A state that is put back", () => {
  const boot = async (hostNames: readonly string[]) => {
    const one = await bootEngine({hostNames})
    listen(one, host)
    return one
  }
  const shows = (one: LuaEngine, text: string) => {
    const outcome = one.run({source: {text, name: "t"}, expression: true})
    return outcome instanceof Promise || outcome.kind !== "done"
      ? (outcome as {error?: Error}).error?.message
      : outcome.display
  }

  it("has the functions of the new start; those that are gone say so", async () => {
    const first = await boot(["old", "both"])
    shows(
      first,
      "kept = Host.old table_kept = Host Host.mine = 'mine' co = coroutine.wrap(function() coroutine.yield() return Host.both(7) end) co()",
    )
    const state = first.saveState()
    const second = await boot(["both", "new", "another"])
    expect(second.restoreState(state)).toBe(undefined)
    expect(shows(second, "Host == table_kept, type(Host.new), type(Host.old), Host.mine")).toBe(
      "true\tfunction\tnil\tmine",
    )
    expect(shows(second, "co()")).toBe("7")
    host.refusal = "there is none"
    expect(shows(second, "kept()")).toBe("t:1: Host.old can't be called: there is none")
    host.refusal = undefined
    second.reset()
    expect(shows(second, "Host.both(2), Host.mine")).toBe("2\tnil")
  })

  it("has no Host where the new start has none, and gets one where the old one had none", async () => {
    const none = await boot([])
    shows(none, "x = 1")
    const some = await boot(["f"])
    expect(some.restoreState(none.saveState())).toBe(undefined)
    expect(shows(some, "x, Host.f(3)")).toBe("1\t3")
    expect(none.restoreState(some.saveState())).toBe(undefined)
    expect(shows(none, "x, Host")).toBe("1\tnil")
    expect(some.restoreState(none.saveState())).toBe(undefined)
    expect(shows(some, "Host.f(4)")).toBe("4")
  })

  it("keeps a program's own Host", async () => {
    const first = await boot(["f"])
    shows(first, "Host = 5")
    const second = await boot(["f", "g"])
    second.restoreState(first.saveState())
    expect(shows(second, "Host")).toBe("5")
  })
})
