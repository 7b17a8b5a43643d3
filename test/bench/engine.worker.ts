/** Our engine alone, with a listener in place of kernel and session: what line events cost by themselves. */
import type {Decision, EngineEvent, EngineListener} from "../../src/debugger/engine.ts"
import {LuaEngine} from "../../src/lua/engine/engine.ts"
import {HookMultiplexer} from "../../src/observation/hooks.ts"
import {type EngineWork, type Sample, serveWork} from "./measurement.ts"

/** A line that no program has. */
const wantedLine = 100_000

serveWork<EngineWork>(async ({module, text, size, warmSize, lines: watch}) => {
  const engine = await LuaEngine.boot({module, waiting: "blocking", clock: performance})
  const multiplexer = new HookMultiplexer(engine)
  let lines = 0
  const countLine = (event: EngineEvent): Decision => {
    if (event.line) lines++
    return undefined
  }
  const lookAtLine = (event: EngineEvent): Decision => {
    if (!event.line) return undefined
    lines++
    return engine.frames(event.thread, 0, 1)[0].line === wantedLine ? {kind: "pause", thread: event.thread} : undefined
  }
  const viaMultiplexer = (event: EngineEvent): Decision => {
    const reason = multiplexer.handle(event)
    return reason && {thread: event.thread, ...reason}
  }
  const listener: EngineListener = {
    handleEvent: watch === "place" ? lookAtLine : watch === "multiplexer" ? viaMultiplexer : countLine,
    handleError: () => undefined,
    attend() {},
    stand() {
      throw new Error("Nothing stops in a benchmark.")
    },
    handleOutput() {},
    readInput: () => null,
  }
  engine.listener = listener
  engine.writeFile("main.lua", new TextEncoder().encode(text))

  async function run(units: number): Promise<Sample> {
    engine.reset()
    const remove =
      watch === "multiplexer" &&
      multiplexer.add({name: "bench", priority: 0, triggers: {line: true}, handle: countLine})
    if (remove) multiplexer.begin()
    if (watch === "listener" || watch === "place") engine.watchLines("all")
    const outcome = await engine.run({source: {path: "main.lua"}, args: [String(units)]})
    if (remove) {
      remove()
      multiplexer.end()
    }
    if (lines === 0 && watch !== "none") throw new Error("No line was heard of.")
    if (outcome.kind !== "done") throw new Error(outcome.kind === "error" ? outcome.error.message : outcome.kind)
    const [seconds, best, passes] = outcome.results.map(result => Number(result.text))
    return {seconds, best, passes, notes: {lines}}
  }

  await run(warmSize)
  lines = 0
  return run(size)
})
