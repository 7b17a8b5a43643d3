/** LRP: the language runtime protocol's methods. Shell methods wait for their turn; control ones are answered at once. */
import type {RunOutcome} from "../debugger/engine.ts"
import {interrupted, invalidParams, limitExceeded, noSuchFile} from "../protocol/errors.ts"
import type {ExecuteReply} from "../protocol/lrp.ts"
import {field, optionalField, paramsOf} from "../protocol/validation.ts"
import type {Call, Kernel} from "./kernel.ts"

type Handler = (kernel: Kernel, call: Call) => unknown

const fileLimit = 5 * 1024 * 1024

/** A workspace path: relative, without `..`, at most 300 characters. @throws invalid params */
function readPath({request}: Call): string {
  const path = field(request, "path", "string").replace(/^(\.?\/)+/, "")
  const bad =
    !path ||
    path.length > 300 ||
    path.split("/").some(part => ["", ".", "..", "__proto__"].includes(part)) ||
    path.includes("\0")
  if (bad) throw invalidParams(request.method, `"${path}" is not a workspace path; write it like "lib/geometry.lua".`)
  return path
}

/** Contents cross as text, or as bytes. */
function readContent(kernel: Kernel, {request}: Call): Uint8Array {
  const {content} = paramsOf(request)
  if (typeof content !== "string" && !(content instanceof Uint8Array))
    throw invalidParams(request.method, '"content" must be text or bytes.')
  const bytes = typeof content === "string" ? kernel.parts.encode(content) : content
  if (bytes.length > fileLimit) throw limitExceeded("The file", "5 MB")
  return bytes
}

export const lrpHandlers: Readonly<Record<string, Handler>> = {
  "lrp/execute"(kernel, {client, request}) {
    const text = field(request, "code", "string")
    const silent = optionalField(request, "silent", "boolean") ?? false
    const givenName = optionalField(request, "name", "string")
    let count = 0
    return new Promise<ExecuteReply>((resolve, reject) => {
      kernel.run(
        client.id,
        request.header,
        () => {
          // not before its turn: those that wait in line before it count first
          count = silent ? kernel.executionCount : kernel.executionCount + 1
          kernel.executionCount = count
          if (kernel.wasInterruptedEarly(request.header.id)) return {kind: "interrupted"}
          return kernel.engine.run({source: {text, name: givenName ?? `cell-${count}`}, expression: true})
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
        reject,
      )
    })
  },
  "lrp/kernel_info": kernel => ({
    protocol_version: "5.5",
    implementation: "moonstep",
    implementation_version: kernel.parts.version,
    language_info: {
      name: "lua",
      version: kernel.engine.languageVersion.replace("Lua ", ""),
      mimetype: "text/x-lua",
      file_extension: ".lua",
    },
    banner: `Moonstep ${kernel.parts.version}, ${kernel.engine.languageVersion}`,
    status: "ok",
    state: kernel.state,
  }),
  "lrp/interrupt"(kernel, {request}) {
    kernel.interrupt(optionalField(request, "execution", "string"))
    return {status: "ok"}
  },
  "lrp/restart"(kernel) {
    kernel.queue.cancel(interrupted())
    kernel.interrupt()
    return new Promise(resolve => {
      kernel.run(
        "kernel",
        {id: "restart", client: "kernel", time: 0},
        () => {
          for (const session of [...kernel.sessions.values()]) kernel.endSession(session, 0)
          kernel.engine.reset()
          kernel.executionCount = 0
          return {kind: "done", results: []}
        },
        () => resolve({status: "ok", restart: true}),
        // another restart has taken its place: what was wanted happens
        () => resolve({status: "ok", restart: true}),
      )
    })
  },
  "lrp/shutdown"(kernel) {
    kernel.afterAnswer = () => kernel.parts.onShutdown?.()
    return {status: "ok", restart: false}
  },
  "lrp/input_reply"(kernel, {request}) {
    const {value} = paramsOf(request)
    if (value !== null && typeof value !== "string")
      throw invalidParams(request.method, '"value" must be a string, or null for the end of the file.')
    if (!kernel.waitsForInput) throw invalidParams(request.method, "no program waits for input.")
    kernel.giveInput(value === null ? null : kernel.parts.encode(value))
    return {}
  },
  "lrp/write_file"(kernel, call) {
    const path = readPath(call)
    kernel.engine.writeFile(path, readContent(kernel, call))
    kernel.broadcast("files", {paths: [path]})
    return {}
  },
  "lrp/read_file"(kernel, call) {
    const path = readPath(call)
    const bytes = kernel.engine.readFile(path)
    if (!bytes) throw noSuchFile(path)
    return {content: bytes.slice()}
  },
  "lrp/remove_file"(kernel, call) {
    const path = readPath(call)
    if (!kernel.engine.readFile(path)) throw noSuchFile(path)
    kernel.engine.removeFile(path)
    kernel.broadcast("files", {paths: [path]})
    return {}
  },
  "lrp/list_files": kernel => ({paths: kernel.engine.listFiles()}),
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
