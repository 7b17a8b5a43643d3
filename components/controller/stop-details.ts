/** From a DAP stopped event to the reason a person reads. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {DebugSession} from "../../src/client/face.ts"
import type {StopReason} from "../../src/protocol/stops.ts"
import type {BreakpointList, BreakpointView} from "./breakpoint-list.ts"
import {parseLuaMessage} from "./lua-message.ts"
import type {Place, Stop} from "./run-state.ts"

/** What a stopped event says: DAP's words, and the stop as data. */
type StoppedBody = DebugProtocol.StoppedEvent["body"] & {readonly stop?: StopReason}

interface ExceptionDetail {
  readonly error?: string
  readonly detail?: string
}

export async function stopDetails(
  session: DebugSession,
  body: StoppedBody,
  breakpoints: BreakpointList,
  milliseconds: number | undefined,
): Promise<Stop> {
  const hit = (body.hitBreakpointIds ?? []).map(id => breakpoints.byKernelId(id)).find(breakpoint => breakpoint)
  const exception = body.reason === "exception" ? await exceptionDetail(session, body) : {}
  return {
    reason: body.reason,
    because: failureWords(body) ?? (hit && body.reason === "breakpoint" ? breakpointWords(hit) : ownWords(body)),
    threadId: body.threadId ?? 1,
    ...(milliseconds === undefined ? {} : {milliseconds}),
    ...exception,
  }
}

/** The stop with the place of the frame that stands at the top. */
export function stopAt(stop: Stop, place: Place | undefined): Stop {
  return place ? {...stop, place} : stop
}

/** It stops because it can't be known whether the condition is true. */
function failureWords({stop}: StoppedBody): string | undefined {
  const failure = stop?.kind === "breakpoint" ? stop.failure : undefined
  return failure && `where the condition failed: ${failure.reason}`
}

/** A pause that the program has asked for says so itself. */
function ownWords({reason, description}: DebugProtocol.StoppedEvent["body"]): string {
  return reason === "pause" && description ? description.replace("Paused ", "") : ""
}

function breakpointWords(breakpoint: BreakpointView): string {
  if (breakpoint.condition) return `on condition \`${breakpoint.condition}\``
  if (breakpoint.hitCondition) return `on hit count \`${breakpoint.hitCondition}\``
  return "on breakpoint"
}

async function exceptionDetail(
  session: DebugSession,
  body: DebugProtocol.StoppedEvent["body"],
): Promise<ExceptionDetail> {
  const known = body.text ?? body.description ?? ""
  try {
    const info = await session.request<DebugProtocol.ExceptionInfoResponse["body"]>("exceptionInfo", {
      threadId: body.threadId ?? 1,
    })
    const message = info.description ?? info.details?.message ?? known
    const nothing = info.breakMode === "unhandled" || info.breakMode === "userUnhandled"
    return {
      error: parseLuaMessage(message || known).message,
      detail: nothing
        ? "Nothing in the program catches it. Continue ends the program with this error."
        : "A pcall in the program catches it. Continue goes on there.",
    }
  } catch {
    return {error: parseLuaMessage(known).message}
  }
}
