/** The port of a DAP endpoint. Most pages never ask for one, so the endpoint is loaded by who does. */
import type {DapEndpointParts} from "./dap-endpoint.ts"
import {NextTurn} from "./next-turn.ts"

/** Answers the client's end. What is posted to it meanwhile waits in the port. */
export function openDapPort(kernel: DapEndpointParts["kernel"]): MessagePort {
  const {port1: endpointEnd, port2: clientEnd} = new MessageChannel()
  void serve(kernel, endpointEnd)
  return clientEnd
}

async function serve(kernel: DapEndpointParts["kernel"], port: MessagePort): Promise<void> {
  const {DapEndpoint} = await import("./dap-endpoint.ts")
  const turns = new NextTurn()
  const endpoint = new DapEndpoint({
    kernel,
    post: message => port.postMessage(message),
    defer: step => turns.run(step),
  })
  // where the browser tells (Chrome 122); elsewhere a session lives until it is disconnected from, or the page goes
  port.addEventListener("close", () => endpoint.handleClose())
  port.onmessage = ({data}: MessageEvent<unknown>) => endpoint.receive(data)
}
