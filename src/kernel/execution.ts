/** LRP: running code, and the input that a program waits for. */
import {Interruption, type RunOutcome, ScriptError} from "../debugger/engine.ts"
import type {ExecuteReply, ExpressionValue} from "../protocol/lrp.ts"
import type {Client} from "./clients.ts"
import {endContent, errorContent} from "./error-content.ts"
import type {Kernel} from "./kernel.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

export const executionHandlers: LrpGroup<"lrp/execute" | "lrp/input_reply" | "lrp/host_reply"> = {
  "lrp/execute"(kernel, content, {client, request}) {
    const {code, name, silent = false, stop_on_error: stopOnError = true} = content
    const counts = !silent && content.store_history !== false
    let executionCount = 0
    if (client.isIgnorant(request.header)) return {status: "aborted", executionCount: kernel.executionCount}
    kernel.turns.checkLine()
    return new Promise<ExecuteReply>((resolve, reject) => {
      const start = () => {
        // not before its turn: those that wait in line before it count first
        executionCount = counts ? ++kernel.executionCount : kernel.executionCount
        if (counts) {
          kernel.history.add(executionCount, code)
          kernel.broadcast("execute_input", {code, executionCount})
        }
        if (kernel.turns.wasInterruptedEarly(request.header.id) || kernel.turns.isEndedEarly())
          return {kind: "interrupted"} as const
        kernel.hooks.begin()
        return kernel.engine.run({source: {text: code, name: name ?? `cell-${executionCount}`}, expression: true})
      }
      const done = (outcome: RunOutcome) => {
        const reply = executeReply(outcome, executionCount)
        const text = plainText(reply)
        if (counts && text !== undefined) kernel.history.add(executionCount, code, text)
        if (reply.status === "error") {
          const {status: _, executionCount: __, ...error} = reply
          kernel.broadcast("error", error)
          if (stopOnError && outcome.kind !== "interrupted") abortWaiting(kernel, client)
        } else if (reply.result && !silent) {
          kernel.broadcast("execute_result", {executionCount, data: reply.result, metadata: {}})
        }
        const values = reply.status === "ok" && evaluateAll(kernel, content.user_expressions)
        kernel.engine.forget()
        if (silent) delete reply.result
        resolve({...reply, ...(values ? {user_expressions: values} : {})})
      }
      const cancelled = (reason: Error) => {
        if (reason instanceof Aborted) return resolve({status: "aborted", executionCount: kernel.executionCount})
        if (!(reason instanceof Interruption)) return reject(reason)
        if (counts) kernel.executionCount++
        resolve(executeReply({kind: "interrupted"}, kernel.executionCount))
      }
      const deaf = content.allow_stdin === false
      kernel.turns.run({clientId: client.id, header: request.header, deaf, start, done, cancelled})
    })
  },
  "lrp/input_reply"(kernel, {value}, {client, request}) {
    // as in Jupyter, a reply is a line
    const line = value === null || value.endsWith("\n") ? value : `${value}\n`
    kernel.input.give(line === null ? null : kernel.parts.encode(line), client, request.method)
    return {}
  },
  "lrp/host_reply"(kernel, content, {client}) {
    kernel.host.reply(content, client)
    return {}
  },
}

/** Taken out of the line, because an execution before it has failed. */
class Aborted extends Error {}

/** The client's executions that wait, and those that are on their way; its debug sessions go on waiting. */
function abortWaiting(kernel: Kernel, client: Client): void {
  client.markFailure()
  kernel.turns.queue.cancel(new Aborted(), job => job.clientId === client.id && job.session === undefined)
}

/** User expressions: one that fails says so, and leaves the others alone. */
function evaluateAll(
  kernel: Kernel,
  expressions: Readonly<Record<string, string>> | undefined,
): Record<string, ExpressionValue> | undefined {
  if (!expressions) return undefined
  const value = (expression: string): ExpressionValue => {
    try {
      return {status: "ok", data: kernel.engine.evaluateRich(expression, undefined), metadata: {}}
    } catch (thrown) {
      if (!(thrown instanceof ScriptError)) throw thrown
      return {status: "error", ...errorContent(thrown)}
    }
  }
  return Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, value(expression)]))
}

function plainText({result}: ExecuteReply): string | undefined {
  const text = result?.["text/plain"]
  return typeof text === "string" ? text : undefined
}

function executeReply(outcome: RunOutcome, executionCount: number): ExecuteReply {
  switch (outcome.kind) {
    case "done": {
      const {display, rich} = outcome
      const result = display === undefined ? {} : {result: {"text/plain": display, ...rich}}
      return {status: "ok", executionCount, ...result}
    }
    case "exit":
      return outcome.code === 0
        ? {status: "ok", executionCount}
        : {status: "error", executionCount, ...endContent("Exit", `exit code ${outcome.code}`)}
    case "interrupted":
      return {status: "error", executionCount, ...endContent("Interrupted", "interrupted")}
    case "error":
      return {status: "error", executionCount, ...errorContent(outcome.error)}
  }
}
