/**
 * `npm run bench`: what Moonstep costs a program, in a real Chromium, as ratios within one run.
 *
 *     node test/bench/bench.mjs [--quick] [--rounds N] [--only TEXT] [--group NAME] [--json]
 *
 * --quick   3 rounds of 0.3 s instead of 9 of 1 s. --only runs the programs whose name contains TEXT (all; "waits" runs
 * none of them). --group runs one of paired, watched, passes, lines, others, not-isolated, context, waits. --json prints everything, raw
 * times included, as JSON instead of tables; progress goes to standard error.
 *
 * Every run has a dedicated worker, which warms up, runs and ends; the conditions of a round are run in turn, starting
 * with another one each round. Only ratios mean something: the machine may be busy with other things.
 */
import {mkdirSync, readFileSync, rmSync} from "node:fs"
import {createRequire} from "node:module"
import {cpus} from "node:os"
import {join} from "node:path"
import {parseArgs} from "node:util"
import {build, loadConfigFromFile} from "vite"
import {serve} from "../support/serve.mjs"
import {Browser} from "./browser.mjs"
import {groups} from "./conditions.mjs"
import {measureContext} from "./context.mjs"
import {readPrograms} from "./programs.mjs"
import {contextTable, figures, groupTable, waitTable} from "./report.mjs"

const repository = join(import.meta.dirname, "../..")
const workspace = join(repository, "node_modules/.cache/moonstep/bench", String(process.pid))

const passesWanted = 1_000_000

