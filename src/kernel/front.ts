/**
 * Where messages come in, from an idle worker's ports or from within a running program's trap: each is counted, admitted,
 * read and answered, whatever it is.
 */
import type {ChannelName, RequestMessage} from "../protocol/envelope.ts"
import {errorBody, invalidRequest, limitExceeded, unknownMethod} from "../protocol/errors.ts"
import {isLrpMethod} from "../protocol/lrp.ts"
import {parseRequest} from "../protocol/validation.ts"
import type {Client} from "./clients.ts"
import type {Call, Kernel} from "./kernel.ts"
import {Later} from "./later.ts"
import {ldpHandler} from "./ldp-handlers.ts"
import {isLargerThan} from "./limits.ts"
import {answerLrp} from "./lrp-handlers.ts"

export class Front {
  private readonly kernel: Kernel

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Answers one message of a client. Never throws. */
  receive(connection: string, channel: ChannelName, data: unknown): void {
    const {kernel} = this
    const client = kernel.clients.at(connection)
    if (!client) return
    let request: RequestMessage
    try {
      request = this.admit(client, data)
    } catch (thrown) {
      const id = (data as {id?: unknown} | null | undefined)?.id
      client.fail(channel, typeof id === "string" || typeof id === "number" ? id : null, errorBody(thrown), undefined)
      return
    }
    const call: Call = {client, channel, request}
    const {id, header} = request
    const before = kernel.serving
    kernel.serving = header
    // what its work has written is told before its answer
    const reply = (done: unknown) => {
      kernel.flushOutput()
      client.reply(channel, id, done ?? {}, header)
    }
    const fail = (thrown: unknown) => {
      kernel.flushOutput()
      client.fail(channel, id, errorBody(thrown), header)
    }
    try {
      const result = this.answer(call)
      if (result instanceof Promise) result.then(reply, fail)
      else if (result instanceof Later) result.whenSettled(reply, fail)
      else reply(result)
    } catch (thrown) {
      fail(thrown)
    }
    // taken first: what comes after may run a program, and receive further messages from within it
    const after = kernel.afterAnswer
    kernel.afterAnswer = undefined
    after?.()
    kernel.serving = before
  }

  /** @throws when it is no request, or one too many or too large */
  private admit(client: Client, data: unknown): RequestMessage {
    const {host, parts} = this.kernel
    const {limits} = parts
    client.counts.received++
    try {
      if (!host.takeFree(client, data) && !client.rate.take())
        throw limitExceeded("The rate of requests", `${limits.requestsPerSecond} a second`)
      if (isLargerThan(data, limits.messageBytes)) throw limitExceeded("The message", `${limits.messageBytes} bytes`)
    } catch (thrown) {
      client.counts.refused++
      throw thrown
    }
    try {
      return parseRequest(data)
    } catch (thrown) {
      client.counts.malformed++
      throw thrown
    }
  }

  private answer(call: Call): unknown {
    const {method} = call.request
    if (call.channel === "heartbeat") return {state: this.kernel.state}
    if (call.channel === "iopub") throw invalidRequest("iopub carries nothing to the kernel")
    if (method.startsWith("ldp/")) return ldpHandler(this.kernel, call, method.slice(4))
    if (!isLrpMethod(method)) throw unknownMethod(method)
    return answerLrp(this.kernel, call, method)
  }
}
