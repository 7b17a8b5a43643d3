/** A relay and the links of other tabs on a bus in place of the BroadcastChannel, with real keys and a made-up kernel. */
import {describe, expect, it} from "vitest"
import type {KernelInfo} from "../../src/client/face.ts"
import {makeKey, signerOf} from "../../src/client/kept/web-signer.ts"
import type {Link, Member} from "../../src/client/kernel/link.ts"
import {type OpenLine, Relay} from "../../src/client/tabs/relay.ts"
import type {RelayOwner} from "../../src/client/tabs/relayed-client.ts"
import {RemoteLink} from "../../src/client/tabs/remote-link.ts"
import {type ChannelName, channelNames} from "../../src/protocol/envelope.ts"
import {kernelDied} from "../../src/protocol/errors.ts"
import type {Sealed} from "../../src/protocol/signing.ts"
import type {OwnerTask} from "../../src/protocol/tabs.ts"
import {openPorts, type Ports} from "../../src/transport/ports.ts"

const info: KernelInfo = {
  id: "k1",
  isolated: true,
  gate: "atomics",
  luaVersion: "5.4",
  version: "0",
  readyMs: 1,
}
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 1))
}
const total = (relay: Relay) => Object.values(relay.refused).reduce((sum, count) => sum + count)

/** Says each message back on its channel, and keeps what it was asked for. */
class EchoingOwner implements RelayOwner, Link {
  readonly info = info
  readonly link = this
  readonly members: Member[] = []
  readonly tasks: OwnerTask[] = []
  readonly heard: unknown[] = []
  readonly left: string[] = []
  alive = true
  ended = false
  private readonly workerEnds = new Map<string, Ports>()

  join(member: Member): string {
    return `k1-c${this.members.push(member)}`
  }
  leave(member: Member): void {
    this.members.splice(this.members.indexOf(member), 1)
  }
  async perform(task: OwnerTask): Promise<void> {
    this.tasks.push(task)
    if (task === "revive") throw new Error("it can't be revived")
  }
  deathError = kernelDied
  connect(id: string): Promise<Ports> {
    const [pageEnds, workerEnds] = openPorts()
    this.workerEnds.set(id, workerEnds)
    return Promise.resolve(pageEnds)
  }
  disconnect(id: string): void {
    this.left.push(id)
    for (const port of Object.values(this.workerEnds.get(id) ?? {})) port.close()
  }
  send(id: string, channel: ChannelName, data: unknown): void {
    this.heard.push(data)
    this.workerEnds.get(id)?.[channel].postMessage(data)
  }
}

/** Channels between tabs: everyone on one hears all but what they say themselves, later, as a copy. */
class Bus {
  /** What was said on any. */
  readonly log: unknown[] = []
  private readonly channels = new Map<string, Set<(data: unknown) => void>>()
  join(name: string, receive: (data: unknown) => void): OpenLine {
    const ends = this.channels.get(name) ?? new Set()
    this.channels.set(name, ends)
    // an end of its own, also for the same receiver
    const own = (data: unknown) => receive(data)
    ends.add(own)
    return {
      post: (data: unknown) => {
        this.log.push(structuredClone(data))
        for (const end of ends) if (end !== own) setImmediate(end, structuredClone(data))
      },
      close: () => ends.delete(own),
    }
  }
}

async function makeBus() {
  const bus = new Bus()
  const key = await makeKey()
  const owner = new EchoingOwner()
  const gone = new Map<string, () => void>()
  let nonces = 0
  const makeNonce = () => `nonce-${++nonces}`
  const {post} = bus.join("k1", data => relay.receive(data))
  const relay: Relay = new Relay({
    kernelId: "k1",
    signer: signerOf(key),
    owner,
    makeNonce,
    post,
    openLine: (address, receive) => bus.join(address, receive),
    watchTab: (address, _, onGone) => gone.set(address, onGone),
  })
  let tabs = 0
  const join = (signingKey = key) => {
    const address = `tab-${++tabs}`
    const closed: string[] = []
    const hall = bus.join("k1", data => link.receive(data))
    const line = bus.join(address, data => link.receive(data))
    const link: RemoteLink = new RemoteLink({
      kernelId: "k1",
      address,
      signer: signerOf(signingKey),
      makeNonce,
      postHello: hall.post,
      post: line.post,
      close: () => closed.push(address),
    })
    return {link, address, closed}
  }
  const attach = async (name = "tab") => {
    const tab = join()
    const connected = await tab.link.greet(name)
    const ports = await tab.link.connect()
    const received: unknown[] = []
    for (const channel of channelNames)
      ports[channel].onmessage = ({data}: MessageEvent<unknown>) => received.push([channel, data])
    return {...tab, connected, ports, received}
  }
  const {post: intrudeInHall} = bus.join("k1", () => {})
  const intrude = (data: unknown) => intrudeInHall(data as Sealed)
  const intrudeOn = (address: string) => {
    const {post: say} = bus.join(address, () => {})
    return (data: unknown) => say(data as Sealed)
  }
  return {bus, relay, owner, gone, join, attach, intrude, intrudeOn}
}

