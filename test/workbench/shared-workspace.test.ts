/** Tabs that share a workspace: what one keeps the others show, and what two have changed is asked about. */
import {expect, test, vi} from "vitest"
import type {Draft, DraftJournal} from "../../src/storage/draft-journal.ts"
import {MemoryStore} from "../../src/storage/memory-store.ts"
import type {WorkspaceNews} from "../../src/storage/workspace-news.ts"
import type {Companions} from "../../src/workbench/persistence.ts"
import {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {fakeKernels} from "../support/fake-kernel.ts"
import {fakePrograms} from "../support/fake-programs.ts"

/** A site that several tabs open. */
class Site {
  readonly store = new MemoryStore()
  readonly #news = new Set<WorkspaceNews>()
  readonly #left: (readonly Draft[])[] = []
  #lives = 0

  async open(): Promise<Tab> {
    const news: WorkspaceNews = {
      onChange() {},
      tell: change => {
        for (const other of this.#news) if (other !== news) other.onChange(change)
      },
    }
    this.#news.add(news)
    let drafts: readonly Draft[] = []
    const journal: DraftJournal = {
      write(next) {
        drafts = next
      },
      takeOver: async take => {
        for (const left of this.#left.splice(0)) take(left)
      },
      setLiving() {},
    }
    const companions: Companions = {news, journal, life: `tab${this.#lives++}`}
    const {startKernel} = fakeKernels(fakePrograms)
    const model = new WorkbenchModel({
      store: this.store,
      startKernel,
      examples: [],
      fetchExample: async () => new Map(),
      companions,
    })
    await model.start()
    const end = () => {
      this.#news.delete(news)
      this.#left.push(drafts)
    }
    return {model, end}
  }
}

interface Tab {
  readonly model: WorkbenchModel
  /** The tab is closed, or crashes: only what is in the store and its journal is left. */
  end(): void
}

const edit = ({model}: Tab, text: string, path = "main.lua") => model.dispatch({type: "edit-file", path, text})
const textIn = ({model}: Tab, path = "main.lua") => model.own.workspace.content(path)
const questions = ({model}: Tab) => model.notices.all.filter(({kind}) => kind === "asks")

async function answer(tab: Tab, choice: string): Promise<void> {
  const [{id, choices}] = questions(tab)
  expect(choices).toContain(choice)
  await tab.model.dispatch({type: "notice", id, choice})
}

async function twoTabs() {
  const site = new Site()
  await site.store.set("file:main.lua", "print(0)")
  const [a, b] = [await site.open(), await site.open()]
  return {site, a, b}
}

/** Both have changed the file before they heard of each other. */
async function twoVersions() {
  const tabs = await twoTabs()
  await edit(tabs.a, "print('a')")
  await edit(tabs.b, "print('b')")
  await tabs.a.model.save()
  await tabs.b.model.save()
  expect(questions(tabs.a)).toEqual([])
  expect(questions(tabs.b)).toMatchObject([{text: "main.lua was changed here and in another tab."}])
  expect(textIn(tabs.b)).toBe("print('b')")
  return tabs
}

test("what one tab keeps the other one shows, and its program gets", async () => {
  const {a, b} = await twoTabs()
  await edit(a, "print(1)")
  await a.model.dispatch({type: "new-file", path: "new.lua"})
  await a.model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 1})
  await a.model.save()
  await vi.waitFor(() => expect(textIn(b)).toBe("print(1)"))
  await vi.waitFor(() => expect(textIn(b, "new.lua")).toBe(""))
  await vi.waitFor(() => expect(b.model.own.breakpoints.all).toMatchObject([{path: "main.lua", line: 1}]))
  expect(b.model.own.workspace.takeUnsent().sort()).toEqual(["main.lua", "new.lua"])
  expect(b.model.own.workspace.activePath).not.toBe("new.lua")
  await b.model.dispatch({type: "delete-file", path: "new.lua"})
  await b.model.save()
  await vi.waitFor(() => expect(a.model.own.workspace.has("new.lua")).toBe(false))
})

test("breakpoints of two tabs in two files are all kept", async () => {
  const {site, a, b} = await twoTabs()
  await a.model.dispatch({type: "new-file", path: "other.lua"})
  await a.model.save()
  await vi.waitFor(() => expect(textIn(b, "other.lua")).toBe(""))
  await a.model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 1})
  await b.model.dispatch({type: "toggle-breakpoint", path: "other.lua", line: 1})
  await Promise.all([a.model.save(), b.model.save()])
  const c = await site.open()
  expect(c.model.own.breakpoints.all.map(({path}) => path)).toEqual(["main.lua", "other.lua"])
})

