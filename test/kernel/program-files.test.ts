import {describe, expect, it} from "vitest"
import {gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe.each(gateNames)("Files that a program writes, behind the %s gate", gateName => {
  it("are told of when it has ended, with its correlation, and before its reply", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const other = harness.connect("o")
    await client.execute('a1 f"log.txt one" f"b.txt two"', {}, "mine")
    expect(other.got("files")).toEqual([{paths: ["log.txt", "b.txt"]}])
    const told = other.received.find(({message}) => "method" in message && message.method === "files")
    expect(told?.message.header).toMatchObject({correlation: "mine"})
    expect(client.log.indexOf("files")).toBeLessThan(client.log.indexOf("reply c1"))
    await client.execute("a1")
    expect(other.got("files")).toHaveLength(1)
  })

  it("are told of where it stands or reads, and once a second while it runs", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const seen: unknown[] = []
    client.on("files", ({paths}) => seen.push(paths.join()))
    client.on("stopped", () => {
      seen.push("stopped")
      void client.dap("continue")
    })
    client.on("input_request", () => {
      seen.push("input")
      void client.request("lrp/input_reply", {value: "x"})
    })
    client.on("stream", () => harness.clock.advance(600))
    await client.launch('a1 f"one x" a2 f"two x" ?i f"three x" "." @ f"four x" "." @ f"five x" "." @ a3', ["a2"])
    await client.dap("configurationDone")
    await harness.settled()
    expect(seen).toEqual(["one", "stopped", "two", "input", "three,four", "five"])
  })
})
