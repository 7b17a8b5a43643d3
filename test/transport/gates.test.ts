import {describe, expect, it} from "vitest"
import {encodeLetter, type Letter} from "../../src/transport/encoding.ts"
import {AtomicsGate, SuspendingGate} from "../../src/transport/gates.ts"
import {createMailboxBuffer, MailboxReader, MailboxWriter} from "../../src/transport/mailbox.ts"
import {KernelHarness} from "../support/kernel-harness.ts"
import {inThread} from "../support/second-thread.ts"

/** A gate whose mailbox this thread feeds. */
function atomics(handle: (data: unknown, gate: AtomicsGate) => void = () => {}) {
  const buffer = createMailboxBuffer()
  const writer = new MailboxWriter(buffer)
  const got: unknown[] = []
  const gate: AtomicsGate = new AtomicsGate(new MailboxReader(buffer), ({data}: Letter) => {
    got.push(data)
    handle(data, gate)
  })
  const post = (...list: unknown[]) => {
    for (const data of list) writer.post(encodeLetter({client: "c", channel: "control", data}))
  }
  return {gate, writer, got, post}
}

describe("The atomics gate", () => {
  it("holds until what has come says that it is over", () => {
    const {gate, got, post} = atomics()
    post("a", "b", "end")
    gate.hold(() => got.includes("end"))
    expect(got).toEqual(["a", "b", "end"])
  })

  it("does not wait when it is over already, but serves what is there", () => {
    const {gate, got, post} = atomics()
    post("a")
    gate.hold(() => true)
    expect(got).toEqual(["a"])
  })

  it("says that it waits while it holds, and that the program runs afterwards", () => {
    const states: string[] = []
    const {gate, writer, post} = atomics(() => states.push(writer.readerState))
    post("a")
    gate.hold(() => true)
    states.push(writer.readerState)
    expect(states).toEqual(["waiting", "running"])
  })

  it("serves what has come without waiting", () => {
    const {gate, got, post} = atomics()
    gate.serve()
    post(1, 2)
    gate.serve()
    expect(got).toEqual([1, 2])
  })

  it("leaves nothing behind when a message leads to a further stop", () => {
    const {gate, got, post} = atomics((data, inner) => {
      if (data === "stop") inner.hold(() => got.includes("go"))
    })
    post("a", "stop", "b", "go", "c", "end")
    gate.hold(() => got.includes("end"))
    expect(got).toEqual(["a", "stop", "b", "go", "c", "end"])
  })

  it("is woken by another thread, message for message", async () => {
    const buffer = createMailboxBuffer()
    const reader = new MailboxReader(buffer)
    const count = 500
    const {reported: written} = await inThread<string>(
      "src/transport/mailbox.ts",
      `
const writer = new MailboxWriter(data.buffer)
const nap = new Int32Array(new SharedArrayBuffer(4))
for (let i = 1; i <= data.count; i++) {
  while (writer.readerState !== "waiting") Atomics.wait(nap, 0, 0, 0.1)
  writer.post(new TextEncoder().encode(JSON.stringify({client: "c", channel: "control", data: i})))
}
report("done")`,
      {buffer, count},
    )
    const got: unknown[] = []
    const gate = new AtomicsGate(reader, ({data}) => got.push(data))
    for (let stop = 1; stop <= 5; stop++) gate.hold(() => got.length >= (count / 5) * stop)
    expect(got).toEqual(Array.from({length: count}, (_, i) => i + 1))
    expect(await written).toBe("done")
  })

  it("holds a kernel's program until another thread sends it on", async () => {
    const harness = new KernelHarness("atomics")
    harness.reader.patient = true
    const naps = new Int32Array(new SharedArrayBuffer(4))
    harness.reader.onSleep = () => void Atomics.add(naps, 0, 1)
    const client = harness.connect()
    await client.launch('a1 a2 a3 "end"', ["a2", "a3"])
    const request = (id: string, command: string) => ({
      client: "c",
      channel: "control",
      data: {
        jsonrpc: "2.0",
        id,
        method: `ldp/${command}`,
        params: {},
        header: {id, client: "c", session: client.session},
      },
    })
    const letters = [request("x1", "threads"), request("x2", "next"), request("x3", "continue")]
    const {reported: written} = await inThread<string>(
      "src/transport/mailbox.ts",
      `
const writer = new MailboxWriter(data.buffer)
let seen = 0
for (const letter of data.letters) {
  // the one before has been answered, and what it has let run stands again
  while (Atomics.load(data.naps, 0) === seen) Atomics.wait(data.naps, 0, seen, 1)
  seen = Atomics.load(data.naps, 0)
  writer.post(new TextEncoder().encode(JSON.stringify(letter)))
}
report("done")`,
      {buffer: harness.mailbox, letters, naps},
    )
    await client.dap("configurationDone")
    await harness.settled()
    expect(client.log.filter(one => /x\d|stopped|stream|terminated/.test(one))).toEqual([
      "stopped",
      "reply x1",
      "reply x2",
      "stopped",
      "reply x3",
      "stream end",
      "terminated",
    ])
    expect(await written).toBe("done")
  })
})

describe("The suspending gate", () => {
  it("does not wait when it is over already", async () => {
    await expect(new SuspendingGate().hold(() => true)).resolves.toBeUndefined()
  })

  it("holds until a check finds that it is over", async () => {
    const gate = new SuspendingGate()
    let over = false
    let gone = false
    const held = gate.hold(() => over).then(() => (gone = true))
    gate.check()
    await Promise.resolve()
    over = true
    await Promise.resolve()
    expect(gone).toBe(false)
    gate.check()
    await held
    expect(gone).toBe(true)
  })

  it("can be checked when nobody waits, and hold again", async () => {
    const gate = new SuspendingGate()
    gate.check()
    for (let i = 0; i < 2; i++) {
      let over = false
      const held = gate.hold(() => over)
      over = true
      gate.check()
      gate.check()
      await held
    }
  })
})