describe("A relay", () => {
  it("takes clients of other tabs in, and carries what they say", async () => {
    const {attach, owner, relay} = await makeBus()
    const one = await attach()
    const other = await attach()
    expect(one.connected).toEqual({client: "k1-c1", info})
    expect(other.connected.client).toBe("k1-c2")
    const bytes = Uint8Array.of(0, 255, 7)
    one.ports.shell.postMessage({id: 1, params: {bytes}})
    one.link.send("k1-c1", "control", {id: 2})
    other.link.send("k1-c2", "stdin", {id: 3})
    await until(() => one.received.length === 2 && other.received.length === 1)
    expect(one.received).toEqual(expect.arrayContaining([["shell", {id: 1, params: {bytes}}]]))
    expect(one.received).toEqual(expect.arrayContaining([["control", {id: 2}]]))
    expect(other.received).toEqual([["stdin", {id: 3}]])
    expect(owner.heard).toHaveLength(3)
    expect(total(relay)).toBe(0)
  })

  it("takes in a hundred at once", async () => {
    const {attach, relay} = await makeBus()
    const tabs = await Promise.all(Array.from({length: 100}, () => attach()))
    expect(new Set(tabs.map(({connected}) => connected.client)).size).toBe(100)
    for (const [id, {link}] of tabs.entries()) link.send("", "shell", {id})
    await until(() => tabs.every(({received}) => received.length === 1))
    expect(tabs.map(({received}) => received)).toEqual(tabs.map((_, id) => [["shell", {id}]]))
    expect(total(relay)).toBe(0)
  })

  it("keeps the order", async () => {
    const {attach} = await makeBus()
    const tab = await attach()
    for (let i = 0; i < 200; i++) tab.link.send("", "shell", {id: i, pad: "x".repeat((i * 7919) % 5000)})
    await until(() => tab.received.length === 200)
    expect(tab.received.map(one => (one as [string, {id: number}])[1].id)).toEqual(
      Array.from({length: 200}, (_, i) => i),
    )
  })

  it("refuses another key, and says so", async () => {
    const {join, relay, owner} = await makeBus()
    await expect(join(await makeKey()).link.greet("stranger")).rejects.toMatchObject({code: -32006})
    expect(relay.refused.altered).toBe(1)
    expect(owner.members).toEqual([])
  })

  it("refuses what it has heard before, in this conversation and in others", async () => {
    const {bus, attach, relay, owner, intrude, intrudeOn} = await makeBus()
    const tab = await attach()
    tab.link.send("", "shell", {id: 1})
    await until(() => tab.received.length === 1)
    const all = bus.log.splice(0)
    const toOwner = all.filter(one => (one as {to: string}).to.startsWith("k1/"))
    expect(toOwner).toHaveLength(3)
    for (const message of all) intrude(message)
    await until(() => total(relay) === all.length)
    // of its own words the challenge looks like a hello that came before; the others are not from a tab
    expect(relay.refused).toMatchObject({replayed: toOwner.length + 1, malformed: all.length - toOwner.length - 1})
    expect(owner.heard).toHaveLength(1)
    expect(owner.members).toHaveLength(1)
    tab.link.disconnect()
    await until(() => owner.members.length === 0)
    for (const message of toOwner) intrude(message)
    await until(() => relay.refused.replayed === 2 * toOwner.length + 1)
    expect(owner.members).toEqual([])
    // the kernel's answers, again: the tab has heard them too
    const second = await attach()
    const own = bus.log.splice(0).filter(one => (one as {to: string}).to === second.address)
    for (const message of own) intrudeOn(second.address)(message)
    await until(() => second.link.refused.replayed === 2)
  })

  it("does not take its own words for another's", async () => {
    const {bus, attach, relay, owner, intrude} = await makeBus()
    const tab = await attach()
    for (const [channel, id] of channelNames.map((name, i) => [name, i] as const)) tab.link.send("", channel, {id})
    await until(() => tab.received.length === channelNames.length)
    const own = bus.log.filter(one => (one as {to: string}).to === tab.address)
    for (const message of own) intrude(message)
    await until(() => total(relay) === own.length)
    tab.link.send("", "shell", {id: 9})
    await until(() => tab.received.length === channelNames.length + 1)
    expect(owner.heard).toHaveLength(channelNames.length + 1)
  })

  it("refuses each field that was changed", async () => {
    const {bus, attach, relay, owner, intrude} = await makeBus()
    const tab = await attach()
    tab.link.send("", "shell", {id: 1})
    await until(() => tab.received.length === 1)
    const genuine = bus.log.filter(one => (one as {to: string}).to === "k1/shell")[0] as Record<string, unknown>
    const later = {...genuine, count: (genuine.count as number) + 10}
    const changes = [
      later,
      {...later, to: "k1/control"},
      {...later, from: "tab-9"},
      {...later, body: Uint8Array.of(1)},
      {...later, signature: new Uint8Array(32)},
      {...later, signature: new Uint8Array(0)},
    ]
    for (const changed of changes) intrude(changed)
    intrude({...genuine, session: "nonce-1.nonce-9"})
    await until(() => total(relay) === changes.length + 1)
    // a wrong address is seen before the signature is
    expect(relay.refused).toMatchObject({altered: changes.length - 1, malformed: 1, replayed: 1})
    tab.link.send("", "shell", {id: 2})
    await until(() => tab.received.length === 2)
    expect(owner.heard).toEqual([{id: 1}, {id: 2}])
  })

  it("refuses what has not its shape", async () => {
    const {relay, intrude} = await makeBus()
    const {signature, ...unsigned} = {
      from: "tab-1",
      to: "k1/shell",
      session: "s",
      count: 1,
      body: Uint8Array.of(1),
      signature: Uint8Array.of(1),
    }
    const shapes = [null, 1, "x", [], {...unsigned, signature: "x"}, {...unsigned, signature, count: -1}]
    for (const one of [...shapes, {...unsigned, signature, from: "ü"}, {...unsigned, signature, body: "x"}])
      intrude(one)
    intrude(unsigned)
    intrude({...unsigned, signature, body: new Uint8Array(16 * 1024 * 1024 + 1)})
    await until(() => total(relay) === shapes.length + 4)
    // an array has no signature either
    expect(relay.refused).toEqual({malformed: 7, unsigned: 2, tooLarge: 1, altered: 0, replayed: 0})
  })

  it("lets a client go when its tab has gone, or says so", async () => {
    const {attach, gone, owner} = await makeBus()
    const one = await attach()
    const other = await attach()
    gone.get(one.address)?.()
    expect(owner.left).toEqual(["k1-c1"])
    other.link.disconnect()
    await until(() => owner.left.length === 2)
    expect(other.closed).toEqual([other.address])
    expect(owner.members).toEqual([])
  })

  it("tells of the kernel's death and revival", async () => {
    const {attach, owner} = await makeBus()
    const tab = await attach()
    const told: string[] = []
    tab.link.events = {onDeath: reason => told.push(reason), onRevival: () => told.push("revived")}
    owner.alive = false
    owner.members[0].handleDeath("it was killed")
    await until(() => told.length === 1)
    expect(tab.link.alive).toBe(false)
    owner.alive = true
    await owner.members[0].open()
    await until(() => told.length === 2)
    expect(told).toEqual(["it was killed", "revived"])
    const ports = await tab.link.connect()
    const answered = new Promise(resolve => {
      ports.shell.onmessage = ({data}: MessageEvent<unknown>) => resolve(data)
    })
    tab.link.send("", "shell", {id: 5})
    expect(await answered).toEqual({id: 5})
    owner.ended = true
    owner.members[0].handleDeath("it was shut down")
    await until(() => tab.closed.length === 1)
    await expect(tab.link.ask("restart")).rejects.toMatchObject({code: -32021})
  })

  it("has the owner do what only it can", async () => {
    const {attach, owner} = await makeBus()
    const tab = await attach()
    await tab.link.ask("restart")
    await expect(tab.link.ask("revive")).rejects.toThrow("it can't be revived")
    expect(owner.tasks).toEqual(["restart", "revive"])
  })

  it("answers a client that leaves what it has asked the owner for", async () => {
    const {attach} = await makeBus()
    const tab = await attach()
    const asked = [tab.link.ask("restart"), tab.link.ask("shutdown")]
    tab.link.disconnect()
    await expect(asked[0]).rejects.toMatchObject({code: -32021})
    await asked[1]
  })
})

describe("A remote link", () => {
  it("answers itself what can't cross", async () => {
    const {attach, owner} = await makeBus()
    const tab = await attach()
    const cycle: Record<string, unknown> = {id: 3}
    cycle.self = cycle
    tab.ports.shell.postMessage(cycle)
    tab.ports.shell.postMessage({id: 4, params: "x".repeat(17_000_000)})
    await until(() => tab.received.length === 2)
    expect(tab.received).toMatchObject([
      ["shell", {id: 3, error: {code: -32700}}],
      ["shell", {id: 4, error: {code: -32005}}],
    ])
    expect(owner.heard).toEqual([])
  })
})
