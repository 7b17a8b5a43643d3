import {describe, expect, it} from "vitest"
import {notificationFault, replyFault} from "./wire-witness.ts"

describe("The witness of the wire", () => {
  it("lets DAP's own by", () => {
    const frame = {id: 1, name: "f", line: 1, column: 1}
    expect(replyFault("ldp/stackTrace", {stackFrames: [frame], totalFrames: 1})).toBeUndefined()
    expect(notificationFault("ldp/event/stopped", {reason: "step", threadId: 1})).toBeUndefined()
    expect(notificationFault("ldp/event/initialized", undefined)).toBeUndefined()
  })

  it.each([
    ["ldp/stackTrace", {}, "stackFrames"],
    ["ldp/stackTrace", {stackFrames: [{id: 1, name: "f", line: 1}]}, "column"],
    ["ldp/stackTrace", {stackFrames: [{id: 2 ** 40, name: "f", line: 1, column: "1"}]}, "column"],
    ["ldp/scopes", {scopes: [{name: "Locals", variablesReference: 1}]}, "expensive"],
    ["ldp/variables", {variables: [{name: "a", value: 3, variablesReference: 0}]}, "value"],
    ["ldp/evaluate", {result: "x"}, "variablesReference"],
    ["ldp/dance", {}, "described nowhere"],
    ["lrp/execute", {status: "ok"}, "executionCount"],
    ["lrp/execute", {status: "ok", executionCount: 1, color: "red"}, "color"],
  ])("names what is wrong with the reply to %s that is %j", (method, result, words) => {
    expect(replyFault(method, result)).toContain(words)
  })

  it.each([
    ["ldp/event/stopped", {threadId: 1}, "reason"],
    ["ldp/event/exited", {}, "exitCode"],
    ["ldp/event/danced", {}, "described nowhere"],
    ["stream", {name: "stdout"}, "text"],
    ["streams", {}, "described nowhere"],
  ])("names what is wrong with %s that is %j", (method, params, words) => {
    expect(notificationFault(method, params)).toContain(words)
  })
})
