import {describe, expect, it} from "vitest"
import {createMailboxBuffer, MailboxReader, MailboxWriter, ringBytes} from "../../src/transport/mailbox.ts"
import {below, random} from "../support/random.ts"
import {inThread} from "../support/second-thread.ts"

function mailbox() {
  const buffer = createMailboxBuffer()
  return {buffer, writer: new MailboxWriter(buffer), reader: new MailboxReader(buffer)}
}

/** A message whose bytes tell which one it is. */
function message(size: number, seed = size): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (seed * 31 + i * 7 + (i >> 8)) & 255
  return bytes
}

/** Fast where arrays are long, unlike toEqual. */
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

describe("A mailbox", () => {
  it("gives messages in the order they were posted", () => {
    const {writer, reader} = mailbox()
    for (let i = 1; i <= 5; i++) writer.post(message(i))
    expect(reader.drain()).toEqual([1, 2, 3, 4, 5].map(i => message(i)))
    expect(reader.drain()).toEqual([])
  })

  it("tells its writer when there is room again", async () => {
    const {writer, reader} = mailbox()
    const large = message(ringBytes * 3)
    const {seen} = writer
    writer.post(large)
    const room = writer.whenRead(seen)
    expect(reader.drain()).toEqual([])
    await room
    // it has been read since: there is nothing to wait for
    await writer.whenRead(seen)
    const got: Uint8Array[] = []
    for (let before = writer.seen; !writer.pump(); before = writer.seen) {
      got.push(...reader.drain())
      await writer.whenRead(before)
    }
    got.push(...reader.drain())
    expect(got).toHaveLength(1)
    expect(same(got[0], large)).toBe(true)
  })

  it("lets its writer go when the reader has ended", async () => {
    const {writer} = mailbox()
    writer.post(message(ringBytes * 3))
    const room = writer.whenRead(writer.seen)
    writer.giveUp()
    await room
    expect(writer.isEmpty).toBe(false)
  })

  it("gives messages without any bytes", () => {
    const {writer, reader} = mailbox()
    writer.post(message(0))
    expect(reader.drain()).toEqual([message(0)])
    writer.post(message(0))
    writer.post(message(3))
    writer.post(message(0))
    expect(reader.drain()).toEqual([message(0), message(3), message(0)])
  })

  it("goes round its ring", () => {
    const {writer, reader} = mailbox()
    const size = 100_003
    for (let i = 0; i < 50; i++) {
      writer.post(message(size, i))
      const [got, ...more] = reader.drain()
      expect(same(got, message(size, i))).toBe(true)
      expect(more).toEqual([])
    }
  })

  it("goes round its counters", () => {
    const {buffer, writer, reader} = mailbox()
    const words = new Int32Array(buffer, 0, 4)
    // 300 bytes before they overflow
    words.fill(2 ** 31 - 300, 0, 2)
    for (let i = 0; i < 20; i++) {
      writer.post(message(100, i))
      expect(reader.drain()).toEqual([message(100, i)])
    }
    words.fill(-300, 0, 2)
    for (let i = 0; i < 20; i++) {
      writer.post(message(100, i))
      expect(reader.drain()).toEqual([message(100, i)])
    }
  })

  it.each([ringBytes - 5, ringBytes - 4, ringBytes - 3, ringBytes, ringBytes + 1, 3 * ringBytes + 17])(
    "carries a message of %i bytes, in pieces where it must",
    size => {
      const {writer, reader} = mailbox()
      writer.post(message(7))
      writer.post(message(size))
      const got = reader.drain()
      while (!writer.pump()) got.push(...reader.drain())
      got.push(...reader.drain())
      expect(got).toHaveLength(2)
      expect(same(got[1], message(size))).toBe(true)
      expect(writer.isEmpty).toBe(true)
    },
  )

  it("keeps what does not fit until there is room", () => {
    const {writer, reader} = mailbox()
    const count = 20
    for (let i = 0; i < count; i++) writer.post(message(ringBytes / 8, i))
    expect(writer.pump()).toBe(false)
    expect(writer.isEmpty).toBe(false)
    const got: Uint8Array[] = []
    do got.push(...reader.drain())
    while (!writer.pump())
    got.push(...reader.drain())
    expect(got).toHaveLength(count)
    expect(got.every((one, i) => same(one, message(ringBytes / 8, i)))).toBe(true)
  })

  it("is empty once all has been read", () => {
    const {writer, reader} = mailbox()
    expect(writer.isEmpty).toBe(true)
    writer.post(message(9))
    expect(writer.isEmpty).toBe(false)
    reader.drain()
    expect(writer.isEmpty).toBe(true)
  })

  it("does not change a message that is changed after it was posted", () => {
    const {writer, reader} = mailbox()
    const bytes = message(3 * ringBytes)
    writer.post(bytes)
    bytes.fill(0)
    const got: Uint8Array[] = []
    do got.push(...reader.drain())
    while (!writer.pump())
    got.push(...reader.drain())
    expect(same(got[0], message(3 * ringBytes))).toBe(true)
  })

  it("says what its reader does", () => {
    const {writer, reader} = mailbox()
    expect(writer.readerState).toBe("idle")
    for (const state of ["running", "waiting", "idle"] as const) {
      reader.setState(state)
      expect(writer.readerState).toBe(state)
    }
  })

  it("gives back what was posted, whatever the sizes and the rhythm", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed)
      const {writer, reader} = mailbox()
      const sizes = Array.from({length: 300}, () =>
        below(next, next() < 0.02 ? 3 * ringBytes : next() < 0.3 ? 20_000 : 50),
      )
      const got: Uint8Array[] = []
      for (const [i, size] of sizes.entries()) {
        writer.post(message(size, i))
        if (next() < 0.3) got.push(...reader.drain())
        if (next() < 0.3) writer.pump()
      }
      while (!writer.pump()) got.push(...reader.drain())
      got.push(...reader.drain())
      expect(got.length, `seed ${seed}`).toBe(sizes.length)
      const wrong = got.findIndex((one, i) => !same(one, message(sizes[i], i)))
      expect(wrong, `seed ${seed}`).toBe(-1)
    }
  })
})

