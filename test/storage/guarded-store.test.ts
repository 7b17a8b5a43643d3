import {expect, test} from "vitest"
import {GuardedStore} from "../../src/storage/guarded-store.ts"
import {MemoryStore} from "../../src/storage/memory-store.ts"
import {WorkspaceStore} from "../../src/storage/workspace-store.ts"

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
  expect((await store.keys("file:")).sort()).toEqual(["file:a.lua", "file:b.lua", "file:c.lua"])
})

test("the first visit has no files, a later one has those that were kept", async () => {
  const memory = new MemoryStore()
  const store = new WorkspaceStore(memory)
  expect(await store.files()).toBeUndefined()
  await store.saveFile("main.lua", "print(1)")
  await store.saveFile("data.bin", new Uint8Array([0, 255]))
  expect(await store.files()).toEqual(
    new Map<string, string | Uint8Array>([
      ["data.bin", new Uint8Array([0, 255])],
      ["main.lua", "print(1)"],
    ]),
  )
})

test("a workspace emptied on purpose is not a first visit", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  await store.saveView({openPaths: []})
  expect(await store.files()).toEqual(new Map())
})

test("removed files stay removed", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  await store.saveFile("a.lua", "1")
  await store.saveView({})
  await store.removeFile("a.lua")
  expect(await store.files()).toEqual(new Map())
})
