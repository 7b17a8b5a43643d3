/** A DAP client at the other end of a port: numbers its requests, and waits for responses and events. */
import type {DebugProtocol} from "@vscode/debugprotocol"

// biome-ignore lint/suspicious/noExplicitAny: the bodies are DAP's, read by the tests
type Body = any

export class DapTalk {
  /** All that has come, in order: "response next", "event stopped". */
  readonly log: string[] = []
  readonly received: DebugProtocol.ProtocolMessage[] = []
  private readonly port: MessagePort
  private seq = 0
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>()
  private readonly events: DebugProtocol.Event[] = []
  private readonly waiting: {readonly event: string; resolve(body: Body): void}[] = []

  constructor(port: MessagePort) {
    this.port = port
    port.onmessage = ({data}: MessageEvent<DebugProtocol.ProtocolMessage>) => this.take(data)
  }

  private take(message: DebugProtocol.ProtocolMessage): void {
    this.received.push(message)
    if (message.type === "response") {
      const response = message as DebugProtocol.Response
      this.log.push(`response ${response.command}`)
      this.answers.get(response.request_seq)?.(response)
      return
    }
    const event = message as DebugProtocol.Event
    this.log.push(`event ${event.event}`)
    const at = this.waiting.findIndex(one => one.event === event.event)
    if (at < 0) this.events.push(event)
    else this.waiting.splice(at, 1)[0].resolve(event.body)
  }

  /** The whole response. */
  send(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = ++this.seq
    const answer = new Promise<DebugProtocol.Response>(resolve => this.answers.set(seq, resolve))
    this.port.postMessage({seq, type: "request", command, ...(args ? {arguments: args} : {})})
    return answer
  }
  /** The body of the response. @throws Error when it is no success */
  async ask(command: string, args?: object): Promise<Body> {
    const response = await this.send(command, args)
    if (!response.success) throw new Error(`${command}: ${response.body?.error?.format}`)
    return response.body
  }
  /** What is no request gets an answer all the same: that to a request numbered 0, or as given. */
  sendRaw(message: unknown, seq = 0): Promise<DebugProtocol.Response> {
    const answer = new Promise<DebugProtocol.Response>(resolve => this.answers.set(seq, resolve))
    this.port.postMessage(message)
    return answer
  }
  /** The body of the next event of a name that was not asked for yet. */
  event(name: string): Promise<Body> {
    const at = this.events.findIndex(one => one.event === name)
    if (at >= 0) return Promise.resolve(this.events.splice(at, 1)[0].body)
    return new Promise(resolve => this.waiting.push({event: name, resolve}))
  }
}
