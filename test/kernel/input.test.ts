import {describe, expect, it} from "vitest"
import {gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe.each(gateNames)("A program that reads behind the %s gate", gateName => {
  /** Runs a program and answers its reads; tells what it has read, and the client. */
  async function run(text: string, ...answers: readonly (string | null)[]) {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const left = [...answers]
    client.on("input_request", () => {
      const value = left.shift()
      if (value !== undefined) void client.request("lrp/input_reply", {value})
    })
    const reply = await client.execute(text)
    await harness.settled()
    return {client, reply}
  }

  it("waits for its line", async () => {
    const {client, reply} = await run('a1 "name? " a2 ?x "done"', "Ada\n")
    expect(reply).toMatchObject({status: "ok"})
    expect(client.log).toEqual([
      "status idle",
      "status busy",
      "execute_input",
      "stream name? ",
      "status waiting",
      "input_request",
      "reply c2",
      "status busy",
      "stream done",
      "reply c1",
      "status idle",
    ])
    expect(client.got("input_request")).toEqual([{prompt: "", source: "a", line: 2}])
  })

  it("gets a line also where its end was not written", async () => {
    const {client} = await run("a1 ?x ?y ?z", "one", "two\n", "")
    expect(client.log.filter(one => one === "input_request")).toHaveLength(3)
  })

  it("finds the end of the file where it may not ask", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.execute('a1 ?x "done"', {allow_stdin: false})).toMatchObject({status: "ok"})
    expect(client.got("input_request")).toEqual([])
    expect(client.output).toBe("done")
  })

  it("gets the end of the file", async () => {
    expect((await run("a1 ?x", null)).reply).toMatchObject({status: "ok"})
  })

  it("reads one line after the other", async () => {
    const {client} = await run("a1 ?x ?y ?z", "1", "2", "3")
    expect(client.got("input_request")).toHaveLength(3)
  })

  it("asks the client that runs it, on stdin", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    client.on("input_request", () => void client.request("lrp/input_reply", {value: "x"}))
    await client.execute("a1 ?x")
    expect(other.got("input_request")).toEqual([])
    expect(
      client.received.find(({message}) => "method" in message && message.method === "input_request"),
    ).toMatchObject({
      channel: "stdin",
    })
  })

  it("asks the client that takes its session over while it waits", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    other.on("input_request", () => void other.request("lrp/input_reply", {value: "x"}))
    client.on("input_request", () => {
      const session = "c-s1"
      void other.request("lrp/attach", {session}, "control")
      void other.request("lrp/take_over", {session}, "control")
      void client.request("lrp/take_over_reply", {request: 1, granted: true}, "control")
    })
    await client.launch("a1 ?x a2", [])
    await client.dap("configurationDone")
    await harness.settled()
    expect(other.got("input_request")).toEqual([{prompt: "", source: "a", line: 1}])
    expect(client.got("exited")).toEqual([{exitCode: 0}])
  })

  it("reads what was sent for it: a second reply does not take the first one's place", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const seen: Promise<unknown>[] = []
    client.on("input_request", () => {
      seen.push(
        client.request("lrp/input_reply", {value: "first"}),
        client.request("lrp/input_reply", {value: "second"}),
      )
    })
    client.on("stopped", () => {
      seen.push(client.dap("evaluate", {expression: "x", frameId: 1000}))
      void client.dap("continue")
    })
    await client.launch("a1 ?x a2", ["a2"])
    client.on("stopped", () => void client.dap("stackTrace", {threadId: 1}))
    const values: unknown[] = []
    client.on("stopped", () => values.push(harness.engine.evaluate("x", {thread: 1, level: 0}).text))
    await client.dap("configurationDone")
    await harness.settled()
    expect(values).toEqual(['"first\\n"'])
    await expect(seen[0]).resolves.toEqual({})
    await expect(seen[1]).rejects.toMatchObject({code: -32602})
  })

  it("is ended by an interruption", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    client.on("input_request", () => void client.request("lrp/interrupt"))
    expect(await client.execute('a1 ?x "never"')).toMatchObject({ename: "Interrupted"})
    expect(client.output).toBe("")
  })

  it("can be read from while it is asked", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    let info: Promise<unknown> | undefined
    client.on("input_request", () => {
      info = client.request("lrp/kernel_info")
      void client.request("lrp/input_reply", {value: "x"})
    })
    await client.execute("a1 ?x")
    expect(await info).toMatchObject({state: "waiting"})
  })
})

describe.each(gateNames)("An input reply behind the %s gate", gateName => {
  it("that nobody waits for is refused", async () => {
    const client = new KernelHarness(gateName).connect()
    await expect(client.request("lrp/input_reply", {value: "x"})).rejects.toMatchObject({code: -32602})
  })

  it.each([{}, {value: 3}, {value: ["x"]}, null])("of %j is refused, and the program waits on", async params => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    let refused: Promise<unknown> | undefined
    client.on("input_request", () => {
      refused = client.request("lrp/input_reply", params)
      void client.request("lrp/input_reply", {value: "x"})
    })
    expect(await client.execute("a1 ?x")).toMatchObject({status: "ok"})
    await expect(refused).rejects.toMatchObject({code: -32602})
  })
})
