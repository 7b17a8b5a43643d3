/** How long a person waits: for a pause, a step, a kernel. All through the public face, from call to event. */
import {startKernel} from "../../src/client/start-kernel.ts"
import {nextEvent} from "./kernel-runs.ts"

const endless = {
  loop: "local i = 0\nwhile true do\n  i = i + 1\nend",
  recursion:
    "local function fib(n)\n  if n < 2 then\n    return n\n  end\n  return fib(n - 1) + fib(n - 2)\nend\nwhile true do\n  fib(20)\nend",
  coroutines:
    "local function count()\n  for i = 1, 1000 do\n    coroutine.yield(i)\n  end\nend\nwhile true do\n  for i in coroutine.wrap(count) do\n    local _ = i\n  end\nend",
} as const
export type EndlessName = keyof typeof endless

/** In front of each: a function that nobody calls, for the breakpoint. */
const head = 'local function never()\n  return 1\nend\nprint("started")\n'

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Milliseconds from the request to `stopped`. */
export async function pauseLatencies(name: EndlessName, withBreakpoint: boolean, count: number): Promise<number[]> {
  const kernel = await startKernel({files: {"main.lua": head + endless[name]}})
  const session = await kernel.debug({program: "main.lua"})
  if (withBreakpoint) await session.request("setBreakpoints", {source: {path: "main.lua"}, breakpoints: [{line: 2}]})
  const started = new Promise<void>(resolve => session.on("output", () => resolve()))
  await session.request("configurationDone")
  await started
  const latencies: number[] = []
  for (let i = 0; i < count; i++) {
    // not in step with anything that happens at regular times
    await sleep(40 + 60 * Math.random())
    const stopped = nextEvent(session, "stopped")
    const begin = performance.now()
    await session.request("pause", {threadId: 1})
    await stopped
    latencies.push(performance.now() - begin)
    await session.request("continue", {threadId: 1})
  }
  await kernel.shutdown()
  return latencies
}

/** Milliseconds from the request to `stopped`, stepping over the lines of a loop. */
export async function stepLatencies(count: number): Promise<number[]> {
  const text = "local total = 0\nfor i = 1, 1000 do\n  total = total + i\n  total = total % 7\nend"
  const kernel = await startKernel({files: {"main.lua": text}})
  const session = await kernel.debug({program: "main.lua", stopOnEntry: true})
  let stopped = nextEvent(session, "stopped")
  await session.request("configurationDone")
  await stopped
  const latencies: number[] = []
  for (let i = 0; i < count; i++) {
    stopped = nextEvent(session, "stopped")
    const begin = performance.now()
    await Promise.all([session.request("next", {threadId: 1}), stopped])
    latencies.push(performance.now() - begin)
  }
  await kernel.shutdown()
  return latencies
}

/** Milliseconds from a program's call of a function of the page to its answer: of 100 calls in a row each. */
export async function hostCallTimes(count: number): Promise<number[]> {
  const kernel = await startKernel({host: {f: ([value]) => value}})
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const {result, evalue} = await kernel.execute(
      "local begin = Performance.now() for i = 1, 100 do Host.f(i) end return (Performance.now() - begin) / 100",
    )
    if (!result) throw new Error(evalue)
    if (i >= count / 10) times.push(Number(result["text/plain"]))
  }
  await kernel.shutdown()
  return times
}

/** Milliseconds: from the worker's creation to ready, as the page sees it; and a restart of the same kernel. */
export async function bootTimes(count: number): Promise<{boot: number[]; ready: number[]; restart: number[]}> {
  await (await startKernel({files: {}})).shutdown()
  const times: {boot: number[]; ready: number[]; restart: number[]} = {boot: [], ready: [], restart: []}
  for (let i = 0; i < count; i++) {
    let begin = performance.now()
    const kernel = await startKernel({files: {"main.lua": "print(1)"}})
    times.boot.push(performance.now() - begin)
    times.ready.push(kernel.info.readyMs)
    begin = performance.now()
    await kernel.restart()
    times.restart.push(performance.now() - begin)
    await kernel.shutdown()
  }
  return times
}
