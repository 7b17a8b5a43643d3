import {describe, expect, it} from "vitest"
import {manualClock} from "../../src/base/clock.ts"
import {type Output, OutputBatcher} from "../../src/kernel/output.ts"
import {gateNames, KernelHarness, type TestClient} from "../support/kernel-harness.ts"

const outputLimit = 16 * 1024 * 1024
const encode = (text: string) => new TextEncoder().encode(text)

/** A batcher that has just sent something, so that what follows waits. */
function batcher() {
  const clock = manualClock(1000)
  const sent: Output[] = []
  const makeDecoder = () => {
    const decoder = new TextDecoder()
    return {decode: (bytes: Uint8Array) => decoder.decode(bytes, {stream: true}), end: () => decoder.decode()}
  }
  const output = new OutputBatcher(clock, makeDecoder, one => sent.push(one), outputLimit)
  output.begin()
  const write = (text: string | Uint8Array, name: "stdout" | "stderr" = "stdout", source?: string, line?: number) =>
    output.write(name, typeof text === "string" ? encode(text) : text, source, line)
  write("first")
  expect(sent.splice(0)).toEqual([{name: "stdout", text: "first"}])
  return {clock, sent, output, write}
}

describe("Output", () => {
  it("is sent at once when nothing was for a while", () => {
    const {clock, sent, write} = batcher()
    clock.advance(16)
    write("a")
    expect(sent).toEqual([{name: "stdout", text: "a"}])
  })

  it("is joined within a frame", () => {
    const {clock, sent, write} = batcher()
    write("a")
    write("b")
    clock.advance(15)
    write("c")
    expect(sent).toEqual([])
    clock.advance(1)
    write("d")
    expect(sent).toEqual([{name: "stdout", text: "abcd"}])
  })

  it("is joined only with what is of the same stream and line, and keeps its order", () => {
    const {sent, output, write} = batcher()
    write("a", "stdout", "m", 1)
    write("b", "stdout", "m", 1)
    write("c", "stdout", "m", 2)
    write("d", "stderr", "m", 2)
    write("e", "stdout", "m", 2)
    write("f", "stdout", "n", 2)
    write("g")
    output.flush()
    expect(sent.map(one => [one.text, one.name, one.source, one.line])).toEqual([
      ["ab", "stdout", "m", 1],
      ["c", "stdout", "m", 2],
      ["d", "stderr", "m", 2],
      ["e", "stdout", "m", 2],
      ["f", "stdout", "n", 2],
      ["g", "stdout", undefined, undefined],
    ])
  })

  it("joins a character whose bytes come in pieces, each stream for itself", () => {
    const {sent, output, write} = batcher()
    const moon = encode("🌙")
    write(moon.subarray(0, 2))
    write("x", "stderr")
    write(moon.subarray(2))
    output.flush()
    expect(sent.map(one => one.text)).toEqual(["x", "🌙"])
  })

  it("shows bytes that are no characters", () => {
    const {sent, output, write} = batcher()
    write(Uint8Array.of(97, 255, 98, 0, 99))
    output.flush()
    expect(sent[0].text).toBe("a\uFFFDb\0c")
  })

  it("of an execution does not begin with half a character of the last one", () => {
    const {sent, output, write} = batcher()
    write(encode("🌙").subarray(0, 2))
    output.flush()
    output.begin()
    write("a")
    output.flush()
    expect(sent.map(one => one.text).join("")).toMatch(/^\uFFFD?a$/)
    expect(sent.at(-1)?.text).toBe("a")
  })

  it("ends at the limit, with a notice", () => {
    const {sent, output, write} = batcher()
    const piece = new Uint8Array(1024 * 1024).fill(97)
    for (let i = 0; i < 40; i++) write(piece)
    write("more", "stderr")
    output.flush()
    const bytes = sent.filter(one => one.name === "stdout").reduce((sum, one) => sum + one.text.length, 0)
    expect(bytes).toBeLessThanOrEqual(outputLimit)
    expect(bytes).toBeGreaterThan(outputLimit - 2 * piece.length)
    const notices = sent.filter(one => one.name === "stderr")
    expect(notices.map(one => one.text)).toEqual([expect.stringContaining("more than 16 MB")])
  })

  it("is allowed again in the next execution", () => {
    const {sent, output, write} = batcher()
    write(new Uint8Array(outputLimit + 1))
    output.flush()
    sent.length = 0
    output.begin()
    write("again")
    output.flush()
    expect(sent).toEqual([{name: "stdout", text: "again"}])
  })

  it("of log points comes in its place, each message by itself, under the same limit", () => {
    const {sent, output, write} = batcher()
    write("a", "stdout", "m", 1)
    output.log("console", "one\n", "m", 1)
    output.log("console", "two\n", "m", 1)
    write("b", "stdout", "m", 1)
    output.log("important", "x".repeat(outputLimit), "m", 1)
    output.flush()
    expect(sent.map(one => [one.name, one.text])).toEqual([
      ["stdout", "a"],
      ["console", "one\n"],
      ["console", "two\n"],
      ["stdout", "b"],
      ["stderr", expect.stringContaining("Output stopped")],
    ])
  })

  it("that is empty is not sent", () => {
    const {sent, output, write} = batcher()
    write("")
    output.flush()
    output.flush()
    expect(sent).toEqual([])
  })
})

