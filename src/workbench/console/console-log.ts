/** The console's entries and history. Each input is one entry that gets its answer later. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {MimeBundle} from "../../client/face.ts"
import {Observable} from "../observable.ts"
import {contentOf, type SaidValue, ValueTree, type VariableSource} from "../stop/value-tree.ts"
import type {Failure} from "../words/failure.ts"
import {OutputLog} from "./output-log.ts"

export type ConsoleAnswer =
  | {readonly kind: "pending"; readonly words: string}
  | {readonly kind: "text"; readonly text: string}
  | {readonly kind: "value"; readonly tree: ValueTree}
  | {readonly kind: "none"}
  /** A word from the workbench. */
  | {readonly kind: "note"; readonly text: string}
  | {readonly kind: "display"; readonly data: MimeBundle}
  | {readonly kind: "error"; readonly failure: Failure}

export interface ConsoleEntry {
  readonly id: number
  /** What was typed; undefined for what a program shows by itself. */
  readonly code?: string
  /** The frame it was evaluated in: "area, line 12". */
  readonly where?: string
  /** Who answers it: the kernel, or the program at its stop. */
  readonly at: EvaluationPlace
  /** What its code has written. */
  readonly output: OutputLog
  answer: ConsoleAnswer
}

export type EvaluationPlace = "kernel" | "stop"

const keptEntries = 500
/** Of what one entry writes; all of it is in the document. */
const keptLines = 500

export class ConsoleLog extends Observable {
  #entries: ConsoleEntry[] = []
  #history: string[] = []
  #nextId = 1

  get entries(): readonly ConsoleEntry[] {
    return this.#entries
  }

  /** Oldest first, no code twice in a row. */
  get history(): readonly string[] {
    return this.#history
  }

  /** Where that goes which the code writes that is evaluated there now; undefined: none is. */
  outputOf(at: EvaluationPlace): OutputLog | undefined {
    return this.#entries.find(entry => entry.at === at && entry.answer.kind === "pending")?.output
  }

  ask(code: string, at: EvaluationPlace, where: string | undefined, words: string): ConsoleEntry {
    const entry = this.#add({kind: "pending", words}, {code, at, ...(where ? {where} : {})})
    if (this.#history[this.#history.length - 1] !== code) this.#history = [...this.#history, code].slice(-keptEntries)
    return entry
  }

  /** A program shows data. */
  show(data: MimeBundle): void {
    this.#add({kind: "display", data})
  }

  /** The workbench says something. */
  note(text: string): void {
    this.#add({kind: "note", text})
  }

  #add(answer: ConsoleAnswer, asked: Partial<Pick<ConsoleEntry, "code" | "where" | "at">> = {}): ConsoleEntry {
    const entry: ConsoleEntry = {id: this.#nextId++, at: "kernel", output: new OutputLog(keptLines), ...asked, answer}
    entry.output.onChange(() => this.#show())
    this.#entries = [...this.#entries, entry].slice(-keptEntries)
    this.changed()
    return entry
  }

  #show(): void {
    this.#entries = [...this.#entries]
    this.changed()
  }

  answer(entry: ConsoleEntry, answer: ConsoleAnswer): void {
    entry.answer = answer
    this.#show()
  }

  clear(): void {
    this.#entries = []
    this.changed()
  }
}

type EvaluateBody = DebugProtocol.EvaluateResponse["body"] & SaidValue

/** An evaluate body as an answer: a tree whose one root is the value. */
export function evaluated(
  body: EvaluateBody,
  source: VariableSource,
  id: string,
  expression: string,
  name = "",
): ConsoleAnswer {
  if (body.result === "" && body.variablesReference === 0) return {kind: "none"}
  const tree = new ValueTree()
  void tree.show(source, [{...resultNode(body, id, name), evaluateName: expression}], "again")
  return {kind: "value", tree}
}

/** A root without a name for an evaluate body; a watch gives its expression as the name. */
export function resultNode(body: EvaluateBody, id: string, name: string) {
  return {
    id,
    kind: "value" as const,
    name,
    value: body.result,
    type: body.type ?? "",
    reference: body.variablesReference,
    indexed: body.indexedVariables ?? 0,
    named: body.namedVariables ?? 0,
    content: contentOf(body),
    identity: body.memoryReference,
    ...(body.parts && body.parts.length > 1 ? {parts: body.parts} : {}),
    container: 0,
    changed: false,
    open: false,
    loading: false,
  }
}
