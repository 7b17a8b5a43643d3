/**
 * The page that bench.mjs drives (browser.mjs): it fetches one job after the other. It only waits while something is
 * measured; the measured code is in a dedicated worker, fresh for every run.
 */
import glueUrl from "wasmoon/dist/glue.wasm?url"
import {chooseEnvironment, vmModule} from "../../src/client/kernel/environment.ts"
import {type KernelWork, runInKernel} from "./kernel-runs.ts"
import {bootTimes, hostCallTimes, pauseLatencies, stepLatencies} from "./latencies.ts"
import {
  askWorker,
  type ContextWork,
  type EngineWork,
  type PairedWork,
  type Sample,
  type WasmoonWork,
  type Work,
} from "./measurement.ts"

/**
 * V8 starts WebAssembly with a quick compiler and optimises what runs long; what it has made is shared by all workers
 * that use the same module, as long as somebody holds it. Somebody: without this, runs would be measured in whatever
 * tier they happened to be in.
 */
const held: Promise<unknown>[] = []

const bench = {
  async hold(): Promise<void> {
    held.push(WebAssembly.compileStreaming(fetch(glueUrl)), vmModule(chooseEnvironment("auto").moduleUrl))
    await Promise.all(held)
  },

  environment() {
    const {isolated, gate} = chooseEnvironment("auto")
    return {isolated, gate, userAgent: navigator.userAgent, cores: navigator.hardwareConcurrency}
  },

  wasmoon(work: WasmoonWork): Promise<Sample> {
    return askWorker(new Worker(new URL("./wasmoon.worker.ts", import.meta.url), {type: "module"}), work)
  },

  async engine(work: Omit<EngineWork, "module">): Promise<Sample> {
    const module = await vmModule(chooseEnvironment("auto").moduleUrl)
    const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), {type: "module"})
    return askWorker(worker, {...work, module} as EngineWork)
  },

  async paired(work: Omit<PairedWork, "module">): Promise<Sample> {
    const module = await vmModule(chooseEnvironment("auto").moduleUrl)
    const worker = new Worker(new URL("./paired.worker.ts", import.meta.url), {type: "module"})
    return askWorker(worker, {...work, module} as PairedWork)
  },

  async context(work: Omit<ContextWork, "module">): Promise<Sample> {
    const module = await vmModule(chooseEnvironment("auto").moduleUrl)
    const worker = new Worker(new URL("./context.worker.ts", import.meta.url), {type: "module"})
    return askWorker(worker, {...work, module} as ContextWork)
  },

  fengari(work: Work): Promise<Sample> {
    return askWorker(new Worker(new URL("./fengari.worker.ts", import.meta.url), {type: "module"}), work)
  },

  kernel: (work: KernelWork): Promise<Sample> => runInKernel(work),

  pauseLatencies,
  stepLatencies,
  hostCallTimes,
  bootTimes,
}

interface Job {
  /** Another page's address: this one has ended. */
  readonly open?: string
  readonly method?: keyof typeof bench
  readonly args?: readonly unknown[]
}

/** There with `--expose-gc`. */
const {gc} = globalThis as {gc?: () => void}

async function serveJobs(driver: string): Promise<void> {
  const done = (answer: {value?: unknown; failure?: string}) =>
    fetch(`${driver}/done`, {method: "POST", body: JSON.stringify(answer)})
  await bench.hold()
  await done({value: bench.environment()})
  for (;;) {
    const job = (await (await fetch(`${driver}/next`)).json()) as Job
    if (job.open) {
      location.href = job.open
      return
    }
    gc?.()
    try {
      const method = bench[job.method as keyof typeof bench] as (...args: readonly unknown[]) => unknown
      await done({value: await method.call(bench, ...(job.args ?? []))})
    } catch (thrown) {
      await done({failure: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)})
    }
  }
}

void serveJobs(new URLSearchParams(location.search).get("driver") as string)
