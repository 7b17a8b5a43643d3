import {describe, expect, it} from "vitest"
import {type Body, gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe.each(gateNames)("The request restart of a session behind the %s gate", gateName => {
  const start = () => {
    const harness = new KernelHarness(gateName)
    return {harness, client: harness.connect()}
  }
  const file = (harness: KernelHarness, path: string, run: string) =>
    harness.engine.writeFile(path, new TextEncoder().encode(run))

  it("begins a stopped program anew, with its breakpoints, in the same session", async () => {
    const {harness, client} = start()
    const session = await client.launch('a1 "one" a2 a3', ["a2", "a3"])
    const seen: string[] = []
    client.on("stopped", () => {
      seen.push(harness.engine.place)
      void (seen.length === 2 ? client.dap("restart") : client.dap("continue"))
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(seen).toEqual(["a2", "a3", "a2", "a3"])
    expect(client.output).toBe("oneone")
    expect(client.got("thread").map(one => one.reason)).toEqual(["started", "exited", "started", "exited"])
    expect(client.got("exited")).toEqual([{exitCode: 0}])
    expect(client.got("terminated")).toHaveLength(1)
    expect(client.got("queued")).toEqual([])
    expect(client.got("process")).toEqual([])
    expect(harness.kernel.sessions.get(session)).toBeUndefined()
  })

  it("ends a program that runs, and what comes then is caused by the restart", async () => {
    const {harness, client} = start()
    file(harness, "other", "b1")
    await client.launch('a1 "go" (@ a2)*', ["b1"])
    client.on(
      "output",
      ({category}) =>
        category === "stdout" && void client.dap("restart", {arguments: {program: "other"}}, "the restart"),
    )
    client.on("stopped", () => void client.dap("continue", {}, "the answer"))
    await client.dap("configurationDone", {}, "the start")
    await harness.settled()
    const causes = client.received.flatMap(({message: {header, ...message}}) =>
      "method" in message && /stream|stopped|exited/.test(message.method)
        ? [`${message.method} ${header.correlation}`]
        : [],
    )
    expect(causes).toEqual(["stream the start", "ldp/event/stopped the restart", "ldp/event/exited the restart"])
    expect(client.got("terminated")).toHaveLength(1)
  })

  it("takes another program and its arguments, says so, and leaves the first one to others", async () => {
    const {harness, client} = start()
    const other = harness.connect("o")
    file(harness, "first", "a1 a2")
    file(harness, "second", '"2" b1 b2')
    client.session = (await client.dap("launch", {program: "first", stopOnEntry: true})).session
    await client.dap("setBreakpoints", {source: {path: "b"}, breakpoints: [{line: 2}]})
    await expect(other.dap("launch", {program: "first"})).rejects.toMatchObject({code: -32004})
    const places: string[] = []
    client.on("stopped", () => {
      places.push(harness.engine.place)
      void (places.length === 1 ? client.dap("restart", {arguments: {program: "./second"}}) : client.dap("continue"))
    })
    let freed: Promise<Body> | undefined
    client.on("process", () => {
      freed = other.dap("launch", {program: "first"})
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(places).toEqual(["a1", "b2"])
    expect(client.got("process")).toEqual([{name: "second", startMethod: "launch"}])
    expect(await freed).toMatchObject({program: "first"})
    expect(client.output).toBe("2")
  })

  it("keeps its turn before those that wait in line", async () => {
    const {harness, client} = start()
    const other = harness.connect("o")
    await client.launch('a1 "a"', ["a1"])
    let stops = 0
    client.on("stopped", () => {
      stops++
      if (stops === 1) {
        harness.front.receive("o", "shell", {
          jsonrpc: "2.0",
          id: "x",
          method: "lrp/execute",
          params: {code: '"b"'},
          header: {id: "x", client: "o"},
        })
        void client.dap("restart")
      } else void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(stops).toBe(2)
    expect(other.output).toBe("ab")
    expect(other.got("queued")).toEqual([{place: 1}])
  })

  it("changes one that has not begun, and does not start it", async () => {
    const {harness, client} = start()
    file(harness, "first", '"1"')
    file(harness, "second", '"2"')
    client.session = (await client.dap("launch", {program: "first"})).session
    expect(await client.dap("restart", {arguments: {program: "second"}})).toEqual({})
    await harness.settled()
    expect(client.output).toBe("")
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.output).toBe("2")
  })

  it("is refused where it can't be done, and nothing has changed", async () => {
    const {harness, client} = start()
    const other = harness.connect("o")
    file(harness, "first", '"1"')
    file(harness, "theirs", '"2"')
    other.session = (await other.dap("launch", {program: "theirs"})).session
    await expect(client.dap("restart")).rejects.toMatchObject({code: -32002})
    client.session = (await client.dap("launch", {program: "first"})).session
    await expect(client.dap("restart", {arguments: {program: "theirs"}})).rejects.toMatchObject({code: -32004})
    await expect(client.dap("restart", {arguments: {program: "none"}})).rejects.toMatchObject({code: -32009})
    await expect(client.dap("restart", {arguments: {program: 1}})).rejects.toMatchObject({code: -32602})
    await other.request("lrp/attach", {session: client.session})
    other.session = client.session
    await expect(other.dap("restart")).rejects.toMatchObject({code: -32030})
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.output).toBe("1")
  })

  it("counts hits from the start again", async () => {
    const {harness, client} = start()
    await client.launch("a1 a2 a1 a2 a1 a2")
    await client.dap("setBreakpoints", {source: {path: "a"}, breakpoints: [{line: 1, hitCondition: "3"}]})
    let stops = 0
    client.on("stopped", () => void (++stops === 1 ? client.dap("restart") : client.dap("continue")))
    await client.dap("configurationDone")
    await harness.settled()
    expect(stops).toBe(2)
  })

  it("asked for together with the end comes to the end", async () => {
    const {harness, client} = start()
    await client.launch("a1", ["a1"])
    client.on("stopped", () => {
      if (client.got("stopped").length > 1) return
      void client.dap("restart")
      void client.dap("terminate")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("terminated")).toHaveLength(1)
    expect(harness.kernel.sessions.size).toBe(0)
  })

  it("asked for together with the kernel's restart is overtaken by that", async () => {
    const {harness, client} = start()
    await client.launch("a1", ["a1"])
    let restarted: Promise<Body> | undefined
    client.on("stopped", () => {
      if (restarted) return
      void client.dap("restart")
      restarted = client.request("lrp/restart", {}, "control")
    })
    await client.dap("configurationDone")
    await restarted
    await harness.settled()
    expect(client.got("output")).toEqual([])
    expect(client.got("terminated")).toHaveLength(1)
    expect(harness.kernel.sessions.size).toBe(0)
  })
})
