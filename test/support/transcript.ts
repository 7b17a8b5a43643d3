/**
 * Transcripts: a Lua program with marks, and the golden record of what a client sees of its debugging.
 *
 * Marks stand in comments at a line's end: `-- @break`, `-- @break if COND`, `-- @log MESSAGE`, `-- @hit > 3`; the last
 * two also together with another one. A comment line of its own, `--> COMMAND`, is a step of the script, in order. Each
 * stop takes commands until one lets the program go on; when there are none left, it continues.
 *
 *     --> launch {"stopOnEntry": true}      arguments of launch, in the first command only
 *     --> exceptions uncaught caught        setExceptionBreakpoints, before the start
 *     --> break lib/a.lua 3                 a breakpoint in another file, before the start or at a stop
 *     --> next   in   out   continue        one step; `next 3` makes three of them
 *     --> stack   threads   locals   varargs   upvalues   (each in the frame LEVEL, e.g. `locals 1`)
 *     --> expand Locals.t.x                 variables, by names from a scope on
 *     --> eval EXPRESSION   eval@1 EXPRESSION   set Locals.x EXPRESSION
 *     --> request COMMAND JSON
 *
 * A folder of the program's name holds further files of its workspace.
 */
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs"
import {join} from "node:path"
import {type Body, type KernelDriver, RequestError, type SessionEvent} from "./kernel-driver.ts"

export interface Transcript {
  readonly path: string
  readonly files: Readonly<Record<string, Uint8Array>>
}

export function readTranscript(folder: string, name: string): Transcript {
  const files: Record<string, Uint8Array> = {[`${name}.lua`]: readFileSync(join(folder, `${name}.lua`))}
  const more = join(folder, name)
  const walk = (path: string, prefix: string) => {
    for (const entry of readdirSync(path).sort()) {
      if (statSync(join(path, entry)).isDirectory()) walk(join(path, entry), `${prefix}${entry}/`)
      else files[prefix + entry] = readFileSync(join(path, entry))
    }
  }
  if (existsSync(more)) walk(more, "")
  return {path: `${name}.lua`, files}
}

interface Mark {
  readonly line: number
  readonly condition?: string
  readonly hitCondition?: string
  readonly logMessage?: string
}

/** The breakpoints that a text's marks ask for. */
export function readMarks(text: string): Mark[] {
  return text.split("\n").flatMap((content, index) => {
    const marks = [...content.matchAll(/-- @(break|hit|log)\b ?(.*?)(?= -- @|$)/g)]
    if (!marks.length) return []
    const found: {-readonly [K in keyof Mark]: Mark[K]} = {line: index + 1}
    for (const [, kind, rest] of marks) {
      if (kind === "hit") found.hitCondition = rest.trim()
      else if (kind === "log") found.logMessage = rest
      else if (rest.startsWith("if ")) found.condition = rest.slice(3).trim()
    }
    return [found]
  })
}

const readScript = (text: string): string[] =>
  text.split("\n").flatMap(line => (line.startsWith("--> ") ? [line.slice(4).trim()] : []))

const steps: Readonly<Record<string, string>> = {next: "next", in: "stepIn", out: "stepOut", continue: "continue"}
/** Steps of a script that never ends. */
const stepLimit = 2000

class Recorder {
  readonly lines: string[] = []
  private readonly driver: KernelDriver
  private readonly script: string[]
  private readonly texts: ReadonlyMap<string, readonly string[]>
  private count = 0

