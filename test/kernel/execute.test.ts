import {describe, expect, it} from "vitest"
import {gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe.each(gateNames)("A kernel behind the %s gate", gateName => {
  it("answers an execution with its result, numbered", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.execute('a1 $"6"')).toEqual({
      status: "ok",
      executionCount: 1,
      result: {"text/plain": "6"},
    })
    expect(await client.execute("a1")).toEqual({status: "ok", executionCount: 2})
  })

  it("answers an error with what it says and where it was, and tells all", async () => {
    const client = new KernelHarness(gateName).connect()
    const words = {ename: "RuntimeError", evalue: "b:2: it failed", traceback: ["b:2: it failed", "b:2", "a:1"]}
    const error = {...words, kind: "RuntimeError", message: "it failed", place: {path: "b", line: 2}}
    expect(await client.execute("a1 >b2 !")).toEqual({status: "error", executionCount: 1, ...error})
    expect(client.got("error")).toEqual([error])
  })

  it("answers what is no program with an error", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.execute("a1 %%")).toMatchObject({status: "error", ename: "SyntaxError"})
  })

  it.each([
    ["a1 #0", {status: "ok", executionCount: 1}],
    [
      "a1 #3",
      {
        status: "error",
        executionCount: 1,
        ename: "Exit",
        evalue: "exit code 3",
        traceback: [],
        kind: "Exit",
        message: "exit code 3",
      },
    ],
  ])("answers the exit of %s", async (run, reply) => {
    expect(await new KernelHarness(gateName).connect().execute(run)).toEqual(reply)
  })

  it("does not number a silent execution, nor show its result", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.execute('a1 $"6"', {silent: true})).toEqual({status: "ok", executionCount: 0})
    expect(await client.execute("a1")).toMatchObject({executionCount: 1})
  })

  it("keeps the globals between executions, and not the locals", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.execute("a1 X=5 x=6")
    await client.launch("a1 a2", [], {keepState: true, stopOnEntry: true})
    const seen: Promise<unknown>[] = []
    client.on("stopped", () => {
      seen.push(client.dap("evaluate", {expression: "X"}), client.dap("evaluate", {expression: "x"}))
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    await expect(seen[0]).resolves.toMatchObject({result: "5"})
    await expect(seen[1]).rejects.toMatchObject({code: -32011})
  })

  it("is busy while a program runs and idle afterwards", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.execute('a1 "hi"')
    await harness.settled()
    expect(client.log).toEqual(["status idle", "status busy", "execute_input", "stream hi", "reply c1", "status idle"])
    expect(harness.states).toEqual(["busy", "idle"])
  })

  it("runs executions in the order they came, and answers each before the next one runs", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const replies = ["one", "two", "three"].map(text => client.execute(`a1 @ "${text}" a2`))
    expect((await Promise.all(replies)).map(one => one.executionCount)).toEqual([1, 2, 3])
    await harness.settled()
    expect(client.log.filter(one => !/^(status|queued|execute_input)/.test(one))).toEqual([
      "stream one",
      "reply c1",
      "stream two",
      "reply c2",
      "stream three",
      "reply c3",
    ])
  })

  it("answers an execution before a session runs that was started meanwhile", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "session"', [])
    client.on("stream", ({text}) => text === "first" && void client.dap("configurationDone"))
    client.on("stream", ({text}) => text === "first" && harness.clock.advance(100))
    await client.execute('a1 "first" @ a2')
    await harness.settled()
    const {log} = client
    expect(log.indexOf("stream first")).toBeLessThan(log.indexOf("stream session"))
    expect(log.findIndex(one => one.startsWith("reply c2"))).toBeLessThan(log.indexOf("stream session"))
    expect(log).toContain("terminated")
  })

  it.each([
    [{}, "code"],
    [{code: 3}, "code"],
    [{code: "a1", silent: "yes"}, "silent"],
    [{code: "a1", name: 3}, "name"],
    ["a1", "params"],
    [null, "params"],
  ])("refuses the execution of %j", async (params, name) => {
    const client = new KernelHarness(gateName).connect()
    const refused = client.request("lrp/execute", params)
    await expect(refused).rejects.toMatchObject({code: -32602, message: expect.stringContaining(name)})
    expect(client.statuses).toEqual(["idle"])
  })

  it("goes on after an engine that throws", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await expect(client.execute("a1 <b1")).rejects.toMatchObject({code: -32603})
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
    await harness.settled()
    expect(client.statuses.at(-1)).toBe("idle")
  })
})

describe.each(gateNames)("An interruption behind the %s gate", gateName => {
  it("ends a program that runs for ever, at its next poke", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const reply = client.execute('a1 "begun" (a2 @)*')
    client.on("stream", () => void client.request("lrp/interrupt"))
    expect(await reply).toEqual({
      status: "error",
      executionCount: 1,
      ename: "Interrupted",
      evalue: "interrupted",
      traceback: [],
      kind: "Interrupted",
      message: "interrupted",
    })
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
  })

  it("of an idle kernel does nothing, also not to the next program", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.request("lrp/interrupt")).toEqual({status: "ok"})
    expect(await client.execute("a1 @ a2 @")).toMatchObject({status: "ok"})
  })

  it("of executions that have not come yet ends each of them when it comes", async () => {
    const client = new KernelHarness(gateName).connect()
    for (const execution of ["h-c3", "h-c5"]) await client.request("lrp/interrupt", {execution})
    const replies = [client.execute("a1"), client.execute("a1"), client.execute("a1")]
    expect((await Promise.all(replies)).map(one => one.status)).toEqual(["error", "ok", "error"])
  })

  it("of the first of two leaves the second alone", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    client.on("stream", ({text}) => text === "1" && void client.request("lrp/interrupt"))
    const replies = [client.execute('a1 "1" (@ a2)*'), client.execute('a1 @ "2" @')]
    expect((await Promise.all(replies)).map(one => one.status)).toEqual(["error", "ok"])
  })
})

describe.each(gateNames)("A restart behind the %s gate", gateName => {
  it("gives a fresh state and counts from 1", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.request("lrp/write_file", {path: "kept", content: "a1"})
    await client.execute("a1 X=5")
    expect(await client.request("lrp/restart")).toEqual({status: "ok", restart: true})
    expect(await client.execute("a1")).toMatchObject({executionCount: 1})
    expect(harness.engine.listFiles()).toEqual(["kept"])
  })

  it("ends what runs and what waits", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "never" (@ a2)*')
    let restarted: Promise<unknown> | undefined
    client.on("stream", ({text}) => {
      if (text !== "go") return
      void client.dap("configurationDone")
      restarted = client.request("lrp/restart")
    })
    expect(await client.execute('a1 "go" (@ a2)*')).toMatchObject({ename: "Interrupted"})
    await harness.settled()
    expect(await restarted).toEqual({status: "ok", restart: true})
    expect(client.output).toBe("go")
    expect(client.got("terminated")).toHaveLength(1)
    expect(harness.kernel.sessions.size).toBe(0)
  })
})
