import {describe, expect, it} from "vitest"
import {manualClock} from "../../src/base/clock.ts"
import {Deadlines} from "../../src/base/deadlines.ts"
import {isLargerThan, Stopwatch, TokenBucket} from "../../src/kernel/limits.ts"
import {limitsOf, type PresetName, presets} from "../../src/protocol/limits.ts"
import {gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe("A token bucket", () => {
  it("lets a burst through, then so many a second", () => {
    const clock = manualClock()
    const bucket = new TokenBucket(clock, 10, 3)
    const take = (count: number) => Array.from({length: count}, () => bucket.take()).filter(Boolean).length
    expect(take(5)).toBe(3)
    clock.advance(99)
    expect(take(1)).toBe(0)
    clock.advance(1)
    expect(take(2)).toBe(1)
    clock.advance(60_000)
    expect(take(100)).toBe(3)
  })
  it("without a limit never ends", () => {
    const bucket = new TokenBucket(manualClock(), Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    expect(Array.from({length: 1000}, () => bucket.take()).every(Boolean)).toBe(true)
  })
})

describe("A stopwatch", () => {
  it("counts while it runs", () => {
    const clock = manualClock()
    const watch = new Stopwatch(clock)
    clock.advance(5)
    watch.start()
    clock.advance(10)
    watch.start()
    clock.advance(10)
    watch.stop()
    clock.advance(100)
    expect(watch.elapsed).toBe(20)
    watch.start()
    clock.advance(1)
    expect(watch.elapsed).toBe(21)
    watch.reset()
    expect(watch.elapsed).toBe(0)
  })
})

describe("Deadlines", () => {
  it("come in their order, once, and not when taken back", () => {
    const clock = manualClock()
    const woken: number[] = []
    const deadlines = new Deadlines(clock, ms => woken.push(ms))
    const happened: string[] = []
    deadlines.after(20, () => happened.push("b"))
    const back = deadlines.after(15, () => happened.push("never"))
    deadlines.after(10, () => {
      happened.push("a")
      back()
    })
    deadlines.after(Number.POSITIVE_INFINITY, () => happened.push("no"))
    expect(woken).toEqual([20, 15, 10])
    expect(deadlines.untilNext).toBe(10)
    clock.advance(9)
    deadlines.runDue()
    expect(happened).toEqual([])
    clock.advance(30)
    expect(deadlines.untilNext).toBe(0)
    deadlines.runDue()
    deadlines.runDue()
    expect(happened).toEqual(["a", "b"])
    expect(deadlines.untilNext).toBe(Number.POSITIVE_INFINITY)
  })
})

describe("The size of a message", () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = [cycle]
  const deep = (depth: number): unknown => (depth ? [deep(depth - 1)] : [])
  it.each([
    ["a text", "x".repeat(2000), true],
    ["a short text", "x".repeat(900), false],
    ["bytes", {content: new Uint8Array(2000)}, true],
    ["a buffer", new ArrayBuffer(2000), true],
    ["many keys", Object.fromEntries(Array.from({length: 200}, (_, i) => [`key${i}`, 1])), true],
    ["a long list", new Array(2000), true],
    ["a map", new Map([["a", "x".repeat(2000)]]), true],
    ["a set", new Set(["x".repeat(2000)]), true],
    ["a cycle", cycle, false],
    ["a deep list", deep(1000), true],
    ["nothing", undefined, false],
  ])("is seen of %s", (_, value, larger) => {
    expect(isLargerThan(value, 1000)).toBe(larger)
    expect(isLargerThan(value, Number.POSITIVE_INFINITY)).toBe(false)
  })
})

describe("The limits of a kernel", () => {
  it("are those of a preset, but for what is given", () => {
    expect(limitsOf()).toEqual(presets.development)
    expect(limitsOf("test", {clients: 3})).toEqual({...presets.test, clients: 3})
  })
  it.each([
    ["an unknown preset", "party", {}],
    ["an inherited one", "toString", {}],
    ["an unknown limit", "test", {lives: 9}],
    ["a text", "test", {clients: "3"}],
    ["nothing", "test", {clients: 0}],
    ["no number", "test", {clients: Number.NaN}],
  ])("are not %s", (_, preset, given) => {
    expect(() => limitsOf(preset as PresetName, given as object)).toThrow(expect.objectContaining({code: -32602}))
  })
})

describe.each(gateNames)("A kernel with limits behind the %s gate", gateName => {
  it("ends a program that runs for too long with the error Timeout", async () => {
    const harness = new KernelHarness(gateName, {executionMs: 1000})
    const client = harness.connect()
    client.on("stream", () => harness.clock.advance(600))
    expect(await client.execute('a1 "x" @ a2 "y" @ a3 "z" @ a4')).toMatchObject({
      status: "error",
      ename: "Timeout",
      evalue: "The program ran longer than 1 s, and was stopped.",
      traceback: ["The program ran longer than 1 s, and was stopped.", "a:2: in a"],
    })
    expect(client.output).toBe("xy")
    expect(await client.execute('a1 "x" @ a2')).toMatchObject({status: "ok"})
  })

  it("does not count the time of a pause", async () => {
    const harness = new KernelHarness(gateName, {executionMs: 1000})
    const client = harness.connect()
    await client.launch('a1 a2 @ "end"', ["a2"])
    client.on("stopped", () => {
      harness.clock.advance(60_000)
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.got("exited")).toEqual([{exitCode: 0}])
  })

  it("answers what is too much, too large or too many with errors, and counts it", async () => {
    const harness = new KernelHarness(gateName, {
      requestsPerSecond: 1,
      requestBurst: 5,
      messageBytes: 2000,
      clients: 2,
    })
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    expect(() => harness.connect("e")).toThrow(expect.objectContaining({code: -32005}))
    await expect(client.request("lrp/write_file", {path: "a", content: "x".repeat(3000)})).rejects.toMatchObject({
      code: -32005,
    })
    const flood = await Promise.allSettled(Array.from({length: 10}, () => client.request("lrp/list_files")))
    expect(flood.filter(({status}) => status === "fulfilled")).toHaveLength(4)
    harness.front.receive("d", "shell", "rubbish")
    expect((await other.request("lrp/clients")).clients).toEqual([
      {id: "c", name: "c", isAway: false, sent: 12, received: 11, refused: 7, malformed: 0},
      {id: "d", name: "d", isAway: false, sent: 2, received: 2, refused: 0, malformed: 1},
    ])
    harness.clock.advance(1000)
    expect(await client.request("lrp/list_files")).toEqual({paths: []})
  })

  it("refuses programs when the line is full", async () => {
    const harness = new KernelHarness(gateName, {queueLength: 2})
    const client = harness.connect()
    const replies = await Promise.allSettled(
      Array.from({length: 4}, () => client.request("lrp/execute", {code: "a1 @ a2"}, "control")),
    )
    expect(replies.map(({status}) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"])
  })

  it("cuts output at its limit", async () => {
    const harness = new KernelHarness(gateName, {outputBytes: 10})
    const client = harness.connect()
    await client.execute('(a1 "12345678")*5')
    expect(client.output).toBe("12345678\n[Output stopped: this execution has written more than 10 bytes.]\n")
  })
})
