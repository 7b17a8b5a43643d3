/**
 * The page's end of one kernel worker: makes it, pokes it, notices its death, makes it anew. All clients of a kernel in
 * this page share one link, which serialises what they write into the mailbox.
 */
import {type Remote, wrap} from "comlink"
import type {ClientConnected, HostLetter, KernelPorts, KernelWorkerApi} from "../../workers/kernel-worker-api.ts"
import {createDeferred, type Deferred} from "../base/deferred.ts"
import type {ChannelName} from "../protocol/envelope.ts"
import {kernelDied, type ProtocolError} from "../protocol/errors.ts"
import {encodeLetter} from "../transport/encoding.ts"
import {kernelLife, watchLife} from "../transport/liveness.ts"
import {createMailboxBuffer, MailboxWriter} from "../transport/mailbox.ts"
import {type PokeTarget, poke} from "../transport/poke.ts"
import type {Environment} from "./environment.ts"
import {vmModule} from "./environment.ts"
import type {Link} from "./link.ts"

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

export class KernelLink implements Link {
  readonly options: LinkOptions
  languageVersion = "Lua 5.4"
  /** What has been written, to be written again into a new worker. */
  readonly files = new Map<string, string | Uint8Array>()
  private running: Running | undefined
  private timer: ReturnType<typeof setInterval> | undefined
  /** Clients whose ports have not come yet. */
  private readonly connecting = new Map<string, Deferred<KernelPorts>>()
  private readonly onDeath: (reason: string) => void

  constructor(options: LinkOptions, onDeath: (reason: string) => void) {
    this.options = options
    this.onDeath = onDeath
  }

  get alive(): boolean {
    return this.running !== undefined
  }

  deathError(reason: string): ProtocolError {
    return kernelDied(reason)
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
      worker.addEventListener("message", ({data}: MessageEvent<Partial<ClientConnected>>) => this.takePorts(data))
      watchLife(kernelLife(id), stopWatching.signal, () => this.died(worker, "its worker was ended from outside"))
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
    for (const waiting of this.connecting.values()) waiting.reject(kernelDied("its worker is gone"))
    this.connecting.clear()
  }

  connect(id: string, name: string): Promise<KernelPorts> {
    const {running} = this
    if (!running) return Promise.reject(kernelDied("its worker is gone"))
    const ports = createDeferred<KernelPorts>()
    this.connecting.set(id, ports)
    if (running.mailbox) this.tellHost(running, running.mailbox, id, {kind: "connect", name})
    else void running.api.connect(id, name)
    return ports.promise
  }
  disconnect(id: string): void {
    const {running} = this
    if (running?.mailbox) this.tellHost(running, running.mailbox, id, {kind: "disconnect"})
    else void running?.api.disconnect(id)
  }
  private takePorts({connected, ports}: Partial<ClientConnected>): void {
    if (connected === undefined || !ports) return
    this.connecting.get(connected)?.resolve(ports)
    this.connecting.delete(connected)
  }
  private tellHost({api}: Running, mailbox: MailboxWriter, client: string, data: HostLetter): void {
    this.write(mailbox, encodeLetter({client, channel: "host", data}), () => void api.ring())
  }

  /** Sends one message of a client. `port` is the page's end of the channel's port. */
  send(client: string, channel: ChannelName, data: unknown, port: MessagePort): void {
    const mailbox = this.running?.mailbox
    if (!mailbox || (channel !== "control" && channel !== "stdin")) {
      port.postMessage(data)
      return
    }
    this.write(mailbox, encodeLetter({client, channel, data}), () => port.postMessage("bell"))
  }
  /** @param ring tells an idle worker, which does not sleep on the mailbox */
  private write(mailbox: MailboxWriter, letter: Uint8Array, ring: () => void): void {
    mailbox.post(letter)
    ring()
    this.pokeIfRunning()
    if (!mailbox.isEmpty) this.pumpLater(mailbox, ring)
  }
  private pumpLater(mailbox: MailboxWriter, ring: () => void): void {
    setTimeout(() => {
      const done = mailbox.pump()
      ring()
      this.pokeIfRunning()
      if (!done && this.running?.mailbox === mailbox) this.pumpLater(mailbox, ring)
    }, 2)
  }

  private pokeIfRunning(): void {
    const {running} = this
    if (running?.mailbox?.readerState === "running" && running.memory && running.poke)
      poke(running.memory, running.poke)
  }

  keepFile(path: string, content: string | Uint8Array): void {
    this.files.set(path, content)
  }
  forgetFile(path: string): void {
    this.files.delete(path)
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
