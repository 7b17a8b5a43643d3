/** What programs say and show beside their streams, and that all that is told names the execution that has caused it. */
import {describe, expect, it} from "vitest"
import {type Body, gateNames, KernelHarness, type TestClient} from "../support/kernel-harness.ts"

describe.each(gateNames)("A program behind the %s gate", gateName => {
  it("says and shows things in order with what it writes", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.execute('a1 "1" c"2" d"3" a2 "4"')
    expect(client.log.filter(one => /^(stream|console|display_data)/.test(one))).toEqual([
      "stream 1",
      "console",
      "display_data",
      "stream 4",
    ])
    expect(client.got("console")).toEqual([{level: "log", text: "2", source: "a", line: 1}])
    expect(client.got("display_data")).toEqual([{data: {"text/plain": "3"}, metadata: {}, source: "a", line: 1}])
  })

  it("says and shows them to a debugger as output", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "1" c"2" d"3"')
    await client.dap("configurationDone")
    await harness.settled()
    const at = {source: {path: "a", name: "a"}, line: 1}
    expect(client.got("output")).toEqual([
      {category: "stdout", output: "1", ...at},
      {category: "stdout", output: "2\n", level: "log", ...at},
      {category: "stdout", output: "3\n", level: "display", ...at},
    ])
  })

  it("is paused where it asks for it, if somebody debugs it", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    client.on("stopped", () => void client.dap("next", {threadId: 1}))
    await client.launch('a1 &"look" a2 a3')
    await client.dap("configurationDone")
    await harness.settled()
    const [pause, ...steps] = client.got("stopped")
    expect(pause).toMatchObject({reason: "pause", text: "look", description: "Paused by the program: look"})
    expect(steps.map(({reason}) => reason)).toEqual(["step", "step"])
    await client.launch('a1 &"look" a2', [], {noDebug: true})
    await client.dap("configurationDone")
    await client.execute('a1 &"look" a2')
    await harness.settled()
    expect(client.got("stopped")).toHaveLength(3)
  })

  it("tells at a stop what it has cost, and what it has written last", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const found: Promise<Body>[] = []
    client.on("stopped", () => {
      harness.clock.advance(500)
      found.push(client.dap("executionContext"), client.dap("executionContext", [] as unknown as object))
      void client.dap("continue")
    })
    const lines = Array.from({length: 8}, (_, i) => `"line ${i}\n"`).join(" ")
    await client.launch(`a1 ${lines} "open" a2`, ["a2"])
    let told = 0
    client.on("stream", () => harness.clock.advance(10 * Math.min(1, told++)))
    await client.dap("configurationDone", {}, "ours")
    await harness.settled()
    expect(await found[0]).toEqual({
      elapsedMs: 10,
      output: ["line 4", "line 5", "line 6", "line 7", "open"],
      correlation: "ours",
    })
    await expect(found[1]).rejects.toMatchObject({code: -32602})
  })
})

describe.each(gateNames)("What is told behind the %s gate", gateName => {
  /** "method of execution" for all that is not about a client of its own. */
  const causes = (client: TestClient): string[] =>
    client.received.flatMap(({message}) => {
      if (!("method" in message)) return []
      const {parent, correlation} = message.header
      return [`${message.method.replace("ldp/event/", "")} ${parent} ${correlation}`]
    })

  it("names the execution that has caused it, from its beginning to its end", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.execute('a1 "late" c"said" d"shown" $"6"', {}, "flow")
    await client.execute("a1 !", {}, "fault")
    await harness.settled()
    const [greeting, ...told] = causes(client)
    expect(greeting).toBe("status undefined undefined")
    expect(told).toEqual([
      ...["status", "execute_input", "stream", "console", "display_data", "execute_result", "status"].map(
        method => `${method} h-c1 flow`,
      ),
      ...["status", "execute_input", "error", "status"].map(method => `${method} h-c2 fault`),
    ])
  })

  it("about one session never names the program of another that runs meanwhile", async () => {
    const harness = new KernelHarness(gateName)
    const [a, b] = [harness.connect("a"), harness.connect("b")]
    let stops = 0
    a.on("stopped", () => {
      if (stops++) return
      void b.dap("configurationDone", {}, "theirs")
      void b.request("lrp/write_file", {path: "new.lua", content: ""}, "control", "file")
      void b.request("ldp/launch", {program: "new.lua"}, "control", "another")
      void a.dap("continue")
    })
    b.on("stopped", () => void b.dap("continue"))
    await a.launch('a1 "a" a2 "more"', ["a2"])
    await b.launch('b1 "b" b2', ["b2"])
    await a.dap("configurationDone", {}, "ours")
    await harness.settled()
    const about = (client: TestClient, correlation: string) =>
      causes(client)
        .filter(one => one.endsWith(` ${correlation}`))
        .map(one => one.split(" ")[0])
    expect(about(a, "ours")).toEqual(expect.arrayContaining(["stopped", "stream", "continued", "exited", "terminated"]))
    expect(about(b, "theirs")).toEqual(expect.arrayContaining(["stopped", "stream", "exited", "terminated"]))
    // of the other's program only what is told to everybody
    expect(new Set(about(b, "ours"))).toEqual(new Set(["status", "stream"]))
    expect(new Set(about(a, "theirs"))).toEqual(new Set(["status", "stream"]))
    expect(about(a, "file")).toEqual(["files"])
    expect(about(b, "another")).toEqual(["initialized"])
  })
})
