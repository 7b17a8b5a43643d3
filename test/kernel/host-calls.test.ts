/** Functions of the page that programs call: who is asked, who may answer, what ends the wait. On the fake engine. */
import {describe, expect, it} from "vitest"
import {type Body, gateNames, KernelHarness, type TestClient} from "../support/kernel-harness.ts"

/** Answers each call: with what the function gives, or its error. */
function host(client: TestClient, answer: (params: Body) => object | undefined): void {
  client.on("host_call", params => {
    const given = answer(params)
    if (given) void client.request("lrp/host_reply", {call: params.call, ...given})
  })
}
const doubled = ({args}: Body) => ({value: args[0] * 2})

describe.each(gateNames)("A program that calls a host function behind the %s gate", gateName => {
  const make = (limits: object = {}) => {
    const harness = new KernelHarness(gateName, limits, ["f", "g"])
    return {harness, page: harness.connect("page", true)}
  }

  it("waits for its answer, whichever client runs it", async () => {
    const {harness, page} = make()
    const other = harness.connect("other")
    host(page, doubled)
    expect(await other.execute('a1 x=21 "before" a2 ^x:f x=1 $"done"', {}, "flow")).toMatchObject({status: "ok"})
    expect(page.got("host_call")).toEqual([{call: 1, name: "f", args: [21], client: "other", source: "a", line: 2}])
    expect(other.got("host_call")).toEqual([])
    const sent = page.received.find(({message}) => "method" in message && message.method === "host_call")
    expect(sent?.channel).toBe("stdin")
    expect(sent?.message.header).toMatchObject({parent: "h-other1", correlation: "flow"})
    // what was written before comes before
    const order = page.log.filter(one => /^(stream|host_call)/.test(one))
    expect(order).toEqual(["stream before", "host_call"])
  })

  it("gets values of each kind as they are", async () => {
    const {harness, page} = make()
    const values = [null, true, 1.5, -0, Number.NaN, 2n ** 60n, "a\0b", new Uint8Array([255]), [1, [null]], {k: {l: 1}}]
    const got: unknown[] = []
    let next = 0
    host(page, ({name, args}) => {
      if (name === "f") return {value: values[next++]}
      got.push(args[0])
      return {}
    })
    for (const _ of values) await harness.connect().execute("a1 ^x:f ^x:g")
    expect(got).toEqual(values)
  })

  it("fails with the error that is given", async () => {
    const {page} = make()
    host(page, () => ({error: "no such thing"}))
    expect(await page.execute("a1 a2 ^x:f")).toMatchObject({status: "error", evalue: "a:2: no such thing"})
  })

  it("fails where nobody has the function", async () => {
    const {harness, page} = make()
    expect((await page.execute("a1 ^x:gone")).evalue).toContain("no function of this name any more")
    const other = harness.connect("other")
    harness.leave(page)
    expect((await other.execute("a1 ^x:f")).evalue).toContain("not connected")
  })

  it("fails when who has it leaves meanwhile, and is answered by another one that has it", async () => {
    const {harness, page} = make()
    const other = harness.connect("other")
    page.on("host_call", () => harness.whenQuiet(() => harness.leave(page)))
    expect((await other.execute("a1 ^x:f")).evalue).toContain("not connected")
    host(harness.connect("second", true), doubled)
    expect(await other.execute("a1 x=2 ^x:f")).toMatchObject({status: "ok"})
  })

  it("refuses answers of others, late and wrong ones, and goes on with the right one", async () => {
    const {harness, page} = make()
    const other = harness.connect("other", true)
    const refused: Promise<Body>[] = []
    let value: unknown
    page.on("host_call", ({call, name, args}) => {
      if (name === "g") {
        value = args[0]
        void page.request("lrp/host_reply", {call})
        return
      }
      refused.push(
        page.request("lrp/host_reply", {call: call + 1, value: "other call"}),
        page.request("lrp/host_reply", {call, value: [2n ** 64n]}),
        page.request("lrp/host_reply", {value: "no call"}),
        page.request("lrp/host_reply", {call, error: 5}),
        other.request("lrp/host_reply", {call, value: "foreign"}),
      )
      harness.whenQuiet(() => {
        void page.request("lrp/host_reply", {call, value: "right"})
        refused.push(page.request("lrp/host_reply", {call, value: "late"}))
      })
    })
    expect(await page.execute("a1 ^x:f ^x:g")).toMatchObject({status: "ok"})
    await harness.settled()
    expect(value).toBe("right")
    const codes = (await Promise.allSettled(refused)).map(one => one.status === "rejected" && one.reason.code)
    expect(codes).toEqual([-32034, -32602, -32602, -32602, -32034, -32034])
  })

  it("can be ended, and its call is cancelled", async () => {
    const {harness, page} = make()
    const other = harness.connect("other")
    page.on("host_call", () => void other.request("lrp/interrupt"))
    expect(await other.execute('a1 ^x:f "never"', {}, "flow")).toMatchObject({ename: "Interrupted"})
    expect(page.got("host_cancel")).toEqual([{call: 1}])
    await expect(page.request("lrp/host_reply", {call: 1, value: 1})).rejects.toMatchObject({code: -32034})
    await other.launch('a1 ^x:f "never"')
    page.on("host_call", () => void other.dap("terminate"))
    await other.dap("configurationDone")
    await harness.settled()
    expect(page.got("host_cancel")).toEqual([{call: 1}, {call: 2}])
    expect(other.output).toBe("")
    page.on("host_call", () => void page.request("lrp/restart"))
    expect(await other.execute("a1 ^x:f")).toMatchObject({ename: "Interrupted"})
  })

  it("is ended by its time", async () => {
    const {harness, page} = make({executionMs: 1000})
    page.on("host_call", () => harness.whenQuiet(() => harness.wait(2000)))
    expect(await page.execute("a1 a2 ^x:f")).toMatchObject({
      ename: "Timeout",
      traceback: expect.arrayContaining(["a:2: in a"]),
    })
    expect(page.got("host_cancel")).toHaveLength(1)
  })

  it("tells what it waits for, once it takes long", async () => {
    const {harness, page} = make()
    host(page, ({name}) => (name === "f" ? {value: 1} : undefined))
    await page.execute("a1 x=1 (^x:f)*20")
    await harness.settled()
    expect(page.statuses).toEqual(["idle", "busy", "idle"])
    const slow = harness.connect("slow")
    let info: Promise<Body> | undefined
    let input: Promise<Body> | undefined
    let beat: Promise<Body> | undefined
    page.on("host_call", ({call, name}) => {
      if (name !== "g") return
      harness.whenQuiet(() => {
        harness.wait(60)
        info = slow.request("lrp/kernel_info")
        input = slow.request("lrp/input_reply", {value: "no input"})
        beat = slow.request("lrp/heartbeat", {}, "heartbeat")
        void page.request("lrp/host_reply", {call, value: 1})
      })
    })
    await slow.execute("a1 ^x:g")
    await harness.settled()
    const owner = {client: "slow", name: "slow"}
    expect(slow.got("status")).toEqual([
      {execution_state: "idle"},
      {execution_state: "busy", owner},
      {execution_state: "waiting", owner, host: "g"},
      {execution_state: "busy", owner},
      {execution_state: "idle"},
    ])
    expect(await info).toMatchObject({state: "waiting"})
    await expect(input).rejects.toMatchObject({code: -32602})
    expect((await beat)?.state).toMatch(/waiting|idle/)
  })

  it("stops at its next line where a pause was asked for meanwhile", async () => {
    const {harness, page} = make()
    page.on("host_call", ({call}) => {
      void page.dap("pause", {threadId: 1})
      harness.whenQuiet(() => void page.request("lrp/host_reply", {call, value: 1}))
    })
    const places: string[] = []
    page.on("stopped", ({reason}) => {
      places.push(`${reason} ${harness.engine.place}`)
      void page.dap("continue")
    })
    await page.launch('a1 ^x:f "same line" a2 a3')
    await page.dap("configurationDone")
    await harness.settled()
    expect(places).toEqual(["pause a2"])
  })

  it("is not kept from its answers by the rate of requests", async () => {
    const {page} = make({requestsPerSecond: 1, requestBurst: 5})
    host(page, doubled)
    expect(await page.execute("a1 x=0 (^x:f)*100")).toMatchObject({status: "ok"})
    expect(page.got("host_call")).toHaveLength(100)
    // and they take nothing from it
    await page.request("lrp/kernel_info")
  })

  it("may send and get no more than a message may hold", async () => {
    const {harness, page} = make({messageBytes: 2000})
    const answers: Promise<Body>[] = []
    page.on("host_call", ({call}) => {
      answers.push(page.request("lrp/host_reply", {call, value: "x".repeat(3000)}))
      harness.whenQuiet(() => void page.request("lrp/host_reply", {call, error: "too large"}))
    })
    expect(await page.execute("a1 ^x:f")).toMatchObject({evalue: "a:1: too large"})
    await expect(answers[0]).rejects.toMatchObject({code: -32005})
    const list = JSON.stringify(Array.from({length: 300}, () => 1))
    expect((await page.execute(`a1 x=${list} ^x:f`)).evalue).toBe("a:1: its arguments are more than 2000 bytes")
  })
})
