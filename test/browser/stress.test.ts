/**
 * Many clients, many kernels, floods: nothing is lost, doubled, out of order or misdirected. Small numbers by default;
 * `VITE_FULL_STRESS=1 node test/support/browser-tests.mjs --only stress` takes those of the project's bars, and writes
 * what it has measured.
 */
import type {Kernel} from "../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../support/in-browser.ts"
import {type Body, debug, endKernels, start, whenState} from "../support/kernel-page.ts"
import {below, random} from "../support/random.ts"

const full = import.meta.env.VITE_FULL_STRESS === "1"
const report = (...words: unknown[]) => {
  if (full) console.log(...words)
}
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** Follows what comes out of a client's ports: running numbers, and who is addressed. */
class Counter {
  received = 0
  readonly faults: string[] = []
  private readonly numbers = new Set<number>()
  private least = Number.POSITIVE_INFINITY
  private most = 0

  constructor(kernel: Kernel, id: () => string | undefined) {
    for (const [channel, port] of Object.entries(kernel.ports))
      port.addEventListener("message", ({data}: MessageEvent<Body>) => {
        const {sequence, client} = data.header
        this.received++
        if (this.numbers.has(sequence)) this.faults.push(`${sequence} twice`)
        this.numbers.add(sequence)
        this.least = Math.min(this.least, sequence)
        this.most = Math.max(this.most, sequence)
        if (id() !== undefined && client !== id()) this.faults.push(`${channel}: of ${client}`)
      })
  }
  /** Numbers that never came. */
  get lost(): number {
    return this.received === 0 ? 0 : this.most - this.least + 1 - this.numbers.size
  }
}

describe("Under stress", () => {
  afterEach(endKernels)

  it("ten clients debug in turn, while the others ask and evaluate", async () => {
    const programs = Array.from({length: 10}, (_, i) => i)
    const files = Object.fromEntries(
      programs.map(i => [`p${i}.lua`, `local n = ${i}\nfor k = 1, 3 do\n  n = n + k\nend\nprint("client ${i} " .. n)`]),
    )
    const kernel = await start(files)
    const clients = await Promise.all(programs.map(i => kernel.connect({name: `client ${i}`})))
    const {clients: listed} = (await kernel.request("lrp/clients")) as Body
    const ids = programs.map(i => listed.find(({name}: Body) => name === `client ${i}`).id as string)
    const counters = clients.map((client, i) => new Counter(client, () => ids[i]))
    const until = performance.now() + (full ? 50_000 : 2000)
    let [rounds, asked] = [0, 0]
    const play = async (i: number) => {
      while (performance.now() < until) {
        const session = await debug(clients[i], `p${i}.lua`)
        await session.breakAt(`p${i}.lua`, 3)
        const stop = await session.run()
        expect(stop.hitBreakpointIds).toEqual([1])
        for (let k = 1; k <= 3; k++) {
          expect(await session.evaluate("n")).toBe(String(i + (k * (k - 1)) / 2))
          expect(await session.place()).toBe(`p${i}.lua:3`)
          if (k < 3) await session.go("continue")
        }
        expect(await session.finish()).toBe(0)
        expect(session.output).toBe(`client ${i} ${i + 6}\n`)
        rounds++
      }
    }
    const watch = async (i: number) => {
      while (performance.now() < until) {
        const info = await clients[i].request("lrp/kernel_info")
        expect(info).toMatchObject({status: "ok"})
        expect(await clients[i].listFiles()).toHaveLength(10)
        const own = clients[(i + 1) % 10]
        await clients[i].sessions()
        await own.heartbeat()
        asked += 4
      }
    }
    await Promise.all([...programs.map(play), ...programs.map(watch)])
    await kernel.listFiles()
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(counters.flatMap(({faults}) => faults)).toEqual([])
    expect(counters.map(({lost}) => lost)).toEqual(programs.map(() => 0))
    report(
      `10 clients: ${rounds} sessions, ${asked} requests beside, ${counters.reduce((sum, one) => sum + one.received, 0)} messages`,
    )
  })

  it("a hundred clients connect at once, are used, and leave", async () => {
    const kernel = await start()
    const begun = performance.now()
    const clients = await Promise.all(Array.from({length: 100}, (_, i) => kernel.connect({name: `client ${i}`})))
    const heard = clients.map(client => {
      const texts: string[] = []
      client.on("stream", ({text}) => texts.push(text))
      return texts
    })
    const replies = await Promise.all(clients.map((client, i) => client.execute(`print(${i}) return ${i} * 2`)))
    expect(replies.map(({result}) => result?.["text/plain"])).toEqual(clients.map((_, i) => String(i * 2)))
    await Promise.all(clients.map(client => client.listFiles()))
    const all = Array.from({length: 100}, (_, i) => `${i}\n`).join("")
    for (const texts of heard) expect([...texts.join("").split("\n")].sort()).toEqual([...all.split("\n")].sort())
    await Promise.all(clients.map(client => client.disconnect()))
    report(`100 clients connected, used, closed: ${Math.round(performance.now() - begun)} ms`)
    expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
  })

  it("ten kernels debug at once", async () => {
    const numbers = Array.from({length: full ? 10 : 4}, (_, i) => i)
    await Promise.all(
      numbers.map(async i => {
        const kernel = await start({"main.lua": `local n = ${i}\nfor k = 1, 5 do\n  n = n + k\nend\nreturn n`})
        const session = await debug(kernel, "main.lua")
        await session.breakAt("main.lua", 3)
        await session.run()
        for (let k = 1; k <= 5; k++) {
          expect(await session.evaluate("n")).toBe(String(i + (k * (k - 1)) / 2))
          if (k < 5) await session.go("continue")
        }
        expect(await session.finish()).toBe(0)
      }),
    )
  })

  it("random and mutated messages at the raw ports are answered, and have no effect", async () => {
    const kernel = await start({"main.lua": "while true do end", "kept.lua": "return 1"}, {preset: "development"})
    const victim = await kernel.connect({name: "victim"})
    const attacker = await kernel.connect({name: "attacker"})
    await victim.execute("kept = 'kept'")
    const counter = new Counter(attacker, () => undefined)
    const total = full ? 100_000 : 5000
    const next = random(42)
    const channels = Object.keys(attacker.ports) as (keyof Kernel["ports"])[]
    let answered = 0
    for (const port of Object.values(attacker.ports))
      port.addEventListener("message", ({data}) => {
        if (!("method" in data)) answered++
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
    let {received, refused, malformed} = await counts()
    while (received <= total || answered < received - 1) {
      await new Promise(resolve => setTimeout(resolve, 50))
      ;({received, refused, malformed} = await counts())
    }
    report(
      `flood: ${total} sent, ${received} received, ${answered} answered, ${refused} refused, ${malformed} malformed; ${Math.round(spent)} ms; the other client waited ${median(waits).toFixed(1)} ms median, ${Math.max(...waits).toFixed(1)} at most`,
    )
    // beside the flood, the client's own: its token, before the ports were opened, and its heartbeats
    expect(answered).toBe(received - 1)
    expect(received).toBeGreaterThan(total)
    expect(counter.faults).toEqual([])
  })

  it("control is answered while a program runs and while it is paused; output leaves the page responsive", async () => {
    const kernel = await start({"main.lua": "while true do end"})
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
    await new Promise(resolve => setTimeout(resolve, 100))
    observer.disconnect()
    expect(lines).toBe(30_000)
    report(`30,000 prints: ${Math.round(performance.now() - begun)} ms, longest task ${Math.max(0, ...tasks)} ms`)
  })
})
