import {expect, test} from "vitest"
import {GuardedStore} from "../../src/storage/guarded-store.ts"
import {MemoryStore} from "../../src/storage/memory-store.ts"

class FullStore extends MemoryStore {
  full = false
  override async set(key: string, value: unknown): Promise<void> {
    if (this.full) throw new Error("QuotaExceededError")
    return super.set(key, value)
  }
}

test("a store that gets full is replaced by memory, with one notice and nothing lost", async () => {
  const full = new FullStore()
  const notices: string[] = []
  const store = new GuardedStore(full, reason => notices.push(reason))
  await store.set("file:a.lua", "1")
  full.full = true
  await store.set("file:b.lua", "2")
  await store.set("file:c.lua", "3")
  expect(notices).toEqual(["QuotaExceededError"])
  expect(await store.get("file:a.lua")).toBe("1")
  expect(await store.get("file:b.lua")).toBe("2")
  expect(Object.fromEntries(await store.entries("file:"))).toEqual({
    "file:a.lua": "1",
    "file:b.lua": "2",
    "file:c.lua": "3",
  })
})

test("what another tab has written since is read from the first store", async () => {
  const first = new MemoryStore()
  const store = new GuardedStore(first, () => {})
  await store.set("a", 1)
  await first.set("a", 2)
  expect(await store.get("a")).toBe(2)
  expect(await store.update("a", (value: number | undefined) => (value ?? 0) + 1)).toBe(3)
})
