/** LRP: running code, and the input that a program waits for. */
import {Interruption, type RunOutcome} from "../debugger/engine.ts"
import {invalidParams} from "../protocol/errors.ts"
import type {ExecuteReply} from "../protocol/lrp.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

export const executionHandlers: LrpGroup<"lrp/execute" | "lrp/input_reply"> = {
  "lrp/execute"(kernel, {code: text, name, silent = false}, {client, request}) {
    let count = 0
    kernel.turns.checkLine()
    return new Promise<ExecuteReply>((resolve, reject) => {
      kernel.turns.run(
        client.id,
        request.header,
        () => {
          // not before its turn: those that wait in line before it count first
          count = silent ? kernel.executionCount : kernel.executionCount + 1
          kernel.executionCount = count
          if (kernel.turns.wasInterruptedEarly(request.header.id)) return {kind: "interrupted"}
          return kernel.engine.run({source: {text, name: name ?? `cell-${count}`}, expression: true})
        },
        outcome => {
          const reply = executeReply(outcome, count)
          if (reply.status === "error") {
            const {ename, evalue, traceback} = reply
            kernel.broadcast("error", {ename, evalue, traceback})
          }
          kernel.engine.forget()
          resolve(silent && reply.status === "ok" ? {status: "ok", executionCount: count} : reply)
        },
        reason => {
          if (!(reason instanceof Interruption)) return reject(reason)
          if (!silent) kernel.executionCount++
          resolve(executeReply({kind: "interrupted"}, kernel.executionCount))
        },
      )
    })
  },
  "lrp/input_reply"(kernel, {value}, {client, request}) {
    if (!kernel.waitsForInputOf(client.id)) throw invalidParams(request.method, "no program waits for input.")
    kernel.giveInput(value === null ? null : kernel.parts.encode(value))
    return {}
  },
}

function executeReply(outcome: RunOutcome, executionCount: number): ExecuteReply {
  switch (outcome.kind) {
    case "done": {
      const {display} = outcome
      return {status: "ok", executionCount, ...(display === undefined ? {} : {result: {"text/plain": display}})}
    }
    case "exit":
      return outcome.code === 0
        ? {status: "ok", executionCount}
        : {status: "error", executionCount, ename: "Exit", evalue: `exit code ${outcome.code}`, traceback: []}
    case "interrupted":
      return {status: "error", executionCount, ename: "Interrupted", evalue: "interrupted", traceback: []}
    case "error": {
      const {kind, message, traceback} = outcome.error
      return {status: "error", executionCount, ename: kind, evalue: message, traceback: [message, ...traceback]}
    }
  }
}
