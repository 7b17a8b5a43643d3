import {expect, it} from "vitest"
import {MemoryStore, SessionRecords} from "../../src/storage/index.ts"

const day = 24 * 60 * 60 * 1000
const recollection = {breakpoints: [{path: "a", breakpoints: [{line: 1}]}], exceptionFilters: [], watches: ["x"]}

it("Session records are kept for a week, by their program, and without the frame", async () => {
  const store = new MemoryStore()
  let time = 0
  const records = new SessionRecords(store, () => time)
  expect(await records.load("main.lua")).toBeUndefined()
  await records.save("main.lua", {...recollection, frameId: 1000})
  time = 6 * day
  await records.save("late.lua", recollection)
  expect(await records.load("main.lua")).toEqual(recollection)
  expect(await records.load("other.lua")).toBeUndefined()
  time = 7 * day
  await records.prune()
  expect((await store.entries("")).map(([key]) => key)).toEqual(["session:late.lua"])
  time = 13 * day
  expect(await records.load("late.lua")).toBeUndefined()
  await records.prune()
  expect(await store.entries("")).toEqual([])
})
