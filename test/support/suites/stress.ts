/**
 * Many clients and many kernels, run on each gate: nothing is lost, doubled, out of order or misdirected, counted on
 * both ends. Small numbers and short times by default; `VITE_FULL_STRESS=1 node test/support/browser-tests.mjs --only
 * stress` takes those of the project's bars, and writes what it has measured.
 */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, endKernels, Follower, settles, start, until} from "../kernel-page.ts"
import {below, random} from "../random.ts"
import {Latencies, RawVoice, type Voice} from "../voices.ts"
import {type ClientRow, fingerprint, Ledger} from "../wire-ledger.ts"

const full = import.meta.env.VITE_FULL_STRESS === "1"
const report = (...words: unknown[]) => {
  if (full) console.log(...words)
}

/** A program that nobody could take for another's: its own values, and its own line to stop at. */
const sourceOf = (i: number) =>
  `${"-- moved down\n".repeat(i)}local who = ${i}\nlocal n = who\nfor k = 1, 3 do\n  n = n + k\nend\nprint("client ${i} " .. n)`
const pathOf = (i: number) => `p${i}.lua`
const stopLineOf = (i: number) => i + 4
/** `n` at the stop in the k-th pass. */
const valueAt = (i: number, k: number) => i + (k * (k - 1)) / 2
const filesFor = (count: number) => Object.fromEntries(Array.from({length: count}, (_, i) => [pathOf(i), sourceOf(i)]))

/** Where a viewer may come too late: not paused, no such frame, session or reference. */
const late: ReadonlySet<number> = new Set([-32000, -32001, -32002, -32010])

/** A client with its books, which speaks by its face or by its raw ports. */
interface Player {
  readonly name: string
  readonly client: Kernel
  readonly ledger: Ledger
  readonly voice: Voice
  /** What the face told, of what it passes on as it is. */
  readonly heard: string[]
}
const passedOn = ["stream", "queued"] as const

async function connect(kernel: Kernel, name: string, raw: boolean): Promise<Player> {
  const client = await kernel.connect({name})
  const ledger = new Ledger(client)
  const heard: string[] = []
  for (const event of passedOn) client.on(event, body => heard.push(fingerprint(event, body)))
  return {name, client, ledger, voice: raw ? new RawVoice(ledger) : client, heard}
}

/** Holds the books of all players against the kernel's, once what is on its way has arrived. */
async function expectBalance(kernel: Kernel, players: readonly Player[]): Promise<void> {
  const compare = async () => {
    const {clients} = (await kernel.request("lrp/clients")) as {clients: ClientRow[]}
    return players.flatMap(({name, ledger}) => ledger.balance(clients.find(row => row.name === name)))
  }
  await settles(async () => (await compare()).length === 0)
  expect(await compare()).toEqual([])
  expect(players.flatMap(({ledger}) => ledger.faults)).toEqual([])
  const isPassedOn = (line: string) => passedOn.some(event => line.startsWith(`${event} `))
  for (const {ledger, heard} of players) expect(heard).toEqual(ledger.told.filter(isPassedOn))
}

/** Debugs a client's own program from its first stop to its end, and looks at everything that it is shown. */
async function play({voice}: Player, i: number, times: Latencies): Promise<void> {
  const session = new Follower(await times.of("launch", voice.debug({program: pathOf(i)})))
  const [{id}] = await times.of("setBreakpoints", session.breakAt(pathOf(i), stopLineOf(i)))
  let stop = await session.run()
  for (let k = 1; k <= 3; k++) {
    expect(stop).toMatchObject({reason: "breakpoint", hitBreakpointIds: [id]})
    expect(await times.of("stackTrace", session.place())).toBe(`${pathOf(i)}:${stopLineOf(i)}`)
    const locals = {who: String(i), n: String(valueAt(i, k)), k: String(k)}
    expect(await times.of("frames, scopes and variables", session.variables("Locals"))).toMatchObject(locals)
    expect(await times.of("frames and evaluate", session.evaluate("n"))).toBe(locals.n)
    if (k < 3) stop = await times.of("continue to the next stop", session.go("continue"))
  }
  expect(await session.finish()).toBe(0)
  expect(session.output).toBe(`client ${i} ${i + 6}\n`)
}

