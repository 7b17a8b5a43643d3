/** The sentences for a stop: made of its data, and nowhere else. */
import type {Stop, StopBreakpoint, StopError, StopReason} from "../../protocol/stops.ts"

/** "Paused on breakpoint", "Paused on condition `i == 7`", "Paused after step". */
export function stopWords({late, ...why}: StopReason & Pick<Stop, "late">): string {
  const words = reasonWords(why)
  return late ? `${words}, late: this browser can't stop inside of ${late.within}` : words
}
function reasonWords(why: StopReason): string {
  switch (why.kind) {
    case "breakpoint":
      return why.failure
        ? `Paused where the condition failed: ${why.failure.reason}`
        : breakpointWords(why.breakpoints[0])
    case "step":
      return "Paused after step"
    case "entry":
      return "Paused on entry"
    case "pause":
      return "Paused"
    case "error":
      return `Paused on error: ${why.error.message}`
    case "program":
      return why.reason === undefined ? "Paused by the program" : `Paused by the program: ${why.reason}`
  }
}

function breakpointWords({condition, hitCondition}: Partial<StopBreakpoint> = {}): string {
  if (condition) return `Paused on condition \`${condition}\``
  if (hitCondition) return `Paused on hit count \`${hitCondition}\``
  return "Paused on breakpoint"
}

/** What will come of an error. */
export function catchWords({caught}: StopError): string {
  return caught
    ? "A pcall in the program catches it. Continue goes on there."
    : "Nothing in the program catches it. Continue ends the program with this error."
}
