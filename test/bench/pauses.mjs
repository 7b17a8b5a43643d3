/**
 * Run by hand: pauses of tight loops with a breakpoint whose condition is false, on both gates. Each pause must come, the
 * program stand, and go on.
 *
 *     npm run build && node test/bench/pauses.mjs [--count 40] [--gate atomics|suspending] [--only TEXT]
 */
import {join} from "node:path"
import {parseArgs} from "node:util"
import {chromium} from "playwright-core"
import {chromiumFlags, findChromium} from "../support/chromium.mjs"
import {serve} from "../support/serve.mjs"

const bodies = {
  plain: "i = i + 1",
  "50 writes": `i = i + 1; ${"t[i % 8] = i; ".repeat(50)}`,
  "two calls": "i = i + 1; f(i); f(i)",
  "C calls": 'i = i + 1; s = string.format("%d", i); s = s:upper()',
  "sort and gsub": 'i = i + 1; table.sort({3, 1, 2}); s = ("abc"):gsub("b", "c")',
}
const conditions = ["i < 0", "i == -5", "math.abs(i) < 0", "i > 1e15 and i < 2e15"]
const others = {
  "log point": {text: "i = i + 1", breakpoint: {line: 3, condition: "i == -1", logMessage: "{i}"}},
  "hit count": {text: "i = i + 1", breakpoint: {line: 3, hitCondition: "> 1000000000000"}},
  "a slow condition": {text: "i = i + 1", breakpoint: {line: 3, condition: "f(i) == f(-1)"}},
  "table.move": {text: "table.move(meta, 1, 1e9, 2)"},
  "table.concat": {text: "pcall(table.concat, meta)"},
  sort: {text: "table.sort({5, 4, 3, 2, 1, 6, 7}, function(a, b) count = i return a < b end) i = i + 1"},
  gsub: {text: '(("a"):rep(1000)):gsub("a", function() i = i + 1 end)'},
  load: {text: "load(function() i = i + 1 return ' ' end)"},
}
const head = `i = 0 t = {} function f(x) for k = 1, 5 do x = x + k end return x end meta = setmetatable({}, {__index = function(_, k) i = k return "" .. k end, __newindex = function() end, __len = function() return 1e9 end})`
const program = text => `${head}\nwhile true do\n  ${text}\n  j = i\nend`

const cases = [
  ...Object.entries(bodies).flatMap(([name, text]) =>
    conditions.map(condition => ({
      name: `${name}, ${condition}`,
      text: program(text),
      breakpoint: {line: 3, condition},
    })),
  ),
  ...Object.entries(others).map(([name, {text, breakpoint}]) => ({name, text: program(text), breakpoint})),
]

/** In the page. Answers the latencies, or what went wrong. */
async function pauseOften({text, breakpoint, count, gate}) {
  const {startKernel} = await import("/moonstep.js")
  const kernel = await startKernel({files: {"main.lua": text}, gate})
  const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
  const inTime = (promise, what) =>
    Promise.race([promise, sleep(5000).then(() => Promise.reject(new Error(`${what} was not answered`)))])
  const latencies = []
  try {
    const session = await kernel.debug({program: "main.lua"})
    if (breakpoint) await session.request("setBreakpoints", {source: {path: "main.lua"}, breakpoints: [breakpoint]})
    await session.request("configurationDone")
    const read = async () => (await session.request("evaluate", {expression: "i"})).result
    let before
    for (let n = 0; n < count; n++) {
      await sleep(30 + 40 * Math.random())
      const stopped = new Promise(resolve => {
        const off = session.on("stopped", body => resolve(body, off()))
      })
      const begin = performance.now()
      await inTime(session.request("pause", {threadId: 1}), "pause")
      const {reason, threadId} = await inTime(stopped, "the stop")
      latencies.push(performance.now() - begin)
      if (reason !== "pause") throw new Error(`stopped for ${reason}`)
      await inTime(session.request("stackTrace", {threadId}), "stackTrace")
      const [here, later] = [await read(), await sleep(5).then(read)]
      if (here !== later) throw new Error("it does not stand")
      if (here === before) throw new Error("it has not gone on")
      before = here
      await inTime(session.request("continue", {threadId}), "continue")
    }
    return {latencies}
  } catch (thrown) {
    return {latencies, error: thrown.message}
  } finally {
    await kernel.shutdown()
  }
}

const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

const {values} = parseArgs({
  options: {count: {type: "string", default: "40"}, gate: {type: "string"}, only: {type: "string", default: ""}},
})
const browser = await chromium.launch({executablePath: findChromium(), args: chromiumFlags})
let lost = 0
for (const gate of values.gate ? [values.gate] : ["atomics", "suspending"]) {
  const server = await serve(join(import.meta.dirname, "../../dist"), {port: 0, isolated: gate === "atomics"})
  const page = await browser.newPage()
  await page.goto(`${server.url}/icon.svg`)
  const all = []
  for (const {name, text, breakpoint} of cases.filter(one => one.name.includes(values.only))) {
    const count = Number(values.count)
    const {latencies, error} = await page.evaluate(pauseOften, {text, breakpoint, count, gate})
    all.push(...latencies)
    lost += count - latencies.length
    const worst = Math.max(...latencies)
    console.log(
      `${gate} ${name}: ${median(latencies)?.toFixed(1)} ms, worst ${worst.toFixed(1)}${error ? ` FAILED after ${latencies.length}: ${error}` : ""}`,
    )
  }
  console.log(`${gate}: ${all.length} pauses, median ${median(all)?.toFixed(1)} ms`)
  await page.close()
  await server.close()
}
await browser.close()
console.log(lost ? `${lost} pauses did not come.` : "All came.")
process.exitCode = lost ? 1 : 0
