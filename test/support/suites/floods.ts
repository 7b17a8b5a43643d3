/**
 * Floods at the raw ports, at the control channel and of output, run on each gate; in full with VITE_FULL_STRESS=1, as
 * in stress.ts.
 */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, debug, endKernels, settles, start, until, whenState} from "../kernel-page.ts"
import {below, random} from "../random.ts"

const full = import.meta.env.VITE_FULL_STRESS === "1"
const report = (...words: unknown[]) => {
  if (full) console.log(...words)
}
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

export function describeFloods(options: StartOptions = {}): void {
  describe("In a flood", () => {
    afterEach(endKernels)

    it("random and mutated messages at the raw ports are answered, and have no effect", async () => {
      const kernel = await start(
        {"main.lua": "while true do end", "kept.lua": "return 1"},
        {...options, preset: "development"},
      )
      const victim = await kernel.connect({name: "victim"})
      const attacker = await kernel.connect({name: "attacker"})
      await victim.execute("kept = 'kept'")
      const numbers = new Set<number>()
      const total = full ? 100_000 : 5000
      const next = random(42)
      const channels = Object.keys(attacker.ports) as (keyof Kernel["ports"])[]
      let [answered, doubled] = [0, 0]
      for (const port of Object.values(attacker.ports))
        port.addEventListener("message", ({data}) => {
          if (!("method" in data)) answered++
          if (numbers.has(data.header.sequence)) doubled++
          numbers.add(data.header.sequence)
        })
      const valid = () => ({
        jsonrpc: "2.0",
        id: `a${below(next, 1000)}`,
        method: [
          "lrp/kernel_info",
          "lrp/complete",
          "ldp/continue",
          "ldp/next",
          "ldp/launch",
          "lrp/sessions",
          "ldp/variables",
        ][below(next, 7)],
        params: {code: "x", cursor_pos: 1, session: "k-c1-s1", variablesReference: below(next, 10)} as unknown,
        header: {id: "h", client: "x", time: 0, session: `${below(next, 3)}`} as unknown,
      })
      const rubbish: (() => unknown)[] = [
        () => null,
        () => next(),
        () => "x".repeat(below(next, 100)),
        () => [valid()],
        () => new Map([[1, 2]]),
        () => new Uint8Array(below(next, 50)),
        () => ({...valid(), jsonrpc: below(next, 3)}),
        () => ({...valid(), id: [null, {}, [], true][below(next, 4)]}),
        () => ({...valid(), method: [null, 7, "", "lrp/", "ldp/__proto__", "toString"][below(next, 6)]}),
        () => ({...valid(), header: [null, 1, {}, {id: 3}, "x"][below(next, 5)]}),
        () => ({...valid(), params: [null, [], 1, {session: {}}, {code: 1}, "x"][below(next, 6)]}),
        valid,
      ]
      const session = await debug(victim, {program: "main.lua", keepState: true})
      const begun = performance.now()
      const waits: number[] = []
      for (let sent = 0; sent < total; ) {
        if (sent === Math.floor(total / 500) * 250) {
          await session.request("configurationDone")
          await whenState(kernel, "busy")
        }
        for (let i = 0; i < 250; i++, sent++)
          attacker.ports[channels[below(next, 5)]].postMessage(rubbish[below(next, rubbish.length)]())
        const asked = performance.now()
        expect(await victim.listFiles()).toEqual(["kept.lua", "main.lua"])
        waits.push(performance.now() - asked)
      }
      const spent = performance.now() - begun
      await session.request("terminate")
      await session.end()
      expect(await victim.execute("kept")).toMatchObject({result: {"text/plain": "kept"}})
      const counts = async () =>
        ((await victim.request("lrp/clients")) as Body).clients.find(({name}: Body) => name === "attacker")
      await settles(async () => {
        const {received} = await counts()
        return received > total && answered >= received - 1
      })
      const {received, refused, malformed} = await counts()
      report(
        `flood: ${total} sent, ${received} received, ${answered} answered, ${refused} refused, ${malformed} malformed; ${Math.round(spent)} ms; the other client waited ${median(waits).toFixed(1)} ms median, ${Math.max(...waits).toFixed(1)} at most`,
      )
      // beside the flood, the client's own: its token, before the ports were opened, and its heartbeats
      expect(answered).toBe(received - 1)
      expect(received).toBeGreaterThan(total)
      expect(doubled).toBe(0)
    })

    it("control is answered while a program runs and while it is paused; output leaves the page responsive", async () => {
      const kernel = await start({"main.lua": "while true do end"}, options)
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await whenState(kernel, "busy")
      const measure = async () => {
        const times: number[] = []
        for (let i = 0; i < 200; i++) {
          const asked = performance.now()
          await kernel.listFiles()
          times.push(performance.now() - asked)
        }
        return `${median(times).toFixed(2)} ms median, ${Math.max(...times).toFixed(2)} at most`
      }
      report(`control while it runs: ${await measure()}`)
      await session.request("pause", {threadId: 1})
      await session.next("stopped")
      report(`control while it is paused: ${await measure()}`)
      await session.request("terminate")
      await session.end()
      const tasks: number[] = []
      const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(({duration}) => duration)))
      observer.observe({type: "longtask"})
      let lines = 0
      kernel.on("stream", ({text}) => {
        lines += text.split("\n").length - 1
      })
      const begun = performance.now()
      await kernel.execute("for i = 1, 30000 do print('line ' .. i) end")
      await until(() => lines >= 30_000)
      observer.disconnect()
      expect(lines).toBe(30_000)
      report(`30,000 prints: ${Math.round(performance.now() - begun)} ms, longest task ${Math.max(0, ...tasks)} ms`)
    })
  })
}
