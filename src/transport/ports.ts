/** The MessagePorts of a client: one for each of Jupyter's channels. */
import {type ChannelName, channelNames} from "../protocol/envelope.ts"

export type Ports = Readonly<Record<ChannelName, MessagePort>>

/** Both ends of a connection: what is posted to a port of the one comes out of the other's. */
export function openPorts(): readonly [near: Ports, far: Ports] {
  const pairs = channelNames.map(channel => [channel, new MessageChannel()] as const)
  const ends = (end: "port1" | "port2") => Object.fromEntries(pairs.map(([channel, pair]) => [channel, pair[end]]))
  return [ends("port1") as Ports, ends("port2") as Ports]
}
