/** A kernel that another tab runs, as one client in this tab has it. */
import type {RefusedCounts} from "../../protocol/signing.ts"
import type {KernelRecord} from "../../storage/kernel-records.ts"
import {holdLife, ownerLife, tabLife, watchLife} from "../../transport/liveness.ts"
import type {ConnectOptions, Kernel, KernelInfo} from "../face.ts"
import {makeNonce, signerOf} from "../kept/web-signer.ts"
import {KernelClient} from "../kernel/kernel-client.ts"
import type {Home} from "../kernel/link.ts"
import {kernelRecords, openLine} from "./publication.ts"
import {RemoteLink} from "./remote-link.ts"
import {patienceMs} from "./shared-kernel.ts"

/** So long an owner is given to answer a hello: its page may be busy with a long task. */
const greetingMs = 10_000
/** What the owner said last may come after its end is noticed. */
const lastWordsMs = 100
const closed = "the tab that ran it was closed, or crashed"

export class RemoteKernel implements Home {
  readonly link: RemoteLink
  info: KernelInfo
  private readonly record: KernelRecord

  private constructor(record: KernelRecord, link: RemoteLink, info: KernelInfo) {
    this.record = record
    this.link = link
    this.info = info
  }

  /** @throws signature refused, kernel gone; what a resumption is refused with */
  static async attach(record: KernelRecord, {name, resume}: ConnectOptions): Promise<Kernel> {
    const client = await RemoteKernel.attachClient(record, name)
    if (resume !== undefined) await client.resume(resume)
    await client.greeting.over
    return client
  }
  private static async attachClient(record: KernelRecord, name: string): Promise<KernelClient> {
    const {id: kernelId, transport} = record
    const address = `tab-${crypto.randomUUID()}`
    const leaving = new AbortController()
    const hall = openLine(transport.name, data => link.receive(data))
    const line = openLine(address, data => link.receive(data))
    const link: RemoteLink = new RemoteLink({
      kernelId,
      address,
      signer: signerOf(record.key),
      makeNonce,
      postHello: hall.post,
      post: line.post,
      close: () => {
        leaving.abort()
        hall.close()
        line.close()
      },
    })
    // before hello: the owner takes in whom it can see to live
    await holdLife(tabLife(address), leaving.signal)
    watchLife(ownerLife(kernelId), leaving.signal, () => {
      // the one who wrote it can't remove it any more
      void kernelRecords.remove(kernelId)
      setTimeout(() => link.end(closed, true), lastWordsMs)
    })
    const timer = setTimeout(() => link.end("its tab does not answer", true), greetingMs)
    try {
      const {client: id, info} = await link.greet(name)
      // what others say there is not for this one
      hall.close()
      // the owner's own, signed with the kernel's key
      const home = new RemoteKernel(record, link, info as KernelInfo)
      const client = new KernelClient(id, name, home)
      link.events = {
        onDeath: reason => client.handleDeath(reason),
        onRevival: () => void client.open().then(() => client.handleRevival()),
      }
      await client.open()
      return client
    } catch (thrown) {
      link.disconnect()
      throw thrown
    } finally {
      clearTimeout(timer)
    }
  }

  get refused(): RefusedCounts {
    return this.link.refused
  }
  connect(options: ConnectOptions): Promise<Kernel> {
    return RemoteKernel.attach(this.record, options)
  }
  leave(): void {
    this.link.disconnect()
  }
  async endOrRevive(answer: Promise<unknown>): Promise<unknown> {
    const late = Symbol("late")
    const first = await Promise.race([answer, new Promise(resolve => setTimeout(resolve, patienceMs, late))])
    if (first !== late) return first
    answer.catch(() => {
      // rejected by the death that follows
    })
    await this.link.ask("revive")
    return {}
  }
  restart(): Promise<void> {
    return this.link.ask("restart")
  }
  shutdown(): Promise<void> {
    return this.link.ask("shutdown")
  }
}
