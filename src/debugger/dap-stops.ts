/** The words that DAP has for a stop. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {ConditionFailure, LateStop, Stop, StoppedBody, StopReason} from "../protocol/stops.ts"

export function stoppedBody({thread, ...stop}: Stop): StoppedBody {
  const {reason, ...more} = words(stop)
  const late = stop.late && {description: `${more.description ?? `Paused on ${reason}`}, ${lateWords(stop.late)}`}
  return {reason, threadId: thread, allThreadsStopped: true, ...more, ...late, stop}
}

/** What is said of it at its place, and where there was none. */
export const lateWords = ({within}: LateStop): string => `late: nothing can stand inside of ${within} in this browser`

/** What the output says of it, too. */
export function failureWords({condition, reason}: ConditionFailure): string {
  return `The condition "${condition}" failed: ${reason}`
}

function words(stop: StopReason): Pick<StoppedBody, "reason" | "description" | "text" | "hitBreakpointIds"> {
  switch (stop.kind) {
    case "breakpoint": {
      const {breakpoints, failure} = stop
      const warning = failure && failureWords(failure)
      const condition = breakpoints.length === 1 ? breakpoints[0].condition : undefined
      const description = warning ?? (condition === undefined ? undefined : `Paused on condition ${condition}`)
      return {
        reason: "breakpoint",
        hitBreakpointIds: breakpoints.map(({id}) => id),
        ...(description === undefined ? {} : {description}),
        ...(warning === undefined ? {} : {text: warning}),
      }
    }
    case "error": {
      const {caught, text} = stop.error
      return {reason: "exception", description: caught ? "Paused on a caught error" : "Paused on error", text}
    }
    case "program": {
      const {reason: text} = stop
      if (text === undefined) return {reason: "pause", description: "Paused by the program"}
      return {reason: "pause", description: `Paused by the program: ${text}`, text}
    }
    default:
      return {reason: stop.kind}
  }
}

export function exceptionInfo(stop: Stop | undefined): DebugProtocol.ExceptionInfoResponse["body"] {
  if (stop?.kind !== "error") return {exceptionId: "none", breakMode: "never"}
  const {text, caught, traceback, value} = stop.error
  const {type: typeName, className: fullTypeName, evaluateName} = value
  return {
    exceptionId: "error",
    description: text,
    breakMode: caught ? "always" : "unhandled",
    details: {message: text, typeName, fullTypeName, evaluateName, stackTrace: traceback.join("\n")},
  }
}
