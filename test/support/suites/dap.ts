/** The DAP port, as an editor would use it; run on each gate. */
import type {StartOptions} from "../../../src/moonstep.ts"
import {DapTalk} from "../dap-talk.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {debug, endKernels, start} from "../kernel-page.ts"

const program = `local function area(w, h)
  local product = w * h
  return product
end
local total = 0
for i = 1, 3 do
  total = total + area(i, 2)
end
print("total", total)
`
/** As VS Code introduces itself. */
const introduction = {
  clientID: "vscode",
  clientName: "Visual Studio Code",
  adapterID: "moonstep",
  pathFormat: "path",
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsVariableType: true,
  supportsVariablePaging: true,
  supportsRunInTerminalRequest: true,
  locale: "en",
  supportsProgressReporting: true,
  supportsInvalidatedEvent: true,
}
/** VS Code sends its launch configuration, whatever is in it. */
const configuration = {name: "Debug", type: "moonstep", request: "launch", program: "main.lua", __sessionId: "1"}
const source = {path: "main.lua", name: "main.lua"}

export function describeDapPort(options: StartOptions = {}): void {
  const open = async (text = program) => {
    const kernel = await start({"main.lua": text}, options)
    return new DapTalk(kernel.dapPort())
  }
  /** A session that stands at line 5. */
  const standing = async () => {
    const kernel = await start({"main.lua": program}, options)
    const session = await debug(kernel, "main.lua")
    await session.breakAt("main.lua", 5)
    await session.run()
    return {kernel, session}
  }
  /** Up to the program's start. */
  const begin = async (dap: DapTalk, lines: readonly number[], more: object = {}) => {
    await dap.ask("initialize", introduction)
    const launched = dap.ask("launch", {...configuration, ...more})
    await dap.event("initialized")
    const {breakpoints} = await dap.ask("setBreakpoints", {source, breakpoints: lines.map(line => ({line}))})
    await dap.ask("setExceptionBreakpoints", {filters: ["uncaught"]})
    await dap.ask("configurationDone")
    await launched
    return breakpoints
  }

  describe("The DAP port", () => {
    afterEach(endKernels)

    it("holds the conversation of an editor", async () => {
      const dap = await open()
      expect(await dap.ask("initialize", introduction)).toMatchObject({
        supportsConfigurationDoneRequest: true,
        supportsConditionalBreakpoints: true,
      })
      const launched = dap.ask("launch", configuration)
      await dap.event("initialized")
      expect(await dap.ask("setBreakpoints", {source, breakpoints: [{line: 2, condition: "w == 2"}]})).toMatchObject({
        breakpoints: [{verified: true, line: 2}],
      })
      await dap.ask("setExceptionBreakpoints", {filters: ["uncaught"]})
      await dap.ask("configurationDone")
      await launched
      const {threadId, reason, hitBreakpointIds} = await dap.event("stopped")
      expect([threadId, reason, hitBreakpointIds]).toEqual([1, "breakpoint", [expect.any(Number)]])
      expect(await dap.ask("threads")).toMatchObject({threads: [{id: 1}]})
      const {stackFrames} = await dap.ask("stackTrace", {threadId, startFrame: 0, levels: 20})
      expect(stackFrames).toMatchObject([
        {line: 2, source},
        {line: 7, source},
      ])
      const {scopes} = await dap.ask("scopes", {frameId: stackFrames[0].id})
      const {variables} = await dap.ask("variables", {variablesReference: scopes[0].variablesReference})
      expect(variables).toMatchObject([
        {name: "w", value: "2"},
        {name: "h", value: "2"},
      ])
      expect(await dap.ask("evaluate", {expression: "w + h", frameId: stackFrames[0].id})).toMatchObject({result: "4"})
      await dap.ask("next", {threadId})
      expect(await dap.event("stopped")).toMatchObject({reason: "step"})
      await dap.ask("continue", {threadId})
      expect(await dap.event("exited")).toEqual({exitCode: 0})
      await dap.event("terminated")
      await dap.ask("disconnect", {restart: false})
      const outputs = dap.received.filter(one => "event" in one && one.event === "output")
      expect(outputs).toMatchObject([{body: {category: "stdout", output: "total\t12\n"}}])
      expect(dap.received.map(one => one.seq)).toEqual(dap.received.map((_, i) => i + 1))
    })

    it("answers before it tells what came of it", async () => {
      const dap = await open()
      await begin(dap, [2])
      const {threadId} = await dap.event("stopped")
      for (let step = 0; step < 10; step++) {
        dap.log.length = 0
        await dap.ask("next", {threadId})
        await dap.event("stopped")
        expect(dap.log).toEqual(["response next", "event continued", "event stopped"])
      }
    })

    it("answers what it can't do with an error", async () => {
      const dap = await open()
      expect(await dap.send("launch", configuration)).toMatchObject({success: false, command: "launch"})
      expect(await dap.send("threads")).toMatchObject({success: false})
      expect(await dap.send("initialize", {pathFormat: "uri"})).toMatchObject({success: false})
      await dap.ask("initialize", introduction)
      expect(await dap.send("launch", {program: "none.lua"})).toMatchObject({
        success: false,
        body: {error: {id: -32009, format: expect.stringContaining("none.lua")}},
      })
      expect(await dap.send("launch", {program: 5})).toMatchObject({success: false, body: {error: {id: -32602}}})
      expect(await dap.send("attach", {session: "none"})).toMatchObject({success: false, body: {error: {id: -32002}}})
      await dap.ask("launch", configuration)
      expect(await dap.send("launch", configuration)).toMatchObject({success: false})
      expect(await dap.send("stackTrace", {threadId: 1})).toMatchObject({
        success: false,
        message: "notStopped",
        body: {error: {id: -32000}},
      })
      expect(await dap.send("gotoTargets", {})).toMatchObject({success: false, body: {error: {id: -32601}}})
      expect(await dap.sendRaw({seq: 900, type: "request", command: "threads", arguments: 5}, 900)).toMatchObject({
        success: false,
        command: "threads",
      })
      for (const message of [null, 7, "text", [], {}, {seq: 901}, {type: "request", command: "threads"}])
        expect(await dap.sendRaw(message, (message as {seq?: number} | null)?.seq ?? 0)).toMatchObject({success: false})
      expect(await dap.ask("threads")).toMatchObject({threads: [{id: 1}]})
    })

    it("restarts the program with its breakpoints, and ends it", async () => {
      const dap = await open()
      await begin(dap, [9])
      await dap.event("stopped")
      await dap.ask("restart", {})
      const {threadId} = await dap.event("stopped")
      expect(await dap.ask("stackTrace", {threadId})).toMatchObject({stackFrames: [{line: 9}]})
      await dap.ask("terminate", {})
      await dap.event("terminated")
      expect(dap.log.filter(one => one === "event terminated")).toHaveLength(1)
      await dap.ask("disconnect")
      await begin(dap, [2])
      await dap.event("stopped")
      await dap.ask("disconnect", {terminateDebuggee: true})
      await dap.event("terminated")
    })

    it("restarts with another program, and once more when that has ended", async () => {
      const kernel = await start({"main.lua": program, "other.lua": 'print("other", ...)'}, options)
      const dap = new DapTalk(kernel.dapPort())
      await begin(dap, [5])
      await dap.event("stopped")
      expect((await kernel.sessions()).map(one => one.program)).toEqual(["main.lua"])
      await dap.ask("restart", {arguments: {...configuration, program: "other.lua", args: ["x"]}})
      expect(await dap.event("process")).toEqual({name: "other.lua", startMethod: "launch"})
      expect(await dap.event("output")).toMatchObject({output: "other\tx\n", source: {path: "other.lua"}})
      await dap.event("terminated")
      await dap.ask("restart", {arguments: {...configuration, program: "main.lua"}})
      const {threadId} = await dap.event("stopped")
      expect(await dap.ask("stackTrace", {threadId})).toMatchObject({stackFrames: [{line: 5}]})
      await dap.ask("disconnect")
    })

    it("leaves no session behind, also where it disconnects at once", async () => {
      const kernel = await start({"main.lua": program}, options)
      const dap = new DapTalk(kernel.dapPort())
      await dap.ask("initialize", introduction)
      const launched = dap.send("launch", configuration)
      await dap.ask("disconnect")
      await launched
      expect(await kernel.sessions()).toEqual([])
      await begin(dap, [2])
      await dap.event("stopped")
      await dap.ask("disconnect")
      expect(await kernel.sessions()).toEqual([])
    })

    it("counts lines and columns from 0 for a client that does", async () => {
      const dap = await open()
      await dap.ask("initialize", {...introduction, linesStartAt1: false, columnsStartAt1: false})
      await dap.ask("launch", configuration)
      expect(await dap.ask("setBreakpoints", {source, breakpoints: [{line: 1, column: 0}], lines: [1]})).toMatchObject({
        breakpoints: [{verified: true, line: 1, column: 2}],
      })
      expect(await dap.ask("breakpointLocations", {source, line: 0, endLine: 2})).toEqual({
        breakpoints: [
          {line: 0, column: 0},
          {line: 1, column: 2},
          {line: 2, column: 2},
        ],
      })
      await dap.ask("configurationDone")
      const {threadId} = await dap.event("stopped")
      const {stackFrames} = await dap.ask("stackTrace", {threadId})
      expect(stackFrames.map((one: {line: number}) => one.line)).toEqual([1, 6])
      const text = "local y = w"
      const asked = {text, column: text.length, frameId: stackFrames[0].id}
      const {targets} = await dap.ask("completions", asked)
      const found = targets.find((one: {label: string}) => one.label === "w")
      expect(found).toMatchObject({start: 10, length: 1})
      await dap.ask("setBreakpoints", {source, breakpoints: []})
      await dap.ask("continue", {threadId})
      expect(await dap.event("output")).toMatchObject({output: "total\t12\n", line: 8})
    })

    it("answers an attachment before it tells of the stop", async () => {
      const {kernel, session} = await standing()
      const dap = new DapTalk(kernel.dapPort())
      await dap.ask("initialize", introduction)
      await dap.event("initialized")
      for (let round = 0; round < 5; round++) {
        dap.log.length = 0
        await dap.ask("attach", {session: session.session.id})
        await dap.event("stopped")
        expect(dap.log).toEqual(["response attach", "event stopped"])
        await dap.ask("disconnect", {terminateDebuggee: false})
        await dap.ask("initialize", introduction)
        await dap.event("initialized")
      }
    })

    it("attaches to a session that stands, and leaves it standing", async () => {
      const {kernel, session} = await standing()
      const other = await kernel.connect({name: "editor"})
      const dap = new DapTalk(other.dapPort())
      await dap.ask("initialize", introduction)
      await dap.ask("attach", {session: session.session.id, viewOnly: true})
      await dap.event("initialized")
      expect(await dap.event("stopped")).toMatchObject({reason: "breakpoint"})
      await dap.ask("configurationDone")
      expect(await dap.ask("stackTrace", {threadId: 1})).toMatchObject({stackFrames: [{line: 5}]})
      expect(await dap.send("next", {threadId: 1})).toMatchObject({success: false})
      await dap.ask("disconnect")
      await dap.ask("initialize", introduction)
      await dap.ask("attach", {session: session.session.id})
      await dap.event("stopped")
      await dap.ask("next", {threadId: 1})
      expect(await dap.event("stopped")).toMatchObject({reason: "step"})
      await dap.ask("disconnect", {terminateDebuggee: false})
      expect(kernel.state).toBe("paused")
      expect(await session.place()).toBe("main.lua:6")
    })

    it("only looks where it was told to, also at a session of its own page", async () => {
      const {kernel, session} = await standing()
      const dap = new DapTalk(kernel.dapPort())
      await dap.ask("initialize", introduction)
      await dap.ask("attach", {session: session.session.id, viewOnly: true})
      await dap.event("stopped")
      for (const command of ["next", "stepIn", "stepOut", "continue", "pause", "restart", "terminate"])
        expect(await dap.send(command, {threadId: 1})).toMatchObject({success: false, body: {error: {id: -32602}}})
      expect(await dap.send("setBreakpoints", {source, breakpoints: []})).toMatchObject({success: false})
      expect(await dap.ask("executionContext")).toMatchObject({elapsedMs: expect.any(Number)})
      await dap.ask("disconnect", {terminateDebuggee: true})
      expect(kernel.state).toBe("paused")
      expect(await session.place()).toBe("main.lua:5")
      expect(await session.finish()).toBe(0)
    })

    it("counts as disconnected where its port is closed, if the browser tells", async () => {
      if (!("onclose" in MessagePort.prototype)) return
      const kernel = await start({"main.lua": program}, options)
      const port = kernel.dapPort()
      const dap = new DapTalk(port)
      await begin(dap, [2])
      await dap.event("stopped")
      const ended = new Promise<void>(resolve =>
        kernel.on("status", ({execution_state: state}) => state === "idle" && resolve()),
      )
      port.close()
      await ended
      expect(await kernel.sessions()).toEqual([])
    })

    it("pauses a loop without an end", async () => {
      const dap = await open("while true do end")
      await begin(dap, [])
      await dap.event("thread")
      await dap.ask("pause", {threadId: 1})
      expect(await dap.event("stopped")).toMatchObject({reason: "pause"})
      await dap.ask("disconnect", {})
      await dap.event("terminated")
    })

    it("runs without debugging, and stops on entry", async () => {
      const dap = await open()
      await begin(dap, [2], {noDebug: true})
      expect(await dap.event("exited")).toEqual({exitCode: 0})
      await dap.ask("disconnect")
      await begin(dap, [], {stopOnEntry: true})
      expect(await dap.event("stopped")).toMatchObject({reason: "entry"})
    })
  })
}
