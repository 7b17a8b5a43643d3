/** Programs behave alike with a breakpoint on each line as without: output, messages, tracebacks, exit codes. */
import {readdirSync, readFileSync} from "node:fs"
import {join} from "node:path"
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"
import {readTranscript} from "../../support/transcript.ts"

const folder = join(import.meta.dirname, "../../transcripts")
const names = readdirSync(folder)
  .filter(name => name.endsWith(".lua"))
  .map(name => name.slice(0, -4))

describe("Breakpoints on every line", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  const withoutAddresses = (text: string) => text.replace(/0x[0-9a-f]+/g, "0x…")
  const run = async (name: string, condition: string | undefined) => {
    const {path, files} = readTranscript(folder, name)
    driver.writeFiles(files)
    driver.launch(path, {args: ["one", "two"]})
    if (condition !== undefined)
      for (const file of Object.keys(files)) {
        const lines = readFileSync(join(folder, file === path ? file : `${name}/${file}`), "utf8").split("\n").length
        driver.request("setBreakpoints", {
          source: {path: file},
          breakpoints: Array.from({length: lines}, (_, i) => ({line: i + 1, condition})),
        })
      }
    await driver.start()
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
})
