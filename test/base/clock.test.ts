import {describe, expect, it} from "vitest"
import {manualClock} from "../../src/base/clock.ts"

describe("manualClock", () => {
  it("stands still until advanced", () => {
    const clock = manualClock(1000)
    expect(clock.now()).toBe(1000)
    clock.advance(12.5)
    expect(clock.now()).toBe(1012.5)
  })

  it("starts at 0 and never goes backwards", () => {
    const clock = manualClock()
    expect(clock.now()).toBe(0)
    expect(() => clock.advance(-1)).toThrow(RangeError)
  })
})
