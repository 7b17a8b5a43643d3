/**
 * The owner's end of a kernel's BroadcastChannel, and of those that conversations go on in: one a client, else each tab
 * would hear what all others are told. For each client in another tab it has a client in the kernel's worker,
 * with ports of its own, and carries signed messages between the two; so the kernel sees just clients. Everything else
 * that comes over the channel is refused and counted, and has no other effect.
 */
import {LruCache} from "../../base/lru.ts"
import type {Signer} from "../../base/signer.ts"
import {
  isGenuine,
  noRefusals,
  type RefusalReason,
  type RefusedCounts,
  readSealed,
  type Sealed,
  SealedLine,
  seal,
} from "../../protocol/signing.ts"
import {endpointsOf, type FromOwner, type Refusal, readBody} from "../../protocol/tabs.ts"
import {decodeData, encodeData} from "../../transport/encoding.ts"
import {RelayedClient, type RelayOwner} from "./relayed-client.ts"

export interface RelayParts {
  readonly kernelId: string
  readonly signer: Signer
  readonly owner: RelayOwner
  makeNonce(): string
  /** Answers a hello, on the kernel's channel. */
  post(message: Sealed | Refusal): void
  /** Opens the channel that has the client's address for its name. */
  openLine(address: string, receive: (data: unknown) => void): OpenLine
  /** Calls back when the tab with this address has gone. */
  watchTab(address: string, signal: AbortSignal, onGone: () => void): void
}

/** One BroadcastChannel. */
export interface OpenLine {
  readonly post: (message: Sealed | Refusal) => void
  readonly close: () => void
}

/** Conversations that have been begun and not confirmed: the oldest gives way. */
const maxPending = 1000
/** Nonces of hellos that are remembered, so that none begins twice. */
const rememberedHellos = 10_000

export class Relay {
  private readonly parts: RelayParts
  private readonly counts = noRefusals()
  private readonly hellos = new LruCache<string, true>(rememberedHellos)
  private readonly pending = new Map<string, RelayedClient>()
  private readonly clients = new Map<string, RelayedClient>()

  constructor(parts: RelayParts) {
    this.parts = parts
  }

  /** Messages that were refused so far, by reason. */
  get refused(): RefusedCounts {
    return {...this.counts}
  }

  /** Whatever came over the channel. Never throws. */
  receive(data: unknown): void {
    const sealed = readSealed(data)
    if (typeof sealed === "string") this.refuse(sealed)
    else if (sealed.count === 0) void this.greet(sealed)
    else {
      const client = this.clients.get(sealed.session) ?? this.pending.get(sealed.session)
      if (client) client.line.accept(sealed)
      else this.refuse("replayed")
    }
  }
  private refuse(reason: RefusalReason): void {
    this.counts[reason]++
  }

  private async greet(hello: Sealed): Promise<void> {
    const {signer, kernelId, post, makeNonce} = this.parts
    if (this.hellos.has(hello.session)) return this.refuse("replayed")
    if (!(await isGenuine(signer, hello))) {
      this.refuse("altered")
      post({refused: "signature", to: hello.from, session: hello.session})
      return
    }
    if (this.hellos.has(hello.session)) return this.refuse("replayed")
    if (!isHello(hello.body) || hello.to !== endpointsOf(kernelId).control) return this.refuse("malformed")
    this.hellos.set(hello.session, true)
    const nonce = makeNonce()
    const session = `${hello.session}.${nonce}`
    const [oldest] = this.pending.values()
    if (this.pending.size === maxPending) oldest?.leave()
    this.pending.set(session, this.makeClient(hello.from, session))
    const challenge: FromOwner = {kind: "challenge", nonce}
    const {from, to, session: first} = hello
    post(await seal(signer, {from: to, to: from, session: first, count: 0, body: encodeData(challenge)}))
  }

  private makeClient(address: string, session: string): RelayedClient {
    const {signer, kernelId, owner, openLine, watchTab} = this.parts
    const {post, close} = openLine(address, data => this.receive(data))
    const client: RelayedClient = new RelayedClient({
      kernelId,
      address,
      owner,
      line: ways => new SealedLine({...ways, signer, session, post, refuse: reason => this.refuse(reason)}),
      onConnect: left => {
        this.pending.delete(session)
        this.clients.set(session, client)
        watchTab(address, left, () => client.leave())
      },
      onLeave: () => {
        this.pending.delete(session)
        this.clients.delete(session)
        close()
      },
    })
    return client
  }

  /** Until all that was sent is on its way. */
  async flushed(): Promise<void> {
    await Promise.all([...this.clients.values()].map(client => client.line.flushed()))
  }
  /** The page gives the kernel up: its clients in other tabs are clients no more. */
  end(): void {
    for (const client of [...this.clients.values(), ...this.pending.values()]) client.leave()
  }
}

function isHello(body: Uint8Array): boolean {
  try {
    return readBody(decodeData(body)).kind === "hello"
  } catch {
    return false
  }
}
