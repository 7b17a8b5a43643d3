/** Which errors stop the program: what the kernel offers, and what the person has chosen of it. */
import type {DebugProtocol} from "@vscode/debugprotocol"

export interface ExceptionFilter {
  readonly filter: string
  readonly label: string
  readonly enabled: boolean
}

export const firstFilters: readonly ExceptionFilter[] = [{filter: "uncaught", label: "Uncaught errors", enabled: true}]

/** What is offered, as it was chosen before; where nothing is, what was there before. */
export function takeFilters(
  before: readonly ExceptionFilter[],
  offered: readonly DebugProtocol.ExceptionBreakpointsFilter[],
): readonly ExceptionFilter[] {
  if (offered.length === 0) return before
  return offered.map(({filter, label, default: byDefault}) => {
    const known = before.find(one => one.filter === filter)
    return {filter, label: known?.label ?? label, enabled: known?.enabled ?? byDefault ?? false}
  })
}