async function main() {
  const {values} = parseArgs({
    options: {
      json: {type: "boolean", default: false},
      quick: {type: "boolean", default: false},
      rounds: {type: "string"},
      only: {type: "string", default: ""},
      group: {type: "string", default: ""},
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 9))
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is no number of rounds.`)
  const plan = {
    rounds,
    seconds: values.quick ? 0.3 : 1,
    warmSeconds: values.quick ? 0.06 : 0.15,
    passes: values.quick ? passesWanted / 5 : passesWanted,
    programs: readPrograms(values.only),
    groups: groups.filter(group => group.name.replace(" ", "-").includes(values.group)),
    context: !values.only && "context".includes(values.group),
    waits: !values.only && "waits".includes(values.group),
    /** Samples of each wait. */
    waitCount: values.quick ? 10 : 20,
  }
  await bundle()
  const begin = performance.now()
  const runs = []
  const waits = {}
  let context = {}
  let userAgent = ""
  if (plan.groups.length)
    await withPages("optimised", async pages => {
      userAgent = (await pages.turn(true)).userAgent
      const work = await calibrate(pages, plan)
      for (const group of plan.groups) {
        await pages.turn(group.isolated)
        runs.push(...(await runGroup(pages, group, plan, work)))
      }
    })
  if (plan.context)
    await withPages("optimised", async pages => {
      userAgent = (await pages.turn(true)).userAgent
      context = await measureContext(pages, plan, note)
    })
  if (plan.waits)
    await withPages("usual", async pages => {
      for (const isolated of [true, false]) {
        userAgent = (await pages.turn(isolated)).userAgent
        Object.assign(waits, await measureWaits(pages, plan, isolated ? "" : ", not isolated"))
      }
    })
  const result = {
    date: new Date().toISOString(),
    minutes: (performance.now() - begin) / 60_000,
    versions: {...versions(), chromium: /Chrome\/([\d.]+)/.exec(userAgent)?.[1], node: process.version},
    machine: {cpu: cpus()[0]?.model, cores: cpus().length},
    plan: {rounds, seconds: plan.seconds, passes: plan.passes, quick: values.quick},
    figures: figures(
      runs,
      plan.groups,
      plan.programs.map(({name}) => name),
    ),
    context,
    waits,
    runs,
  }
  console.log(values.json ? JSON.stringify(result, undefined, 1) : markdown(result, plan.groups))
}

/** The project's own plugins build the VM modules; the page, its workers and all they import are bundled with them. */
async function bundle() {
  mkdirSync(workspace, {recursive: true})
  const loaded = await loadConfigFromFile({command: "build", mode: "production"}, join(repository, "vite.config.ts"))
  const fengari = {"process.env.FENGARICONF": "undefined", "typeof process": '"undefined"'}
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: "./",
    publicDir: false,
    logLevel: "error",
    plugins: loaded.config.plugins,
    define: fengari,
    worker: {format: "es"},
    build: {
      outDir: workspace,
      emptyOutDir: true,
      target: "esnext",
      assetsInlineLimit: 0,
      modulePreload: {polyfill: false},
    },
  })
}

/**
 * One browser and two servers: its one page is on the first, then on the other.
 * @param {import("./browser.mjs").Tiers} tiers
 * @param {(pages: object) => Promise<void>} use
 */
async function withPages(tiers, use) {
  const servers = [await serve(workspace, {port: 0}), await serve(workspace, {port: 0, isolated: false})]
  const browser = new Browser(tiers)
  let environment
  try {
    await browser.start()
    await use({
      async turn(isolated) {
        if (environment?.isolated !== isolated)
          environment = await browser.open(`${servers[isolated ? 0 : 1].url}/index.html`)
        if (environment.isolated !== isolated) throw new Error("The page is not isolated as it should be, or it is.")
        return environment
      },
      /** What has ended keeps its address space until the page ends, and that runs out after some hundred workers. */
      async renew() {
        if (environment) environment = await browser.open(`${servers[environment.isolated ? 0 : 1].url}/index.html`)
      },
      call: (method, ...args) => browser.call(method, ...args),
    })
  } finally {
    await browser.close()
    await Promise.all(servers.map(server => server.close()))
  }
}

/** Units of each program that take the wanted time on plain wasmoon. */
async function calibrate(page, plan) {
  const work = new Map()
  for (const program of plan.programs) {
    const run = size => page.call("wasmoon", {text: program.text, size, warmSize: size, hook: "none"})
    let size = 8
    let sample = await run(size)
    while (sample.seconds < plan.seconds / 3) {
      size = Math.ceil(size * Math.min(20, Math.max(1.5, plan.seconds / 2 / Math.max(sample.seconds, 1e-4))))
      sample = await run(size)
    }
    // the optimising compiler is done by now
    sample = await run(size)
    // at its fastest: the machine may have been busy, and no run shall be too short
    const perSecond = 1 / sample.best
    work.set(program.name, {
      size: Math.ceil(perSecond * plan.seconds * 1.03),
      warmSize: Math.ceil(perSecond * plan.warmSeconds),
      passesPerUnit: sample.passes / size,
    })
    note(
      `${program.name}: ${work.get(program.name).size} units, ${((sample.passes / size / sample.best) * 1e-6).toFixed(2)} M passes/s`,
    )
  }
  return work
}

async function runGroup(page, group, plan, work) {
  const rounds = Math.max(1, Math.round(plan.rounds * group.rounds))
  const measured = group.conditions.filter(condition => condition.host)
  const runs = []
  for (const program of plan.programs) {
    const {size, warmSize, passesPerUnit} = work.get(program.name)
    await page.renew()
    // our module is optimised as the plain one was while calibrating
    await page.call("kernel", {text: program.text, size: warmSize, warmSize, breakpoints: []})
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < measured.length; i++) {
        const condition = measured[(i + round) % measured.length]
        const {turnMs, scale = turnMs ? turnMs / (plan.seconds * 1000) : 1} = condition
        const units = condition.passes
          ? Math.min(size, Math.ceil(plan.passes / passesPerUnit))
          : Math.ceil(size * scale)
        const given = {
          text: program.text,
          size: units,
          warmSize: Math.ceil(turnMs ? warmSize : warmSize * scale),
          ...condition.make(program, plan.seconds * 1000),
        }
        try {
          const sample = await page.call(condition.host, given)
          runs.push({
            group: group.name,
            condition: condition.name,
            program: program.name,
            round,
            size: units,
            ...sample,
          })
        } catch (error) {
          throw new Error(`${program.name}, ${condition.label}: ${error.message}`)
        }
      }
    }
    const here = figures(runs, [group], [program.name])
    note(
      `${group.name}, ${program.name}: ${here.map(one => `${one.condition} ${one.median.toFixed(3)} [${one.best[program.name].toFixed(3)}]`).join(", ")}`,
    )
  }
  return runs
}

async function measureWaits(page, {waitCount}, where) {
  const waits = {}
  for (const program of ["loop", "recursion", "coroutines"])
    for (const withBreakpoint of [false, true]) {
      const name = `pause: ${program}${withBreakpoint ? ", a breakpoint set" : ""}${where}`
      note(name)
      waits[name] = await page.call("pauseLatencies", program, withBreakpoint, waitCount)
    }
  waits[`step${where}`] = await page.call("stepLatencies", waitCount * 5)
  waits[`Host.f()${where}`] = await page.call("hostCallTimes", waitCount * 5)
  const {boot, ready, restart} = await page.call("bootTimes", 10)
  return {...waits, [`startKernel${where}`]: boot, [`worker to ready${where}`]: ready, [`restart${where}`]: restart}
}

function versions() {
  const require = createRequire(import.meta.url)
  const read = path => JSON.parse(readFileSync(path, "utf8")).version
  const modules = Object.fromEntries(
    ["wasmoon", "fengari"].map(name => [name, read(join(require.resolve(name), "../../package.json"))]),
  )
  return {moonstep: read(join(repository, "package.json")), ...modules}
}

function markdown({date, minutes, versions: used, machine, plan, figures: all, context, waits}, chosen) {
  const parts = chosen.map(group => {
    const mine = all.filter(one => one.group === group.name)
    return mine.length ? groupTable(group, mine) : ""
  })
  const {rounds, seconds} = plan
  const head =
    `# Benchmarks, ${date.slice(0, 10)}\n\n` +
    `Chromium ${used.chromium}, wasmoon ${used.wasmoon}, Fengari ${used.fengari}; ${machine.cores} cores of ${machine.cpu}; ` +
    `${rounds} rounds of ${seconds} s in turn; medians, [in brackets] the fastest slices of all rounds; ${minutes.toFixed(1)} minutes.`
  if (Object.keys(context).length) parts.push(contextTable(context))
  return [head, ...parts.filter(Boolean), ...(Object.keys(waits).length ? [waitTable(waits)] : [])].join("\n\n")
}

function note(text) {
  console.error(text)
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1))
process.once("exit", () => rmSync(workspace, {recursive: true, force: true}))

main()
  .catch(error => {
    console.error(error.message)
    return false
  })
  /** Not by process.exitCode: a browser that failed to close would keep the process alive. */
  .then(result => process.exit(result === false ? 1 : 0))
