import {describe, expect, it} from "vitest"
import {LruCache} from "../../src/base/lru.ts"

describe("LruCache", () => {
  it("forgets the entry used longest ago", () => {
    const cache = new LruCache<string, number>(2)
    cache.set("a", 1)
    cache.set("b", 2)
    cache.get("a")
    cache.set("c", 3)
    expect([...cache.keys()]).toEqual(["a", "c"])
    expect(cache.get("b")).toBeUndefined()
  })

  it("counts writing as a use and has as none", () => {
    const cache = new LruCache<string, number>(2)
    cache.set("a", 1)
    cache.set("b", 2)
    cache.set("a", 10)
    cache.has("b")
    cache.set("c", 3)
    expect([...cache.keys()]).toEqual(["a", "c"])
    expect(cache.get("a")).toBe(10)
  })

  it("keeps undefined as a value", () => {
    const cache = new LruCache<string, undefined>(2)
    cache.set("a", undefined)
    cache.set("b", undefined)
    cache.get("a")
    expect([...cache.keys()]).toEqual(["b", "a"])
    expect(cache.has("a")).toBe(true)
  })

  it("forgets undefined as a key too", () => {
    const cache = new LruCache<string | undefined, number>(1)
    cache.set(undefined, 1)
    cache.set("a", 2)
    expect([...cache.keys()]).toEqual(["a"])
  })

  it("deletes and clears", () => {
    const cache = new LruCache<string, number>(3)
    cache.set("a", 1)
    cache.set("b", 2)
    expect(cache.delete("a")).toBe(true)
    expect(cache.delete("a")).toBe(false)
    expect(cache.size).toBe(1)
    cache.clear()
    expect(cache.size).toBe(0)
  })

  it.each([0, -1, 1.5, Number.NaN])("refuses a capacity of %s", capacity => {
    expect(() => new LruCache(capacity)).toThrow(RangeError)
  })
})