  constructor(driver: KernelDriver, script: string[], files: Readonly<Record<string, Uint8Array>>) {
    this.driver = driver
    this.script = script
    this.texts = new Map(
      Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes).split("\n")]),
    )
  }

  private write(mark: string, what: string, body: unknown): void {
    this.lines.push([mark, what, body === undefined ? "" : normalise(body)].filter(Boolean).join(" "))
  }

  request(command: string, args: object): Body {
    this.write("→", command, args)
    this.driver.onReply = ({result, error}) => {
      this.driver.onReply = undefined
      if (error) this.write("←", "error", error)
      else this.write("←", "", result)
    }
    try {
      return this.driver.request(command, args)
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown
      return undefined
    }
  }

  event({event, body}: SessionEvent): void {
    this.write("⇠", event, body)
  }

  /** Before the start: takes the commands that belong there. */
  configure(): void {
    while (/^(exceptions|break) /.test(this.script[0] ?? "")) this.command(this.script.shift() as string, 1)
  }

  stop({threadId}: Body): void {
    if (++this.count > stepLimit) throw new Error("The script does not end.")
    const [frame] = this.driver.request("stackTrace", {threadId, levels: 1}).stackFrames
    const text = this.texts.get(frame?.source.path)?.[frame.line - 1]
    this.lines.push(
      `    ${frame?.source.path ?? frame?.source.name}:${frame?.line} in ${frame?.name}: ${text?.trim() ?? ""}`,
    )
    if (this.pending > 0) {
      this.pending--
      this.step(this.pendingStep, threadId)
      return
    }
    const command = this.script.shift()
    if (command === undefined) this.step("continue", threadId)
    else this.command(command, threadId)
  }
  private pending = 0
  private pendingStep = ""

  private step(command: string, threadId: number): void {
    this.request(command, {threadId})
  }

  private command(text: string, threadId: number): void {
    const [, word, rest] = /^(\S+)\s*(.*)$/s.exec(text) as RegExpExecArray
    if (steps[word]) {
      this.pendingStep = steps[word]
      this.pending = Number(rest || 1) - 1
      this.step(this.pendingStep, threadId)
      return
    }
    const level = Number(rest) || 0
    switch (word) {
      case "stack":
        this.request("stackTrace", {threadId})
        break
      case "threads":
        this.request("threads", {})
        break
      case "locals":
      case "varargs":
      case "upvalues":
        this.expand(word[0].toUpperCase() + word.slice(1), level)
        break
      case "scopes":
        this.request("scopes", {frameId: this.driver.frameId(level, threadId)})
        break
      case "expand":
        this.expand(rest, 0)
        break
      case "exceptions":
        this.request("setExceptionBreakpoints", {filters: rest.split(" ")})
        break
      case "break": {
        const [path, ...lines] = rest.split(" ")
        this.request("setBreakpoints", {source: {path}, breakpoints: lines.map(line => ({line: Number(line)}))})
        break
      }
      case "set": {
        const [, path, value] = /^(\S+)\s+(.*)$/s.exec(rest) as RegExpExecArray
        const names = path.split(".")
        const name = names.pop() as string
        this.request("setVariable", {variablesReference: this.referenceOf(names), name, value})
        break
      }
      case "request": {
        const [, command, json] = /^(\S+)\s*(.*)$/s.exec(rest) as RegExpExecArray
        this.request(command, JSON.parse(json || "{}"))
        break
      }
      default: {
        const at = /^eval(?:@(\d+))?$/.exec(word)
        if (!at) throw new Error(`Unknown command in a transcript: ${text}`)
        this.request("evaluate", {expression: rest, frameId: this.driver.frameId(Number(at[1] ?? 0), threadId)})
      }
    }
  }

  private referenceOf(names: readonly string[], level = 0): number {
    const [scope, ...path] = names
    let reference = this.driver.scope(scope, level)
    for (const name of path)
      reference = this.driver.variables(reference).find(one => one.name === name)?.variablesReference ?? 0
    return reference
  }
  private expand(path: string, level: number): void {
    const variablesReference = this.referenceOf(path.split("."), level)
    if (variablesReference) this.request("variables", {variablesReference})
    else this.lines.push(`    no ${path}`)
  }
}

/** One line of JSON; what differs from run to run, or says nothing about the program, is taken out. */
function normalise(body: unknown): string {
  const numbered = new Set(["variablesReference", "frameId"])
  const text = JSON.stringify(body, (key, value) => {
    // every string has the one, every table the other
    if (key === "contentReference" || key === "memoryReference") return undefined
    if (numbered.has(key) && typeof value === "number" && value > 0) return "N"
    // what DAP's words are made of
    if (key === "stop") return undefined
    if (key === "id" && typeof value === "number" && value >= 1000) return "N"
    return value
  })
  return text
    .replace(/0x[0-9a-f]+/g, "0xN")
    .replace(/"([A-Za-z]+)":/g, "$1: ")
    .replace(/,(?=(?:[A-Za-z]+: |\{))/g, ", ")
}

/** The usual answer to a step, and the event behind it, are left out. */
const fold = (text: string): string =>
  text.replace(
    /^(→ (?:next|stepIn|stepOut|continue) \{threadId: (\d+)\})\n← \{(?:allThreadsContinued: true)?\}\n⇠ continued \{threadId: \2, allThreadsContinued: true\}$/gm,
    "$1",
  )

/** Debugs the program of a transcript by its script, and gives the record. */
export async function record(driver: KernelDriver, transcript: Transcript): Promise<string> {
  const text = (path: string) => new TextDecoder().decode(transcript.files[path])
  const script = readScript(text(transcript.path))
  driver.writeFiles(transcript.files)
  const launch = script[0]?.startsWith("launch ") ? JSON.parse((script.shift() as string).slice(7)) : {}
  const recorder = new Recorder(driver, script, transcript.files)
  driver.launch(transcript.path, launch)
  driver.onEvent = event => recorder.event(event)
  driver.atStop = (_, stopped) => recorder.stop(stopped)
  for (const path of Object.keys(transcript.files)) {
    if (!path.endsWith(".lua")) continue
    const breakpoints = readMarks(text(path))
    if (breakpoints.length) recorder.request("setBreakpoints", {source: {path}, breakpoints})
  }
  recorder.configure()
  recorder.request("configurationDone", {})
  await new Promise(resolve => setImmediate(resolve))
  driver.onEvent = undefined
  driver.atStop = undefined
  for (const left of script) recorder.lines.push(`    not reached: ${left}`)
  return `${fold(recorder.lines.join("\n"))}\n`
}
