import {describe, expect, it} from "vitest"
import {type Body, gateNames, KernelHarness} from "../support/kernel-harness.ts"

/** The session's events, in order. */
const eventsOf = (log: readonly string[]): string[] =>
  log.filter(one => /^(initialized|thread|stopped|continued|exited|terminated|stream .*)$/.test(one))

describe.each(gateNames)("A debug session behind the %s gate", gateName => {
  const start = () => {
    const harness = new KernelHarness(gateName)
    return {harness, client: harness.connect()}
  }

  it("goes from its launch to its end", async () => {
    const {harness, client} = start()
    await client.launch('a1 "hi" a2', ["a2"])
    client.on("stopped", () => void client.dap("continue", {threadId: 1}))
    expect(await client.dap("configurationDone")).toEqual({})
    await harness.settled()
    expect(client.log).toEqual([
      "status idle",
      "reply c1",
      "initialized",
      "reply c2",
      "reply c3",
      "status busy",
      "thread",
      "stream hi",
      "status paused",
      "stopped",
      "reply c4",
      "continued",
      "status busy",
      "thread",
      "exited",
      "terminated",
      "status idle",
    ])
    expect(client.got("exited")).toEqual([{exitCode: 0}])
    expect(client.got("output")).toEqual([{category: "stdout", output: "hi", source: {path: "a", name: "a"}, line: 1}])
  })

  it("steps and goes on", async () => {
    const {harness, client} = start()
    await client.launch("a1 >b1 b2 <a2 a3 a4", ["b1"])
    const seen: string[] = []
    client.on("stopped", ({threadId, reason}) => {
      seen.push(`${reason} ${harness.engine.place}`)
      void client.dap(["stepOut", "next"][seen.length - 1] ?? "continue", {threadId})
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(seen).toEqual(["breakpoint b1", "step a2", "step a3"])
    expect(client.got("terminated")).toHaveLength(1)
  })

  it("answers every request of a stop, in their order", async () => {
    const {harness, client} = start()
    await client.launch("a1 a2", ["a2"])
    const answers: Promise<Body>[] = []
    client.on("stopped", () => {
      answers.push(
        client.dap("threads"),
        client.dap("stackTrace", {threadId: 1}),
        client.dap("scopes", {frameId: 1000}),
        client.dap("variables", {variablesReference: 1}),
        client.dap("evaluate", {expression: "nowhere"}),
        client.dap("continue"),
        client.dap("stackTrace", {threadId: 1}),
      )
    })
    await client.dap("configurationDone")
    await harness.settled()
    const outcomes = await Promise.allSettled(answers)
    expect(outcomes.map(one => (one.status === "fulfilled" ? "ok" : one.reason.code))).toEqual([
      "ok",
      "ok",
      "ok",
      "ok",
      -32011,
      "ok",
      gateName === "atomics" ? -32000 : expect.any(Number),
    ])
    const replies = client.log.filter(one => /^(reply|error)/.test(one)).map(one => Number(/\d+/.exec(one)))
    expect(replies).toEqual([...replies].sort((a, b) => a - b))
  })

  it("pauses a program that runs", async () => {
    const {harness, client} = start()
    await client.launch('a1 "go" (@ a2)*3000 a3')
    client.on("output", () => void client.dap("pause", {threadId: 1}))
    client.on("stopped", () => void client.dap("terminate"))
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("stopped")).toMatchObject([
      {reason: "pause", threadId: 1, stop: {kind: "pause", by: expect.any(String)}},
    ])
  })

  it("stops a program at its first line where a pause came while it waited in line", async () => {
    const {harness, client} = start()
    const second = harness.connect("d")
    await client.launch("a1 a2", ["a2"])
    await second.launch("b1 b2")
    client.on("stopped", () => {
      void second.dap("configurationDone")
      void second.dap("pause", {threadId: 1})
      void client.dap("continue")
    })
    second.on("stopped", () => {
      expect(harness.engine.place).toBe("b1")
      void second.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(second.got("stopped")).toMatchObject([{reason: "pause"}])
    expect(second.got("exited")).toEqual([{exitCode: 0}])
  })

  it("ends with what failed", async () => {
    const {harness, client} = start()
    await client.launch("a1 >b2 !")
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("output")).toEqual([
      {
        category: "stderr",
        output: "b:2: it failed\nstack traceback:\n\tb:2\n\ta:1\n",
        source: {path: "b", name: "b"},
        line: 2,
      },
    ])
    expect(client.got("exited")).toEqual([{exitCode: 1}])
    expect(client.got("terminated")).toHaveLength(1)
  })

  it("begins in a fresh state, unless it is to keep it", async () => {
    const {harness, client} = start()
    await client.execute("a1 X=5")
    const seen: Promise<Body>[] = []
    client.on("stopped", () => {
      seen.push(client.dap("evaluate", {expression: "X"}))
      void client.dap("continue")
    })
    for (const keepState of [true, false]) {
      await client.launch("a1", [], {keepState, stopOnEntry: true})
      await client.dap("configurationDone")
      await harness.settled()
    }
    await expect(seen[0]).resolves.toMatchObject({result: "5"})
    await expect(seen[1]).rejects.toMatchObject({code: -32011})
  })

  it.each([
    [{}, -32602],
    [{program: 3}, -32602],
    [{program: "nowhere"}, -32009],
    [{program: "p", args: "x"}, -32602],
    [{program: "p", args: [1]}, -32602],
    [{program: "p", stopOnEntry: "yes"}, -32602],
  ])("refuses to launch %j", async (args, code) => {
    const {harness, client} = start()
    harness.engine.writeFile("p", new TextEncoder().encode("a1"))
    await expect(client.dap("launch", args)).rejects.toMatchObject({code})
    expect(harness.kernel.sessions.size).toBe(0)
  })

  it("is refused what no session may ask", async () => {
    const {client} = start()
    await expect(client.dap("threads")).rejects.toMatchObject({code: -32002})
    await expect(client.dap("configurationDone")).rejects.toMatchObject({code: -32002})
    await client.launch("a1")
    await expect(client.dap("dance")).rejects.toMatchObject({code: -32601})
    await client.dap("configurationDone")
    await expect(client.dap("configurationDone")).rejects.toMatchObject({code: expect.any(Number)})
  })

  it("gives the capabilities before and after its launch", async () => {
    const {client} = start()
    expect(await client.dap("initialize", {adapterID: "x"})).toMatchObject({supportsConditionalBreakpoints: true})
    await client.launch("a1")
    expect(await client.dap("initialize", {adapterID: "x"})).toMatchObject({supportsConditionalBreakpoints: true})
  })

  it("waits in line behind another program, and is told its place", async () => {
    const {harness, client} = start()
    const second = harness.connect("d")
    await client.launch('a1 "first" a2', ["a2"])
    await second.launch('a1 "second"')
    let place: Promise<Body> | undefined
    client.on("stopped", () => {
      place = second.dap("configurationDone")
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(await place).toEqual({place: 1})
    expect(second.output).toBe("firstsecond")
    expect(eventsOf(second.log)).toEqual([
      "initialized",
      "stream first",
      "thread",
      "stream second",
      "thread",
      "exited",
      "terminated",
    ])
  })

  it("that is set up beside a running one does not move its breakpoints", async () => {
    const {harness, client} = start()
    await client.launch("a1 a2 @ a3 a4", ["a2", "a4"])
    const second = harness.connect("d")
    await second.launch("a1", ["a3"])
    client.on("stopped", () => {
      void second.dap("setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 3}]})
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("stopped").map(one => one.hitBreakpointIds)).toEqual([[1], [2]])
  })
})

// its worker reads no port between the begin and the first poke
describe("A program behind the atomics gate that begins", () => {
  const start = async () => {
    const harness = new KernelHarness("atomics")
    const client = harness.connect()
    await client.launch("a1 a2")
    return {harness, client}
  }

  it("stops at its first line where a pause has come by then", async () => {
    const {harness, client} = await start()
    client.on("thread", ({reason}) => reason === "started" && void client.dap("pause", {threadId: 1}))
    client.on("stopped", () => {
      expect(harness.engine.place).toBe("a1")
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("stopped")).toMatchObject([{reason: "pause"}])
    expect(client.got("exited")).toEqual([{exitCode: 0}])
  })

  it("does not run where its end was asked for by then, and runs anew where that was", async () => {
    const {harness, client} = await start()
    client.on("stopped", () => expect.unreachable())
    let begun = 0
    client.on("thread", ({reason}) => {
      if (reason === "started") void client.dap(++begun < 3 ? "restart" : "terminate")
    })
    await client.dap("setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1}]})
    await client.dap("configurationDone")
    await harness.settled()
    expect(begun).toBe(3)
    expect(client.got("exited")).toHaveLength(1)
  })

  it("is interrupted as an execution before it has run", async () => {
    const client = new KernelHarness("atomics").connect()
    client.on("execute_input", () => void client.request("lrp/interrupt"))
    expect(await client.execute("a1")).toMatchObject({status: "error", ename: "Interrupted"})
  })
})

describe.each(gateNames)("terminate behind the %s gate", gateName => {
  const start = () => {
    const harness = new KernelHarness(gateName)
    return {harness, client: harness.connect()}
  }

  it("ends a session that is being set up", async () => {
    const {harness, client} = start()
    await client.launch("a1")
    expect(await client.dap("terminate")).toEqual({})
    expect(eventsOf(client.log)).toEqual(["initialized", "exited", "terminated"])
    await expect(client.dap("configurationDone")).rejects.toMatchObject({code: -32002})
    expect(harness.kernel.sessions.size).toBe(0)
  })

  it("ends a session that waits in line, once, and nothing else of its client", async () => {
    const {harness, client} = start()
    const first = harness.connect("d")
    await first.launch('a1 "first" a2', ["a2"])
    await client.launch('a1 "second"')
    first.on("stopped", () => {
      void client.dap("configurationDone")
      harness.front.receive("c", "shell", {
        jsonrpc: "2.0",
        id: "x",
        method: "lrp/execute",
        params: {code: 'a1 "executed"'},
        header: {id: "x", client: "c"},
      })
      void client.dap("terminate")
      void first.dap("continue")
    })
    await first.dap("configurationDone")
    await harness.settled()
    expect(client.got("terminated")).toHaveLength(1)
    expect(client.output).toBe("firstexecuted")
    expect(client.log).toContain("reply x")
  })

  it("ends a program that runs", async () => {
    const {harness, client} = start()
    await client.launch('a1 "go" (@ a2)*')
    client.on("output", ({category}) => category === "stdout" && void client.dap("terminate"))
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("exited")).toEqual([{exitCode: 1}])
    expect(client.got("terminated")).toHaveLength(1)
    expect(client.statuses.at(-1)).toBe("idle")
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
  })

  it.each(["terminate", "disconnect"])("or disconnect ends a program that is stopped: %s", async command => {
    const {harness, client} = start()
    await client.launch('a1 a2 "never"', ["a2"])
    client.on("stopped", () => void client.dap(command))
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.output).toBe("")
    expect(eventsOf(client.log)).toEqual(["initialized", "thread", "stopped", "thread", "exited", "terminated"])
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
  })

  it("ends a program that waits for input", async () => {
    const {harness, client} = start()
    await client.launch('a1 ?x "never"')
    client.on("input_request", () => void client.dap("terminate"))
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.output).toBe("")
    expect(client.got("exited")).toEqual([{exitCode: 1}])
  })

  it("ends a stopped program when its client is gone, and the next one runs", async () => {
    const {harness, client} = start()
    const viewer = harness.connect("d")
    await client.launch('a1 a2 "never"', ["a2"])
    client.on("stopped", () => harness.disconnect(client))
    void client.dap("configurationDone")
    await harness.settled()
    expect(viewer.statuses).toEqual(["idle", "busy", "paused", "busy", "idle"])
    expect(await viewer.execute('a1 $"1"')).toMatchObject({status: "ok"})
  })

  it("is what an interruption of a stopped program comes to", async () => {
    const {harness, client} = start()
    await client.launch('a1 a2 "never"', ["a2"])
    client.on("stopped", () => void client.request("lrp/interrupt"))
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.output).toBe("")
    expect(client.got("exited")).toEqual([{exitCode: 1}])
    expect(client.got("terminated")).toHaveLength(1)
  })
})
