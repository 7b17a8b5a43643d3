import {describe, expect, it} from "vitest"
import {StateCache} from "../../src/observation/state-cache.ts"
import {DebugDriver} from "../support/debug-driver.ts"

describe("The state cache", () => {
  it("knows which lines could matter, and never says no to one that does", () => {
    const cache = new StateCache()
    const lines = new Set([1, 31, 32, 33, 1000, 16_383, 16_384, 70_000])
    cache.fill(lines)
    for (const line of lines) expect(cache.couldMatter(line)).toBe(true)
    for (const line of [2, 30, 34, 999, 1001, 16_000]) expect(cache.couldMatter(line)).toBe(false)
  })

  it("forgets what was wanted before", () => {
    const cache = new StateCache()
    cache.fill([5])
    cache.fill([6])
    expect([5, 6].map(line => cache.couldMatter(line))).toEqual([false, true])
    cache.fill("all")
    expect(cache.couldMatter(5)).toBe(true)
    cache.fill([])
    expect(cache.couldMatter(5)).toBe(false)
  })
})

describe("A hook of certain lines", () => {
  it("hears those alone, while another one hears all", () => {
    const driver = new DebugDriver("a1 >b1 b2 <a2 a3")
    const some: string[] = []
    const all: string[] = []
    const add = (line: true | ReadonlySet<number>, list: string[]) =>
      driver.hooks.add({
        name: "recorder",
        priority: 0,
        triggers: {line},
        handle: () => {
          list.push(driver.engine.place)
          return undefined
        },
      })
    add(new Set([2]), some)
    const remove = add(true, all)
    driver.run()
    expect([some, all]).toEqual([
      ["b2", "a2"],
      ["a1", "b1", "b2", "a2", "a3"],
    ])
    remove()
  })

  it("hears those alone when it is the only one", () => {
    const driver = new DebugDriver("a1 a2 a3 a2")
    const heard: string[] = []
    driver.hooks.add({
      name: "recorder",
      priority: 0,
      triggers: {line: new Set([2])},
      handle: () => {
        heard.push(driver.engine.place)
        return undefined
      },
    })
    driver.run()
    expect(heard).toEqual(["a2", "a2"])
  })
})
