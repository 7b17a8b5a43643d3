/**
 * Each test/transcripts/NAME.lua against its golden NAME.txt (test/support/transcript.ts has the notation).
 * `UPDATE_TRANSCRIPTS=1 npx vitest run test/lua/engine/transcripts.test.ts` writes them anew: read the difference.
 */
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs"
import {join} from "node:path"
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"
import {readTranscript, record} from "../../support/transcript.ts"

const folder = join(import.meta.dirname, "../../transcripts")
const update = process.env.UPDATE_TRANSCRIPTS !== undefined
const names = readdirSync(folder)
  .filter(name => name.endsWith(".lua"))
  .map(name => name.slice(0, -4))

/** Stops inside of what C functions call, where a stack can't be left. */
const stopInCalls: ReadonlySet<string> = new Set(["callbacks", "closing", "finalizers"])

describe("The transcript", () => {
  let driver: KernelDriver
  let unwinding: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
    unwinding = await KernelDriver.boot({waiting: "unwinding"})
  })

  for (const name of names) {
    it(`${name} is as recorded`, async () => {
      const golden = join(folder, `${name}.txt`)
      const text = await record(driver, readTranscript(folder, name))
      if (update || !existsSync(golden)) writeFileSync(golden, text)
      expect(text).toBe(readFileSync(golden, "utf8"))
    })
    if (stopInCalls.has(name)) continue
    it(`${name} is the same where the program leaves its stack at each stop`, async () => {
      expect(await record(unwinding, readTranscript(folder, name))).toBe(
        readFileSync(join(folder, `${name}.txt`), "utf8"),
      )
    })
  }
})
