/** LRP, the language runtime protocol: contents as in the Jupyter messaging specification 5.5, camel-cased where the public face is. */

/** Jupyter's states, and "paused" (a debugger holds the program), "waiting" (for input), "unresponsive" and "dead". */
export type KernelState = "starting" | "idle" | "busy" | "paused" | "waiting" | "unresponsive" | "dead"

export interface ExecuteRequest {
  readonly code: string
  readonly name?: string
  readonly silent?: boolean
}

export interface ExecuteReply {
  readonly status: "ok" | "error"
  readonly executionCount: number
  /** MIME type → data. `text/plain` is always there when there is a result. */
  readonly result?: Readonly<Record<string, unknown>>
  readonly ename?: string
  readonly evalue?: string
  readonly traceback?: readonly string[]
}

export interface StreamOutput {
  readonly name: "stdout" | "stderr"
  /** Bytes that are not UTF-8 show as U+FFFD. */
  readonly text: string
  /** The workspace path and 1-based line that wrote it, where known. */
  readonly source?: string
  readonly line?: number
}

export interface InputRequest {
  /** What the program wrote last without ending its line; may be empty. */
  readonly prompt: string
  /** The workspace path and 1-based line that waits. */
  readonly source?: string
  readonly line?: number
}
