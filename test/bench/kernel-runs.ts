/** Runs through the public face, in a kernel of its own each: what an embedder gets, the page's pokes included. */
import type {DebugSession, Kernel} from "../../src/client/face.ts"
import {startKernel} from "../../src/client/start-kernel.ts"
import type {Sample, Work} from "./measurement.ts"

export interface Breakpoint {
  readonly line: number
  readonly condition?: string
  readonly hitCondition?: string
}

export interface KernelWork extends Work {
  readonly breakpoints: readonly Breakpoint[]
  /** Milliseconds after the start at which the breakpoints are set; absent: before the start. */
  readonly setAfter?: number
  /** The line that is stepped over; absent: no stepping. */
  readonly stepOver?: number
  /** Default true. */
  readonly pausable?: boolean
}

const source = {path: "main.lua"}

/** The next event of a name. @throws when the session ends instead */
export function nextEvent(session: DebugSession, name: "stopped" | "terminated"): Promise<{readonly reason?: string}> {
  return new Promise((resolve, reject) => {
    const stopListening = [
      session.on(name, body => {
        for (const stop of stopListening) stop()
        resolve((body ?? {}) as {reason?: string})
      }),
      session.on("terminated", () => {
        for (const stop of stopListening) stop()
        reject(new Error(`The program ended instead of being "${name}".`))
      }),
    ]
  })
}

async function setBreakpoints(session: DebugSession, breakpoints: readonly Breakpoint[]): Promise<void> {
  const answer = await session.request("setBreakpoints", {source, breakpoints})
  for (const [i, {verified, line, message}] of answer.breakpoints.entries())
    if (!verified || line !== breakpoints[i].line)
      throw new Error(`The breakpoint on line ${breakpoints[i].line} is not where it should be: ${message ?? line}`)
}

async function runOnce(kernel: Kernel, units: number, work: Partial<KernelWork>): Promise<Sample> {
  const session = await kernel.debug({program: source.path, args: [String(units), "print"]})
  let output = ""
  session.on("output", body => {
    output += body.output
  })
  const ended = nextEvent(session, "terminated")
  const {breakpoints = [], setAfter, stepOver} = work
  const early = [...(setAfter === undefined ? breakpoints : []), ...(stepOver ? [{line: stepOver}] : [])]
  if (early.length) await setBreakpoints(session, early)
  let stops = 0
  session.on("stopped", () => stops++)
  const firstStop = stepOver ? nextEvent(session, "stopped") : undefined
  const begin = performance.now()
  await session.request("configurationDone")
  const notes: Record<string, number> = {}
  if (firstStop) {
    await firstStop
    const stepped = nextEvent(session, "stopped")
    await session.request("next", {threadId: 1})
    if ((await stepped).reason !== "step") throw new Error("The step over did not end as a step.")
    await session.request("continue", {threadId: 1})
  }
  if (setAfter !== undefined) {
    await new Promise(resolve => setTimeout(resolve, setAfter))
    const asked = performance.now()
    await setBreakpoints(session, breakpoints)
    notes.setAfterMs = asked - begin
    notes.answerMs = performance.now() - asked
    if (output) throw new Error("The program had ended before its breakpoint was set.")
  }
  await ended
  const match = /^(\d+\.\d+) (\d+\.\d+) (\d+)$/m.exec(output)
  if (!match) throw new Error(`The program failed: ${output}`)
  if (stops !== (stepOver ? 2 : 0)) throw new Error(`The program stopped ${stops} times.`)
  return {seconds: Number(match[1]), best: Number(match[2]), passes: Number(match[3]), notes}
}

export async function runInKernel(work: KernelWork): Promise<Sample> {
  const {text, warmSize, size, pausable = true} = work
  const kernel = await startKernel({files: {[source.path]: text}, pausable})
  try {
    await runOnce(kernel, warmSize, {})
    return await runOnce(kernel, size, work)
  } finally {
    await kernel.shutdown()
  }
}