/** Looks into the stop of another client's session, where one stands. Answers whether it was in time. */
async function watch({voice, name: me}: Player, times: Latencies): Promise<boolean> {
  const {sessions} = (await times.of("sessions", voice.request("lrp/sessions"))) as Body
  const other = sessions.find(({state, clientName}: Body) => state === "stopped" && clientName !== me)
  if (!other) return false
  try {
    const attached = await times.of("attach", voice.attach(other.id))
    const i = Number(/\d+/.exec(other.program)?.[0])
    expect(attached.program).toBe(pathOf(i))
    const {stackFrames} = await times.of("a viewer's stackTrace", attached.request("stackTrace", {threadId: 1}))
    const [{id: frameId, line, source}] = stackFrames
    expect(`${source.path}:${line}`).toBe(`${pathOf(i)}:${stopLineOf(i)}`)
    const expression = "who .. ' ' .. n .. ' ' .. k"
    const {result} = await times.of("a viewer's evaluate", attached.request("evaluate", {expression, frameId}))
    const [who, n, k] = result.replaceAll('"', "").split(" ").map(Number)
    expect({who, n}).toEqual({who: i, n: valueAt(i, k)})
    const {scopes} = await times.of("a viewer's scopes", attached.request("scopes", {frameId}))
    const {variablesReference} = scopes.find(({name}: Body) => name === "Locals")
    const {variables} = await times.of("a viewer's variables", attached.request("variables", {variablesReference}))
    const shown = Object.fromEntries(variables.map(({name, value}: Body) => [name, Number(value)]))
    expect(shown).toMatchObject({who: i, n: valueAt(i, shown.k)})
    if (k % 2 === 0) await attached.request("disconnect")
    return true
  } catch (thrown) {
    if (late.has((thrown as {code?: number}).code ?? 0)) return false
    throw thrown
  }
}

/** Asks what needs no session, and what does in vain. */
async function ask({voice}: Player, times: Latencies): Promise<void> {
  const {matches} = (await times.of("complete", voice.request("lrp/complete", {code: "pri"}))) as Body
  expect(matches).toContain("print")
  expect(await times.of("inspect", voice.request("lrp/inspect", {code: "print"}))).toMatchObject({found: true})
  expect(await times.of("kernel_info", voice.request("lrp/kernel_info"))).toMatchObject({status: "ok"})
  expect(await times.of("heartbeat", voice.request("lrp/heartbeat"))).toMatchObject({state: expect.any(String)})
}

/** Bytes that the page's own objects take once it has collected; undefined where it can't be made to. */
function heapSize(): number | undefined {
  const {gc} = globalThis as {gc?: () => void}
  const {memory} = performance as {memory?: {usedJSHeapSize: number}}
  gc?.()
  return gc && memory?.usedJSHeapSize
}

