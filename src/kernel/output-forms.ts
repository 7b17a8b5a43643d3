/** Output as it is told: the notification for every client, and the DAP event for those that see the session. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {ConsoleMessage, LrpNotification} from "../protocol/lrp.ts"
import type {Output} from "./output.ts"

/** Undefined for what is the debugger's own. */
export function notificationOf(
  output: Output,
): {readonly method: LrpNotification; readonly params: unknown} | undefined {
  const {name, text, source, line, level, group, data} = output
  switch (name) {
    case "stdout":
    case "stderr":
      return {method: "stream", params: output}
    case "message": {
      const at = source === undefined ? {} : {source, ...(line === undefined ? {} : {line})}
      const params: ConsoleMessage = {level: level ?? "log", text, ...(group ? {group} : {}), ...at}
      return {method: "console", params}
    }
    case "display":
      return {method: "display_data", params: {data: data ?? {}, metadata: {}}}
    case "clear":
      return {method: "clear_output", params: {wait: false}}
    default:
      return undefined
  }
}

/** The body of an output event, with a message's level beside what DAP has. */
export function outputEventOf(output: Output): DebugProtocol.OutputEvent["body"] & {readonly level?: string} {
  const {name, text, source, line, level, group, data} = output
  const at =
    source === undefined
      ? {}
      : {source: {path: source, name: source.split("/").at(-1) as string}, ...(line === undefined ? {} : {line})}
  switch (name) {
    case "message":
      return {
        // as VS Code's debugger of JavaScript has it
        category: level === "warn" || level === "error" ? "stderr" : "stdout",
        output: group === "end" ? "" : `${text}\n`,
        ...(group ? {group} : {}),
        ...(level ? {level} : {}),
        ...at,
      }
    case "display":
      return {category: "stdout", output: `${plainText(data)}\n`, level: "display", ...at}
    case "clear":
      // the terminal's sequence, which VS Code's debug console knows
      return {category: "console", output: "\u001b[2J"}
    default:
      return {category: name, output: text, ...at}
  }
}

function plainText(data: Readonly<Record<string, unknown>> = {}): string {
  const plain = data["text/plain"]
  return typeof plain === "string" ? plain : `[${Object.keys(data).join(", ")}]`
}