describe("A mailbox between two threads", () => {
  /** Writes messages of pseudo-random sizes, each with its number in front, and reports a checksum. */
  const writing = `
const writer = new MailboxWriter(data.buffer)
let state = data.seed
const next = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state }
const nap = new Int32Array(new SharedArrayBuffer(4))
let sum = 0
for (let i = 0; i < data.count; i++) {
  const size = 4 + (next() % 100 === 0 ? next() % data.largest : next() % 200)
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setUint32(0, i, true)
  const value = size === 4 ? 0 : next() & 255
  bytes.fill(value, 4)
  sum = (sum + Math.imul(size, value + 1)) >>> 0
  writer.post(bytes)
  while (!writer.pump()) Atomics.wait(nap, 0, 0, 0.1)
}
report(sum)`

  it("neither loses nor reorders any of 100,000", async () => {
    const {buffer, reader} = mailbox()
    const count = 100_000
    let done = false
    const {reported: written} = await inThread<number>("src/transport/mailbox.ts", writing, {
      buffer,
      count,
      seed: 7,
      largest: 30_000,
    })
    written.catch(() => {
      done = true
    })
    let read = 0
    let disorder = 0
    let sum = 0
    while (read < count && !done) {
      reader.wait(50)
      for (const bytes of reader.drain()) {
        const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
        const value = bytes.length > 4 ? bytes[4] : 0
        const whole = bytes.subarray(4).every(byte => byte === value)
        if (number !== read || !whole) disorder++
        sum = (sum + Math.imul(bytes.length, value + 1)) >>> 0
        read++
      }
    }
    expect(disorder).toBe(0)
    expect(read).toBe(count)
    expect(sum).toBe(await written)
    expect(reader.drain()).toEqual([])
  })

  it("carries messages larger than the ring", async () => {
    const {buffer, reader} = mailbox()
    const {reported: written} = await inThread<number>(
      "src/transport/mailbox.ts",
      `
const writer = new MailboxWriter(data.buffer)
const nap = new Int32Array(new SharedArrayBuffer(4))
for (const size of data.sizes) {
  writer.post(Uint8Array.from({length: size}, (_, i) => (i * 13 + size) & 255))
  while (!writer.pump()) Atomics.wait(nap, 0, 0, 0.1)
}
report(data.sizes.length)`,
      {buffer, sizes: [ringBytes * 4 + 3, 1, ringBytes * 2]},
    )
    const got: Uint8Array[] = []
    while (got.length < 3) {
      got.push(...reader.drain())
      await new Promise(resolve => setImmediate(resolve))
    }
    const expected = [ringBytes * 4 + 3, 1, ringBytes * 2].map(size =>
      Uint8Array.from({length: size}, (_, i) => (i * 13 + size) & 255),
    )
    expect(got.map((one, i) => same(one, expected[i]))).toEqual([true, true, true])
    expect(await written).toBe(3)
  })

  it("wakes a reader that waits", async () => {
    const {buffer, writer} = mailbox()
    const {reported: read} = await inThread<number[]>(
      "src/transport/mailbox.ts",
      `
const reader = new MailboxReader(data.buffer)
reader.setState("waiting")
const got = []
while (got.length < 3) {
  reader.wait()
  for (const bytes of reader.drain()) got.push(bytes[0])
}
report(got)`,
      {buffer},
    )
    // posted once it is about to wait, so that most often it sleeps by then
    for (let i = 1; i <= 3; i++) {
      while (writer.readerState !== "waiting") await new Promise(resolve => setTimeout(resolve, 1))
      await new Promise(resolve => setTimeout(resolve, 5))
      writer.post(Uint8Array.of(i))
    }
    expect(await read).toEqual([1, 2, 3])
  })
})
