import {expect, test} from "vitest"
import {MemoryStore} from "../../src/storage/memory-store.ts"
import {WorkspaceStore} from "../../src/storage/workspace-store.ts"

const record = (content: string | Uint8Array, revision: string) => ({content, revision})

test("the first visit has no files, a later one has those that were kept", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  expect(await store.files()).toBeUndefined()
  const [text, bytes] = [record("print(1)", "a"), record(new Uint8Array([0, 255]), "b")]
  await store.replaceFile("main.lua", text, undefined)
  await store.replaceFile("data.bin", bytes, undefined)
  expect(await store.files()).toEqual(
    new Map([
      ["data.bin", bytes],
      ["main.lua", text],
    ]),
  )
})

test("a workspace emptied on purpose is not a first visit", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  await store.saveView({openPaths: []})
  expect(await store.files()).toEqual(new Map())
})

test("a file is replaced on top of the version that was seen last, and no other", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  const [first, second, third] = [record("1", "a"), record("2", "b"), record("3", "c")]
  expect(await store.replaceFile("a.lua", first, undefined)).toEqual({written: true, there: first})
  expect(await store.replaceFile("a.lua", second, "a")).toEqual({written: true, there: second})
  expect(await store.replaceFile("a.lua", third, "a")).toEqual({written: false, there: second})
  expect(await store.replaceFile("a.lua", undefined, "a")).toEqual({written: false, there: second})
  expect(await store.replaceFile("a.lua", undefined, "b")).toEqual({written: true, there: undefined})
  expect(await store.replaceFile("a.lua", third, "b")).toEqual({written: false, there: undefined})
})

test("the same content is no conflict", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  await store.replaceFile("a.lua", record("1", "a"), undefined)
  expect(await store.replaceFile("a.lua", record("1", "b"), undefined)).toMatchObject({written: true})
})

test("files that were kept without a revision are read, and replaced", async () => {
  const memory = new MemoryStore()
  await memory.set("file:a.lua", "old")
  const store = new WorkspaceStore(memory)
  expect(await store.file("a.lua")).toEqual(record("old", ""))
  expect(await store.replaceFile("a.lua", record("new", "a"), "")).toMatchObject({written: true})
})

test("breakpoints and the parts of a view are written beside those of other tabs", async () => {
  const store = new WorkspaceStore(new MemoryStore())
  const at = (path: string, line: number) => ({path, line, enabled: true})
  await store.saveBreakpoints(new Map([["a.lua", [at("a.lua", 1)]]]))
  await store.saveBreakpoints(new Map([["b.lua", [at("b.lua", 2)]]]))
  await store.saveBreakpoints(new Map([["a.lua", []]]))
  expect(await store.breakpoints()).toEqual([at("b.lua", 2)])
  await store.saveView({watches: ["x"]})
  await store.saveView({theme: "dark"})
  expect(await store.view()).toEqual({watches: ["x"], theme: "dark"})
})
