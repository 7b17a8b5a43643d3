import {describe, expect, it} from "../../support/in-browser.ts"

describe("The plain server", () => {
  it("does not isolate the page", () => {
    expect(crossOriginIsolated).toBe(false)
  })
})
