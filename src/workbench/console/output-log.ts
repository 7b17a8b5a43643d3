/** What the program wrote, as lines. Keeps the newest lines and counts what it let go, so a flood can't fill the page. */
import type {OutputBody} from "../../protocol/session-events.ts"
import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"

export type OutputKind = "stdout" | "stderr" | "console" | "input" | "notice" | "debug" | "info" | "warn"

/** How a message of Console's is shown. */
export function messageKind(level: string): OutputKind {
  if (level === "error") return "stderr"
  return level === "debug" || level === "info" || level === "warn" ? level : "stdout"
}

export interface OutputLine {
  readonly id: number
  readonly kind: OutputKind
  readonly text: string
  /** What follows on the text, and is not shown until it is asked for. */
  readonly rest?: string
  readonly place?: Place
}

/** Which of them are in sight is counted along all of them, at each scroll: that many take 2 ms. */
const mostLines = 50_000
/** Of all lines together; a text's character takes one or two bytes. */
const mostCharacters = 10_000_000
/** More of a line is shown only when it is asked for, that much at a time: the browser would lay out megabytes in one row. */
const longestLine = 10_000
const moreAtOnce = 100_000

/** One of a kind in all logs. */
let nextId = 1

export class OutputLog extends Observable {
  readonly #keptLines: number
  #lines: OutputLine[] = []
  #characters = 0
  #dropped = 0
  #depth = 0
  /** The last line still has no newline. */
  #unfinished: OutputKind | undefined

  /** @param keptLines the older ones are let go */
  constructor(keptLines = mostLines) {
    super()
    this.#keptLines = keptLines
  }

  get lines(): readonly OutputLine[] {
    return this.#lines
  }

  /** The newest line's number; lines go on counting when the log is cleared. */
  get newest(): number {
    return this.#lines.at(-1)?.id ?? 0
  }

  /** How many older lines were let go. */
  get dropped(): number {
    return this.#dropped
  }

  /** Text as it came: it may hold several lines, or a part of one. */
  append(kind: OutputKind, text: string, place?: Place): void {
    const parts = text.split("\n")
    const endsLine = parts[parts.length - 1] === ""
    if (endsLine) parts.pop()
    parts.forEach((part, index) => {
      if (index === 0 && this.#unfinished === kind && this.#lines.length > 0) this.#extend(part)
      else this.#push(kind, part, place)
    })
    this.#unfinished = endsLine ? undefined : kind
    this.#trim()
    this.changed()
  }

  /** An output event of a session, by what it says of itself. Answers how it is shown. */
  take({category, output, source, line, level, group}: OutputBody): OutputKind {
    const place = source?.path && line ? {path: source.path, line} : undefined
    const kind: OutputKind =
      level !== undefined ? messageKind(level) : category === "stderr" || category === "stdout" ? category : "console"
    if (level !== undefined) this.appendMessage(kind, output.replace(/\n$/, ""), group, place)
    // that all is to be cleared is told by an event of the kernel's own
    else if (output !== "\u001b[2J") this.append(kind, output, place)
    return kind
  }

  /** Lines of their own, indented as deep as the groups that are open. */
  appendMessage(kind: OutputKind, text: string, group?: string, place?: Place): void {
    if (group === "end") this.#depth = Math.max(0, this.#depth - 1)
    else for (const line of text.split("\n")) this.#push(kind, "  ".repeat(this.#depth) + line, place)
    if (group === "start") this.#depth = Math.min(20, this.#depth + 1)
    this.#unfinished = undefined
    this.#trim()
    this.changed()
  }
  /** A program begins: the groups of the one before are over. */
  endGroups(): void {
    this.#depth = 0
  }

  /** A line of its own: what was typed in, or a word from the workbench. */
  appendLine(kind: OutputKind, text: string): void {
    if (kind === "input" && this.#unfinished === "stdout" && this.#lines.length > 0) {
      // The prompt and its answer read as one line, as in a terminal.
      this.#extend(text)
    } else {
      this.#push(kind, text)
    }
    this.#unfinished = undefined
    this.#trim()
    this.changed()
  }

  /** Shows more of a line that is one of this log's. */
  showMore(id: number): void {
    const index = this.#lines.findIndex(line => line.id === id)
    const line = this.#lines[index]
    if (line?.rest === undefined) return
    const {rest, ...shown} = line
    this.#lines = this.#lines.with(index, {...shown, ...cut(line.text + rest, line.text.length + moreAtOnce)})
    this.changed()
  }

  clear(): void {
    this.#lines = []
    this.#characters = 0
    this.#dropped = 0
    this.#depth = 0
    this.#unfinished = undefined
    this.changed()
  }

  #push(kind: OutputKind, text: string, place?: Place): void {
    this.#characters += text.length
    this.#lines.push({id: nextId++, kind, ...cut(text, longestLine), ...(place ? {place} : {})})
  }

  #extend(text: string): void {
    const last = this.#lines[this.#lines.length - 1]
    this.#characters += text.length
    this.#lines[this.#lines.length - 1] = {...last, ...cut(whole(last) + text, Math.max(last.text.length, longestLine))}
  }

  #trim(): void {
    const {length} = this.#lines
    // many at a time, since each time all that stay are moved
    if (length <= this.#keptLines * 1.1 && this.#characters <= mostCharacters * 1.1) return
    let gone = Math.max(0, length - this.#keptLines)
    for (const line of this.#lines.slice(0, gone)) this.#characters -= lengthOf(line)
    while (this.#characters > mostCharacters) this.#characters -= lengthOf(this.#lines[gone++])
    this.#lines = this.#lines.slice(gone)
    this.#dropped += gone
  }
}

/** A line as it was written. */
export function whole({text, rest = ""}: OutputLine): string {
  return text + rest
}

const lengthOf = ({text, rest}: OutputLine) => text.length + (rest?.length ?? 0)

/** @param most characters to be shown */
function cut(line: string, most: number): Pick<OutputLine, "text" | "rest"> {
  const text = line.replace(/\r$/, "")
  return text.length <= most ? {text} : {text: text.slice(0, most), rest: text.slice(most)}
}
