import {describe, expect, it} from "vitest"
import type {HistoryStore} from "../../src/base/history-store.ts"
import {matchesGlob, parseGlob} from "../../src/kernel/glob.ts"
import {History} from "../../src/kernel/history.ts"
import type {HistoryRequest} from "../../src/protocol/lrp.ts"
import {MemoryStore} from "../../src/storage/memory-store.ts"
import {StoredHistory} from "../../src/storage/stored-history.ts"
import {turn} from "../support/kernel-harness.ts"

const later = async () => {
  for (let i = 0; i < 5; i++) await turn()
}

/** A life of a kernel in which these were executed: "input" or "input → output". */
async function live(store: HistoryStore, ...lines: string[]): Promise<History> {
  const history = new History(store)
  for (const [i, line] of lines.entries()) {
    const [input, output] = line.split(" → ")
    history.add(i + 1, input, output)
  }
  await later()
  return history
}
const find = async (history: History, hist_access_type: HistoryRequest["hist_access_type"], more: object = {}) =>
  (await history.find({hist_access_type, ...more})).map(one => one.join(" "))

/** Counts what it is given, in characters of each value. */
class CountingStore extends MemoryStore {
  readonly written: number[] = []
  override async set(key: string, value: unknown): Promise<void> {
    this.written.push(JSON.stringify([key, value]).length)
    return super.set(key, value)
  }
}