test("a file that both have changed is asked about: keep mine", async () => {
  const {a, b} = await twoVersions()
  await answer(b, "Keep mine")
  await vi.waitFor(() => expect(textIn(a)).toBe("print('b')"))
})

test("take theirs", async () => {
  const {a, b} = await twoVersions()
  await answer(b, "Take theirs")
  await vi.waitFor(() => expect(textIn(b)).toBe("print('a')"))
  await b.model.save()
  expect(textIn(a)).toBe("print('a')")
})

test("keep both", async () => {
  const {a, b} = await twoVersions()
  await answer(b, "Keep both")
  await vi.waitFor(() => expect(textIn(b)).toBe("print('a')"))
  expect(textIn(b, "main-2.lua")).toBe("print('b')")
  await b.model.save()
  await vi.waitFor(() => expect(textIn(a, "main-2.lua")).toBe("print('b')"))
})

test("what is typed while the question stands is kept by its answer", async () => {
  const {a, b} = await twoVersions()
  await edit(b, "print('b more')")
  await b.model.save()
  expect(questions(b)).toHaveLength(1)
  await answer(b, "Keep mine")
  await vi.waitFor(() => expect(textIn(a)).toBe("print('b more')"))
})

test("the question goes away when the other tab comes to the same text", async () => {
  const {a, b} = await twoVersions()
  await edit(a, "print('b')")
  await a.model.save()
  await vi.waitFor(() => expect(questions(b)).toEqual([]))
})

test("a file deleted in one tab and changed in the other one is asked about in both orders", async () => {
  const {a, b} = await twoTabs()
  await a.model.dispatch({type: "delete-file", path: "main.lua"})
  await edit(b, "print('b')")
  await a.model.save()
  await b.model.save()
  expect(questions(b)).toMatchObject([{text: "main.lua was changed here and deleted in another tab."}])
  await answer(b, "Keep mine")
  await vi.waitFor(() => expect(textIn(a)).toBe("print('b')"))
  await edit(b, "print('c')")
  await a.model.dispatch({type: "delete-file", path: "main.lua"})
  await b.model.save()
  await a.model.save()
  expect(questions(a)).toMatchObject([{text: "main.lua was deleted here and changed in another tab."}])
  await answer(a, "Take theirs")
  await vi.waitFor(() => expect(textIn(a)).toBe("print('c')"))
})

test("a question outlives its tab", async () => {
  const {site, a, b} = await twoVersions()
  b.end()
  const c = await site.open()
  await c.model.save()
  expect(textIn(c)).toBe("print('b')")
  expect(questions(c)).toHaveLength(1)
  await answer(c, "Keep mine")
  await vi.waitFor(() => expect(textIn(a)).toBe("print('b')"))
})

test("what a page could not keep any more comes back, without a question where nobody else has changed it", async () => {
  const {site, b} = await twoTabs()
  await edit(b, "print('last words')")
  b.model.setLiving(false)
  b.end()
  const c = await site.open()
  expect(textIn(c)).toBe("print('last words')")
  await c.model.save()
  expect(questions(c)).toEqual([])
})

test("drafts of two tabs that went are both there", async () => {
  const {site, a, b} = await twoTabs()
  for (const [tab, text] of [
    [a, "print('a')"],
    [b, "print('b')"],
  ] as const) {
    await edit(tab, text)
    tab.model.setLiving(false)
    tab.end()
  }
  const c = await site.open()
  expect([textIn(c), textIn(c, "main-2.lua")].sort()).toEqual(["print('a')", "print('b')"])
})
