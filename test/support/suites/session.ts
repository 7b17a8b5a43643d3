/** A session from launch to end, and what a stopped program shows; run on each gate. */
import type {StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, debug, endKernels, start, whenWritten} from "../kernel-page.ts"
import {itInCalls} from "../unwinding-page.ts"

export function describeSessions(options: StartOptions = {}): void {
  const kernelWith = (files: StartOptions["files"]) => start(files, options)

  describe("A debug session", () => {
    afterEach(endKernels)

    it("goes as the design says, in that order", async () => {
      const kernel = await kernelWith({"main.lua": 'local i = 7\nlocal s = "hi"\nprint(s)\ni = i + 1\n'})
      const session = await debug(kernel, "main.lua")
      expect((await session.request("initialize")).supportsConfigurationDoneRequest).toBe(true)
      expect(await session.breakAt("main.lua", 3)).toMatchObject([{id: 1, verified: true, line: 3}])
      expect(await session.request("configurationDone")).toEqual({})
      expect(await session.next("stopped")).toEqual({
        stop: {kind: "breakpoint", breakpoints: [{id: 1}]},
        reason: "breakpoint",
        threadId: 1,
        allThreadsStopped: true,
        hitBreakpointIds: [1],
      })
      const {stackFrames, totalFrames} = await session.request("stackTrace", {threadId: 1})
      expect(totalFrames).toBe(1)
      expect(stackFrames).toMatchObject([
        {id: 1000, name: "main chunk", source: {path: "main.lua"}, line: 3, column: 1},
      ])
      const {scopes} = await session.request("scopes", {frameId: 1000})
      expect(scopes.map((one: Body) => one.name)).toEqual(["Locals", "Globals"])
      expect(scopes[0]).toMatchObject({presentationHint: "locals", expensive: false})
      const {variables} = await session.request("variables", {variablesReference: scopes[0].variablesReference})
      expect(variables).toMatchObject([
        {name: "i", value: "7", type: "number", variablesReference: 0, evaluateName: "i"},
        {name: "s", value: '"hi"', type: "string", variablesReference: 0, evaluateName: "s"},
      ])
      const told: string[] = []
      session.session.on("continued", () => told.push("continued"))
      expect(await session.request("next", {threadId: 1}).finally(() => told.push("answer"))).toEqual({})
      expect(await session.next("stopped")).toMatchObject({reason: "step", threadId: 1, allThreadsStopped: true})
      expect(told).toEqual(["answer", "continued"])
      expect(await session.place()).toBe("main.lua:4")
      expect(await session.request("continue", {threadId: 1})).toEqual({allThreadsContinued: true})
      expect(await session.end()).toBe(0)
      expect(session.all.map(({event}) => event).filter(event => event !== "initialized")).toEqual([
        "thread",
        "stopped",
        "continued",
        "output",
        "stopped",
        "continued",
        "thread",
        "exited",
        "terminated",
      ])
      expect(session.all.find(({event}) => event === "output")?.body).toMatchObject({
        category: "stdout",
        output: "hi\n",
        source: {path: "main.lua"},
        line: 3,
      })
    })

    it("stops on entry, and steps in, over and out", async () => {
      const kernel = await kernelWith({
        "main.lua": "local function f(x)\n  local y = x\n  return y\nend\nlocal a = f(1)\nlocal b = f(2)\nprint(a, b)",
      })
      const session = await debug(kernel, {program: "main.lua", stopOnEntry: true})
      expect((await session.run()).reason).toBe("entry")
      expect(await session.place()).toBe("main.lua:4")
      await session.go("next")
      expect(await session.place()).toBe("main.lua:5")
      await session.go("stepIn")
      expect(await session.stack()).toEqual(["main.lua:2 f", "main.lua:5 main chunk"])
      await session.go("stepOut")
      expect(await session.place()).toBe("main.lua:6")
      await session.go("next")
      expect(await session.place()).toBe("main.lua:7")
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("1\t2\n")
    })

    it("says of a condition or log message that does not compile why it does not stand", async () => {
      const kernel = await kernelWith({"main.lua": "local i = 1\nprint(i)\nprint(i)\n"})
      const session = await debug(kernel, "main.lua")
      expect(
        await session.breakAt("main.lua", {line: 2, condition: "i =="}, {line: 2, logMessage: "{i +}"}, 3),
      ).toEqual([
        expect.objectContaining({verified: false, message: 'Invalid condition "i ==": unexpected symbol near <eof>.'}),
        expect.objectContaining({verified: false, message: expect.stringContaining('log message "i +"')}),
        expect.objectContaining({verified: true, line: 3}),
      ])
      await session.request("configurationDone")
      const {threadId} = await session.next("stopped")
      expect(await session.place(threadId)).toBe("main.lua:3")
      await expect(session.request("continue", {threadId: threadId + 1})).rejects.toThrow("No thread")
      await session.request("continue", {threadId})
      expect(await session.end()).toBe(0)
    })

    itInCalls(options)("ends with what it has made: finalizers, and variables to be closed", async () => {
      const kernel = await kernelWith({
        "main.lua": `local function object(name)
  return setmetatable({}, {
    __gc = function()
      print("gc " .. name .. io.read())
    end,
    __close = function()
      print("close " .. name)
    end,
  })
end
a, b = object("a"), object("b")
local c <close> = object("c")
if ... then os.exit(7, true) end
error("failed", 0)`,
        "endless.lua": "a = setmetatable({}, {__gc = function() print('begun') while true do end end})",
      })
      kernel.on("input_request", ({reply}) => reply("!\n"))
      const failing = await debug(kernel, "main.lua")
      await failing.breakAt("main.lua", 4)
      await failing.run()
      expect(await failing.place()).toBe("main.lua:4")
      expect(failing.messages).toContain("failed")
      expect(await failing.evaluate("name")).toBe('"c"')
      await failing.go("next")
      expect(await failing.place()).toBe("main.lua:5")
      await failing.breakAt("main.lua")
      expect(await failing.finish()).toBe(1)
      expect(failing.output).toBe("close c\ngc c!\ngc b!\ngc a!\n")
      const exiting = await debug(kernel, {program: "main.lua", args: ["exit"]})
      await exiting.request("configurationDone")
      expect(await exiting.end()).toBe(7)
      expect(exiting.output).toBe("close c\ngc c!\ngc b!\ngc a!\n")
      const endless = await debug(kernel, "endless.lua")
      const begun = whenWritten(kernel, "begun")
      await endless.request("configurationDone")
      await begun
      await endless.request("pause", {threadId: 1})
      await endless.next("stopped")
      await endless.request("terminate")
      expect(await endless.end()).toBe(1)
      expect(await kernel.execute("return type(a)")).toMatchObject({result: {"text/plain": "table"}})
    })

    it("stops on conditions, hit counts and log messages", async () => {
      const kernel = await kernelWith({
        "main.lua": "for i = 1, 10 do\n  local a = i\n  local b = i\n  local c = i\nend",
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt(
        "main.lua",
        {line: 2, condition: "i == 7"},
        {line: 3, hitCondition: "> 8"},
        {line: 4, logMessage: "i is {i}"},
      )
      expect(await session.run()).toMatchObject({hitBreakpointIds: [1]})
      expect(await session.evaluate("i")).toBe("7")
      expect(await session.go("continue")).toMatchObject({hitBreakpointIds: [2]})
      expect(await session.evaluate("i")).toBe("9")
      await session.go("continue")
      expect(await session.evaluate("i")).toBe("10")
      expect(await session.finish()).toBe(0)
      expect(session.messages).toBe(Array.from({length: 10}, (_, i) => `i is ${i + 1}\n`).join(""))
    })

    it("is held once by a condition that never ends, and says so of its breakpoint", async () => {
      const kernel = await start({"main.lua": "local i = 0\nfor k = 1, 3 do\n  i = k\nend\nprint(i)\n"}, options)
      const session = await debug(kernel, "main.lua")
      const condition = "(function() while true do end end)()"
      const [{id}] = await session.breakAt("main.lua", {line: 3, condition})
      const {hitBreakpointIds, text} = await session.run()
      expect(hitBreakpointIds).toEqual([id])
      expect(text).toContain("took longer than 2 s")
      expect((await session.next("breakpoint")).breakpoint).toMatchObject({id, line: 3, verified: false})
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("3\n")
      expect(session.all.filter(({event}) => event === "stopped")).toHaveLength(1)
    })

    it("evaluates and sets in upper frames", async () => {
      const kernel = await kernelWith({
        "main.lua":
          "local up = 'u'\nlocal function f(a, ...)\n  local b = a\n  return up, b, ...\nend\nlocal x = 1\nprint(f(x, 2, 3))\nprint(x)",
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 4)
      await session.run()
      expect(await session.variables("Locals")).toEqual({a: "1", b: "1"})
      expect(await session.variables("Varargs")).toEqual({"[1]": "2", "[2]": "3"})
      expect(await session.variables("Upvalues")).toEqual({up: '"u"'})
      expect(await session.evaluate("x + 1", 1)).toBe("2")
      await session.evaluate("x = 50", 1)
      const set = async (scope: string, name: string, value: string) =>
        session.request("setVariable", {variablesReference: await session.scope(scope), name, value})
      expect(await set("Locals", "b", "{1}")).toMatchObject({value: "{1}", type: "table"})
      await set("Locals", "b", "'set'")
      await set("Upvalues", "up", "up .. '!'")
      await set("Varargs", "[2]", "nil")
      await expect(session.evaluate("nothing.here")).rejects.toMatchObject({
        code: -32011,
        message: expect.stringContaining("global 'nothing'"),
      })
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("u!\tset\t2\tnil\n50\n")
    })

    it("steps over a tail call, and shows what was returned and what is thrown", async () => {
      const kernel = await kernelWith({
        "main.lua": `local function deep() return "deep", {2} end
local function f()
  return deep()
end
f()
local slow = setmetatable({code = 7}, {__tostring = function(self) return "code " .. self.code end})
coroutine.wrap(function() error(slow) end)()`,
      })
      const session = await debug(kernel, "main.lua")
      await session.request("setExceptionBreakpoints", {filters: ["uncaught"]})
      await session.breakAt("main.lua", {line: 3})
      const {threadId} = await session.run()
      const rows = async (thread: number, scope: string) => {
        const {stackFrames} = await session.request("stackTrace", {threadId: thread})
        const {scopes} = await session.request("scopes", {frameId: stackFrames[0].id})
        const {variablesReference} = scopes.find((one: Body) => one.name === scope)
        const {variables} = await session.request("variables", {variablesReference})
        return variables.map((one: Body) => `${one.name} = ${one.value}`)
      }
      await session.request("next", {threadId})
      await session.next("stopped")
      expect(await session.stack(threadId)).toEqual(["main.lua:6 main chunk"])
      expect((await rows(threadId, "Locals")).slice(0, 2)).toEqual(['(returned 1) = "deep"', "(returned 2) = {2}"])
      await session.request("continue", {threadId})
      const thrown = await session.next("stopped")
      expect(thrown).toMatchObject({reason: "exception", text: "code 7"})
      expect(await rows(thrown.threadId, "Error")).toEqual(["_ERROR = {code = 7}"])
      expect(await session.evaluate("_ERROR.code", 0, thrown.threadId)).toBe("7")
    })

    it("shows what a call has returned that was stepped over", async () => {
      const kernel = await kernelWith({
        "main.lua": `local function give(...) return ... end
give("a", {2})
string.rep("b", 3)
coroutine.resume(coroutine.create(give), 4)
local five = give(5, 6)
print(five)`,
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 2)
      const {threadId} = await session.run()
      const returned = async (step: "next" | "stepIn") => {
        await session.request(step, {threadId})
        await session.next("stopped")
        const {variables} = await session.request("variables", {variablesReference: await session.scope("Locals")})
        const rows = variables.filter((one: Body) => one.name.startsWith("(returned"))
        return rows.map((one: Body) => `${one.name} = ${one.value}`)
      }
      expect(await returned("next")).toEqual(['(returned 1) = "a"', "(returned 2) = {2}"])
      expect(await returned("stepIn")).toEqual(['(returned) = "bbb"'])
      expect(await returned("next")).toEqual(["(returned 1) = true", "(returned 2) = 4"])
      expect(await returned("next")).toEqual(["(returned) = 5"])
      expect(await session.finish(threadId)).toBe(0)
      expect(session.output).toBe("5\n")
    })

    it("shows the stacks of all coroutines", async () => {
      const kernel = await kernelWith({
        "main.lua": `local function inner(x)
  coroutine.yield(x)
  return x
end
local sleeping = coroutine.create(inner)
coroutine.resume(sleeping, "asleep")
local outer = coroutine.wrap(function()
  local co = coroutine.wrap(inner)
  co("awake")
  return co()
end)
outer()`,
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", {line: 3})
      const {threadId} = await session.run()
      expect(threadId).not.toBe(1)
      expect(await session.stack(threadId)).toEqual(["main.lua:3 inner"])
      expect(await session.evaluate("x", 0, threadId)).toBe('"awake"')
      const {threads} = await session.request("threads")
      expect(threads).toHaveLength(4)
      expect(threads[0].id).toBe(threadId)
      const stacks: string[][] = []
      for (const {id} of threads) stacks.push((await session.stack(id)).filter(one => one.startsWith("main.lua")))
      expect(stacks).toEqual([
        ["main.lua:3 inner"],
        ["main.lua:10 function"],
        ["main.lua:12 main chunk"],
        ["main.lua:2 inner"],
      ])
      expect(await session.finish(threadId)).toBe(0)
    })

    it("stops at an uncaught error with its stack, and ends with 1", async () => {
      const kernel = await kernelWith({
        "main.lua":
          "local function fail(what)\n  error(what)\nend\npcall(fail, 'caught')\nlocal x = 1\nfail('uncaught')\n",
      })
      const session = await debug(kernel, "main.lua")
      await session.request("setExceptionBreakpoints", {filters: ["uncaught"]})
      expect(await session.run()).toMatchObject({reason: "exception", text: "main.lua:2: uncaught"})
      expect((await session.stack())[0]).toMatch(/^main.lua:2/)
      expect(await session.variables("Locals")).toEqual({what: '"uncaught"'})
      expect(await session.evaluate("x", 1)).toBe("1")
      expect(await session.finish()).toBe(1)
      expect(session.messages).toContain("main.lua:2: uncaught")
    })

    itInCalls(options)("stops in sort comparators, metamethods and gsub callbacks", async () => {
      const kernel = await kernelWith({
        "main.lua": `table.sort({2, 1}, function(a, b)
  return a < b
end)
local t = setmetatable({}, {__index = function(_, k)
  return k
end})
print(t.key)
print((("x"):gsub("x", function(c)
  return c .. c
end)))
print(coroutine.wrap(function() return pcall(function()
  return t.inside
end) end)())`,
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 2, 5, 9, 12)
      await session.run()
      expect(await session.place()).toBe("main.lua:2")
      await session.go("continue")
      expect(await session.place()).toBe("main.lua:5")
      await session.go("continue")
      expect(await session.place()).toBe("main.lua:9")
      const {threadId} = await session.go("continue")
      expect(await session.place(threadId)).toBe("main.lua:12")
      const next = await session.go("continue", threadId)
      expect(await session.place(next.threadId)).toBe("main.lua:5")
      expect(await session.finish(next.threadId)).toBe(0)
      expect(session.output).toBe("key\nxx\ntrue\tinside\n")
    })

    it("takes breakpoints while the program stands and while it runs", async () => {
      const kernel = await kernelWith({
        "main.lua": "N = 0\nwhile not STOP do\n  N = N + 1\nend\nprint('left')\nlocal z = N\nreturn z",
      })
      const session = await debug(kernel, {program: "main.lua", stopOnEntry: true})
      await session.run()
      await session.request("continue", {threadId: 1})
      const [breakpoint] = await session.breakAt("main.lua", 3)
      expect(breakpoint).toMatchObject({verified: true, line: 3})
      expect(await session.next("stopped")).toMatchObject({reason: "breakpoint", hitBreakpointIds: [breakpoint.id]})
      await session.evaluate("STOP = true")
      await session.breakAt("main.lua", 6)
      await session.go("continue")
      expect(await session.place()).toBe("main.lua:6")
      expect(await session.finish()).toBe(0)
    })

    it("restarts a program that never ends, in a fresh state, and goes over to another one", async () => {
      const kernel = await kernelWith({
        "main.lua": "count = (count or 0) + 1\nprint(count)\nwhile true do end\n",
        "reader.lua": "local line = io.read()\nprint(line)\n",
      })
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      expect(await session.next("output")).toMatchObject({output: "1\n"})
      await session.request("restart")
      expect(await session.next("output")).toMatchObject({output: "1\n"})
      const other = await kernel.connect({name: "other"})
      await expect(other.debug({program: "main.lua"})).rejects.toMatchObject({code: -32004})
      const asked = new Promise<void>(resolve => kernel.on("input_request", () => resolve()))
      await session.breakAt("reader.lua", 2)
      await session.request("restart", {arguments: {program: "reader.lua"}})
      expect(await session.next("process")).toMatchObject({name: "reader.lua"})
      expect(session.session.program).toBe("reader.lua")
      await expect(other.debug({program: "main.lua"})).resolves.toMatchObject({program: "main.lua"})
      await asked
      kernel.on("input_request", ({reply}) => reply("a line\n"))
      await session.request("restart")
      await session.next("stopped")
      expect(await session.evaluate("line")).toBe('"a line"')
      expect(await session.finish()).toBe(0)
    })

    it("tells exit codes", async () => {
      const kernel = await kernelWith({
        "three.lua": "print('before')\nos.exit(3)\nprint('after')",
        "true.lua": "os.exit(true)",
        "false.lua": "os.exit(false)",
        "error.lua": "error('x')",
        "syntax.lua": "local = 1",
        "nested.lua": "coroutine.wrap(function() pcall(function() os.exit(4) end) end)()",
      })
      const codes: Record<string, number> = {}
      for (const program of ["three", "true", "false", "error", "syntax", "nested"]) {
        const session = await debug(kernel, `${program}.lua`)
        await session.request("configurationDone")
        codes[program] = await session.end()
        if (program === "three") expect(session.output).toBe("before\n")
        if (program === "syntax") expect(session.messages).toContain("syntax.lua:1:")
      }
      expect(codes).toEqual({three: 3, true: 0, false: 1, error: 1, syntax: 1, nested: 4})
    })

    it("refuses what makes no sense with a code and a sentence", async () => {
      const kernel = await kernelWith({"main.lua": "local a = 1\nreturn a"})
      await expect(kernel.debug({program: "missing.lua"})).rejects.toMatchObject({code: -32009})
      const session = await debug(kernel, "main.lua")
      await expect(session.request("stackTrace", {threadId: 1})).rejects.toMatchObject({code: -32000})
      await expect(session.request("dance")).rejects.toMatchObject({code: -32601})
      await expect(session.request("setBreakpoints", {})).rejects.toMatchObject({code: -32602})
      await session.breakAt("main.lua", 2)
      await session.run()
      await expect(session.request("scopes", {frameId: 5})).rejects.toMatchObject({code: -32001})
      await expect(session.request("variables", {variablesReference: 999})).rejects.toMatchObject({code: -32010})
      await expect(session.request("stackTrace", {threadId: 99})).rejects.toMatchObject({code: -32012})
      await session.finish()
      await expect(session.request("threads")).rejects.toMatchObject({code: -32002})
    })
  })
}
