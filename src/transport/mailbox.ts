/**
 * The mailbox: a ring of bytes in shared memory. A worker that runs or pauses Lua can't read its ports; it reads this
 * instead: at a poke while it runs, and woken by Atomics.notify while it waits. One thread writes (the page that owns the
 * kernel serialises its clients), one reads.
 *
 * Words: 0 bytes written so far, 1 bytes read so far (both modulo 2^32), 2 the kernel's state, 3 reserved. Behind them the
 * ring. A message is its length (4 bytes, little-endian) and its bytes; one that is longer than the room goes in pieces,
 * as the reader makes room.
 */
const headerWords = 4
const written = 0
const readSoFar = 1
const stateWord = 2

/** A power of two, so that positions wrap with the counters. */
export const ringBytes = 256 * 1024

/** What the reader is doing, as the writer must know it: whether to poke. */
const readerStates = {idle: 0, running: 1, waiting: 2} as const
export type ReaderState = keyof typeof readerStates

export const createMailboxBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(headerWords * 4 + ringBytes)

export class MailboxWriter {
  private readonly words: Int32Array
  private readonly ring: Uint8Array
  /** What did not fit yet. */
  private readonly backlog: Uint8Array[] = []

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, headerWords)
    this.ring = new Uint8Array(buffer, headerWords * 4)
  }

  get readerState(): ReaderState {
    const state = Atomics.load(this.words, stateWord)
    return state === readerStates.running ? "running" : state === readerStates.waiting ? "waiting" : "idle"
  }
  get isEmpty(): boolean {
    return this.backlog.length === 0 && Atomics.load(this.words, written) === Atomics.load(this.words, readSoFar)
  }

  /** Queues a message. Call `pump` until it answers true. */
  post(message: Uint8Array): void {
    const record = new Uint8Array(4 + message.length)
    new DataView(record.buffer).setUint32(0, message.length, true)
    record.set(message, 4)
    this.backlog.push(record)
    this.pump()
  }

  /** Resolves when the reader has gone on from where it was seen. */
  async whenRead(seen: number): Promise<void> {
    if (waitAsync) await waitAsync(this.words, readSoFar, seen).value
    else await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  /** The reader has ended: whoever waits for it in this thread waits no more. */
  giveUp(): void {
    Atomics.notify(this.words, readSoFar)
  }
  /** How far the reader has come. */
  get seen(): number {
    return Atomics.load(this.words, readSoFar)
  }

  /** Writes as much as there is room for, and wakes the reader. True: nothing is left. */
  pump(): boolean {
    let end = Atomics.load(this.words, written)
    const start = end
    while (this.backlog.length) {
      const room = ringBytes - ((end - Atomics.load(this.words, readSoFar)) >>> 0)
      if (room === 0) break
      const piece = this.backlog[0].subarray(0, room)
      const at = end & (ringBytes - 1)
      const first = piece.subarray(0, ringBytes - at)
      this.ring.set(first, at)
      this.ring.set(piece.subarray(first.length), 0)
      end = (end + piece.length) | 0
      if (piece.length === this.backlog[0].length) this.backlog.shift()
      else this.backlog[0] = this.backlog[0].subarray(piece.length)
    }
    if (end !== start) {
      Atomics.store(this.words, written, end)
      Atomics.notify(this.words, written)
    }
    return this.backlog.length === 0
  }
}

/** ES2024, where there is one. A timer does in its place, but a hidden tab's are slow: one second each. */
type WaitAsync = (words: Int32Array, at: number, seen: number) => {readonly value: unknown}
const waitAsync: WaitAsync | undefined = Reflect.get(Atomics, "waitAsync")
const pollMs = 2

export class MailboxReader {
  private readonly words: Int32Array
  private readonly ring: Uint8Array
  /** The message that is coming in. */
  private partial: {readonly bytes: Uint8Array; filled: number} | undefined
  private readonly lengthBytes = new Uint8Array(4)
  private lengthFilled = 0

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, headerWords)
    this.ring = new Uint8Array(buffer, headerWords * 4)
  }

  setState(state: ReaderState): void {
    Atomics.store(this.words, stateWord, readerStates[state])
  }

  /** Sleeps until something has been written that is not read, or until the time is over. Not on a page's thread. */
  wait(timeoutMs = Number.POSITIVE_INFINITY): void {
    const end = Atomics.load(this.words, readSoFar)
    if (Atomics.load(this.words, written) === end) Atomics.wait(this.words, written, end, timeoutMs)
  }

  /** The whole messages that have come in. */
  drain(): Uint8Array[] {
    const messages: Uint8Array[] = []
    for (;;) {
      const start = Atomics.load(this.words, readSoFar)
      const count = (Atomics.load(this.words, written) - start) >>> 0
      if (count === 0) return messages
      const at = start & (ringBytes - 1)
      const run = Math.min(count, ringBytes - at)
      this.take(this.ring.slice(at, at + run), messages)
      Atomics.store(this.words, readSoFar, (start + run) | 0)
      Atomics.notify(this.words, readSoFar)
    }
  }

  private take(bytes: Uint8Array, messages: Uint8Array[]): void {
    for (let at = 0; at < bytes.length; ) {
      if (!this.partial) {
        this.lengthBytes[this.lengthFilled++] = bytes[at++]
        if (this.lengthFilled < 4) continue
        this.lengthFilled = 0
        this.partial = {bytes: new Uint8Array(new DataView(this.lengthBytes.buffer).getUint32(0, true)), filled: 0}
      }
      const {partial} = this
      const piece = bytes.subarray(at, at + partial.bytes.length - partial.filled)
      partial.bytes.set(piece, partial.filled)
      partial.filled += piece.length
      at += piece.length
      if (partial.filled === partial.bytes.length) {
        messages.push(partial.bytes)
        this.partial = undefined
      }
    }
  }
}
