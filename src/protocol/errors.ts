/** Every failure a client can see: one named function each, with the sentence that says how to mend it. */
import type {ErrorBody} from "./envelope.ts"
import type {ScriptFailure} from "./execution.ts"
import {scriptFailed} from "./script-failure.ts"

/** An error that crosses the wire as a JSON-RPC error body. */
export class ProtocolError extends Error implements ErrorBody {
  readonly code: number
  readonly data?: unknown
  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.name = "ProtocolError"
    this.code = code
    if (data !== undefined) this.data = data
  }
}

/** Turns anything thrown into the error body that is sent. */
export function errorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof ProtocolError) {
    return thrown.data === undefined
      ? {code: thrown.code, message: thrown.message}
      : {code: thrown.code, message: thrown.message, data: thrown.data}
  }
  return {code: -32603, message: `Internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}`}
}

export const parseError = (detail: string) => new ProtocolError(-32700, `The message could not be parsed: ${detail}`)
export const invalidRequest = (detail: string) =>
  new ProtocolError(-32600, `Not a JSON-RPC 2.0 request: ${detail}. Send {jsonrpc: "2.0", id, method, params, header}.`)
export const unknownMethod = (method: string) => new ProtocolError(-32601, `Unknown method "${method}".`)
export const invalidParams = (method: string, detail: string) => new ProtocolError(-32602, `${method}: ${detail}`)
export const internalError = (detail: string) => new ProtocolError(-32603, `Internal error: ${detail}`)

export const notPaused = () =>
  new ProtocolError(-32000, "The program is not paused. Pause it or wait for a stop, then ask again.")
export const noSuchFrame = (frameId: number) =>
  new ProtocolError(
    -32001,
    `No frame ${frameId} in this stop. Frame ids end when the program goes on; ask for stackTrace.`,
  )
export const noSuchSession = (session: string) =>
  new ProtocolError(
    -32002,
    `No debug session "${session}". It has ended or was never started; start one with kernel.debug.`,
  )
export const kernelBusy = (place: number) =>
  new ProtocolError(-32003, `The kernel is running another program; this one is number ${place} in line.`, {place})
export const scriptLocked = (path: string, owner: string) =>
  new ProtocolError(
    -32004,
    `"${path}" is being debugged by ${owner}. Wait for that session to end, or use another kernel.`,
  )
export const limitExceeded = (what: string, limit: string) =>
  new ProtocolError(-32005, `${what} is over the limit of ${limit}.`)
export const signatureRefused = () =>
  new ProtocolError(
    -32006,
    "The message's signature does not match the kernel's key. Attach again to get the current key.",
  )
export const notSupportedHere = (what: string, help: string) =>
  new ProtocolError(-32007, `${what} is not supported here. ${help}`)
export const kernelDied = (detail: string) =>
  new ProtocolError(-32008, `The kernel died: ${detail}. Restart it; files and breakpoints are kept.`)
export const noSuchFile = (path: string) => new ProtocolError(-32009, `No file "${path}" in the workspace.`)
export const noSuchReference = (variablesReference: number) =>
  new ProtocolError(
    -32010,
    `No variables under reference ${variablesReference}. References end when the program goes on.`,
  )
export const evaluationFailed = (message: string, failure: ScriptFailure) =>
  new ProtocolError(scriptFailed, message, failure)
export const noSuchThread = (threadId: number) =>
  new ProtocolError(-32012, `No thread ${threadId}. Ask for threads; a coroutine that has ended is gone.`)
export const interrupted = () => new ProtocolError(-32013, "Interrupted.")
export const noSuchKernel = (id: string) =>
  new ProtocolError(-32020, `No kernel "${id}" runs in a tab of this site. Ask for listKernels, or start one.`)
export const kernelGone = (detail: string) =>
  new ProtocolError(-32021, `The kernel is gone: ${detail}. Start one in this tab, or attach to another.`)
export const notOwner = (session: string, owner: string) =>
  new ProtocolError(
    -32030,
    `The session "${session}" is commanded by ${owner}. Take it over first, or wait until it has ended.`,
    {owner},
  )
export const notAttached = (session: string) =>
  new ProtocolError(-32031, `This client does not see the session "${session}". Attach to it first.`)
export const takeOverRefused = (session: string, owner: string) =>
  new ProtocolError(-32032, `${owner} keeps the session "${session}".`, {owner})
export const noSuchClient = () =>
  new ProtocolError(
    -32033,
    "No client of this kernel may be resumed with this token: its time is over, or it never was. Connect anew.",
  )
export const noSuchHostCall = (call: number | string) =>
  new ProtocolError(
    -32034,
    `Host call ${call} waits for no answer of this client: it has one, was ended, or never was.`,
  )
