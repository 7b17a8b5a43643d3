/**
 * What a debug session tells. Its events cross as DAP has them. What its program writes, says, shows and ends with crosses
 * once, as LRP has it, with the session in the header for those that see it: DAP's `output` is made of that here, at the
 * end where somebody listens.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {lastPart} from "../base/path.ts"
import type {NotificationMessage} from "./envelope.ts"
import type {ConsoleMessage, DisplayData, ErrorContent, StreamOutput} from "./execution.ts"

/** The body of an output event, with a message's level beside what DAP has. */
export type OutputBody = DebugProtocol.OutputEvent["body"] & {readonly level?: string}

/** What a program puts out, by the notification that carries it. */
export type ProgramOutput =
  | {readonly method: "stream"; readonly params: StreamOutput}
  | {readonly method: "console"; readonly params: ConsoleMessage}
  | {readonly method: "display_data"; readonly params: DisplayData}
  | {readonly method: "clear_output"; readonly params: {readonly wait: boolean}}
  | {readonly method: "error"; readonly params: ErrorContent}

const methods: Readonly<Record<ProgramOutput["method"], true>> = {
  stream: true,
  console: true,
  display_data: true,
  clear_output: true,
  error: true,
}
const isOutput = (method: string): method is ProgramOutput["method"] => Object.hasOwn(methods, method)

const eventPrefix = "ldp/event/"

export interface SessionEvent {
  readonly session: string
  readonly event: string
  readonly body: unknown
}

/** Undefined for what is about no session, or no event of one. */
export function sessionEventOf({
  method,
  params,
  header: {session},
}: Pick<NotificationMessage, "method" | "params" | "header">): SessionEvent | undefined {
  if (session === undefined) return undefined
  if (method.startsWith(eventPrefix)) return {session, event: method.slice(eventPrefix.length), body: params}
  if (!isOutput(method)) return undefined
  return {session, event: "output", body: outputBody({method, params} as ProgramOutput)}
}

/** Text with the workspace path and the 1-based line that it comes from, where they are known. */
export function textBody(category: string, output: string, path?: string, line?: number): OutputBody {
  if (path === undefined) return {category, output}
  const source = {path, name: lastPart(path)}
  return {category, output, source, ...(line === undefined ? {} : {line})}
}

export function outputBody({method, params}: ProgramOutput): OutputBody {
  switch (method) {
    case "stream":
      return textBody(params.name, params.text, params.source, params.line)
    case "console": {
      const {level, text, group, source, line} = params
      return {
        // as VS Code's debugger of JavaScript has it
        ...textBody(level === "warn" || level === "error" ? "stderr" : "stdout", text, source, line),
        output: group === "end" ? "" : `${text}\n`,
        ...(group ? {group} : {}),
        level,
      }
    }
    case "display_data":
      return {...textBody("stdout", `${plainText(params)}\n`, params.source, params.line), level: "display"}
    case "clear_output":
      // the terminal's sequence, which VS Code's debug console knows
      return {category: "console", output: "\u001b[2J"}
    case "error": {
      const {evalue, traceback, place} = params
      const [, ...stack] = traceback
      const lines = stack.length ? ["stack traceback:", ...stack.map(line => `\t${line}`)] : []
      return textBody("stderr", `${[evalue, ...lines].join("\n")}\n`, place?.path, place?.line)
    }
  }
}

function plainText({data}: DisplayData): string {
  const plain = data["text/plain"]
  return typeof plain === "string" ? plain : `[${Object.keys(data).join(", ")}]`
}
