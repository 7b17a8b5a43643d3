import type {ChannelName} from "../../protocol/envelope.ts"

/** Where a request goes: protocol/lrp.ts says the same, with all schemas, which a page does not need. */
export function channelOf(method: string): ChannelName {
  if (method === "lrp/heartbeat") return "heartbeat"
  if (method === "lrp/input_reply" || method === "lrp/host_reply") return "stdin"
  return method === "lrp/execute" ? "shell" : "control"
}
