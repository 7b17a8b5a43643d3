/** Reaching programs that run: pause, terminate, interrupt, restart; run on each gate. */
import type {StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {debug, endKernels, start, unreachableCall, whenState, whenWritten} from "../kernel-page.ts"

const endless: Readonly<Record<string, string>> = {
  "a plain loop": "while true do end",
  "a numeric loop": "for i = 1, math.huge do local x = i end",
  "repeat until false": "repeat until false",
  "a goto": "::top:: goto top",
  "a loop in a coroutine": "coroutine.wrap(function() while true do end end)()",
  "a coroutine that is resumed without end":
    "local co = coroutine.wrap(function() while true do coroutine.yield() end end)\nwhile true do co() end",
  "a loop under pcall in a loop": "while true do pcall(function() while true do end end) end",
  "errors under pcall": "while true do pcall(error, 'x') end",
  "a tail recursion": "local function f() return f() end\nf()",
  "a comparator": "table.sort({1, 2, 3}, function() while true do end end)",
  "a loop in C that calls straight Lua":
    "local t = setmetatable({}, {__index = function(_, i) return i end, __newindex = function() end})\ntable.move(t, 1, 1e12, 2)",
  "a loop in C that calls C":
    "local t = setmetatable({}, {__index = rawget, __newindex = rawlen})\ntable.move(t, 1, 1e12, 2)",
  "a load that is read without end": "load(function() return ' ' end)",
  "a metamethod": "local t = setmetatable({}, {__index = function() while true do end end})\nprint(t.x)",
}

/** What stands in a loop, with a breakpoint on it that lets all passes by. */
const passing: Readonly<Record<string, {readonly line: string; readonly breakpoint: object}>> = {
  "a false condition": {line: "i = i + 1", breakpoint: {condition: "i < 0"}},
  "a false condition that calls": {line: "i = i + 1", breakpoint: {condition: "math.abs(i) < 0"}},
  "a false condition with jumps": {line: "i = i + 1", breakpoint: {condition: "i > 1e15 and i < 2e15"}},
  "a false condition in a loop that calls": {
    line: "i = i + 1; f(i); f(i)",
    breakpoint: {condition: "i == -5"},
  },
  "a false condition in a loop that calls C": {
    line: 'i = i + 1; s = string.format("%d", i):upper()',
    breakpoint: {condition: "i % 2 == 5"},
  },
  "a log point": {line: "i = i + 1", breakpoint: {condition: "i % 100000 == -1", logMessage: "{i}"}},
  "a hit count": {line: "i = i + 1", breakpoint: {hitCondition: "> 1000000000000"}},
}

export function describeControl(options: StartOptions = {}): void {
  const kernelWith = (files: StartOptions["files"]) => start(files, options)

  describe("A program that runs", () => {
    afterEach(endKernels)

    for (const [name, text] of Object.entries(endless)) {
      it(`can be paused and ended in ${name}`, async () => {
        const kernel = await kernelWith({"main.lua": text})
        const session = await debug(kernel, "main.lua")
        await session.request("configurationDone")
        await whenState(kernel, "busy")
        await session.request("pause", {threadId: 1})
        const {reason, threadId} = await session.next("stopped")
        expect(reason).toBe("pause")
        expect(await session.place(threadId)).toMatch(/^main.lua:\d$/)
        await session.request("continue", {threadId})
        await session.request("pause", {threadId: 1})
        await session.next("stopped")
        await session.request("terminate")
        expect(await session.end()).toBe(1)
        await whenState(kernel, "idle")
        expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok", result: {"text/plain": "2"}})
      })

      it(`can be ended while it runs in ${name}`, async () => {
        const kernel = await kernelWith({"main.lua": text})
        const session = await debug(kernel, "main.lua")
        await session.request("configurationDone")
        await whenState(kernel, "busy")
        await session.request("terminate")
        expect(await session.end()).toBe(1)
        expect(await kernel.execute("return 1 + 1")).toMatchObject({status: "ok", result: {"text/plain": "2"}})
      })

      it(`can be interrupted in ${name}`, async () => {
        const kernel = await kernelWith({})
        await kernel.execute("kept = 'kept'")
        const execution = kernel.execute(text)
        await whenState(kernel, "busy")
        await kernel.interrupt()
        expect(await execution).toMatchObject({status: "error", evalue: "interrupted"})
        expect(await kernel.execute("return kept, 1 + 1")).toMatchObject({
          status: "ok",
          result: {"text/plain": "kept\t2"},
        })
      })
    }

    for (const [name, {line, breakpoint}] of Object.entries(passing)) {
      it(`stands at each pause, and goes on, with ${name} in its loop`, async () => {
        const text = `i = 0\nfunction f(x) return x end\nwhile true do\n  ${line}\n  j = i\nend`
        const kernel = await kernelWith({"main.lua": text})
        const session = await debug(kernel, "main.lua")
        await session.breakAt("main.lua", {line: 4, ...breakpoint})
        await session.request("configurationDone")
        const count = async () => Number((await session.request("evaluate", {expression: "i"})).result)
        // it is in its loop
        while (!((await count()) > 0));
        let before = -1
        for (let n = 0; n < 12; n++) {
          await session.request("pause", {threadId: 1})
          const {reason, threadId} = await session.next("stopped")
          expect(reason).toBe("pause")
          expect(await session.place(threadId)).toMatch(/^main.lua:[2-6]$/)
          const here = await count()
          expect(here).toBeGreaterThan(before)
          expect(await count()).toBe(here)
          before = here
          await session.request("continue", {threadId})
          // some passes, of whatever length
          while ((await count()) < here + 10);
        }
        // breakpoints are heard of meanwhile, too
        expect(await session.breakAt("main.lua", 5)).toMatchObject([{verified: true}])
        expect(await session.next("stopped")).toMatchObject({reason: "breakpoint"})
      })
    }

    it("ends without another stop where a condition runs meanwhile", async () => {
      const kernel = await kernelWith({"main.lua": "while true do\n  i = 1\nend"})
      const session = await debug(kernel, "main.lua")
      const condition = '(function() print("within") while true do end end)()'
      const written = whenWritten(kernel, "within")
      await session.breakAt("main.lua", {line: 2, condition})
      await session.request("configurationDone")
      await written
      await session.request("terminate")
      expect(await session.end()).toBe(1)
      // not isolated nobody is heard before the condition's time is over, which is a stop
      const stops = session.all.filter(({event}) => event === "stopped")
      if (kernel.info.gate === "atomics") expect(stops).toEqual([])
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok", result: {"text/plain": "2"}})
    })

    it("can be interrupted before it has begun", async () => {
      const kernel = await kernelWith({})
      for (let i = 0; i < 5; i++) {
        const execution = kernel.execute("while true do end")
        await kernel.interrupt()
        expect(await execution).toMatchObject({status: "error", evalue: "interrupted"})
        const [first, second] = [kernel.execute("1"), kernel.execute("while true do end")]
        expect((await first).status).toBe("ok")
        await kernel.interrupt()
        expect(await second).toMatchObject({status: "error", evalue: "interrupted"})
      }
      expect(await kernel.execute("1 + 1")).toMatchObject({executionCount: 16, result: {"text/plain": "2"}})
    })

    it("goes on as before after many pauses", async () => {
      const kernel = await kernelWith({
        "main.lua": "local n = 0\nfor i = 1, 10000000 do\n  n = n + i % 7\nend\nprint(n)\n",
      })
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      let stops = 0
      session.session.on("stopped", ({threadId = 1}) => {
        stops++
        void session.request("continue", {threadId}).then(() => pause())
      })
      const pause = () => session.request("pause", {threadId: 1}).catch(() => undefined)
      await pause()
      expect(await session.end()).toBe(0)
      expect(session.output).toBe("29999997\n")
      expect(stops).toBeGreaterThan(0)
    })

    it("is reached between its output", async () => {
      const kernel = await kernelWith({"main.lua": "while true do print('again') end"})
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenWritten(kernel, "again")
      await session.request("pause", {threadId: 1})
      expect((await session.next("stopped")).reason).toBe("pause")
      await session.request("terminate")
      expect(await session.end()).toBe(1)
    })

    it("that stands can be interrupted, ended and followed by another one", async () => {
      const kernel = await kernelWith({"main.lua": "local a = 1\nlocal b = 2\nreturn a + b"})
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 2)
      await session.run()
      await session.request("terminate")
      expect(await session.end()).toBe(1)
      const second = await debug(kernel, "main.lua")
      await second.breakAt("main.lua", 3)
      await second.run()
      await kernel.interrupt()
      expect(await second.end()).toBe(1)
      expect(await kernel.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
    })

    it("does not run to-be-closed variables when it is interrupted, and can't catch it", async () => {
      const kernel = await kernelWith({})
      const written = whenWritten(kernel, "begun")
      const execution = kernel.execute(`ran = "nothing"
print("begun")
local c <close> = setmetatable({}, {__close = function() ran = "closed" end})
pcall(function() while true do end end)
ran = "caught"`)
      await written
      await kernel.interrupt()
      expect(await execution).toMatchObject({status: "error", evalue: "interrupted"})
      expect(await kernel.execute("ran")).toMatchObject({result: {"text/plain": "nothing"}})
    })

    it("makes others wait in line", async () => {
      const kernel = await kernelWith({"main.lua": "local a = 1\nreturn a"})
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 1)
      await session.run()
      const order: string[] = []
      const first = kernel.execute("1").then(() => order.push("first"))
      const second = kernel.execute("2").then(() => order.push("second"))
      expect(await session.evaluate("1 + 1")).toBe("2")
      expect(order).toEqual([])
      await session.finish()
      await Promise.all([first, second])
      expect(order).toEqual(["first", "second"])
    })

    it("gets further clients while it runs and while it is paused", async () => {
      const kernel = await kernelWith({"main.lua": "while true do\n  local a = 1\nend"})
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "busy")
      const early = await kernel.connect({name: "came while it ran"})
      await whenState(early, "busy")
      await session.request("pause", {threadId: 1})
      await session.next("stopped")
      await whenState(early, "paused")
      const late = await kernel.connect({name: "came in the pause"})
      await whenState(late, "paused")
      expect(await late.listFiles()).toEqual(["main.lua"])
      const execution = late.execute("1 + 1")
      await session.request("terminate")
      expect(await execution).toMatchObject({result: {"text/plain": "2"}})
    })

    it("has a fresh state at each session, which stays for the console", async () => {
      const kernel = await kernelWith({"main.lua": "print(before, twice)\ntwice = (twice or 0) + 1"})
      await kernel.execute("before = 'console'")
      const run = async (keepState: boolean) => {
        const session = await debug(kernel, {program: "main.lua", keepState})
        await session.request("configurationDone")
        await session.end()
        return session.output
      }
      expect(await run(true)).toBe("console\tnil\n")
      expect(await run(true)).toBe("console\t1\n")
      expect(await run(false)).toBe("nil\tnil\n")
      expect(await kernel.execute("twice")).toMatchObject({result: {"text/plain": "1"}})
    })

    it("that can't be reached loses its worker and keeps its files", async () => {
      const kernel = await kernelWith({
        "main.lua": unreachableCall,
        "kept.txt": "kept",
      })
      await kernel.writeFile("later.txt", "written later")
      const died: string[] = []
      kernel.on("died", ({reason}) => died.push(reason))
      const session = await debug(kernel, "main.lua")
      const begun = whenWritten(kernel, "aaa")
      await session.request("configurationDone")
      await begun
      await session.request("terminate")
      expect(await session.end()).toBe(1)
      await whenState(kernel, "idle")
      expect(died).toHaveLength(1)
      expect(await kernel.listFiles()).toEqual(["kept.txt", "later.txt", "main.lua"])
      expect(new TextDecoder().decode(await kernel.readFile("later.txt"))).toBe("written later")
      expect(await kernel.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
    })

    it("that can't be reached loses its worker once, however many want that", async () => {
      const kernel = await kernelWith({})
      const other = await kernel.connect({name: "other"})
      const died: string[] = []
      kernel.on("died", ({reason}) => died.push(reason))
      const begun = whenWritten(kernel, "aaa")
      const lost = kernel.execute(unreachableCall).catch((error: {code: number}) => error.code)
      await begun
      await Promise.all([kernel.restart(), other.restart(), kernel.interrupt()])
      expect(await lost).toBe(-32008)
      expect(died).toHaveLength(1)
      for (const client of [kernel, other])
        expect(await client.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
    })

    it("has one worker when several want a dead kernel back, and none after a shutdown", async () => {
      const kernel = await kernelWith({})
      const other = await kernel.connect({name: "other"})
      await kernel.shutdown()
      const restarted = Promise.all([kernel.restart(), other.restart(), kernel.restart()])
      const late = await kernel.connect({name: "late"})
      await restarted
      for (const client of [kernel, other, late])
        expect(await client.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
      await kernel.shutdown()
      const again = kernel.restart()
      await kernel.shutdown()
      await again
      expect([kernel.state, other.state]).toEqual(["dead", "dead"])
      expect(await kernel.heartbeat()).toBe("dead")
    })

    it("loses neither what it wrote nor its place in the history with its worker", async () => {
      const kernel = await kernelWith({"old.txt": "old"})
      const mark = `mark ${Math.random()}`
      const first = `note = 'first' -- ${mark}`
      await kernel.execute(first)
      const code = `-- ${mark}
        local file = io.open("written.txt", "w")
        file:write(note)
        file:close()
        os.remove("old.txt")
        io.read()
        ${unreachableCall}`
      kernel.on("input_request", ({reply}) => reply("on\n"))
      const begun = whenWritten(kernel, "aaa")
      const lost = kernel.execute(code).catch((error: {code: number}) => error.code)
      await begun
      await kernel.interrupt()
      expect(await lost).toBe(-32008)
      await whenState(kernel, "idle")
      expect(await kernel.listFiles()).toEqual(["written.txt"])
      expect(new TextDecoder().decode(await kernel.readFile("written.txt"))).toBe("first")
      // other pages write into the same history
      const {history} = (await kernel.request("lrp/history", {
        hist_access_type: "search",
        pattern: `*${mark}*`,
      })) as {history: [number, number, string][]}
      expect(history.map(([, line, input]) => [line, input])).toEqual([
        [1, first],
        [2, code],
      ])
      expect(history[0][0]).toBe(history[1][0])
    })

    it("is gone after a restart, with files and breakpoints kept", async () => {
      const kernel = await kernelWith({"main.lua": "x = 1\nwhile true do end"})
      await kernel.execute("old = 1")
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "busy")
      await kernel.restart()
      await session.end()
      expect(await kernel.execute("return old, x")).toMatchObject({result: {"text/plain": "nil\tnil"}})
      expect(await kernel.listFiles()).toEqual(["main.lua"])
    })
  })
}
