/** The console's entries and history. Each input is one entry that gets its answer later. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {MimeBundle} from "../../src/client/face.ts"
import {Observable} from "./observable.ts"
import type {Failure} from "./run-state.ts"
import {ValueTree, type VariableSource} from "./value-tree.ts"

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
  answer: ConsoleAnswer
}

const keptEntries = 500

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

  ask(code: string, where: string | undefined, words: string): ConsoleEntry {
    const entry: ConsoleEntry = {id: this.#nextId++, code, ...(where ? {where} : {}), answer: {kind: "pending", words}}
    this.#entries = [...this.#entries, entry].slice(-keptEntries)
    if (this.#history[this.#history.length - 1] !== code) this.#history = [...this.#history, code].slice(-keptEntries)
    this.changed()
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

  #add(answer: ConsoleAnswer): void {
    this.#entries = [...this.#entries, {id: this.#nextId++, answer}].slice(-keptEntries)
    this.changed()
  }

  answer(entry: ConsoleEntry, answer: ConsoleAnswer): void {
    entry.answer = answer
    this.#entries = [...this.#entries]
    this.changed()
  }

  clear(): void {
    this.#entries = []
    this.changed()
  }
}

/** An evaluate body as an answer: a tree whose one root is the value. */
export function evaluated(
  body: DebugProtocol.EvaluateResponse["body"],
  source: VariableSource,
  id: string,
  name = "",
): ConsoleAnswer {
  if (body.result === "" && body.variablesReference === 0) return {kind: "none"}
  const tree = new ValueTree()
  void tree.show(source, [resultNode(body, id, name)], false)
  return {kind: "value", tree}
}

/** A root without a name for an evaluate body; a watch gives its expression as the name. */
export function resultNode(body: DebugProtocol.EvaluateResponse["body"], id: string, name: string) {
  return {
    id,
    kind: "value" as const,
    name,
    value: body.result,
    type: body.type ?? "",
    reference: body.variablesReference,
    indexed: body.indexedVariables ?? 0,
    named: body.namedVariables ?? 0,
    container: 0,
    changed: false,
    open: false,
    loading: false,
  }
}
