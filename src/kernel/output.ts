/**
 * Output on its way to the clients: pieces of one line of the program are joined, and a flood is sent once a frame and
 * cut at a limit, so that nothing else waits behind it. Bytes that end in the middle of a UTF-8 character wait for the rest.
 */
import type {Clock} from "../base/clock.ts"
import type {MessageGroup, MessageLevel} from "../debugger/engine.ts"

/** One frame of 60 a second. */
const batchMs = 16
/** Decodes UTF-8 in pieces; made by the platform (TextDecoder with {stream: true}). */
export interface PieceDecoder {
  decode(bytes: Uint8Array): string
  /** No more comes: what half a character is shown as. */
  end(): string
}

/** What is written: a stream of the program's, lines of the debugger's own, or what the program says and shows beside. */
export type OutputName = StreamName | "console" | "important" | "message" | "display" | "clear"
type StreamName = "stdout" | "stderr"

export interface Output {
  readonly name: OutputName
  readonly text: string
  /** The workspace path and 1-based line that wrote it, where known. */
  readonly source?: string
  readonly line?: number
  /** Of a message. */
  readonly level?: MessageLevel
  readonly group?: MessageGroup
  /** What is displayed, by MIME type. */
  readonly data?: Readonly<Record<string, unknown>>
}

type Batch = Omit<Output, "text"> & {readonly pieces: string[]}

export class OutputBatcher {
  private readonly clock: Clock
  private readonly send: (output: Output) => void
  private readonly makeDecoder: () => PieceDecoder
  private decoders: Readonly<Record<StreamName, PieceDecoder>>
  private batches: Batch[] = []
  private lastSent = 0
  private written = 0
  private readonly limit: number

  /** @param limit bytes that one execution may write */
  constructor(clock: Clock, makeDecoder: () => PieceDecoder, send: (output: Output) => void, limit: number) {
    this.clock = clock
    this.limit = limit
    this.send = send
    this.makeDecoder = makeDecoder
    this.decoders = {stdout: makeDecoder(), stderr: makeDecoder()}
  }

  /** A new execution: its limit begins anew. */
  begin(): void {
    this.written = 0
    this.decoders = {stdout: this.makeDecoder(), stderr: this.makeDecoder()}
  }

  /** An execution has ended: half a character that it left is all that comes of it. */
  end(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const rest = this.decoders[name].end()
      if (rest) this.add(name, rest)
    }
    this.flush()
  }

  write(name: StreamName, bytes: Uint8Array, source?: string, line?: number): void {
    if (this.admit(bytes.length)) this.add(name, this.decoders[name].decode(bytes), source, line)
    this.sendDue()
  }
  /** A log point's message, or a warning, each by itself: in its place among what the program writes, and under the same limit. */
  log(name: "console" | "important", text: string, source?: string, line?: number): void {
    if (text) this.tell({name, text, ...placed(source, line)})
  }
  /** The same for what the program says, shows or clears. */
  tell({text, ...rest}: Output): void {
    const size = Object.values(rest.data ?? {}).reduce((sum: number, one) => sum + sizeOf(one), text.length)
    if (this.admit(size)) this.batches.push({...rest, pieces: [text]})
    this.sendDue()
  }

  private admit(size: number): boolean {
    if (this.written > this.limit) return false
    this.written += size
    if (this.written <= this.limit) return true
    const limit = this.limit < 1024 * 1024 ? `${this.limit} bytes` : `${this.limit / 1024 / 1024} MB`
    this.add("stderr", `\n[Output stopped: this execution has written more than ${limit}.]\n`)
    return false
  }

  private sendDue(): void {
    if (this.clock.now() - this.lastSent >= batchMs) this.flush()
  }

  private add(name: OutputName, text: string, source?: string, line?: number): void {
    const last = this.batches.at(-1)
    if (isStream(name) && last && last.name === name && last.source === source && last.line === line)
      last.pieces.push(text)
    else this.batches.push({name, pieces: [text], ...placed(source, line)})
  }

  flush(): void {
    if (!this.batches.length) return
    const batches = this.batches
    this.batches = []
    for (const {pieces, ...batch} of batches) {
      const text = pieces.join("")
      if (text || !isStream(batch.name)) this.send({...batch, text})
    }
    this.lastSent = this.clock.now()
  }
}

const isStream = (name: OutputName): boolean => name === "stdout" || name === "stderr"
const placed = (source: string | undefined, line: number | undefined) => ({
  ...(source === undefined ? {} : {source}),
  ...(line === undefined ? {} : {line}),
})
/** About the bytes of data that JSON can say. */
const sizeOf = (data: unknown): number => (typeof data === "string" ? data.length : JSON.stringify(data).length)
