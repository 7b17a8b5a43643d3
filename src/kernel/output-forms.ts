/** Output as it is told: once, whoever looks. DAP's events are made of it where it arrives (protocol/session-events.ts). */
import type {ConsoleMessage} from "../protocol/lrp.ts"
import {type ProgramOutput, textBody} from "../protocol/session-events.ts"
import type {Output} from "./output.ts"

/** What the program puts out, for everybody; or a line of the debugger's own, for those that see the session. */
export type Told = ProgramOutput | {readonly method: "ldp/event/output"; readonly params: ReturnType<typeof textBody>}

export function toldOf({name, text, source, line, level, group, data}: Output): Told {
  const at = source === undefined ? {} : {source, ...(line === undefined ? {} : {line})}
  switch (name) {
    case "stdout":
    case "stderr":
      return {method: "stream", params: {name, text, ...at}}
    case "message": {
      const params: ConsoleMessage = {level: level ?? "log", text, ...(group ? {group} : {}), ...at}
      return {method: "console", params}
    }
    case "display":
      return {method: "display_data", params: {data: data ?? {}, metadata: {}, ...at}}
    case "clear":
      return {method: "clear_output", params: {wait: false}}
    default:
      return {method: "ldp/event/output", params: textBody(name, text, source, line)}
  }
}
