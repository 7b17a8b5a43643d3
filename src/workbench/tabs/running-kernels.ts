/** The kernels that run in other tabs of this site, with what each does now. Loaded with the list that shows them. */
import type {Kernel} from "../../client/face.ts"
import type {StatusOwner} from "../../protocol/lrp.ts"
import type {KernelRecord} from "../../storage/kernel-records.ts"
import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"
import {placeOf} from "../stop/call-stack.ts"
import {consoleWords, workbenchName} from "../words/state-words.ts"

/** What the public face has for it. */
export interface OtherTabs {
  listKernels(): Promise<readonly KernelRecord[]>
  attachKernel(id: string, options: {name: string}): Promise<Kernel>
}

export interface RunningKernel {
  readonly id: string
  /** Its program, or what it is called. */
  readonly title: string
  /** "Paused at line 4 of main.lua". */
  readonly words: string
  /** When it was started, in milliseconds since the epoch. */
  readonly since: number
}

/** So often it is looked who is there: nobody tells of those that come. */
const lookMs = 700

/** A client of one of them, that looks what it does. */
class Watcher {
  readonly record: KernelRecord
  kernel: Kernel | undefined
  program: string | undefined
  #owner: StatusOwner | undefined
  #place: Place | undefined
  #session: string | undefined
  #gone = false
  #unsubscribe: (() => void)[] = []
  readonly #told: () => void

  constructor(record: KernelRecord, told: () => void) {
    this.record = record
    this.#told = told
  }

  async attach(tabs: OtherTabs): Promise<void> {
    const kernel = await tabs.attachKernel(this.record.id, {name: workbenchName})
    if (this.#gone) return kernel.disconnect()
    this.kernel = kernel
    this.#unsubscribe = [
      kernel.on("status", ({owner}) => {
        this.#owner = owner
        void this.#look(kernel).catch(() => undefined)
        this.#told()
      }),
    ]
    this.#told()
  }

  async #look(kernel: Kernel): Promise<void> {
    const id = this.#owner?.session
    if (id === this.#session) return
    this.#session = id
    this.#place = undefined
    if (id === undefined) return
    const session = await kernel.attach(id)
    this.program = session.program
    const stopped = session.on("stopped", async ({threadId = 1}) => {
      const body = await session.request("stackTrace", {threadId, levels: 20}).catch(() => undefined)
      this.#place = body?.stackFrames.map(placeOf).find((place: Place | undefined) => place)
      this.#told()
    })
    this.#unsubscribe.push(stopped)
    this.#told()
  }

  get words(): string {
    const place = this.#place
    switch (this.kernel?.state) {
      case undefined:
        return "Looking"
      case "paused":
        return place ? `Paused at line ${place.line} of ${place.path}` : "Paused"
      case "waiting":
        return "Waits for input"
      case "busy":
        return this.#session === undefined ? consoleWords : "Running"
      case "unresponsive":
        return "Running, and does not answer"
      case "dead":
        return "Has stopped working"
      default:
        return "Nothing runs"
    }
  }

  /** Listens no more. */
  rest(): void {
    this.#gone = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }
  async leave(): Promise<void> {
    this.rest()
    await this.kernel?.disconnect().catch(() => undefined)
  }
}

export class RunningKernels extends Observable {
  readonly #tabs: OtherTabs
  readonly #own: string | undefined
  readonly #watchers = new Map<string, Watcher>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #looked = false
  #closed = false

  /** @param own the kernel of this tab, which is not one of them */
  constructor(tabs: OtherTabs, own: string | undefined) {
    super()
    this.#tabs = tabs
    this.#own = own
  }

  /** The oldest first; undefined until it has been looked. */
  get all(): readonly RunningKernel[] | undefined {
    if (!this.#looked) return undefined
    return [...this.#watchers.values()].map(({record, program, words}) => ({
      id: record.id,
      title: program ?? (record.name === workbenchName ? "Workbench" : record.name),
      words,
      since: record.started,
    }))
  }

  /** Looks, and goes on looking until `close`. */
  async open(): Promise<void> {
    await this.#look().catch(() => undefined)
    if (!this.#closed) this.#timer = setTimeout(() => void this.open(), lookMs)
  }

  async #look(): Promise<void> {
    const records = (await this.#tabs.listKernels()).filter(({id}) => id !== this.#own)
    if (this.#closed) return
    for (const [id, watcher] of this.#watchers) {
      if (records.some(record => record.id === id)) continue
      this.#watchers.delete(id)
      void watcher.leave()
    }
    for (const record of records) {
      if (this.#watchers.has(record.id)) continue
      const watcher = new Watcher(record, () => this.changed())
      this.#watchers.set(record.id, watcher)
      // its tab may be closing: the next look tells
      void watcher.attach(this.#tabs).catch(() => undefined)
    }
    this.#looked = true
    this.changed()
  }

  /** This tab's client of a kernel, for who attaches; the others are left. */
  take(id: string): Kernel | undefined {
    const watcher = this.#watchers.get(id)
    if (!watcher?.kernel) return undefined
    this.#watchers.delete(id)
    watcher.rest()
    return watcher.kernel
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) void watcher.leave()
    this.#watchers.clear()
  }
}
