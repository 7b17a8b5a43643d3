/** Console, Debugger and their like, and what is told of an execution, in a page; run on each gate. */
import type {StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, debug, endKernels, start, until} from "../kernel-page.ts"
import {itInCalls} from "../unwinding-page.ts"

export function describeScriptGlobals(options: StartOptions = {}): void {
  const kernelWith = (files: StartOptions["files"] = {}) => start(files, options)

  describe("Script globals", () => {
    afterEach(endKernels)

    it("are heard in order with what is printed", async () => {
      const kernel = await kernelWith()
      const heard: string[] = []
      kernel.on("stream", ({text}) => heard.push(text.trim()))
      kernel.on("console", ({level, text, line}) => heard.push(`${level} ${text} at ${line}`))
      kernel.on("display_data", ({data}) => heard.push(Object.keys(data).sort().join(" ")))
      kernel.on("clear_output", () => heard.push("clear"))
      await kernel.execute(
        "print(1)\nConsole.warn({2})\nio.write('3')\nConsole.table{{4}}\nprint(5)\nConsole.clear()\nInspect.display{['image/png'] = '\\0'}",
      )
      expect(heard).toEqual([
        "1",
        "warn {2} at 2",
        "3",
        "application/vnd.dataresource+json text/html text/plain",
        "5",
        "clear",
        "image/png",
      ])
    })

    it("are there after a restart", async () => {
      const kernel = await kernelWith()
      await kernel.execute("Console = nil")
      await kernel.restart()
      expect((await kernel.execute("type(Console)")).result?.["text/plain"]).toBe("table")
    })

    itInCalls(options)("pause a program anywhere, and steps go on from there", async () => {
      const kernel = await kernelWith({
        "main.lua": `local t = {3, 1, 2}
table.sort(t, function(a, b)
  Debugger.pause("compare")
  return a < b
end)
local co = coroutine.wrap(function()
  Debugger.pause()
  return 1
end)
local one = co()
print(t[1], one)
`,
      })
      const session = await debug(kernel, "main.lua")
      expect(await session.run()).toMatchObject({reason: "pause", text: "compare"})
      expect(await session.stack()).toEqual(["main.lua:3 function", "[C]:0 sort", "main.lua:2 main chunk"])
      expect(await session.evaluate("a + b")).toMatch(/^[345]$/)
      expect(await session.go("next")).toMatchObject({reason: "step"})
      expect(await session.place()).toBe("main.lua:4")
      const inComparator = async () => (await session.place()) === "main.lua:3"
      let stop = await session.go("continue")
      while (await inComparator().catch(() => false)) stop = await session.go("continue")
      expect(await session.place(stop.threadId)).toBe("main.lua:7")
      await session.go("next", stop.threadId)
      expect(await session.place(stop.threadId)).toBe("main.lua:8")
      expect(await session.finish(stop.threadId)).toBe(0)
      expect(session.output).toBe("1\t1\n")
    })

    it("do not pause what nobody debugs", async () => {
      const kernel = await kernelWith({"main.lua": "Debugger.pause() print('through')"})
      expect((await kernel.execute("Debugger.pause() return Debugger.isAttached()")).result?.["text/plain"]).toBe(
        "false",
      )
      const session = await debug(kernel, {program: "main.lua", noDebug: true})
      await session.request("configurationDone")
      expect(await session.end()).toBe(0)
    })
  })

  describe("An execution", () => {
    afterEach(endKernels)

    it("is named by all that it causes, also while another client's program stands", async () => {
      const kernel = await kernelWith({"a.lua": "print('a')\nprint('more')", "b.lua": "Console.log('b')"})
      const other = await kernel.connect({name: "other"})
      const heard: Body[] = []
      other.ports.iopub.addEventListener("message", ({data}) => heard.push(data))
      const first = await debug(kernel, "a.lua")
      await first.breakAt("a.lua", 2)
      await first.run()
      const second = await debug(other, "b.lua")
      await second.request("configurationDone")
      await first.finish()
      await second.end()
      await other.execute("Console.log('c')")
      const about = (method: string) => heard.filter(one => one.method === method).map(({header}) => header.correlation)
      await until(() => about("console").length === 2)
      const [own] = new Set(about("ldp/event/thread"))
      expect(new Set(about("ldp/event/terminated"))).toEqual(new Set([own]))
      const [launched] = about("ldp/event/initialized")
      expect(launched).not.toBe(own)
      const [theirs] = about("stream")
      expect(theirs).toBeDefined()
      expect([own, launched]).not.toContain(theirs)
      const [of1, of2] = about("console")
      expect(of1).toBe(own)
      expect(of2).not.toBe(own)
      for (const {method, header} of heard) {
        // events about this client's session never name the other's program
        if (method?.startsWith("ldp/")) expect(header.correlation).not.toBe(theirs)
      }
    })

    it("keeps the stack of an error through its coroutines, and tells at a stop what it has cost", async () => {
      const kernel = await kernelWith({
        "main.lua":
          'for i = 1, 7 do print(i) end\nlocal co = coroutine.create(function()\n  error("boom")\nend)\nlocal ok, e = coroutine.resume(co)\nerror(e, 0)\n',
      })
      const session = await debug(kernel, "main.lua")
      await session.request("setExceptionBreakpoints", {filters: ["uncaught"]})
      const {threadId} = await session.run()
      const {details} = await session.request("exceptionInfo", {threadId})
      expect(details.stackTrace.split("\n")).toEqual([
        "main.lua:3: in function <main.lua:2>",
        "raised again from:",
        "main.lua:6: in main chunk",
      ])
      const context = await session.request("executionContext")
      expect(context.output).toEqual(["3", "4", "5", "6", "7"])
      expect(context.elapsedMs).toBeGreaterThanOrEqual(0)
      await session.finish()
      expect(session.messages).toContain("raised again from:")
    })
  })
}
