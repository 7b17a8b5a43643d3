/** The port of a DAP endpoint. */
import {DapEndpoint, type DapEndpointParts} from "./dap-endpoint.ts"
import {NextTurn} from "./next-turn.ts"

/** Answers the client's end. */
export function openDapPort(kernel: DapEndpointParts["kernel"]): MessagePort {
  const {port1: endpointEnd, port2: clientEnd} = new MessageChannel()
  const turns = new NextTurn()
  const endpoint = new DapEndpoint({
    kernel,
    post: message => endpointEnd.postMessage(message),
    defer: step => turns.run(step),
  })
  endpointEnd.onmessage = ({data}: MessageEvent<unknown>) => endpoint.receive(data)
  return clientEnd
}
