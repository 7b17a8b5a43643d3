/**
 * Tabs of one browser that each load the library and no workbench, driven from Node: for what needs a tab that can be
 * closed or crash. What a tab keeps between two calls is on its `window.here`.
 */
import {join} from "node:path"
import {type Browser, type BrowserContext, chromium, type Page} from "playwright-core"
import type {DebugSession, Kernel} from "../../src/moonstep.ts"
import {chromiumFlags, findChromium} from "./chromium.mjs"
import {conditionMs} from "./patience.mjs"
import type {StaticServer} from "./serve.mjs"
import {serveWorkbench} from "./workbench-site.ts"

const dist = process.env.MOONSTEP_DIST ?? join(import.meta.dirname, "../../dist")

/** What a tab keeps. */
export interface Here {
  moonstep: typeof import("../../src/moonstep.ts")
  kernel: Kernel
  session: DebugSession
  /** "died: reason", "stopped 3": what has been told, in order. */
  told: string[]
}
declare global {
  interface Window {
    here: Here
  }
}

let browser: Browser | undefined
const servers = new Map<boolean, StaticServer>()
const contexts: BrowserContext[] = []

export interface Tabs {
  open(): Promise<Page>
}

/** As text: Vitest would make an import of its own of it. */
async function load(page: Page): Promise<void> {
  await page.evaluate(`import("/moonstep.js").then(moonstep => { window.here = {moonstep, told: []} })`)
}

/** A visitor: tabs that share their storage. */
export async function openTabs({isolated = true} = {}): Promise<Tabs> {
  browser ??= await chromium.launch({executablePath: findChromium(), args: chromiumFlags})
  const server = servers.get(isolated) ?? (await serveWorkbench(dist, {isolated}))
  servers.set(isolated, server)
  const context = await browser.newContext()
  context.setDefaultTimeout(conditionMs)
  contexts.push(context)
  return {
    async open() {
      const page = await context.newPage()
      await page.goto(`${server.url}/tabs-test`)
      await load(page)
      return page
    },
  }
}

/** For afterEach. */
export const closeTabs = async (): Promise<void> => {
  await Promise.all(contexts.splice(0).map(context => context.close()))
}
/** For afterAll. */
export async function endTabs(): Promise<void> {
  await browser?.close()
  await Promise.all([...servers.values()].map(server => server.close()))
}

/** Starts a kernel in a tab. Answers its id. */
export const startIn = (tab: Page, files: Readonly<Record<string, string>>): Promise<string> =>
  tab.evaluate(async files => {
    const {here} = window
    here.kernel = await here.moonstep.startKernel({files, name: "first"})
    return here.kernel.info.id
  }, files)

/** Starts a kernel in a tab that keeps its state. Answers what became of the state before. */
export const hibernateIn = (tab: Page): Promise<Kernel["info"]["hibernation"]> =>
  tab.evaluate(async () => {
    const {here} = window
    here.kernel = await here.moonstep.startKernel({hibernate: "kept", files: {"m.lua": "return 'given'"}})
    return here.kernel.info.hibernation
  })

export async function reloadIn(tab: Page): Promise<void> {
  await tab.reload()
  await load(tab)
}

/** Attaches to a kernel from a tab. */
export const attachIn = (tab: Page, id: string): Promise<void> =>
  tab.evaluate(async id => {
    const {here} = window
    here.kernel = await here.moonstep.attachKernel(id, {name: "second"})
    here.kernel.on("died", ({reason}) => here.told.push(`died: ${reason}`))
    here.kernel.on("status", ({execution_state}) => here.told.push(execution_state))
  }, id)

/** Runs a program in a tab up to its first stop. Answers the line. */
export const debugIn = (tab: Page, program: string, line: number): Promise<number> =>
  tab.evaluate(
    async ([program, line]) => {
      const {here} = window
      const session = await here.kernel.debug({program})
      here.session = session
      session.on("terminated", () => here.told.push("terminated"))
      const stopped = new Promise(resolve => session.on("stopped", resolve))
      await session.request("setBreakpoints", {source: {path: program}, breakpoints: [{line}]})
      await session.request("configurationDone")
      await stopped
      return (await session.request("stackTrace", {threadId: 1})).stackFrames[0].line
    },
    [program, line] as const,
  )

/** Attaches a tab's client to the only session there is, commanding it. Answers the line it stands at. */
export const takeOverIn = (tab: Page): Promise<number> =>
  tab.evaluate(async () => {
    const {here} = window
    const [{id}] = await here.kernel.sessions()
    const session = await here.kernel.attach(id)
    await session.takeOver()
    here.session = session
    return (await session.request("stackTrace", {threadId: 1})).stackFrames[0].line
  })

/** Reloads a tab that has attached, and brings its client back. Answers the sessions that it sees. */
export async function returnIn(tab: Page, id: string): Promise<string[]> {
  const token = await tab.evaluate(() => window.here.kernel.resumeToken)
  await reloadIn(tab)
  return tab.evaluate(
    async ([id, resume]) => {
      const {here} = window
      here.kernel = await here.moonstep.attachKernel(id, {resume})
      here.session = here.kernel.attached[0]
      return here.kernel.attached.map(({program}) => program)
    },
    [id, token] as const,
  )
}

/** One step over. Answers the line it stops at. */
export const stepIn = (tab: Page): Promise<number> =>
  tab.evaluate(async () => {
    const {session} = window.here
    const stopped = new Promise<void>(resolve => {
      const stop = session.on("stopped", () => {
        stop()
        resolve()
      })
    })
    await session.request("next", {threadId: 1})
    await stopped
    return (await session.request("stackTrace", {threadId: 1})).stackFrames[0].line
  })

export const stateIn = (tab: Page): Promise<string> => tab.evaluate(() => window.here.kernel.state)
export const toldIn = (tab: Page): Promise<string[]> => tab.evaluate(() => window.here.told)
export const listIn = (tab: Page): Promise<string[]> =>
  tab.evaluate(async () => (await window.here.moonstep.listKernels()).map(({id}) => id))

/** The keys of the records that lie in IndexedDB, whatever lives. */
export const recordsIn = (tab: Page): Promise<unknown[]> =>
  tab.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("moonstep-kernels")
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const all = opening.result.transaction("values").objectStore("values").getAllKeys()
          all.onsuccess = () => {
            opening.result.close()
            resolve(all.result)
          }
        }
      }),
  )
