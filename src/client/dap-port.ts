/** The port of a DAP endpoint. */
import {DapEndpoint, type DapEndpointParts} from "./dap-endpoint.ts"

/** Answers the client's end. */
export function openDapPort(kernel: DapEndpointParts["kernel"]): MessagePort {
  const {port1: endpointEnd, port2: clientEnd} = new MessageChannel()
  // a turn of the event loop, which timers are not in a tab that nobody looks at
  const {port1: later, port2: now} = new MessageChannel()
  const steps: (() => void)[] = []
  now.onmessage = () => steps.shift()?.()
  const endpoint = new DapEndpoint({
    kernel,
    post: message => endpointEnd.postMessage(message),
    defer: step => {
      steps.push(step)
      later.postMessage(0)
    },
  })
  endpointEnd.onmessage = ({data}: MessageEvent<unknown>) => endpoint.receive(data)
  return clientEnd
}
