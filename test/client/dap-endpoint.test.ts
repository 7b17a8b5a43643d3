/** What comes while a session is being begun. Conversations with a real kernel are in test/support/suites/dap.ts. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {describe, expect, it} from "vitest"
import {DapEndpoint} from "../../src/client/dap/dap-endpoint.ts"
import type {DebugOptions} from "../../src/client/face.ts"
import {FakeKernel, type FakeSession} from "../support/fake-kernel.ts"

class ListeningKernel extends FakeKernel {
  readonly made: FakeSession[] = []
  override async debug(options: DebugOptions) {
    const session = await super.debug(options)
    if (this.session) this.made.push(this.session)
    return session
  }
}

function talk() {
  const kernel = new ListeningKernel({}, {})
  const answers = new Map<number, (response: DebugProtocol.Response) => void>()
  const waiting = new Map<string, () => void>()
  const endpoint = new DapEndpoint({
    kernel,
    defer: step => void setImmediate(step),
    post(message) {
      if ("request_seq" in message) answers.get(Number(message.request_seq))?.(message as DebugProtocol.Response)
      else if ("event" in message) waiting.get(String(message.event))?.()
    },
  })
  let seq = 0
  const send = (command: string, args: object = {}) =>
    new Promise<DebugProtocol.Response>(resolve => {
      answers.set(++seq, resolve)
      endpoint.receive({seq, type: "request", command, arguments: args})
    })
  const event = (name: string) => new Promise<void>(resolve => waiting.set(name, resolve))
  const asked = () => kernel.made.map(({requests}) => requests.map(([command]) => command))
  return {send, event, asked}
}

describe("A DAP endpoint", () => {
  it("restarts an ended program once, however often that is asked for at once", async () => {
    const {send, event, asked} = talk()
    await send("initialize")
    await send("launch", {program: "main.lua"})
    const ended = event("terminated")
    await send("configurationDone")
    await ended
    const answers = await Promise.all([
      send("restart"),
      send("restart"),
      send("launch", {program: "main.lua"}),
      send("attach", {session: "s"}),
    ])
    expect(answers.map(({success}) => success)).toEqual([true, false, false, false])
    expect(asked()).toEqual([["configurationDone"], ["configurationDone"]])
  })

  it("ends a session that comes after its client has disconnected", async () => {
    const {send, asked} = talk()
    await send("initialize")
    const launched = send("launch", {program: "main.lua"})
    const held = send("configurationDone")
    expect(await send("disconnect")).toMatchObject({success: true})
    expect(await launched).toMatchObject({success: false, message: "cancelled"})
    expect(await held).toMatchObject({success: false, message: "cancelled"})
    expect(asked()).toEqual([["terminate"]])
    await send("initialize")
    expect(await send("launch", {program: "main.lua"})).toMatchObject({success: true})
  })
})
