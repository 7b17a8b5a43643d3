/**
 * A client as a page has it, of a kernel on the fake engine in the same thread: what lies between them in a browser is
 * left out, but for the ports.
 */
import type {KernelInfo} from "../../src/client/face.ts"
import {KernelClient} from "../../src/client/kernel/kernel-client.ts"
import type {Home, Link} from "../../src/client/kernel/link.ts"
import type {ChannelName} from "../../src/protocol/envelope.ts"
import {kernelDied} from "../../src/protocol/errors.ts"
import {noRefusals} from "../../src/protocol/signing.ts"
import {openPorts, type Ports} from "../../src/transport/ports.ts"
import type {KernelHarness} from "./kernel-harness.ts"

const info: KernelInfo = {id: "k", isolated: true, gate: "suspending", luaVersion: "5.4", version: "0", readyMs: 1}

class HarnessLink implements Link {
  readonly alive = true
  readonly deathError = kernelDied
  /** The ends that stand for the worker's. */
  private readonly far: MessagePort[] = []
  private readonly harness: KernelHarness

  constructor(harness: KernelHarness) {
    this.harness = harness
  }

  connect(id: string, name: string, hosts?: boolean): Promise<Ports> {
    const [near, far] = openPorts()
    this.far.push(...Object.values(far))
    this.harness.kernel.addClient(id, name, (channel, message) => far[channel].postMessage(message), hosts)
    return Promise.resolve(near)
  }
  disconnect(id: string): void {
    this.harness.kernel.suspendClient(id)
  }
  send(client: string, channel: ChannelName, data: unknown): void {
    this.harness.deliver(client, channel, structuredClone(data))
  }
  close(): void {
    for (const port of this.far) port.close()
  }
}

const open: HarnessLink[] = []

/** Behind the suspending gate: the other one holds the thread that the page needs. Ended by `endPageClients`. */
export async function pageClient(
  harness: KernelHarness,
  name: string,
  more: Partial<Home> = {},
): Promise<KernelClient> {
  const link = new HarnessLink(harness)
  open.push(link)
  const notHere = () => Promise.reject(new Error("There is no page."))
  const client = new KernelClient(name, name, {
    info,
    link,
    refused: noRefusals(),
    connect: notHere,
    leave: () => {},
    endOrRevive: answer => answer,
    restart: notHere,
    shutdown: notHere,
    ...more,
  })
  await client.open()
  return client
}

/** For afterEach: a port that is open keeps the process alive. */
export function endPageClients(): void {
  for (const link of open.splice(0)) link.close()
}
