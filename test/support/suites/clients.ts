/** Several clients of one kernel, and the limits of each; run on each gate. */
import type {DebugSession, Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {
  type Body,
  debug,
  endKernels,
  Follower,
  readOutput,
  settles,
  start,
  whenState,
  whenWritten,
} from "../kernel-page.ts"

const stopping = {"main.lua": "local a = 1\nlocal b = 2\nlocal c = a + b\nprint(c)", "other.lua": "print('other')"}

/** The next event of a kernel. */
const next = (kernel: Kernel, event: Parameters<Kernel["on"]>[0]): Promise<Body> =>
  new Promise(resolve => {
    const stop = kernel.on(event, body => {
      stop()
      resolve(body)
    })
  })

let count = 0
/** Sends a request through a raw port, and gives its answer. */
function askRaw(kernel: Kernel, channel: keyof Kernel["ports"], method: string, params: object = {}): Promise<Body> {
  const id = `raw-${++count}`
  const port = kernel.ports[channel]
  return new Promise(resolve => {
    const take = ({data}: MessageEvent) => {
      if (data.id !== id) return
      port.removeEventListener("message", take)
      resolve(data)
    }
    port.addEventListener("message", take)
    port.postMessage({jsonrpc: "2.0", id, method, params, header: {id, client: "raw", time: 0}})
  })
}

export function describeClients(options: StartOptions = {}): void {
  const kernelWith = (files: StartOptions["files"], more: StartOptions = {}) => start(files, {...options, ...more})

  describe("Clients", () => {
    afterEach(endKernels)

    const stopped = async (kernel: Kernel) => {
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 2)
      await session.run()
      return session
    }

    it("see whose program is paused, attach to it, and may look but not command", async () => {
      const kernel = await kernelWith(stopping, {name: "first"})
      const owner = await stopped(kernel)
      const viewer = await kernel.connect({name: "viewer"})
      expect(viewer.state).toBe("paused")
      const seen: Body[] = []
      viewer.on("status", body => seen.push(body))
      expect(await viewer.sessions()).toMatchObject([
        {id: owner.session.id, program: "main.lua", clientName: "first", state: "stopped"},
      ])
      const follower = new Follower(await viewer.attach(owner.session.id))
      expect(await follower.next("stopped")).toMatchObject({reason: "breakpoint"})
      expect(await follower.place()).toBe("main.lua:2")
      expect(await follower.evaluate("a")).toBe("1")
      await expect(follower.request("next", {threadId: 1})).rejects.toMatchObject({
        code: -32030,
        data: {owner: "first"},
      })
      await expect(follower.request("setBreakpoints", {source: {path: "main.lua"}})).rejects.toMatchObject({
        code: -32030,
      })
      await owner.go("next")
      expect(await follower.next("stopped")).toMatchObject({reason: "step"})
      const told = {execution_state: "paused", owner: {name: "first", session: owner.session.id}}
      expect(seen[0]).toMatchObject(told)
      expect(seen.at(-1)).toMatchObject(told)
      const stranger = await kernel.connect({name: "stranger"})
      await expect(stranger.request("lrp/recall", {session: owner.session.id})).rejects.toMatchObject({code: -32031})
      await owner.finish()
      expect(await follower.end()).toBe(0)
    })

    it("take a paused session over, and give it back", async () => {
      const kernel = await kernelWith(stopping)
      const owner = await stopped(kernel)
      const other = await kernel.connect({name: "other"})
      const follower = new Follower(await other.attach(owner.session.id))
      await follower.next("stopped")
      await follower.session.takeOver()
      expect((await follower.go("next")).reason).toBe("step")
      await expect(owner.request("next")).rejects.toMatchObject({code: -32030, data: {owner: "other"}})
      other.on("take_over_request", ({reply}) => reply(false))
      await expect(owner.session.takeOver()).rejects.toMatchObject({code: -32032})
      const again = await kernel.connect({name: "again"})
      await expect((await again.attach(owner.session.id)).takeOver()).rejects.toMatchObject({code: -32032})
      await follower.finish()
      expect(await owner.end()).toBe(0)
    })

    it("take a running session over when its owner grants it", async () => {
      const kernel = await kernelWith({"main.lua": "while true do end"})
      const owner = await debug(kernel, "main.lua")
      await owner.request("configurationDone")
      await whenState(kernel, "busy")
      const asked = next(kernel, "take_over_request")
      const other = await kernel.connect({name: "other"})
      const follower = new Follower(await other.attach(owner.session.id))
      const taken = follower.session.takeOver()
      const {session, from, reply} = await asked
      expect({session, from: from.name}).toEqual({session: owner.session.id, from: "other"})
      reply(true)
      await taken
      await follower.request("pause", {threadId: 1})
      expect((await follower.next("stopped")).reason).toBe("pause")
      expect((await owner.next("stopped")).reason).toBe("pause")
      await follower.request("terminate")
      expect(await owner.end()).toBe(1)
    })

    it("get a session whose owner does not answer after a time, or has left", async () => {
      const kernel = await kernelWith(stopping, {limits: {takeOverMs: 200}})
      const owner = await stopped(kernel)
      kernel.on("take_over_request", () => {})
      const other = await kernel.connect({name: "other"})
      const session = await other.attach(owner.session.id)
      await session.takeOver()
      await other.disconnect()
      await owner.session.takeOver()
      expect(await owner.finish()).toBe(0)
    })

    it("is told where another connection has taken its place", async () => {
      const kernel = await kernelWith({"main.lua": "while true do end"})
      const before = await kernel.connect({name: "first"})
      const replaced = new Promise(resolve => before.on("replaced", () => resolve("replaced")))
      const waiting = before.execute("while true do end").catch((error: Body) => error.message)
      await whenState(kernel, "busy")
      const after = await kernel.connect({name: "first", resume: before.resumeToken})
      expect(await replaced).toBe("replaced")
      expect(await waiting).toContain("another connection has become this client")
      await expect(before.execute("1")).rejects.toThrow("another connection has become this client")
      await after.interrupt()
      await whenState(kernel, "idle")
      expect(await after.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
    })

    it("come back with what they missed, in order, and their paused session", async () => {
      const kernel = await kernelWith({"main.lua": "print('before')\nlocal a = 1\nprint('after')"})
      const first = await kernel.connect({name: "first"})
      const owner = await debug(first, "main.lua")
      await owner.breakAt("main.lua", 2)
      await owner.run()
      const token = first.resumeToken
      await first.disconnect()
      await expect(first.listFiles()).rejects.toMatchObject({code: -32008})
      expect(kernel.state).toBe("paused")
      expect((await kernel.sessions())[0]).toMatchObject({clientName: "first", state: "stopped"})
      for (let i = 0; i < 20; i++) await kernel.writeFile(`file${i}`, "")
      const back = await kernel.connect({name: "first", resume: token})
      const files: string[] = []
      back.on("files", ({paths}) => files.push(...paths))
      const [session] = back.attached
      const follower = new Follower(session as DebugSession)
      expect(await follower.place()).toBe("main.lua:2")
      expect(files).toEqual(Array.from({length: 20}, (_, i) => `file${i}`))
      expect(await follower.finish()).toBe(0)
      expect(follower.output).toBe("after\n")
      await expect(kernel.connect({name: "x", resume: "nobody's"})).rejects.toMatchObject({code: -32033})
    })

    it("are told how many messages are lost when they were too many", async () => {
      const kernel = await kernelWith({}, {limits: {missedMessages: 10}})
      const away = await kernel.connect({name: "away"})
      await away.disconnect()
      for (let i = 0; i < 20; i++) await kernel.writeFile(`file${i}`, "")
      const back = await kernel.connect({name: "away", resume: away.resumeToken})
      const files: string[] = []
      back.on("files", ({paths}) => files.push(...paths))
      expect(await next(back, "missed")).toEqual({lost: 10})
      await back.listFiles()
      expect(files).toEqual(Array.from({length: 10}, (_, i) => `file${i + 10}`))
    })

    it("that do not come back in time lose their session, and the kernel goes on", async () => {
      const kernel = await kernelWith(stopping, {limits: {resumeMs: 300}})
      const away = await kernel.connect({name: "away"})
      await stopped(away)
      await away.disconnect()
      await whenState(kernel, "idle")
      expect(await kernel.sessions()).toEqual([])
      await expect(kernel.connect({name: "away", resume: away.resumeToken})).rejects.toMatchObject({code: -32033})
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
    })

    it("leave a kernel that has died, and have their own names with another worker", async () => {
      const kernel = await kernelWith({})
      const away = await kernel.connect({name: "away"})
      const gone = await kernel.connect({name: "gone"})
      await away.disconnect()
      const back = await kernel.connect({name: "back", resume: away.resumeToken})
      expect(back.clientId).toBe(away.clientId)
      await kernel.shutdown()
      await gone.disconnect()
      await kernel.restart()
      const {clients} = (await back.request("lrp/clients")) as {clients: {id: string; name: string}[]}
      expect(clients.map(({name}) => name)).toEqual(["page", "back"])
      expect(clients.map(({id}) => id)).toEqual([kernel.clientId, back.clientId])
    })

    it("are told their place in line", async () => {
      const kernel = await kernelWith(stopping)
      const owner = await stopped(kernel)
      const other = await kernel.connect({name: "other"})
      const places: number[] = []
      other.on("queued", ({place}) => places.push(place))
      const session = await debug(kernel, "other.lua")
      expect(await session.request("configurationDone")).toEqual({place: 1})
      const late = await debug(other, "other2.lua").catch((error: Body) => error.code)
      expect(late).toBe(-32009)
      await kernel.writeFile("other2.lua", "print(2)")
      const second = await debug(other, "other2.lua")
      expect(await second.request("configurationDone")).toEqual({place: 2})
      await owner.finish()
      await session.end()
      expect(await second.end()).toBe(0)
      expect(places).toEqual([2, 1])
    })

    it("can't debug a program that another one debugs", async () => {
      const kernel = await kernelWith(stopping, {name: "first"})
      const owner = await stopped(kernel)
      const other = await kernel.connect({name: "other"})
      await expect(other.debug({program: "main.lua"})).rejects.toMatchObject({
        code: -32004,
        message: expect.stringContaining("first"),
      })
      await owner.finish()
      const session = await debug(other, "main.lua")
      await session.request("configurationDone")
      expect(await session.end()).toBe(0)
    })

    it("interrupt what they wait with, and not what others run", async () => {
      const kernel = await kernelWith(stopping)
      const owner = await stopped(kernel)
      const other = await kernel.connect({name: "other"})
      const execution = other.execute("'never'")
      await other.interrupt()
      expect(kernel.state).toBe("paused")
      expect(await owner.finish()).toBe(0)
      expect(await execution).toMatchObject({status: "error", ename: "Interrupted"})
    })

    it("set up a new session as the last one of its program was", async () => {
      const first = await kernelWith(stopping)
      const session = await debug(first, "main.lua")
      await session.breakAt("main.lua", {line: 2, condition: "a == 1"})
      await session.session.keep({watches: ["a"]})
      await session.request("terminate")
      await first.shutdown()
      const second = await kernelWith(stopping)
      const restored = await debug(second, {program: "main.lua", restore: true})
      expect(await restored.session.recall()).toEqual({
        breakpoints: [{path: "main.lua", breakpoints: [{line: 2, condition: "a == 1"}]}],
        exceptionFilters: [],
        watches: ["a"],
      })
      expect(await restored.run()).toMatchObject({reason: "breakpoint"})
      expect(await restored.finish()).toBe(0)
    })

    it("find the breakpoints, filters and watches of a session again", async () => {
      const kernel = await kernelWith(stopping)
      const owner = await stopped(kernel)
      await owner.request("setExceptionBreakpoints", {filters: ["uncaught"]})
      await owner.session.keep({watches: ["a", "a + 1"], frameId: 1000})
      const other = await kernel.connect({name: "other"})
      const session = await other.attach(owner.session.id)
      expect(await session.recall()).toEqual({
        breakpoints: [{path: "main.lua", breakpoints: [{line: 2}]}],
        exceptionFilters: ["uncaught"],
        watches: ["a", "a + 1"],
        frameId: 1000,
      })
      await owner.finish()
    })
  })

  describe("The heart", () => {
    afterEach(endKernels)

    it("beats while the kernel is idle, runs, is paused, waits for input, and not when it is dead", async () => {
      const kernel = await kernelWith({"main.lua": "while true do end"})
      expect(await kernel.heartbeat()).toBe("idle")
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "busy")
      expect(await kernel.heartbeat()).toBe("busy")
      await session.request("pause", {threadId: 1})
      await session.next("stopped")
      expect(await kernel.heartbeat()).toBe("paused")
      await session.request("terminate")
      await session.end()
      const asked = next(kernel, "input_request")
      const execution = kernel.execute("return io.read()")
      const {reply} = await asked
      expect(await kernel.heartbeat()).toBe("waiting")
      reply("line\n")
      await execution
      await kernel.shutdown()
      expect(await kernel.heartbeat()).toBe("dead")
      expect(kernel.state).toBe("dead")
    })

    it("is missed by itself while a program can't be reached", async () => {
      const kernel = await kernelWith({})
      const execution = kernel.execute('string.find(string.rep("a", 30), string.rep("a?", 30) .. string.rep("a", 30))')
      execution.catch(() => {})
      await whenState(kernel, "unresponsive")
      await kernel.restart()
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
    })
  })

  describe("The raw ports", () => {
    afterEach(endKernels)

    it("are served while the kernel is idle, runs and is paused", async () => {
      const kernel = await kernelWith({"main.lua": "while true do end"})
      const {ports} = kernel
      const heard: Body[] = []
      ports.iopub.addEventListener("message", ({data}) => heard.push(data))
      const serve = async (state: string) => {
        expect((await askRaw(kernel, "heartbeat", "lrp/heartbeat")).result).toEqual({state})
        expect((await askRaw(kernel, "control", "lrp/kernel_info")).result).toMatchObject({state})
        expect((await askRaw(kernel, "stdin", "lrp/input_reply", {value: "x"})).error).toMatchObject({code: -32602})
        expect((await askRaw(kernel, "control", "lrp/dance")).error).toMatchObject({code: -32601})
      }
      await serve("idle")
      expect((await askRaw(kernel, "shell", "lrp/execute", {code: "1 + 1"})).result).toMatchObject({
        result: {"text/plain": "2"},
      })
      expect((await askRaw(kernel, "iopub", "lrp/kernel_info")).error).toMatchObject({code: -32600})
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "busy")
      await serve("busy")
      const shell = askRaw(kernel, "shell", "lrp/execute", {code: "2"})
      await session.request("pause", {threadId: 1})
      await session.next("stopped")
      await serve("paused")
      await session.request("terminate")
      expect((await shell).result).toMatchObject({status: "ok"})
      expect(heard.some(({method}) => method === "ldp/event/stopped")).toBe(true)
    })

    it("take rubbish, answer it, and harm nobody", async () => {
      const kernel = await kernelWith({})
      const {ports} = kernel
      const answers: Body[] = []
      for (const port of Object.values(ports))
        port.addEventListener("message", ({data}) => "error" in data && answers.push(data.error.code))
      const cycle: Record<string, unknown> = {id: 7}
      cycle.self = cycle
      const rubbish = [
        null,
        undefined,
        1,
        "bell",
        [],
        {},
        cycle,
        10n,
        new Map([[1, 2]]),
        {id: 3, jsonrpc: "2.0"},
        new Date(),
      ]
      for (const port of Object.values(ports)) for (const one of rubbish) port.postMessage(one)
      await kernel.listFiles()
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
      // each port keeps its own order: these answers may come behind those of the client
      await settles(() => answers.length >= rubbish.length * 5)
      await kernel.heartbeat()
      expect(answers).toHaveLength(rubbish.length * 5)
      const {clients} = (await kernel.request("lrp/clients")) as Body
      expect(clients[0].malformed).toBe(rubbish.length * 5)
    })

    it("answer what can't be handed on: a port", async () => {
      const kernel = await kernelWith({})
      for (const channel of ["shell", "control"] as const) {
        const port = kernel.ports[channel]
        const answer = new Promise<Body>(resolve => {
          port.onmessage = ({data}) => "id" in data && resolve(data)
        })
        const {port1} = new MessageChannel()
        port.postMessage({id: 8, params: port1}, [port1])
        expect(await answer).toMatchObject({id: 8, error: {code: -32600}})
      }
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
    })

    it("may be closed without harm", async () => {
      const kernel = await kernelWith({})
      for (const port of Object.values(kernel.ports)) port.close()
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
      const back = await kernel.connect({name: "again", resume: kernel.resumeToken}).catch((error: Body) => error.code)
      expect(back).not.toBe(-32033)
      expect(await (back as Kernel).execute("2 + 2")).toMatchObject({result: {"text/plain": "4"}})
    })
  })

  describe("Limits", () => {
    afterEach(endKernels)

    it("end a program that runs too long, which can't catch it, and leave the kernel alive", async () => {
      const kernel = await kernelWith({"main.lua": "while true do end"}, {limits: {executionMs: 1000}})
      await kernel.execute("kept = 1")
      const reply = await kernel.execute("while true do pcall(function() while true do end end) end")
      expect(reply).toMatchObject({status: "error", ename: "Timeout"})
      expect(await kernel.execute("kept")).toMatchObject({result: {"text/plain": "1"}})
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      expect(await session.end()).toBe(1)
      expect(session.messages).toContain("ran longer than 1 s")
      // a pause does not count
      await kernel.writeFile("main.lua", "local a = 1\nreturn a")
      const paused = await debug(kernel, "main.lua")
      await paused.breakAt("main.lua", 2)
      await paused.run()
      await new Promise(resolve => setTimeout(resolve, 1500))
      expect(await paused.finish()).toBe(0)
    })

    it("replace the worker of one that can't be reached", async () => {
      const kernel = await kernelWith({"kept.txt": "kept"}, {limits: {executionMs: 300}})
      const execution = kernel.execute('string.find(string.rep("a", 30), string.rep("a?", 30) .. string.rep("a", 30))')
      await expect(execution).rejects.toMatchObject({code: -32008})
      await whenState(kernel, "idle")
      expect(await kernel.listFiles()).toEqual(["kept.txt"])
    })

    it("turn memory without end into an error, and leave the kernel alive", async () => {
      const kernel = await kernelWith({}, {limits: {memoryBytes: 64 * 1024 * 1024}})
      const grow = "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1000) .. i end"
      expect(await kernel.execute(grow)).toMatchObject({status: "error", evalue: "not enough memory"})
      expect(await kernel.execute(`return pcall(function() ${grow} end)`)).toMatchObject({
        result: {"text/plain": "false\tnot enough memory"},
      })
      expect(await kernel.execute("string.rep('x', 1 << 30)")).toMatchObject({evalue: "not enough memory"})
      expect(await kernel.execute("all = {} for i = 1, 1e9 do all[i] = string.rep('x', 1000) .. i end")).toMatchObject({
        evalue: "not enough memory",
      })
      // what it holds is held: the kernel answers all the same
      for (let i = 0; i < 5; i++)
        expect(await kernel.execute("#all > 1000")).toMatchObject({result: {"text/plain": "true"}})
      expect(await kernel.execute("all = nil collectgarbage() return collectgarbage('count') < 8000")).toMatchObject({
        result: {"text/plain": "true"},
      })
    })

    it("refuse what is too much, too large or too many, of one client only", async () => {
      const limits = {requestsPerSecond: 20, requestBurst: 50, messageBytes: 10_000, clients: 2, queueLength: 2}
      const kernel = await kernelWith(stopping, {limits})
      const other = await kernel.connect({name: "other"})
      await expect(kernel.connect({name: "third"})).rejects.toMatchObject({code: -32005})
      await expect(kernel.writeFile("large", "x".repeat(10_001))).rejects.toMatchObject({code: -32005})
      const first = await debug(kernel, {program: "other.lua", stopOnEntry: true})
      await first.run()
      const runs = await Promise.all(Array.from({length: 2}, () => debug(kernel, "other.lua")))
      const line = await Promise.allSettled(runs.map(one => one.request("configurationDone")))
      expect(line.map(({status}) => status).sort()).toEqual(["fulfilled", "rejected"])
      await first.finish()
      const flood = await Promise.allSettled(Array.from({length: 200}, () => kernel.listFiles()))
      const refused = flood.filter(({status}) => status === "rejected")
      expect(refused.length).toBeGreaterThan(100)
      expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({code: -32005})
      expect(await other.listFiles()).toEqual(["main.lua", "other.lua"])
      const {clients} = (await other.request("lrp/clients")) as Body
      expect(clients.find(({name}: Body) => name === "page").refused).toBeGreaterThanOrEqual(refused.length)
    })

    it("must be known, and numbers", async () => {
      await expect(kernelWith({}, {limits: {executionMs: 0}})).rejects.toMatchObject({code: -32602})
      await expect(kernelWith({}, {limits: {lives: 9} as object})).rejects.toMatchObject({code: -32602})
      await expect(kernelWith({}, {preset: "party" as "test"})).rejects.toMatchObject({code: -32602})
      const gate = "toll" as "auto"
      await expect(start({}, {gate})).rejects.toMatchObject({code: -32602})
      const wrong: Record<string, string>[] = [
        {"../a": ""},
        {"": ""},
        {a: 5 as unknown as string},
        {a: "", "a/b": ""},
        {"a/b": "", a: ""},
      ]
      for (const files of wrong) await expect(kernelWith(files)).rejects.toMatchObject({code: -32602})
      const placed = await kernelWith({"./lib/a.lua": "x", "/b": "y"})
      expect(await placed.listFiles()).toEqual(["b", "lib/a.lua"])
      const kernel = await kernelWith({}, {preset: "production"})
      const output = readOutput(kernel)
      const written = whenWritten(kernel, "hi")
      await kernel.execute("print('hi')")
      await written
      expect(output()).toBe("hi\n")
    })
  })
}
