/** docs/protocol.md, written from the schemas: what each method takes and gives, what is told, what can go wrong. */
import {dapCommands, dapEvents} from "../../src/protocol/dap.ts"
import {errorShape, messageHeader, requestMessage} from "../../src/protocol/envelope.ts"
import * as errors from "../../src/protocol/errors.ts"
import {lrpMethods, lrpNotifications} from "../../src/protocol/lrp.ts"
import {fieldsOf, type Shape} from "../../src/protocol/shape.ts"

const cell = (text: string) => text.replaceAll("|", "\\|")

/** A table of fields; undefined where there are none. */
function fields(schema: Shape): string | undefined {
  const list = fieldsOf(schema)
  if (!list.length) return undefined
  const rows = list.map(
    ({name, optional, type, says}) => `| \`${name}\`${optional ? " (optional)" : ""} | ${cell(type)} | ${cell(says)} |`,
  )
  return ["| field | is | says |", "| --- | --- | --- |", ...rows].join("\n")
}

/** Sample arguments for the functions that make errors: they only show in the sentence. */
type Maker = (...args: string[]) => errors.ProtocolError
function isMaker(entry: [string, unknown]): entry is [string, Maker] {
  return typeof entry[1] === "function" && entry[0] !== "ProtocolError" && entry[0] !== "errorBody"
}
function errorTable(): string {
  const rows = Object.entries(errors)
    .filter(isMaker)
    .map(([name, make]) => ({name, ...bodyOf(make("…", "…"))}))
    .sort((a, b) => b.code - a.code)
    .map(({name, code, message}) => `| ${code} | ${name} | ${cell(message)} |`)
  return ["| code | name | sentence |", "| --- | --- | --- |", ...rows].join("\n")
}
const bodyOf = ({code, message}: errors.ProtocolError) => ({code, message})

const section = (title: string, ...parts: (string | undefined)[]) =>
  [`### \`${title}\``, ...parts.filter(part => part !== undefined)].join("\n\n")

export function protocolPage(): string {
  const methods = Object.entries(lrpMethods).map(([name, {says, channel, content, reply}]) => {
    const [takes, gives] = [fields(content), fields(reply)]
    return section(
      name,
      `${says} On ${channel}.`,
      takes && `Content:\n\n${takes}`,
      gives ? `Reply:\n\n${gives}` : "Reply: empty.",
    )
  })
  const notifications = Object.entries(lrpNotifications).map(([name, {says, channel, content}]) =>
    section(name, `${says} On ${channel}.`, fields(content)),
  )
  const commands = Object.entries(dapCommands).map(([name, {says, arguments: args}]) =>
    section(`ldp/${name}`, says, fields(args)),
  )
  const events = Object.entries(dapEvents).map(([name, says]) => `| \`ldp/event/${name}\` | ${says} |`)
  return `${[
    "# The protocol",
    "Written from the schemas in `src/protocol` by `npm run docs`; a test holds it to them.",
    "A client has five MessagePorts, as in Jupyter: shell, iopub, stdin, control, heartbeat. Every message is JSON-RPC 2.0 with a header beside it. LRP's contents are those of the Jupyter messaging specification 5.5; LDP's arguments and bodies are those of the Debug Adapter Protocol, `params` being the arguments and `result` the body. Offsets are in UTF-16 code units, lines count from 1, and fields that are not listed are let by.",
    "## Messages",
    section("request", fields(requestMessage)),
    section("header", fields(messageHeader)),
    "A reply has `jsonrpc`, the request's `id`, a `header` whose `parent` is the request's header id, and either `result` or `error`. A notification has `jsonrpc`, `method`, `params` and `header`.",
    section("error", fields(errorShape)),
    "## Errors",
    errorTable(),
    "## LRP: methods",
    ...methods,
    "## LRP: notifications",
    ...notifications,
    "## LDP: commands",
    "On control. Every command but `initialize` and `launch` names its session in the header. Arguments of DAP that are not listed have no effect.",
    ...commands,
    "## LDP: events",
    "On iopub, to the client whose session it is, with the session in the header; the bodies are DAP's.",
    ["| event | says |", "| --- | --- |", ...events].join("\n"),
  ].join("\n\n")}\n`
}