export function describeStress(options: StartOptions = {}): void {
  describe("Under stress", () => {
    afterEach(endKernels)

    it("ten clients debug in turn, while the others complete, inspect and watch", async () => {
      const numbers = Array.from({length: 10}, (_, i) => i)
      const kernel = await start(filesFor(10), options)
      const players = await Promise.all(numbers.map(i => connect(kernel, `client ${i}`, i % 2 === 1)))
      const times = new Latencies()
      const until = performance.now() + (full ? 60_000 : 2000)
      let [played, watched] = [0, 0]
      const repeat = async (one: () => Promise<void>) => {
        while (performance.now() < until) await one()
      }
      await Promise.all(
        numbers.flatMap(i => [
          repeat(async () => {
            await play(players[i], i, times)
            played++
          }),
          repeat(async () => {
            await ask(players[i], times)
            if (await watch(players[i], times)) watched++
          }),
        ]),
      )
      await expectBalance(kernel, players)
      expect(await kernel.sessions()).toEqual([])
      expect(Math.min(played, watched)).toBeGreaterThan(0)
      const sum = (what: (ledger: Ledger) => number) => players.reduce((all, {ledger}) => all + what(ledger), 0)
      report(
        `10 clients: ${played} sessions, ${watched} looks into others', ${sum(ledger => ledger.requests)} requests, ${sum(ledger => ledger.delivered)} messages, ${sum(ledger => ledger.overtaken)} overtaken\n${times}`,
      )
    })

    it("a hundred clients connect at once, are used, and leave nothing behind", async () => {
      const debugging = full ? 100 : 10
      const kernel = await start(filesFor(debugging), {...options, limits: {resumeMs: 200}})
      const round = async () => {
        const times = new Latencies()
        const players = await Promise.all(
          Array.from({length: 100}, (_, i) => times.of("connect", connect(kernel, `client ${i}`, i % 2 === 1))),
        )
        const replies = players.map(({voice}, i) =>
          times.of("execute", voice.request("lrp/execute", {code: `print(${i}) return ${i} * 2`})),
        )
        for (const [i, reply] of replies.entries())
          expect(await reply).toMatchObject({result: {"text/plain": String(i * 2)}})
        await Promise.all(players.map(player => ask(player, times)))
        const printed = Array.from({length: 100}, (_, i) => `${i}\n`).sort()
        for (const {ledger} of players) {
          const texts = ledger.told
            .filter(line => line.startsWith("stream "))
            .map(line => JSON.parse(line.slice("stream ".length)).text)
          expect(texts.join("").match(/.*\n/g)?.sort()).toEqual(printed)
        }
        await Promise.all(players.slice(0, debugging).map((player, i) => play(player, i, times)))
        expect(await kernel.sessions()).toEqual([])
        await expectBalance(kernel, players)
        await Promise.all(players.map(({client}) => times.of("disconnect", client.disconnect())))
        report(`100 clients: ${players.reduce((all, {ledger}) => all + ledger.delivered, 0)} messages\n${times}`)
      }
      const isEmpty = async () => {
        const {clients} = (await kernel.request("lrp/clients")) as {clients: ClientRow[]}
        return clients.length === 1
      }
      const before = heapSize()
      for (let rounds = full ? 3 : 1; rounds > 0; rounds--) {
        await round()
        await until(isEmpty)
      }
      expect(await kernel.sessions()).toEqual([])
      if (before !== undefined) {
        const grown = () => ((heapSize() ?? 0) - before) / 1e6
        // ports are collected some time after they have been closed
        await settles(() => grown() <= 10)
        report(`page heap after three rounds of 100 clients: grown by ${grown().toFixed(1)} MB`)
        expect(grown()).toBeLessThan(10)
      }
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
    })

    it("ten kernels stand in ten programs at once, and step each for itself", async () => {
      const numbers = Array.from({length: 10}, (_, i) => i)
      const begun = performance.now()
      const times = new Latencies()
      const ones = await Promise.all(
        numbers.map(async i => {
          const kernel = await start(filesFor(10), options)
          const player = await connect(kernel, `client ${i}`, i % 2 === 1)
          const session = new Follower(await player.voice.debug({program: pathOf(i)}))
          await session.breakAt(pathOf(i), stopLineOf(i))
          await session.run()
          return {kernel, player, session, i, k: 1, steps: 0}
        }),
      )
      report(`10 kernels stand after ${Math.round(performance.now() - begun)} ms`)
      const next = random(7)
      // a pass is two steps: to the head of the loop, and to the breakpoint; the third ends before the head
      const isOver = (one: (typeof ones)[number]) => one.k === 3
      for (let going = [...ones]; going.length > 0; going = going.filter(one => !isOver(one))) {
        const one = going[below(next, going.length)]
        const {session, i} = one
        const stop = await times.of("step over", session.go("next"))
        one.steps++
        const isInBody = one.steps % 2 === 0
        if (isInBody) one.k++
        expect(stop.reason).toBe(isInBody ? "breakpoint" : "step")
        expect(await session.place()).toBe(`${pathOf(i)}:${isInBody ? stopLineOf(i) : stopLineOf(i) - 1}`)
        const values = await Promise.all(ones.map(other => other.session.evaluate("who .. ' ' .. n")))
        const expected = ones.map(other => {
          const passes = other.k + (other.steps % 2)
          return `"${other.i} ${valueAt(other.i, passes)}"`
        })
        expect(values).toEqual(expected)
        expect(ones.map(other => other.kernel.state)).toEqual(ones.map(() => "paused"))
      }
      for (const {session, player, kernel, i} of ones) {
        expect(await session.finish()).toBe(0)
        expect(session.output).toBe(`client ${i} ${i + 6}\n`)
        await expectBalance(kernel, [player])
      }
      report(`10 kernels:\n${times}`)
    })
  })
}
