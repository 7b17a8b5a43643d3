import {describe, expect, it} from "vitest"
import {createLog, logLevels, nullLog} from "../../src/base/log.ts"

describe("createLog", () => {
  it("hands on entries from its threshold up", () => {
    const entries: unknown[] = []
    const log = createLog("warn", (level, message, details) => entries.push([level, message, details]))
    for (const level of logLevels) log[level]("Something happened", {level})
    expect(entries).toEqual([
      ["warn", "Something happened", {level: "warn"}],
      ["error", "Something happened", {level: "error"}],
    ])
  })

  it("says which levels it keeps", () => {
    const log = createLog("info", () => {})
    expect(logLevels.map(level => log.enabled(level))).toEqual([false, true, true, true])
  })

  it("gives the sink details in any case", () => {
    const entries: unknown[] = []
    createLog("debug", (_level, _message, details) => entries.push(details)).debug("Nothing to add")
    expect(entries).toEqual([{}])
  })
})

describe("nullLog", () => {
  it("keeps nothing", () => {
    expect(logLevels.some(level => nullLog.enabled(level))).toBe(false)
    for (const level of logLevels) nullLog[level]("Something happened")
  })
})
