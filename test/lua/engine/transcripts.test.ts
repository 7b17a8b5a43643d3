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

describe("The transcript", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  for (const name of names) {
    it(`${name} is as recorded`, async () => {
      const golden = join(folder, `${name}.txt`)
      const text = await record(driver, readTranscript(folder, name))
      if (update || !existsSync(golden)) writeFileSync(golden, text)
      expect(text).toBe(readFileSync(golden, "utf8"))
    })
  }
})
