/**
 * Output on its way to the clients: pieces of one line of the program are joined, and a flood is sent once a frame and
 * cut at a limit, so that nothing else waits behind it. Bytes that end in the middle of a UTF-8 character wait for the rest.
 */
import type {Clock} from "../base/clock.ts"
import type {StreamOutput} from "../protocol/lrp.ts"

/** One frame of 60 a second. */
const batchMs = 16
/** Bytes that one execution may write. */
export const outputLimit = 16 * 1024 * 1024

/** Decodes UTF-8 in pieces; made by the platform (TextDecoder with {stream: true}). */
export interface PieceDecoder {
  decode(bytes: Uint8Array): string
}

interface Batch {
  readonly name: "stdout" | "stderr"
  readonly source?: string
  readonly line?: number
  pieces: string[]
}

export class OutputBatcher {
  private readonly clock: Clock
  private readonly send: (output: StreamOutput) => void
  private readonly decoders: Readonly<Record<"stdout" | "stderr", PieceDecoder>>
  private batches: Batch[] = []
  private lastSent = 0
  private written = 0

  constructor(clock: Clock, makeDecoder: () => PieceDecoder, send: (output: StreamOutput) => void) {
    this.clock = clock
    this.send = send
    this.decoders = {stdout: makeDecoder(), stderr: makeDecoder()}
  }

  /** A new execution: its limit begins anew. */
  begin(): void {
    this.written = 0
  }

  write(name: "stdout" | "stderr", bytes: Uint8Array, source: string | undefined, line: number | undefined): void {
    if (this.written > outputLimit) return
    this.written += bytes.length
    if (this.written > outputLimit) {
      const limit = `${outputLimit / 1024 / 1024} MB`
      this.add("stderr", `\n[Output stopped: this execution has written more than ${limit}.]\n`, undefined, undefined)
    } else {
      this.add(name, this.decoders[name].decode(bytes), source, line)
    }
    if (this.clock.now() - this.lastSent >= batchMs) this.flush()
  }

  private add(name: "stdout" | "stderr", text: string, source: string | undefined, line: number | undefined): void {
    const last = this.batches.at(-1)
    if (last && last.name === name && last.source === source && last.line === line) last.pieces.push(text)
    else
      this.batches.push({
        name,
        pieces: [text],
        ...(source === undefined ? {} : {source}),
        ...(line === undefined ? {} : {line}),
      })
  }

  flush(): void {
    if (!this.batches.length) return
    const batches = this.batches
    this.batches = []
    for (const {pieces, ...batch} of batches) {
      const text = pieces.join("")
      if (text) this.send({...batch, text})
    }
    this.lastSent = this.clock.now()
  }
}
