/** Values of the fake kernel: plain JavaScript shown as Lua would write it. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {type ErrorKind, ScriptError} from "../../src/base/script-error.ts"
import {evaluationFailed, noSuchReference} from "../../src/protocol/errors.ts"

export type FakeValue =
  | string
  | number
  | boolean
  | null
  | FakeFunction
  | readonly FakeValue[]
  | {readonly [key: string]: FakeValue}

/** A function, shown by its words. */
export class FakeFunction {
  readonly words: string
  constructor(words: string) {
    this.words = words
  }
  readonly [key: string]: never | string
}

export function describe(value: FakeValue, depth = 0): {value: string; type: string} {
  if (value === null || value === undefined) return {value: "nil", type: "nil"}
  if (value instanceof FakeFunction) return {value: value.words, type: "function"}
  if (typeof value === "string") return {value: JSON.stringify(value), type: "string"}
  if (typeof value === "object") {
    if (depth > 0) return {value: "{…}", type: "table"}
    const items = Array.isArray(value)
      ? value.slice(0, 4).map(item => describe(item, 1).value)
      : Object.entries(value)
          .slice(0, 3)
          .map(([key, item]) => `${key} = ${describe(item, 1).value}`)
    const left = (Array.isArray(value) ? value.length - 4 : Object.keys(value).length - 3) || 0
    return {value: `{${items.join(", ")}${left > 0 ? `, … ${left} more` : ""}}`, type: "table"}
  }
  return {value: String(value), type: typeof value}
}

export class ReferenceTable {
  readonly #held = new Map<number, Record<string, FakeValue> | readonly FakeValue[]>()

  add(value: FakeValue): number {
    if (typeof value !== "object" || value === null || value instanceof FakeFunction) return 0
    const reference = this.#held.size + 1
    this.#held.set(reference, value as Record<string, FakeValue>)
    return reference
  }

  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const held = this.#held.get(args.variablesReference)
    if (!held) throw noSuchReference(args.variablesReference)
    const entries: [string, FakeValue][] = Array.isArray(held)
      ? held.map((value, index) => [`[${index + 1}]`, value])
      : Object.entries(held)
    const start = args.start ?? 0
    return entries
      .slice(start, args.count ? start + args.count : undefined)
      .map(([name, value]) => this.#variable(name, value))
  }

  set({variablesReference, name, value}: DebugProtocol.SetVariableArguments): object {
    const held = this.#held.get(variablesReference)
    if (!held) throw noSuchReference(variablesReference)
    const parsed = parse(value)
    const key = Array.isArray(held) ? Number(name.slice(1, -1)) - 1 : name
    ;(held as Record<string | number, FakeValue>)[key] = parsed
    const {value: shown, type} = describe(parsed)
    return {value: shown, type, variablesReference: 0}
  }

  #variable(name: string, value: FakeValue): DebugProtocol.Variable {
    const reference = this.add(value)
    return {
      name,
      ...describe(value),
      variablesReference: reference,
      evaluateName: name,
      ...(Array.isArray(value) ? {indexedVariables: value.length} : {}),
      ...(reference && !Array.isArray(value) ? {namedVariables: Object.keys(value as object).length} : {}),
    }
  }
}

function parse(text: string): FakeValue {
  if (text === "nil") return null
  try {
    return JSON.parse(text)
  } catch {
    throw refused(`unexpected symbol near '${text}'`)
  }
}

/** What a request is refused with that asks for something that does not compile. */
export const refused = (message: string) => evaluationFailed(message, {kind: "SyntaxError", message})

/** An error whose text may begin with a place: "main.lua:3: no". */
export function fakeError(kind: ErrorKind, text: string): ScriptError {
  const [all, path, line, said] = /^([^\n:]+):(\d+): ([\s\S]*)$/.exec(text) ?? []
  return new ScriptError(kind, text, all === undefined ? {} : {said, place: {path, line: Number(line)}})
}
