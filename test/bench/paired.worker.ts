/**
 * Two plain VMs and two of ours in one worker, in turn, a few ms each. What slows the machine down for a while slows all
 * four: with one core free these ratios hold still within some 3 %, where those of separate workers do not (nor do these
 * when every core is taken: look at the A/A pair). The engine is without its kernel here.
 */
import {LuaFactory} from "wasmoon"
import glueUrl from "wasmoon/dist/glue.wasm?url"
import {LuaEngine} from "../../src/lua/engine/engine.ts"
import {type PairedWork, type Sample, serveWork} from "./measurement.ts"

type Run = (units: number) => Promise<unknown>

/** Of all turns: this many are as fast as the one that counts, or faster. */
const countedShare = 0.15

async function bootPlain(text: string): Promise<Run> {
  const {global} = await new LuaFactory(new URL(glueUrl, location.href).href).createEngine()
  return async units => {
    const thread = global.newThread()
    const index = global.getTop()
    thread.loadString(text, "@main.lua")
    thread.pushValue(units)
    await thread.run(1)
    global.remove(index)
  }
}

async function bootOurs({module, text, line}: PairedWork, withBreakpoint: boolean): Promise<Run> {
  const engine = await LuaEngine.boot({module, waiting: "blocking", clock: performance})
  engine.writeFile("main.lua", new TextEncoder().encode(text))
  engine.listener = {
    handleEvent: () => undefined,
    handleError: () => undefined,
    attend: () => {},
    stand() {},
    handleOutput() {},
    readInput: () => null,
  }
  if (withBreakpoint) engine.setBreakpoints("main.lua", [{id: 1, line}])
  return async units => {
    const outcome = await engine.run({source: {path: "main.lua"}, args: [String(units)]})
    if (outcome.kind !== "done") throw new Error(outcome.kind === "error" ? outcome.error.message : outcome.kind)
  }
}

serveWork<PairedWork>(async work => {
  const runs: Readonly<Record<string, Run>> = {
    plain: await bootPlain(work.text),
    "plain again": await bootPlain(work.text),
    disabled: await bootOurs(work, false),
    set: await bootOurs(work, true),
  }
  /** The difference of two runs leaves out what goes before and after the program: compiling it, its results. */
  const short = new Map<string, number[]>()
  const long = new Map<string, number[]>()
  for (const run of Object.values(runs)) await run(work.warmSize)
  for (let turn = 0; turn < work.turns; turn++)
    for (const [name, run] of Object.entries(runs))
      for (const [times, units] of [
        [short, work.size],
        [long, work.size * 2],
      ] as const) {
        const begin = performance.now()
        await run(units)
        times.set(name, [...(times.get(name) ?? []), performance.now() - begin])
      }
  const counted = (values: readonly number[] = []): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * countedShare)]
  const notes = Object.fromEntries(
    Object.keys(runs).map(name => [name, counted(long.get(name)) - counted(short.get(name))]),
  )
  const sample: Sample = {seconds: notes.plain / 1000, best: notes.plain / 1000 / work.size, passes: 0, notes}
  return sample
})
