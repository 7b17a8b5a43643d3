/**
 * The page's end of one kernel worker: makes it, pokes it, notices its death, makes it anew. All clients of a kernel in
 * this page share one link, which serialises what they write into the mailbox.
 */
import {type Remote, transfer, wrap} from "comlink"
import type {
  ClientConnected,
  HostLetter,
  KernelPorts,
  KernelWorkerApi,
  Outliving,
} from "../../../workers/kernel-worker-api.ts"
import {createDeferred, type Deferred} from "../../base/deferred.ts"
import {pokeReasons} from "../../base/poke-reasons.ts"
import type {ChannelName} from "../../protocol/envelope.ts"
import {kernelDied, ProtocolError} from "../../protocol/errors.ts"
import type {HibernationInfo} from "../../protocol/hibernation.ts"
import type {Limits} from "../../protocol/limits.ts"
import {encodeLetter} from "../../transport/encoding.ts"
import {kernelLife, watchLife} from "../../transport/liveness.ts"
import {createMailboxBuffer, MailboxWriter} from "../../transport/mailbox.ts"
import {type PokeTarget, poke} from "../../transport/poke.ts"
import {KeptHistory} from "../kept/kept-history.ts"
import {noteKept, wasKeptHere} from "../kept/kept-states.ts"
import type {Environment} from "./environment.ts"
import {vmModule} from "./environment.ts"
import type {Link} from "./link.ts"
import {supervisor} from "./supervisor.ts"

/** What a raw port was given may be what JSON has no words for (a cycle): then what is left is no request. */
function encode(client: string, channel: ChannelName, data: unknown): Uint8Array {
  try {
    return encodeLetter({client, channel, data})
  } catch {
    return encodeLetter({client, channel, data: remains(data)})
  }
}
/** Or what can't be copied to a worker: a port that was handed to this page. */
function post(port: MessagePort, data: unknown): void {
  try {
    port.postMessage(data)
  } catch {
    port.postMessage(remains(data))
  }
}
const remains = (data: unknown) =>
  typeof data === "object" && data !== null && "id" in data && typeof data.id === "string" ? {id: data.id} : null

/** What a program that runs or stands must see: its worker reads no port meanwhile. */
const urgentChannels: ReadonlySet<ChannelName> = new Set(["control", "stdin", "heartbeat"])

/** Why a kernel has died that was to. */
export const shutDown = "it was shut down"

export interface LinkOptions {
  readonly id: string
  readonly version: string
  readonly environment: Environment
  readonly pausable: boolean
  readonly limits: Limits
  readonly hibernate?: string
  readonly hostNames: readonly string[]
}

interface Running {
  readonly worker: Worker
  readonly api: Remote<KernelWorkerApi>
  readonly mailbox?: MailboxWriter
  readonly memory?: Int32Array
  readonly poke?: PokeTarget
  readonly stopWatching: AbortController
  /** Tells an idle worker that there are letters in its mailbox. */
  readonly bell: MessagePort
  readonly history: KeptHistory
  readonly endSupervision: () => void
  readonly ended: Deferred<void>
}

export class KernelLink implements Link {
  readonly options: LinkOptions
  languageVersion = "Lua 5.4"
  hibernation: HibernationInfo | undefined
  /** What is in the workspace, to be written into a new worker. */
  readonly files = new Map<string, string | Uint8Array>()
  private running: Running | undefined
  /** A message waits for room in its mailbox. */
  private pumping: Running | undefined
  /** Clients whose ports have not come yet. */
  private readonly connecting = new Map<string, Deferred<KernelPorts>>()
  private readonly onDeath: (reason: string) => void
  private readonly onOverdue: () => void

  /** @param onOverdue a program runs for longer than it may, and can't be reached */
  constructor(options: LinkOptions, onDeath: (reason: string) => void, onOverdue: () => void) {
    this.options = options
    this.onDeath = onDeath
    this.onOverdue = onOverdue
  }

  get alive(): boolean {
    return this.running !== undefined
  }

  /** Resolves with the end of the worker that there is now. */
  get ended(): Promise<void> {
    return this.running?.ended.promise ?? Promise.resolve()
  }

  deathError(reason: string): ProtocolError {
    return kernelDied(reason)
  }

