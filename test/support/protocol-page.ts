/** docs/protocol.md, written from the schemas: what each method takes and gives, what is told, what can go wrong. */
import {dapCommands, dapEvents, executionContext} from "../../src/protocol/dap.ts"
import {errorShape, messageHeader, requestMessage} from "../../src/protocol/envelope.ts"
import * as errors from "../../src/protocol/errors.ts"
import {lrpMethods, lrpNotifications} from "../../src/protocol/lrp.ts"
import {fieldsOf, type Shape} from "../../src/protocol/shape.ts"
import {maxBodyBytes, signatureScheme} from "../../src/protocol/signing.ts"

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

const betweenTabs = [
  "Kernels that run in other tabs of the site are recorded in the IndexedDB database `moonstep-kernels` (what `listKernels()` gives). A record's `transport` is a BroadcastChannel; `endpoints` are the addresses of the five channels in it, `<kernel>/shell` and so on; `key` is a CryptoKey. A kernel is alive while the Web Lock `moonstep-kernel-<id>` is held, its owner's page while `moonstep-owner-<id>` is.",
  `Each message is \`{from, to, session, count, body, signature}\`: two addresses, the conversation's nonce, a number that grows with each message of one end, the JSON of a body as UTF-8 bytes (byte arrays in it are \`{"$bytes": base64}\`, numbers without words in JSON \`{"$number": "NaN"}\`, BigInts \`{"$integer": "1"}\`), and the ${signatureScheme} of \`JSON.stringify(["${signatureScheme}", from, to, session, count])\`, a line feed, and the body. A client in another tab gives itself an address, opens the BroadcastChannel of that name, holds the Web Lock \`moonstep-client-<address>\`, and speaks. Hello and its answer are on the kernel's channel, the rest on the client's:`,
  [
    '1. `{kind: "hello"}` to `<kernel>/control`, count 0, in a session that is its nonce (16 random bytes, in hex).',
    '2. The answer is `{kind: "challenge", nonce}`; the session is `<its nonce>.<that nonce>` from then on. A hello that is signed with another key is answered by `{refused: "signature", to, session}`.',
    '3. `{kind: "connect", name}`; the answer is `{kind: "connected", client, info}`, which comes again whenever the kernel\'s worker has been replaced.',
    '4. `{kind: "message", data}` both ways: a message of the protocol, to or from the endpoint of its channel.',
    '5. `{kind: "ask", id, what}` with "restart", "revive" or "shutdown", answered by `{kind: "done", id, error}`; `{kind: "leave"}`; and from the owner `{kind: "died", reason, final}`.',
  ].join("\n"),
  `What is malformed, unsigned, altered, replayed or has a body of more than ${maxBodyBytes >> 20} MB is refused, counted (\`kernel.refused\`), and has no effect.`,
]

const output = [
  "## LDP: output",
  "What a debugged program puts out crosses once, for every client: `stream`, `console`, `display_data`, `clear_output`, `error`. To those that see the session the header names it, and they make DAP's `output` of it (`session.on(\"output\")`, `dapPort()`; who reads the raw ports does so itself). `source` is `{path, name}` of the notification's `source` or `place`, `line` its line.",
  [
    "| notification | `category` | `output` | beside |",
    "| --- | --- | --- | --- |",
    "| `stream` | its `name` | its `text` | |",
    '| `console` | "stderr" for the levels "warn" and "error", else "stdout" | its `text` and a line\'s end; empty where its `group` is "end" | `group`, `level` |',
    '| `display_data` | "stdout" | its `text/plain`, else its MIME types in brackets; and a line\'s end | `level`: "display" |',
    '| `clear_output` | "console" | `ESC [2J` | |',
    '| `error` | "stderr" | its `evalue`; where `traceback` has more than that, "stack traceback:" and the rest of it, indented by a tab each; and a line\'s end | |',
  ].join("\n"),
]

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
    section(
      "ldp/executionContext",
      `${executionContext.says} This one is not DAP's.`,
      `Reply:\n\n${fields(executionContext.reply)}`,
    ),
    "## LDP: events",
    "On iopub, to the client whose session it is, with the session in the header; the bodies are DAP's.",
    ["| event | says |", "| --- | --- |", ...events].join("\n"),
    ...output,
    "## Between tabs",
    ...betweenTabs,
  ].join("\n\n")}\n`
}
