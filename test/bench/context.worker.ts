/**
 * What it costs that an execution's correlation id goes with all that it causes, and that the stacks of errors are kept:
 * the same program through the kernel with and without, in one worker, in turns of some ms. What is told goes out by a
 * port, as it does in a kernel's worker.
 */
import {manualClock} from "../../src/base/clock.ts"
import {Deadlines} from "../../src/base/deadlines.ts"
import {nullGate} from "../../src/debugger/gate.ts"
import {Front} from "../../src/kernel/front.ts"
import {Kernel} from "../../src/kernel/kernel.ts"
import {LuaEngine} from "../../src/lua/engine/engine.ts"
import type {EngineParts} from "../../src/lua/engine/engine-parts.ts"
import {control} from "../../src/lua/engine/vm/layout.ts"
import {decodeText, encodeText} from "../../src/lua/engine/world/text.ts"
import type {ReplyMessage} from "../../src/protocol/envelope.ts"
import {limitsOf} from "../../src/protocol/limits.ts"
import {type ContextWork, type Sample, serveWork} from "./measurement.ts"

/** Of all turns: this many are as fast as the one that counts, or faster. */
const countedShare = 0.15

/** Runs code to its end. */
type Execute = (code: string) => Promise<void>

async function bootKernel(module: WebAssembly.Module, withContext: boolean): Promise<Execute> {
  const engine = await LuaEngine.boot({module, waiting: "blocking", clock: performance, deferred: true})
  // no user of the engine may stop it from keeping stacks: only this comparison needs one that does not
  const {vm} = (engine as unknown as {readonly parts: Pick<EngineParts, "vm">}).parts
  const clock = {now: () => performance.now()}
  const kernel = new Kernel({
    id: "k",
    version: "bench",
    engine,
    gate: nullGate,
    clock,
    deadlines: new Deadlines(manualClock()),
    limits: limitsOf("benchmark"),
    makeDecoder: () => {
      const decoder = new TextDecoder()
      return {decode: bytes => decoder.decode(bytes, {stream: true}), end: () => decoder.decode()}
    },
    encode: encodeText,
    decode: decodeText,
  })
  const {port1, port2} = new MessageChannel()
  port2.onmessage = () => {}
  let answered: (reply: ReplyMessage) => void = () => {}
  kernel.addClient("c", "bench", (_, message) => {
    port1.postMessage(message)
    if (!("method" in message)) answered(message)
  })
  const front = new Front(kernel)
  let count = 0
  return async code => {
    vm.setControl(control.watchErrors, withContext ? 1 : 0)
    const id = `c-${++count}`
    const header = {id, client: "c", time: 0, ...(withContext ? {correlation: id} : {})}
    const reply = new Promise<ReplyMessage>(resolve => {
      answered = resolve
    })
    front.receive("c", "shell", {
      jsonrpc: "2.0",
      id,
      method: "lrp/execute",
      params: {code, store_history: false},
      header,
    })
    const {error, result} = await reply
    const status = (result as {readonly status?: string} | undefined)?.status
    if (status !== "ok") throw new Error(error?.message ?? JSON.stringify(result))
  }
}

serveWork<ContextWork>(async ({module, text, size, turns}) => {
  const executes: Readonly<Record<string, Execute>> = {
    without: await bootKernel(module, false),
    "without again": await bootKernel(module, false),
    with: await bootKernel(module, true),
  }
  const names = Object.keys(executes)
  const times = new Map<string, number[]>(names.map(name => [name, []]))
  const code = `local n <const> = ${size}\n${text}`
  for (const execute of Object.values(executes)) for (let i = 0; i < 10; i++) await execute(code)
  for (let turn = 0; turn < turns; turn++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + turn) % names.length]
      // what was told before is read before
      await new Promise(resolve => setTimeout(resolve))
      const begin = performance.now()
      await executes[name](code)
      times.get(name)?.push(performance.now() - begin)
    }
  const counted = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * countedShare)]
  const notes = Object.fromEntries([...times].map(([name, values]) => [name, counted(values)]))
  const sample: Sample = {seconds: notes.without / 1000, best: notes.without / 1000 / size, passes: 0, notes}
  return sample
})
