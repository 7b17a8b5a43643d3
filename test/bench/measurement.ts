/** What is measured, and how the parts of the page tell each other. */

/** A run of one program. The program times itself with os.clock, so starting it and its output are outside. */
export interface Sample {
  readonly seconds: number
  /** Of one unit, in the run's fastest slice (tail.lua): what it takes where nothing else disturbs. */
  readonly best: number
  /** How often the program's hot line ran. */
  readonly passes: number
  /** What was not asked of the program, but is worth keeping: events seen, answers. */
  readonly notes?: Readonly<Record<string, number>>
}

/** The program's text with the tail that times it, and how many units it works: first to warm up, then measured. */
export interface Work {
  readonly text: string
  readonly size: number
  readonly warmSize: number
}

/** Plain wasmoon. */
export interface WasmoonWork extends Work {
  /** "getinfo": what most people write, a line hook that asks lua_getinfo through wasmoon's wrapper. */
  readonly hook: "none" | "getinfo"
}

/**
 * Our engine, without kernel and session. Who hears its lines: nobody; the listener itself; the multiplexer's one
 * handler; the listener, which asks for each line's number.
 */
export interface EngineWork extends Work {
  readonly module: WebAssembly.Module
  readonly lines: "none" | "listener" | "multiplexer" | "place"
}

/** Plain and ours in turn, in one worker; `size` is a turn's, and its answer's notes are ms of each. */
export interface PairedWork extends Work {
  readonly module: WebAssembly.Module
  /** For the breakpoint: never reached. */
  readonly line: number
  readonly turns: number
}

/** A program through the kernel, with its context and without; it finds `size` as `n`. */
export interface ContextWork extends Work {
  readonly module: WebAssembly.Module
  readonly turns: number
}

/** Runs what arrives, one message, one answer. */
export function serveWork<W extends Work>(run: (work: W) => Promise<Sample>): void {
  addEventListener("message", async ({data}: MessageEvent<W>) => {
    try {
      postMessage({sample: await run(data)})
    } catch (thrown) {
      postMessage({failure: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)})
    }
  })
}

/** The other side: gives the work to a fresh worker, which ends with the answer. */
export function askWorker(worker: Worker, work: Work): Promise<Sample> {
  return new Promise<Sample>((resolve, reject) => {
    worker.onmessage = ({data}: MessageEvent<{sample?: Sample; failure?: string}>) =>
      data.sample ? resolve(data.sample) : reject(new Error(data.failure))
    worker.onerror = event => reject(new Error(event.message || "The worker did not load."))
    worker.postMessage(work)
  }).finally(() => worker.terminate())
}
