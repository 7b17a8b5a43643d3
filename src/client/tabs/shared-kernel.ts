/** What the clients of one kernel in this page share: the worker's link, its information, its restarts and its end. */
import {noRefusals, type RefusedCounts} from "../../protocol/signing.ts"
import type {OwnerTask} from "../../protocol/tabs.ts"
import {StateStore} from "../../storage/index.ts"
import type {ConnectOptions, Kernel, KernelInfo} from "../face.ts"
import {KeptHistory} from "../kept/kept-history.ts"
import type {HostFunctions} from "../kernel/host-functions.ts"
import {KernelClient} from "../kernel/kernel-client.ts"
import {KernelLink, type LinkOptions, shutDown} from "../kernel/kernel-link.ts"
import type {Home, Member} from "../kernel/link.ts"
import type {Publication} from "./publication.ts"
import type {RelayOwner} from "./relayed-client.ts"

/** So long a kernel is given to end a program or to restart before its worker is replaced. */
export const patienceMs = 2000
const unreachable = "its program could not be reached, and was ended with its worker"
/** One that was seen to be out of reach gets no more than this. */
const lastPatienceMs = 250

export class SharedKernel implements Home, RelayOwner {
  readonly link: KernelLink
  info: KernelInfo
  private readonly clients: KernelClient[] = []
  /** The clients, and those of other tabs. */
  private readonly members = new Set<Member>()
  private clientCount = 0
  private ending = false
  /** A worker is being made in the place of another one. */
  private replacing: Promise<void> | undefined
  /** Missing where there are none. */
  host?: HostFunctions
  /** Tells other tabs of this kernel; missing where the page can't. */
  publication: Publication | undefined

  constructor(options: LinkOptions) {
    const {id, version, environment} = options
    this.link = new KernelLink(
      options,
      reason => this.died(this.ending ? shutDown : reason),
      () => this.endOverdue(),
    )
    const {isolated, gate} = environment
    this.info = {id, isolated, gate, luaVersion: "5.4", version, readyMs: 0}
  }

  /** Makes the worker; the first client may then connect. */
  async start(files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
    for (const [path, content] of files) this.link.files.set(path, content)
    await this.boot(true)
  }
  /** @param wake whether a saved state is put back */
  private async boot(wake: boolean): Promise<void> {
    const begun = performance.now()
    await this.link.start(wake)
    const luaVersion = this.link.languageVersion.replace("Lua ", "")
    const {hibernation} = this.link
    this.info = {...this.info, luaVersion, readyMs: performance.now() - begun, ...(hibernation ? {hibernation} : {})}
  }

  async connect({name, resume}: ConnectOptions): Promise<Kernel> {
    if (this.replacing) await this.replacing.catch(() => undefined)
    const client = new KernelClient(this.nextId(), name, this)
    await client.open()
    this.clients.push(client)
    if (this.link.options.environment.gate !== "atomics") this.watchTime(client)
    this.members.add(client)
    if (resume !== undefined) await client.resume(resume)
    await client.greeting.over
    return client
  }
  /** Where no supervisor sees a program that runs too long and can't be reached. */
  private watchTime(client: KernelClient): void {
    const {executionMs} = this.link.options.limits
    let begun = 0
    if (executionMs === Number.POSITIVE_INFINITY) return
    client.on("status", ({execution_state: state}) => {
      if (state === "busy") begun = performance.now()
      if (state !== "unresponsive") return
      const since = begun
      const left = executionMs + patienceMs - (performance.now() - begun)
      setTimeout(() => begun === since && client.state === "unresponsive" && this.endOverdue(), left)
    })
  }
  private endOverdue(): void {
    const seconds = this.link.options.limits.executionMs / 1000
    void this.revive(`its program ran longer than ${seconds} s, and could not be reached`)
  }
  private nextId(): string {
    return `${this.info.id}-c${++this.clientCount}`
  }

  join(member: Member): string {
    this.members.add(member)
    return this.nextId()
  }
  leave(member: Member): void {
    this.members.delete(member)
    const at = this.clients.findIndex(one => Object.is(one, member))
    if (at >= 0) this.clients.splice(at, 1)
  }
  perform(task: OwnerTask): Promise<void> {
    if (task === "restart") return this.restart()
    if (task === "shutdown") return this.shutdown()
    return this.revive(unreachable)
  }
  get ended(): boolean {
    return this.ending
  }
  get refused(): RefusedCounts {
    return this.publication?.refused ?? noRefusals()
  }

  private died(reason: string): void {
    this.host?.cancelAll()
    for (const member of this.members) member.handleDeath(reason)
    this.publication?.hide()
  }

  /** Waits for an answer that ends a program; a program that can't be reached loses its worker. */
  async endOrRevive(answer: Promise<unknown>): Promise<unknown> {
    const late = Symbol("late")
    const unresponsive = this.clients.some(client => client.state === "unresponsive")
    const patience = unresponsive ? lastPatienceMs : patienceMs
    const answered = answer.catch(thrown => {
      // somebody else has lost patience before: the program has ended all the same
      if (this.replacing) return late
      throw thrown
    })
    const first = await Promise.race([answered, new Promise(resolve => setTimeout(resolve, patience, late))])
    if (first !== late) return first
    answered.catch(() => {
      // rejected by the death that follows
    })
    await this.revive(unreachable)
    return {}
  }

  async restart(): Promise<void> {
    if (this.replacing) await this.replacing.catch(() => undefined)
    const [client] = this.clients
    if (this.link.alive && client) await this.endOrRevive(client.request("lrp/restart"))
    else await this.replace("it was restarted", false)
  }

  /** For a program that can't be reached. What is being shut down gets no other worker. */
  private async revive(reason: string): Promise<void> {
    if (!this.ending) await this.replace(reason, true)
  }
  /** Whoever wants another worker while one is being made gets that one. */
  private replace(reason: string, wake: boolean): Promise<void> {
    this.replacing ??= this.makeAnother(reason, wake).finally(() => {
      this.replacing = undefined
    })
    return this.replacing
  }
  private async makeAnother(reason: string, wake: boolean): Promise<void> {
    if (this.link.alive) {
      this.link.kill()
      this.died(reason)
    }
    this.ending = false
    await this.boot(wake)
    this.publication?.show()
    for (const member of this.members) {
      await member.open()
      member.handleRevival()
    }
  }

  async shutdown(): Promise<void> {
    this.ending = true
    // a worker that is still being made would outlive this
    await this.replacing?.catch(() => undefined)
    const [client] = this.clients
    if (this.link.alive && client) {
      // its last word comes behind all that it has told, which the answer, on a port of its own, does not
      const {ended} = this.link
      const over = client.request("lrp/shutdown").then(
        () => ended,
        () => undefined,
      )
      await Promise.race([over, new Promise(resolve => setTimeout(resolve, patienceMs))])
    }
    if (this.link.alive) {
      this.link.kill()
      this.died(shutDown)
    }
    await KeptHistory.settled()
    const {hibernate} = this.link.options
    // where storage is refused, nothing was saved
    if (hibernate !== undefined) await new StateStore().remove(hibernate).catch(() => undefined)
    await this.publication?.end()
  }
}
