/** What the page may ask of a kernel worker while its kernel is idle (Comlink). Everything else goes over the ports. */
import type {ChannelName} from "../src/protocol/envelope.ts"
import type {PokeTarget} from "../src/transport/poke.ts"

export type KernelPorts = Readonly<Record<ChannelName, MessagePort>>

export interface BootRequest {
  readonly id: string
  readonly version: string
  readonly module: WebAssembly.Module
  readonly gate: "atomics" | "suspending" | "none"
  /** With the atomics gate. */
  readonly mailbox?: SharedArrayBuffer
  /** With the suspending gate: whether a running program looks for messages from time to time. */
  readonly pausable: boolean
  readonly files: Readonly<Record<string, string | Uint8Array>>
}

export interface BootAnswer {
  readonly languageVersion: string
  /** With the atomics gate: what a poke writes to. */
  readonly memory?: SharedArrayBuffer
  readonly poke?: PokeTarget
}

export interface KernelWorkerApi {
  boot(request: BootRequest): Promise<BootAnswer>
  connect(id: string, name: string, ports: KernelPorts): void
  disconnect(id: string): void
}
