/**
 * What a client has to do with, wherever its kernel lives: in a worker of this page (kernel-link.ts, shared-kernel.ts) or
 * in that of another tab (remote-kernel.ts).
 */
import type {ChannelName} from "../../protocol/envelope.ts"
import type {ProtocolError} from "../../protocol/errors.ts"
import type {RefusedCounts} from "../../protocol/signing.ts"
import type {Ports} from "../../transport/ports.ts"
import type {ConnectOptions, Kernel, KernelInfo} from "../face.ts"
import type {HostFunctions} from "./host-functions.ts"

/** The way of messages to a kernel. */
export interface Link {
  readonly alive: boolean
  /** What a kernel's death leaves unanswered is rejected with this. */
  deathError(reason: string): ProtocolError
  /**
   * Makes a client known to the kernel, also while that runs or pauses a program. Answers this page's ends of its ports.
   * @param hosts it has the host functions
   */
  connect(id: string, name: string, hosts?: boolean): Promise<Ports>
  disconnect(id: string): void
  /** Sends one message of a client. `port` is this page's end of the channel's port. */
  send(client: string, channel: ChannelName, data: unknown, port: MessagePort): void
}

/** Someone whose ports are made anew when the kernel's worker is replaced. */
export interface Member {
  open(): Promise<void>
  handleDeath(reason: string): void
  handleRevival(): void
}

/** The kernel that a client belongs to: what goes beyond its own messages. */
export interface Home {
  readonly info: KernelInfo
  readonly link: Link
  /** Functions of this page that programs may call. */
  readonly host?: HostFunctions
  /** Messages that this page has refused on the kernel's channel between tabs. */
  readonly refused: RefusedCounts
  /** Another client. */
  connect(options: ConnectOptions): Promise<Kernel>
  /** A client has been disconnected. */
  leave(client: Member): void
  /** Waits for an answer that ends a program; a program that can't be reached loses its worker. */
  endOrRevive(answer: Promise<unknown>): Promise<unknown>
  restart(): Promise<void>
  shutdown(): Promise<void>
}