  /** @param wake whether a saved state is put back */
  async start(wake = true): Promise<void> {
    const {id, version, environment, pausable, limits, hibernate, hostNames} = this.options
    const wasReloaded = hibernate !== undefined && wasKeptHere(hibernate)
    const before = this.hibernation ? ("own" as const) : wasReloaded ? ("reloaded" as const) : ("other" as const)
    const module = vmModule(environment.moduleUrl, limits.memoryBytes)
    const worker = new Worker(new URL("../../../workers/kernel.worker.ts", import.meta.url), {
      type: "module",
      name: `moonstep ${id}`,
    })
    const history = new KeptHistory()
    const begun = history.begin()
    worker.addEventListener("message", ({data}: MessageEvent<Partial<ClientConnected> & Outliving>) => {
      this.takePorts(data)
      this.keep(data, history)
      if (data.over) this.died(worker, shutDown)
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
    const {port1: bell, port2: workerBell} = new MessageChannel()
    const boot = async () => {
      const historySession = await begun
      const request = {
        id,
        version,
        module: await module,
        gate: environment.gate,
        pausable,
        files: Object.fromEntries(this.files),
        bell: workerBell,
        limits,
        hostNames,
        ...(historySession === undefined ? {} : {historySession}),
        ...(hibernate === undefined
          ? {}
          : {hibernation: {name: hibernate, wake, before, build: environment.moduleUrl}}),
        ...(buffer ? {mailbox: buffer, supervisorBell: supervisor().bell} : {}),
      }
      return api.boot(transfer(request, [workerBell]))
    }
    try {
      const answer = await Promise.race([boot(), failed])
      this.languageVersion = answer.languageVersion
      const {hibernation} = answer
      this.hibernation = hibernation
      if (hibernate !== undefined && (hibernation?.restored || hibernation?.refused === false)) noteKept(hibernate)
      const {memory, poke: target} = answer
      const {executionMs} = limits
      const stopWatching = new AbortController()
      this.running = {
        worker,
        api,
        stopWatching,
        bell,
        history,
        ended: createDeferred<void>(),
        endSupervision:
          buffer && memory && target
            ? supervisor().watch({id, memory, poke: target, mailbox: buffer, executionMs}, this.onOverdue)
            : () => {},
        ...(buffer ? {mailbox: new MailboxWriter(buffer)} : {}),
        ...(memory && target ? {memory: new Int32Array(memory), poke: target} : {}),
      }
      watchLife(kernelLife(id), stopWatching.signal, () => this.died(worker, "its worker was ended from outside"))
    } catch (thrown) {
      worker.terminate()
      bell.close()
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
    running?.endSupervision()
    running?.history.end()
    running?.bell.close()
    running?.mailbox?.giveUp()
    running?.stopWatching.abort()
    running?.worker.terminate()
    running?.ended.resolve()
    for (const waiting of this.connecting.values()) waiting.reject(kernelDied("its worker is gone"))
    this.connecting.clear()
  }

  connect(id: string, name: string, hosts = false): Promise<KernelPorts> {
    const {running} = this
    if (!running) return Promise.reject(kernelDied("its worker is gone"))
    const ports = createDeferred<KernelPorts>()
    this.connecting.set(id, ports)
    if (running.mailbox) this.tellHost(running, running.mailbox, id, {kind: "connect", name, hosts})
    else void running.api.connect(id, name, hosts)
    return ports.promise
  }
  disconnect(id: string): void {
    const {running} = this
    if (running?.mailbox) this.tellHost(running, running.mailbox, id, {kind: "disconnect"})
    else void running?.api.disconnect(id)
  }
  private takePorts({connected, ports, error}: Partial<ClientConnected>): void {
    if (connected === undefined) return
    if (error) this.connecting.get(connected)?.reject(new ProtocolError(error.code, error.message, error.data))
    else if (ports) this.connecting.get(connected)?.resolve(ports)
    this.connecting.delete(connected)
  }
  private tellHost(running: Running, mailbox: MailboxWriter, client: string, data: HostLetter): void {
    mailbox.post(encodeLetter({client, channel: "host", data}))
    this.announce(running, mailbox)
  }

  /** Sends one message of a client. `port` is the page's end of the channel's port. */
  send(client: string, channel: ChannelName, data: unknown, port: MessagePort): void {
    const {running} = this
    if (!running?.mailbox || !urgentChannels.has(channel)) {
      post(port, data)
      return
    }
    running.mailbox.post(encode(client, channel, data))
    this.announce(running, running.mailbox)
  }
  private announce(running: Running, mailbox: MailboxWriter): void {
    const {seen} = mailbox
    const done = mailbox.pump()
    running.bell.postMessage(0)
    this.pokeIfRunning()
    if (done || this.pumping === running) return
    this.pumping = running
    void mailbox.whenRead(seen).then(() => {
      if (this.pumping === running) this.pumping = undefined
      if (this.running === running) this.announce(running, mailbox)
    })
  }

  private pokeIfRunning(): void {
    const {running} = this
    if (running?.mailbox?.readerState === "running" && running.memory && running.poke)
      poke(running.memory, running.poke, pokeReasons.mail)
  }

  /** What the next worker will find. */
  private keep({files = [], executed, numbered}: Outliving, history: KeptHistory): void {
    if (executed) history.keep(executed)
    if (numbered) history.number(numbered.life, numbered.session)
    for (const {path, content} of files) {
      if (content) this.files.set(path, content)
      else this.files.delete(path)
    }
  }
}
