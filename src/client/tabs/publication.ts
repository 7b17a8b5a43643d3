/** Makes a kernel of this page known to other tabs: its record, its channel, its key; and takes all of it back. */
import {noRefusals, type RefusedCounts, signatureScheme} from "../../protocol/signing.ts"
import {endpointsOf} from "../../protocol/tabs.ts"
import {GuardedStore, IndexedStore, KernelRecords} from "../../storage/index.ts"
import {holdLife, ownerLife, tabLife, watchLife} from "../../transport/liveness.ts"
import {makeKey, makeNonce, signerOf} from "../kept/web-signer.ts"
import type {OpenLine, Relay} from "./relay.ts"
import type {RelayOwner} from "./relayed-client.ts"

/** Where IndexedDB is refused, the kernels of this page still find each other. */
export const kernelRecords = new KernelRecords(new GuardedStore(new IndexedStore("moonstep-kernels"), () => {}))

/** A page's name for as long as it is open. */
const pageId = makeNonce()
/** Records that are being written or removed by this page. */
const working = new Set<Promise<void>>()
export const recordsSettled = async (): Promise<void> => {
  await Promise.all(working)
}

export const canPublish = (): boolean =>
  typeof BroadcastChannel !== "undefined" && navigator.locks !== undefined && crypto.subtle !== undefined

/** Posting to a channel that has been closed meanwhile would throw. */
export function openLine(name: string, receive: (data: unknown) => void): OpenLine {
  const channel = new BroadcastChannel(name)
  let closed = false
  channel.onmessage = ({data}: MessageEvent<unknown>) => receive(data)
  channel.onmessageerror = () => receive(undefined)
  return {
    post: message => {
      if (!closed) channel.postMessage(message)
    },
    close: () => {
      closed = true
      channel.close()
    },
  }
}

const channelName = (kernelId: string) => `moonstep-kernel-${kernelId}`

interface Opened {
  readonly key: CryptoKey
  /** Undefined until another tab has said something: most pages never need it, and don't load it. */
  relay?: Relay
  readonly channel: OpenLine
  readonly closing: AbortController
}

export class Publication {
  private readonly owner: RelayOwner
  private readonly name: string
  private readonly started = Date.now()
  private opened: Opened | undefined
  private work: Promise<void> = Promise.resolve()
  private counts: RefusedCounts = noRefusals()

  constructor(owner: RelayOwner, name: string) {
    this.owner = owner
    this.name = name
  }

  get refused(): RefusedCounts {
    return this.opened?.relay?.refused ?? this.counts
  }

  /** The kernel runs: others may find it. */
  show(): void {
    this.queue(async () => {
      this.opened ??= await this.open()
      const {id} = this.owner.info
      await kernelRecords.save({
        id,
        name: this.name,
        title: document.title,
        started: this.started,
        transport: {kind: "BroadcastChannel", name: channelName(id)},
        endpoints: endpointsOf(id),
        signature_scheme: signatureScheme,
        key: this.opened.key,
        owner: pageId,
      })
    })
  }
  /** It has died, but may be made anew: those that are attached stay so. */
  hide(): void {
    this.queue(() => kernelRecords.remove(this.owner.info.id))
  }
  /** It was shut down. Resolves when nothing is left of it. */
  end(): Promise<void> {
    this.hide()
    this.queue(async () => {
      const {opened} = this
      if (!opened) return
      await opened.relay?.flushed()
      opened.relay?.end()
      this.counts = opened.relay?.refused ?? this.counts
      opened.closing.abort()
      opened.channel.close()
      this.opened = undefined
    })
    return this.work
  }

  private queue(step: () => Promise<void>): void {
    const work = this.work.then(step).catch(() => {
      // the browser refuses keys or channels: the kernel works, and other tabs don't see it
    })
    this.work = work
    working.add(work)
    void work.finally(() => working.delete(work))
  }

  private async open(): Promise<Opened> {
    const {id} = this.owner.info
    const key = await makeKey()
    const closing = new AbortController()
    let loading: Promise<Relay> | undefined
    const channel = openLine(channelName(id), async data => {
      loading ??= this.makeRelay(key, channel)
      opened.relay = await loading
      if (!closing.signal.aborted) opened.relay.receive(data)
    })
    const opened: Opened = {key, channel, closing}
    await holdLife(ownerLife(id), closing.signal)
    return opened
  }
  private async makeRelay(key: CryptoKey, {post}: OpenLine): Promise<Relay> {
    const {Relay} = await import("./relay.ts")
    return new Relay({
      kernelId: this.owner.info.id,
      signer: signerOf(key),
      owner: this.owner,
      makeNonce,
      post,
      openLine,
      watchTab: (address, left, onGone) => watchLife(tabLife(address), left, onGone),
    })
  }
}
