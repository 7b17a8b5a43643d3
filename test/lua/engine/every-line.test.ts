/** Programs behave alike with breakpoints and steps as without: output, messages, tracebacks, exit codes. */
import {readdirSync, readFileSync} from "node:fs"
import {join} from "node:path"
import {beforeAll, describe, expect, it} from "vitest"
import {type AtStop, KernelDriver} from "../../support/kernel-driver.ts"
import {below, random} from "../../support/random.ts"
import {readTranscript} from "../../support/transcript.ts"

const folder = join(import.meta.dirname, "../../transcripts")
const names = readdirSync(folder)
  .filter(name => name.endsWith(".lua"))
  .map(name => name.slice(0, -4))

const steps = ["next", "stepIn", "stepOut", "continue"]
/** Some programs stop very often. */
const mostSteps = 400

describe("Breakpoints on every line", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  const withoutAddresses = (text: string) => text.replace(/0x[0-9a-f]+/g, "0x…")
  const run = async (name: string, condition: string | undefined, atStop?: AtStop) => {
    const {path, files} = readTranscript(folder, name)
    driver.writeFiles(files)
    driver.launch(path, {args: ["one", "two"]})
    driver.atStop = atStop
    if (condition !== undefined)
      for (const file of Object.keys(files)) {
        const lines = readFileSync(join(folder, file === path ? file : `${name}/${file}`), "utf8").split("\n").length
        driver.request("setBreakpoints", {
          source: {path: file},
          breakpoints: Array.from({length: lines}, (_, i) => ({line: i + 1, condition})),
        })
      }
    await driver.start()
    driver.atStop = undefined
    return {
      stops: driver.events.filter(({event}) => event === "stopped").length,
      output: withoutAddresses(driver.output),
      errors: withoutAddresses(driver.errors),
      exitCode: driver.exitCode,
    }
  }

  for (const name of names.filter(name => name !== "deep")) {
    it(`change nothing in ${name}`, async () => {
      const {stops, ...plain} = await run(name, undefined)
      expect(stops).toBe(0)
      expect(await run(name, "false")).toEqual({stops: 0, ...plain})
      expect(await run(name, "")).toEqual({stops: expect.any(Number), ...plain})
    })
  }

  for (const name of names) {
    it(`and steps change nothing in ${name}`, async () => {
      const {stops, ...plain} = await run(name, undefined)
      for (const seed of [1, 2]) {
        const next = random(seed)
        let left = mostSteps
        const step: AtStop = (_, {threadId}) => {
          if (left-- === 0)
            for (const path of driver.engine.listFiles()) driver.request("setBreakpoints", {source: {path}})
          driver.request(left < 0 ? "continue" : steps[below(next, steps.length)], {threadId})
        }
        // so many lines are passed that steps get far, and those of what they pass end some of them
        expect(await run(name, seed === 1 ? "" : "math.random(4) == 1", step)).toEqual({
          stops: expect.any(Number),
          ...plain,
        })
      }
    })
  }
})