describe.each(gateNames)("The output of a program behind the %s gate", gateName => {
  it("is batched while nobody looks, and all there at the end", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.execute('a1 ("x")*1000 a2')
    expect(client.output).toBe("x".repeat(1000))
    expect(client.got("stream").length).toBeLessThan(5)
  })

  it("is there before a stop, a read, an error and the end", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "1" "2" a2 "3" "4" ?x "5" "6" >b1 !', ["a2"])
    const seen: string[] = []
    client.on("stopped", () => {
      seen.push(`stopped ${client.output}`)
      void client.dap("continue")
    })
    client.on("input_request", () => {
      seen.push(`input ${client.output}`)
      void client.request("lrp/input_reply", {value: ""})
    })
    client.on("error", () => seen.push(`error ${client.output}`))
    client.on("terminated", () => seen.push(`terminated ${client.output}`))
    await client.dap("configurationDone")
    await harness.settled()
    expect(seen).toEqual(["stopped 12", "input 1234", "error 123456", "terminated 123456"])
  })

  it("is shown at a poke, with the line that wrote it", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const seen: string[] = []
    client.on("stream", ({text, source, line}) => {
      seen.push(`${source}:${line} ${text}`)
    })
    await client.execute('a1 "1" a2 "2" @ a3 "3"')
    expect(seen).toEqual(["a:1 1", "a:2 2", "a:3 3"])
  })

  it("is told once to each client, with its session to those that see it", async () => {
    const harness = new KernelHarness(gateName)
    const [owner, viewer, other] = ["o", "v", "x"].map(name => harness.connect(name))
    await owner.launch('a1 "1" c"2" d"3" a2 "4" >b1 !', ["a2"])
    await viewer.request("lrp/attach", {session: owner.session}, "control")
    let stops = 0
    owner.on("stopped", () => {
      if (stops++ > 0) return
      viewer.session = owner.session
      void viewer.dap("disconnect")
      void owner.dap("continue")
    })
    await owner.dap("configurationDone")
    await harness.settled()
    const put = (client: TestClient) =>
      client.received.flatMap(({message}) =>
        "method" in message && /output|stream|console|display|error/.test(message.method)
          ? [`${message.method} ${message.header.session ?? "-"}`]
          : [],
      )
    const told = ["stream", "console", "display_data", "stream", "error"]
    expect(put(owner)).toEqual(told.map(one => `${one} o-s1`))
    expect(put(viewer)).toEqual(told.map((one, i) => `${one} ${i < 3 ? "o-s1" : "-"}`))
    expect(put(other)).toEqual(told.map(one => `${one} -`))
    expect(owner.got("output").map(({output}) => output)).toEqual([
      "1",
      "2\n",
      "3\n",
      "4",
      expect.stringMatching(/^b:1/),
    ])
    expect(viewer.got("output")).toHaveLength(3)
  })

  it("keeps its order with what log points write", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "1" "2" a2 "3" a2 "4"')
    const breakpoints = [{line: 2, logMessage: "log"}]
    await client.dap("setBreakpoints", {source: {path: "a"}, breakpoints})
    await client.dap("configurationDone")
    await harness.settled()
    expect(
      client
        .got("output")
        .map(one => one.output.trim())
        .join(""),
    ).toBe("12log3log4")
  })
})
