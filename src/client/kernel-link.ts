/**
 * The page's end of one kernel worker: makes it, pokes it, notices its death, makes it anew. All clients of a kernel in
 * this page share one link, which serialises what they write into the mailbox.
 */
import {type Remote, transfer, wrap} from "comlink"
import type {KernelPorts, KernelWorkerApi} from "../../workers/kernel-worker-api.ts"
import type {ChannelName} from "../protocol/envelope.ts"
import {encodeLetter} from "../transport/encoding.ts"
import {watchLife} from "../transport/liveness.ts"
import {createMailboxBuffer, MailboxWriter} from "../transport/mailbox.ts"
import {type PokeTarget, poke} from "../transport/poke.ts"
import type {Environment} from "./environment.ts"
import {vmModule} from "./environment.ts"

/** While a program runs it is poked this often, so that a line without an end is shown and the page is answered. */
const pokeEveryMs = 100

export interface LinkOptions {
  readonly id: string
  readonly version: string
  readonly environment: Environment
  readonly pausable: boolean
}

interface Running {
  readonly worker: Worker
  readonly api: Remote<KernelWorkerApi>
  readonly mailbox?: MailboxWriter
  readonly memory?: Int32Array
  readonly poke?: PokeTarget
  readonly stopWatching: AbortController
}

export class KernelLink {
  readonly options: LinkOptions
  languageVersion = "Lua 5.4"
  /** What has been written, to be written again into a new worker. */
  readonly files = new Map<string, string | Uint8Array>()
  private running: Running | undefined
  private timer: ReturnType<typeof setInterval> | undefined
  private readonly onDeath: (reason: string) => void

  constructor(options: LinkOptions, onDeath: (reason: string) => void) {
    this.options = options
    this.onDeath = onDeath
  }

  get alive(): boolean {
    return this.running !== undefined
  }

  async start(): Promise<void> {
    const {id, version, environment, pausable} = this.options
    const module = vmModule(environment.moduleUrl)
    const worker = new Worker(new URL("../../workers/kernel.worker.ts", import.meta.url), {
      type: "module",
      name: `moonstep ${id}`,
    })
    const api = wrap<KernelWorkerApi>(worker)
    const failed = new Promise<never>((_, reject) => {
      worker.onerror = event => {
        event.preventDefault()
        reject(new Error(`The kernel's worker could not start: ${event.message || "its script did not load"}`))
        this.died(worker, event.message || "its worker failed")
      }
    })
    const buffer = environment.gate === "atomics" ? createMailboxBuffer() : undefined
    const boot = async () =>
      api.boot({
        id,
        version,
        module: await module,
        gate: environment.gate,
        pausable,
        files: Object.fromEntries(this.files),
        ...(buffer ? {mailbox: buffer} : {}),
      })
    try {
      const answer = await Promise.race([boot(), failed])
      this.languageVersion = answer.languageVersion
      const stopWatching = new AbortController()
      this.running = {
        worker,
        api,
        stopWatching,
        ...(buffer ? {mailbox: new MailboxWriter(buffer)} : {}),
        ...(answer.memory && answer.poke ? {memory: new Int32Array(answer.memory), poke: answer.poke} : {}),
      }
      watchLife(id, stopWatching.signal, () => this.died(worker, "its worker was ended from outside"))
    } catch (thrown) {
      worker.terminate()
      throw thrown
    }
  }

  private died(worker: Worker, reason: string): void {
    if (this.running?.worker !== worker) return
    this.kill()
    this.onDeath(reason)
  }

  /** Ends the worker at once, whatever it does. */
  kill(): void {
    const {running} = this
    this.running = undefined
    this.setBusy(false)
    running?.stopWatching.abort()
    running?.worker.terminate()
  }

  async connect(id: string, name: string, ports: KernelPorts): Promise<void> {
    await this.running?.api.connect(id, name, transfer(ports, Object.values(ports)))
  }
  disconnect(id: string): void {
    void this.running?.api.disconnect(id)
  }

  /** Sends one message of a client. `port` is the page's end of the channel's port. */
  send(client: string, channel: ChannelName, data: unknown, port: MessagePort): void {
    const mailbox = this.running?.mailbox
    if (!mailbox || (channel !== "control" && channel !== "stdin")) {
      port.postMessage(data)
      return
    }
    mailbox.post(encodeLetter({client, channel, data}))
    port.postMessage("bell")
    this.pokeIfRunning()
    if (!mailbox.isEmpty) this.pumpLater(mailbox, port)
  }
  private pumpLater(mailbox: MailboxWriter, port: MessagePort): void {
    setTimeout(() => {
      const done = mailbox.pump()
      port.postMessage("bell")
      this.pokeIfRunning()
      if (!done && this.running?.mailbox === mailbox) this.pumpLater(mailbox, port)
    }, 2)
  }

  private pokeIfRunning(): void {
    const {running} = this
    if (running?.mailbox?.readerState === "running" && running.memory && running.poke)
      poke(running.memory, running.poke)
  }

  /** Follows the kernel's state: while it is busy, it is poked regularly. */
  setBusy(busy: boolean): void {
    if (!busy) {
      clearInterval(this.timer)
      this.timer = undefined
    } else if (!this.timer && this.running?.memory) {
      this.timer = setInterval(() => this.pokeIfRunning(), pokeEveryMs)
    }
  }
}
