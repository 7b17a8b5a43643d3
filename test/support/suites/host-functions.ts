/** Functions of the page that programs call and wait for; run on each gate. */
import type {HostCall, HostFunction, Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it, loadMoonstep} from "../in-browser.ts"
import {
  type Body,
  debug,
  endKernels,
  start,
  unreachableCall,
  until,
  whenSaved,
  whenState,
  whenWritten,
} from "../kernel-page.ts"
import {itInCalls} from "../unwinding-page.ts"

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const shown = async (kernel: Kernel, code: string) => {
  const {status, result, evalue} = await kernel.execute(code)
  return status === "ok" ? result?.["text/plain"] : `error: ${evalue}`
}

/** Functions that every test may use; `signals` and `calls` are what they have been given. */
function makeHost() {
  const calls: HostCall[] = []
  const host: Record<string, HostFunction> = {
    echo: ([value], call) => {
      calls.push(call)
      return value
    },
    later: async ([value], call) => {
      calls.push(call)
      await sleep(5)
      return value
    },
    never: (_, call) => {
      calls.push(call)
      return new Promise(() => {})
    },
    fail: async ([message]) => {
      await sleep(1)
      throw new Error(String(message))
    },
  }
  return {host, calls}
}

export function describeHostFunctions(options: StartOptions = {}): void {
  const startWith = (host: StartOptions["host"], files: StartOptions["files"] = {}, more: StartOptions = {}) =>
    start(files, {...options, host, ...more})

  describe("Host functions", () => {
    afterEach(endKernels)

    it("give their values to programs, also those that come later", async () => {
      const kernel = await startWith({
        add: ([a, b]) => (a as number) + (b as number),
        get: async ([url, {list}]: readonly Body[]) => {
          await sleep(5)
          return {url, list: [...list, null, 1.5], bytes: new Uint8Array([0, 255]), big: 2n ** 60n}
        },
      })
      expect(await shown(kernel, "Host.add(1, 2)")).toBe("3")
      expect(
        await shown(
          kernel,
          "local r = Host.get('u\\0', {list = {1, 'x', {}}})\nreturn r.url, #r.list, r.list[5], r.bytes == '\\0\\255', r.big, #r.list[3]",
        ),
      ).toBe("u\\0\t5\t1.5\ttrue\t1152921504606846976\t0".replace("\\0", "\0"))
      expect(await shown(kernel, "Host.add(2^53, 0/0) ~= 0, math.type(Host.add(1 << 53, 0) or 0)")).toContain(
        "error: cell-",
      )
    })

    it("carry every value through both ways", async () => {
      const {host} = makeHost()
      const kernel = await startWith(host)
      expect(
        await shown(
          kernel,
          `for _, v in ipairs {true, 0, -1, 1.5, 1/0, -1/0, math.maxinteger, math.mininteger, 2^53, "", "\\0\\255", "ü\\0", ("x"):rep(300000)} do
  for _, f in ipairs {Host.echo, Host.later} do
    local w = f(v)
    assert(w == v and math.type(w) == math.type(v), v)
  end
end
local nan = Host.echo(0/0)
assert(nan ~= nan and 1 / Host.echo(-0.0) == -1/0 and Host.echo(nil) == nil and next(Host.echo({})) == nil)
local t = Host.echo({{["$bytes"] = "x"}, {["$number"] = 1}, {["__proto__"] = 2}, {["a b"] = {1, 2}}})
assert(t[1]["$bytes"] == "x" and t[2]["$number"] == 1 and t[3].__proto__ == 2 and t[4]["a b"][2] == 2)
return "same"`,
        ),
      ).toBe("same")
    })

    it("are errors of the program where they fail", async () => {
      const kernel = await startWith(
        {
          sync: () => {
            throw new TypeError("at once")
          },
          later: async () => {
            throw new Error("later")
          },
          text: () => Promise.reject("a text"),
          nothing: () => Promise.reject(undefined),
          strange: () =>
            Promise.reject({
              toString() {
                throw 1
              },
            }),
          gives: ([what]) =>
            what === "function"
              ? {f: [() => {}]}
              : what === "class"
                ? new Date()
                : what === "large"
                  ? "x".repeat(40_000)
                  : Symbol("s"),
          none: () => undefined,
        },
        {},
        {limits: {messageBytes: 30_000}},
      )
      const message = (code: string) => shown(kernel, `\nlocal ok, e = pcall(function() ${code} end) return ok, e`)
      expect(await message("Host.sync()")).toMatch(/^false\tcell-\d+:2: TypeError: at once$/)
      expect(await message("Host.later()")).toMatch(/^false\tcell-\d+:2: later$/)
      expect(await message("Host.text()")).toMatch(/:2: a text$/)
      expect(await message("Host.nothing()")).toMatch(/:2: undefined$/)
      expect(await message("Host.strange()")).toContain("something that has no words")
      expect(await message("Host.gives('function')")).toContain("a function, at .f[0]")
      expect(await message("Host.gives('class')")).toContain("a Date")
      expect(await message("Host.gives('symbol')")).toContain("a symbol")
      expect(await message("Host.gives('large')")).toContain("more than 30000 bytes")
      expect(await message("Host.none(('x'):rep(40000))")).toContain("can't cross to the page")
      expect(await shown(kernel, "Host.none() == nil")).toBe("true")
      expect(await shown(kernel, "Host.gone()")).toContain("error:")
    })

    it("are not there where none are given, and must be functions", async () => {
      expect(await shown(await start({}, options), "Host")).toBe("nil")
      const {startKernel} = await loadMoonstep<typeof import("../../../src/moonstep.ts")>()
      await expect(startKernel({...options, host: {x: 5 as unknown as HostFunction}})).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining("host.x must be a function"),
      })
    })

    it("can be called thousands of times", async () => {
      let count = 0
      const kernel = await startWith({count: ([n]) => (count += n as number)}, {}, {preset: "production"})
      const statuses: string[] = []
      kernel.on("status", ({execution_state}) => statuses.push(execution_state))
      expect(await shown(kernel, "local n for i = 1, 3000 do n = Host.count(1) end return n")).toBe("3000")
      expect(count).toBe(3000)
      await whenState(kernel, "idle")
      // it is not told of each call
      expect(statuses.length).toBeLessThan(3000)
    })

    itInCalls(options)("may be waited for anywhere in a program", async () => {
      const {host} = makeHost()
      const kernel = await startWith(host)
      expect(
        await shown(
          kernel,
          `local t = {3, 1, 2}
table.sort(t, function(a, b) return Host.later(a) < Host.later(b) end)
local m = setmetatable({}, {__add = function() return Host.later(5) end, __index = function(_, k) return Host.later(k) end})
local s = ("abc"):gsub(".", function(c) return Host.later(c):upper() end)
local co = coroutine.wrap(function()
  local inner = coroutine.wrap(function() coroutine.yield(Host.later(1)) coroutine.yield(Host.later(2)) end)
  coroutine.yield(inner() + inner())
end)
local ok, e = pcall(Host.fail, "caught")
local closed
do local c <close> = setmetatable({}, {__close = function() closed = Host.later("closed") end}) end
local gone
do setmetatable({}, {__gc = function() gone = Host.later("gone") end}) end
collectgarbage()
return t[1], m + m, m.x, s, co(), ok, e, closed, gone`,
        ),
      ).toBe("1\t5\tx\tABC\t3\tfalse\tcaught\tclosed\tgone")
    })

    it("are asked for in the page, whichever client's program it is, also in another tab", async () => {
      const {attachKernel} = await loadMoonstep<typeof import("../../../src/moonstep.ts")>()
      const {host, calls} = makeHost()
      const kernel = await startWith(host)
      const other = await kernel.connect({name: "other"})
      const remote = await attachKernel(kernel.info.id, {name: "tab"})
      expect(await shown(other, "Host.echo('other')")).toBe("other")
      expect(await shown(remote, "Host.later('tab')")).toBe("tab")
      expect(new Set(calls.map(one => one.client)).size).toBe(2)
      // only clients of that page are asked
      await kernel.disconnect()
      expect(await shown(remote, "Host.later('second')")).toBe("second")
      const {resumeToken} = other
      await other.disconnect()
      expect(await shown(remote, "Host.echo(1)")).toContain("not connected")
      const back = await kernel.connect({name: "back", resume: resumeToken})
      expect(await shown(remote, "Host.later('back')")).toBe("back")
      expect(await shown(back, "Host.later('own')")).toBe("own")
      await remote.shutdown()
    })

    it("are there after restarts, also where the worker is new", async () => {
      const {host, calls} = makeHost()
      const kernel = await startWith(host)
      await kernel.restart()
      expect(await shown(kernel, "Host.later(1)")).toBe("1")
      const begun = whenWritten(kernel, "aaa")
      const stuck = kernel.execute(unreachableCall).catch(() => "lost")
      await begun
      await kernel.interrupt()
      expect(await stuck).toBe("lost")
      expect(await shown(kernel, "Host.later(2)")).toBe("2")
      expect(calls).toHaveLength(2)
    })

    it("are there in a state that has been put back", async () => {
      const hibernate = `host state ${Math.random()}`
      const first = await startWith({old: () => "old", both: () => "first"}, {}, {hibernate})
      const saved = whenSaved(first, 1)
      await first.execute(
        "kept = Host.old co = coroutine.wrap(function() coroutine.yield(Host.both()) return Host.both() end) co()",
      )
      await saved
      // its worker is replaced
      const begun = whenWritten(first, "aaa")
      const stuck = first.execute(unreachableCall).catch(() => "lost")
      await begun
      await first.interrupt()
      await stuck
      expect(first.info.hibernation).toMatchObject({restored: true})
      expect(await shown(first, "co(), kept()")).toBe("first\told")
    })
  })

  describe("A program that waits for a host function", () => {
    afterEach(endKernels)

    it("says so, and answers all requests meanwhile", async () => {
      const {host, calls} = makeHost()
      const kernel = await startWith(host)
      const told: Body[] = []
      kernel.on("status", status => told.push(status))
      let asked = 0
      kernel.on("input_request", () => asked++)
      const execution = kernel.execute("print('before') Host.never()")
      await whenState(kernel, "waiting")
      expect(told.at(-1)).toMatchObject({execution_state: "waiting", host: "never", owner: {name: "page"}})
      // each says what the clock asks while a program runs
      for (let beats = 0; beats < 3; beats++) expect(await kernel.heartbeat()).toBe("waiting")
      expect(await kernel.request("lrp/kernel_info")).toMatchObject({state: "waiting"})
      expect(await kernel.request("lrp/complete", {code: "Host.", cursor_pos: 5})).toMatchObject({status: "ok"})
      expect(kernel.state).toBe("waiting")
      expect(asked).toBe(0)
      await kernel.interrupt()
      expect(await execution).toMatchObject({ename: "Interrupted"})
      expect(calls[0].signal.aborted).toBe(true)
      expect(told.filter(({execution_state}) => execution_state === "unresponsive")).toEqual([])
      expect(await shown(kernel, "Host.later(5)")).toBe("5")
    })

    it("ends at once by interrupt, terminate, restart, time-out and shutdown; the signal is aborted", async () => {
      const {host, calls} = makeHost()
      const kernel = await startWith(
        host,
        {"main.lua": "coroutine.wrap(function() Host.never() end)()"},
        {
          limits: {executionMs: 700},
        },
      )
      const whenCalled = async (count: number) => {
        await until(() => calls.length >= count)
      }
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenCalled(1)
      expect(calls[0]).toMatchObject({session: session.session.id, correlation: expect.any(String)})
      await session.request("terminate")
      expect(await session.end()).toBe(1)
      const restarted = kernel.execute("Host.never()")
      await whenCalled(2)
      await kernel.restart()
      expect(await restarted).toMatchObject({ename: "Interrupted"})
      const late = await kernel.execute("\nHost.never()")
      expect(late).toMatchObject({
        ename: "Timeout",
        traceback: expect.arrayContaining([expect.stringContaining("cell-")]),
      })
      const last = kernel.execute("Host.never()").catch(() => "gone")
      await whenCalled(4)
      await kernel.shutdown()
      expect(await last).toBe("gone")
      expect(calls.map(({signal}) => signal.aborted)).toEqual([true, true, true, true])
    })

    it("is not answered by somebody else, nor twice", async () => {
      const {host} = makeHost()
      const kernel = await startWith(host)
      const other = await kernel.connect({name: "other"})
      const results: Promise<unknown>[] = []
      kernel.ports.stdin.addEventListener("message", ({data}: MessageEvent<Body>) => {
        if (data.method !== "host_call") return
        const {call} = data.params
        results.push(
          other.request("lrp/host_reply", {call, value: "foreign"}),
          kernel.request("lrp/host_reply", {call: call + 1, value: "wrong"}),
        )
        for (const one of results) one.catch(() => {})
      })
      expect(await shown(kernel, "Host.later('right')")).toBe("right")
      const codes = (await Promise.allSettled(results)).map(one => one.status === "rejected" && one.reason.code)
      expect(codes).toEqual([-32034, -32034])
      await expect(kernel.request("lrp/host_reply", {call: 1, value: "late"})).rejects.toMatchObject({code: -32034})
    })

    it("is paused at its next line, and can be stepped over", async () => {
      let answer = (_: number) => {}
      const kernel = await startWith(
        {
          wait: () =>
            new Promise(resolve => {
              answer = resolve
            }),
          quick: ([x]) => x,
        },
        {"main.lua": "local a = Host.wait()\nlocal b = Host.quick(2)\nlocal c = a + b\nprint(c)\n"},
      )
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "waiting")
      await session.request("pause", {threadId: 1})
      answer(40)
      expect(await session.next("stopped")).toMatchObject({reason: "pause"})
      expect(await session.place()).toBe("main.lua:2")
      expect(await session.evaluate("a")).toBe("40")
      await expect(session.evaluate("Host.quick(1)")).rejects.toMatchObject({
        message: expect.stringContaining("can't be called here: the debugger evaluates"),
      })
      expect(await session.go("next")).toMatchObject({reason: "step"})
      expect(await session.place()).toBe("main.lua:3")
      expect(await session.evaluate("b")).toBe("2")
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("42\n")
    })
  })

  describe("The correlation id", () => {
    afterEach(endKernels)

    it("follows two clients' executions through coroutines and awaited promises to all that they cause", async () => {
      const {host, calls} = makeHost()
      const seen: string[] = []
      const kernel = await startWith({
        ...host,
        fail: async ([what], call) => {
          seen.push(`${what} ${call.correlation}`)
          await sleep(3)
          throw new Error(`no ${what}`)
        },
      })
      const other = await kernel.connect({name: "other"})
      const heard: Body[] = []
      const hear = ({data}: MessageEvent<Body>) => {
        if (data.method) heard.push(data)
      }
      for (const channel of ["iopub", "stdin"] as const) kernel.ports[channel].addEventListener("message", hear)
      const program = (who: string) => `
print("${who} begins")
local function work(n)
  local co = coroutine.wrap(function()
    Console.log("${who} before")
    local got = Host.later("${who}")
    print(got .. " after")
    local inner = coroutine.wrap(function()
      Console.warn(Host.echo("${who}"))
      Inspect.display({["text/plain"] = "${who}"})
      coroutine.yield(Host.later("${who}"))
    end)
    print(inner())
    print((select(2, pcall(Host.fail, "${who}"))))
  end)
  co()
end
for i = 1, 5 do work(i) end
coroutine.wrap(function()
  Host.later("${who}")
  Host.fail("${who}")
end)()`
      const runs = [1, 2, 3].flatMap(i => [
        kernel.execute(program("first"), {correlation: `first ${i}`, stopOnError: false}),
        other.execute(program("second"), {correlation: `second ${i}`, stopOnError: false}),
      ])
      for (const reply of await Promise.all(runs)) expect(reply.evalue).toMatch(/no (first|second)$/)
      const count = (wanted: string) => heard.filter(({method}) => method === wanted).length
      await until(() => count("error") >= 3 && count("host_call") === 6 * (5 * 4 + 2))
      // what names its client in its text has the id of that client's execution
      const named = heard.filter(({method}) =>
        /^(stream|console|display_data|error|execute_input|host_call)$/.test(method),
      )
      expect(new Set(named.map(({method}) => method)).size).toBe(6)
      for (const {method, params, header} of named) {
        const text = JSON.stringify(params)
        for (const who of ["first", "second"])
          if (text.includes(who)) expect(`${method}: ${header.correlation}`).toMatch(new RegExp(`: ${who} [123]$`))
        expect(header.parent).toBeDefined()
      }
      expect(named.filter(({method}) => method === "host_call")).toHaveLength(6 * (5 * 4 + 2))
      // what the functions have been told is what the messages say
      const told = heard.filter(({method, params}) => method === "host_call" && params.name !== "fail")
      expect(calls.map(({correlation, client}) => [correlation, client])).toEqual(
        told.map(({header, params}) => [header.correlation, params.client]),
      )
      expect(seen.every(one => /^(first first|second second) [123]$/.test(one))).toBe(true)
      // each execution's messages stand together: one runs at a time
      const order = named.map(({header}) => header.correlation)
      expect(order.filter((one, i) => one !== order[i - 1])).toHaveLength(6)
    })

    it("is on all events of a debug session, and its errors keep the whole chain of resumptions", async () => {
      const {host, calls} = makeHost()
      const kernel = await startWith(host, {
        "main.lua": `local function get(name)
  local got = Host.later(name)
  return Host.fail("no " .. got)
end
local inner = coroutine.wrap(function()
  get("page")
end)
local outer = coroutine.wrap(function()
  Host.later(1)
  inner()
end)
outer()
`,
      })
      const other = await kernel.connect({name: "other"})
      const heard: Body[] = []
      for (const channel of ["iopub", "stdin"] as const)
        kernel.ports[channel].addEventListener("message", ({data}: MessageEvent<Body>) => heard.push(data))
      const session = await debug(kernel, "main.lua")
      await session.request("setExceptionBreakpoints", {filters: ["uncaught"]})
      await session.breakAt("main.lua", 3)
      const first = await session.run()
      expect(first.reason).toBe("breakpoint")
      // another one's request does not take the place of what runs
      await other.request("lrp/kernel_info")
      await session.request("continue", {threadId: first.threadId})
      const stopped = await session.next("stopped")
      expect(stopped).toMatchObject({reason: "exception", text: "main.lua:3: no page"})
      const {details} = await session.request("exceptionInfo", {threadId: stopped.threadId})
      const chain = [
        expect.stringMatching(/^\[C\]: in .*'fail'/),
        expect.stringMatching(/^main.lua:3: in (up|local|function).*get/),
        "main.lua:6: in function <main.lua:5>",
        "resumed from:",
        expect.stringContaining("[C]: in"),
        "main.lua:10: in function <main.lua:8>",
        "resumed from:",
        expect.stringContaining("[C]: in"),
        "main.lua:12: in main chunk",
      ]
      // "return f()" is a tail call: the caller's frame is gone
      const lines: string[] = details.stackTrace.split("\n")
      expect(lines.filter(line => line !== "(...tail calls...)").slice(-6)).toEqual(chain.slice(-6))
      expect(lines[0]).toMatch(/^\[C\]: in/)
      await session.finish(stopped.threadId)
      await until(() => heard.some(({method}) => method === "ldp/event/terminated"))
      const [{correlation}] = calls
      expect(calls.map(call => call.correlation)).toEqual(calls.map(() => correlation))
      const own = heard.filter(({method}) =>
        /ldp\/event\/(stopped|output|exited|terminated)|^(error|host_call)$/.test(method),
      )
      expect(own.length).toBeGreaterThan(7)
      expect(new Set(own.map(({header}) => header.correlation))).toEqual(new Set([correlation]))
      expect(session.messages).toContain("resumed from:")
    })

    it("is still right for an error of Lua's after an awaited promise, raised again through a coroutine", async () => {
      const {host} = makeHost()
      const kernel = await startWith(host)
      const {traceback, evalue} = await kernel.execute(
        `local co = coroutine.create(function()
  Host.later(1)
  error("after")
end)
local ok, e = coroutine.resume(co)
Host.later(2)
error(e, 0)`,
        {name: "t"},
      )
      expect(evalue).toBe("t:3: after")
      expect(traceback).toEqual(["t:3: after", "t:3: in function <t:1>", "raised again from:", "t:7: in main chunk"])
    })
  })
}
