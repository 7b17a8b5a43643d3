import {describe, expect, it} from "vitest"
import {createDeferred} from "../../src/base/deferred.ts"

describe("createDeferred", () => {
  it("resolves its promise", async () => {
    const answer = createDeferred<number>()
    expect(answer.settled).toBe(false)
    answer.resolve(42)
    expect(answer.settled).toBe(true)
    await expect(answer.promise).resolves.toBe(42)
  })

  it("rejects its promise", async () => {
    const answer = createDeferred<number>()
    answer.reject(new Error("kernel died"))
    expect(answer.settled).toBe(true)
    await expect(answer.promise).rejects.toThrow("kernel died")
  })

  it("keeps the first settlement", async () => {
    const answer = createDeferred<string>()
    answer.resolve("first")
    answer.resolve("second")
    answer.reject(new Error("third"))
    await expect(answer.promise).resolves.toBe("first")
  })
})