describe("The history", () => {
  it("survives the kernel, under a session's number for each life", async () => {
    const store = new StoredHistory(new MemoryStore())
    await live(store, "x = 1", "x → 1")
    await live(store)
    const history = await live(store, "y = 2")
    expect(await find(history, "tail")).toEqual(["1 1 x = 1", "1 2 x", "3 1 y = 2"])
    expect(await history.find({hist_access_type: "tail", n: 2, output: true})).toEqual([
      [1, 2, ["x", "1"]],
      [3, 1, ["y = 2", null]],
    ])
    expect(await find(history, "tail", {n: 0})).toEqual([])
  })

  it("gives a part of a session, counted back from this one", async () => {
    const store = new StoredHistory(new MemoryStore())
    await live(store, "a", "b", "c", "d")
    const history = await live(store, "e", "f")
    expect(await find(history, "range")).toEqual(["2 1 e", "2 2 f"])
    expect(await find(history, "range", {session: -1, start: 2, stop: 4})).toEqual(["1 2 b", "1 3 c"])
    expect(await find(history, "range", {session: 1})).toHaveLength(4)
    expect(await find(history, "range", {session: -9})).toEqual([])
  })

  it("is searched by globs, each input once where that is wanted", async () => {
    const store = new StoredHistory(new MemoryStore())
    await live(store, "print(1)", "x = 1")
    const history = await live(store, "print(2)", "print(1)")
    expect(await find(history, "search", {pattern: "print*"})).toEqual(["1 1 print(1)", "2 1 print(2)", "2 2 print(1)"])
    expect(await find(history, "search", {pattern: "print*", unique: true})).toEqual(["2 1 print(2)", "2 2 print(1)"])
    expect(await find(history, "search", {pattern: "*1*", n: 1})).toEqual(["2 2 print(1)"])
  })

  it("counts a restart as a new life", async () => {
    const history = await live(new StoredHistory(new MemoryStore()), "a")
    history.begin()
    history.add(1, "b", undefined)
    await later()
    expect(await find(history, "tail")).toEqual(["1 1 a", "2 1 b"])
  })

  it("has an execution from its beginning, and its result once it has ended", async () => {
    const store = new StoredHistory(new MemoryStore())
    const history = await live(store)
    history.add(1, "1 + 1")
    await later()
    expect(await find(history, "tail")).toEqual(["1 1 1 + 1"])
    expect(await store.load()).toEqual([{session: 1, line: 1, input: "1 + 1", output: null}])
    history.add(1, "1 + 1", "2")
    expect(await history.find({hist_access_type: "tail", output: true})).toEqual([[1, 1, ["1 + 1", "2"]]])
    await later()
    expect(await store.load()).toEqual([{session: 1, line: 1, input: "1 + 1", output: "2"}])
  })

  it("keeps what was executed before its number is known, also of two kernels at once", async () => {
    const memory = new MemoryStore()
    const [first, second] = [new StoredHistory(memory), new StoredHistory(memory)].map(store => new History(store))
    first.add(1, "of the first", undefined)
    second.add(1, "of the second", undefined)
    expect(await find(first, "range")).toEqual(["1 1 of the first"])
    expect(await find(second, "range")).toEqual(["2 1 of the second"])
    await later()
    expect(await new StoredHistory(memory).load()).toHaveLength(2)
  })

  it("forgets the oldest when there are too many", async () => {
    const memory = new MemoryStore()
    const store = new StoredHistory(memory)
    for (const session of [1, 2])
      for (let line = 1; line <= 6000; line++) store.keep({session, line, input: "x", output: null})
    await store.settled()
    const kept = await new StoredHistory(memory).load()
    expect(kept).toHaveLength(10_000)
    expect([kept[0], kept.at(-1)]).toMatchObject([
      {session: 1, line: 2001},
      {session: 2, line: 6000},
    ])
    expect(await memory.entries("entry/")).toHaveLength(10_000)
  })

  it("forgets the oldest of a life that does not end", async () => {
    const history = new History(new StoredHistory(new MemoryStore()))
    for (let line = 1; line <= 12_000; line++) history.add(line, "x")
    const all = await history.find({hist_access_type: "tail", n: 20_000})
    expect(all).toHaveLength(10_000)
    expect(all[0]).toEqual([1, 2001, "x"])
  })

  it("forgets the oldest when they are too long", async () => {
    const memory = new MemoryStore()
    const store = new StoredHistory(memory)
    const input = "x".repeat(3_000_000)
    for (let line = 1; line <= 8; line++) store.keep({session: 1, line, input, output: null})
    await store.settled()
    expect((await new StoredHistory(memory).load()).map(({line}) => line)).toEqual([3, 4, 5, 6, 7, 8])
  })

  it("is written by what is new alone, however long it is", async () => {
    const memory = new CountingStore()
    const store = new StoredHistory(memory)
    const history = await live(store)
    for (let line = 1; line <= 400; line++) {
      history.add(line, `print(${line})`)
      history.add(line, `print(${line})`, "x".repeat(20))
    }
    await store.settled()
    const {written} = memory
    expect(written.length).toBeGreaterThan(400)
    expect(Math.max(...written)).toBeLessThan(200)
    expect(await store.load()).toHaveLength(400)
  })

  it("is kept by its end, also what came before there was a number", async () => {
    const memory = new MemoryStore()
    const store = new StoredHistory(memory)
    const life = store.open()
    life.keep({line: 1, input: "first", output: null})
    life.keep({line: 1, input: "first", output: "1"})
    await store.settled()
    expect(await new StoredHistory(memory).load()).toEqual([{session: 1, line: 1, input: "first", output: "1"}])
  })
})

describe("A glob", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "a\nb", true],
    ["a*c", "abbc", true],
    ["a*c", "abbd", false],
    ["*a*b*", "xxaxxbxx", true],
    ["a?c", "a\u{1F600}c", true],
    ["a?c", "ac", false],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[]]", "]", true],
    ["[a", "[a", true],
    ["f(x) + $1.", "f(x) + $1.", true],
    ["f(x)", "f(y)", false],
    ["*aab", "aaaab", true],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(matchesGlob(parseGlob(pattern), text)).toBe(expected)
  })

  it("of many stars ends", () => {
    expect(matchesGlob(parseGlob(`${"*a".repeat(50)}*b`), "a".repeat(5000))).toBe(false)
  })
})
