/**
 * The notation of a run: what a program of the fake engine does, in order. `a1 >b1 b2 <a2` is line 1 of function a; a
 * call of b, which begins its line 1; line 2 of b; the return to a, which begins its line 2. Functions are named in
 * small letters, their lines are numbers; each function counts as a file of its own, of the same name.
 *
 * | token | meaning |
 * |---|---|
 * | `a1` | a line of the current function begins (the first token calls the main function) |
 * | `>b1` `>b` `>[pcall]` | a call: to its first line, to the middle of a line, of a native function |
 * | `=c1` | a tail call: c takes the current function's place |
 * | `<a2` `<a` | the return to a, which begins line 2, or goes on in the middle of its line |
 * | `!a3` `!a` `!` | an error that a catches, going on at its line 3 or within its line; nothing catches it |
 * | `~2:c1` `~2:c` | thread 2 goes on: made by this, resumed, or the resumer that is yielded to |
 * | `<~1:a2` `!~1:a2` | the current thread ends, by its return or by an error, and its resumer goes on |
 * | `i=3` `t=[1,2]` | a variable of the current function, JSON; capitals are globals |
 * | `"text"` `e"text"` | writes to standard output, to standard error |
 * | `f"path text"` | writes a file |
 * | `c"text"` `d"text"` `&"why"` | says it, displays it as text/plain, asks for a pause |
 * | `?line` | reads standard input into a variable |
 * | `^x:f` | calls the host's function f with the variable x, and puts the answer there; an error ends the program |
 * | `@` | a poke: the engine reports that there are messages |
 * | `(…)*3` `(…)*` | three times; for ever |
 * | `#3` | ends the program with exit code 3 |
 * | `$"6"` | the program's result |
 */

/** Where a run goes on. Without a line: in the middle of one. */
export interface Target {
  readonly name: string
  readonly line?: number
}

export type RunStep =
  | ({readonly kind: "line" | "call" | "tail" | "return"} & Target)
  | {readonly kind: "error"; readonly target?: Target; readonly thread?: number}
  | {readonly kind: "switch"; readonly thread: number; readonly target: Target; readonly ends: boolean}
  | {readonly kind: "assign"; readonly name: string; readonly value: unknown}
  | {readonly kind: "write"; readonly stream: "stdout" | "stderr"; readonly text: string}
  | {readonly kind: "file"; readonly path: string; readonly text: string}
  | {readonly kind: "say" | "display" | "pause"; readonly text: string}
  | {readonly kind: "read"; readonly name: string}
  | {readonly kind: "host"; readonly name: string; readonly called: string}
  | {readonly kind: "result"; readonly text: string}
  | {readonly kind: "exit"; readonly code: number}
  | {readonly kind: "repeat"; readonly times: number; readonly body: readonly RunStep[]}
  | {readonly kind: "poke"}

const token = /\s*((?:[ecdf$&]|[A-Za-z]+=)?"[^"]*"|[A-Za-z]+=[^\s()]+|\(|\)\*\d*|[^\s()"]+)/y
const target = "(\\[\\w+\\]|[a-z]+)(\\d+)?"
const forms: readonly [RegExp, (match: RegExpExecArray) => RunStep][] = [
  [
    new RegExp(`^([>=<]?)${target}$`),
    ([, sign, ...at]) => ({kind: signs[sign as keyof typeof signs], ...readTarget(at)}),
  ],
  [new RegExp(`^!(?:~(\\d+):)?(?:${target})?$`), ([, thread, ...at]) => ({kind: "error", ...caught(thread, at)})],
  [
    new RegExp(`^(<?)~(\\d+):${target}$`),
    ([, ends, thread, ...at]) => ({kind: "switch", thread: Number(thread), target: readTarget(at), ends: ends !== ""}),
  ],
  [/^([A-Za-z]+)=(.+)$/, ([, name, value]) => ({kind: "assign", name, value: JSON.parse(value)})],
  [/^(e?)"(.*)"$/s, ([, error, text]) => ({kind: "write", stream: error ? "stderr" : "stdout", text})],
  [/^f"(\S+) (.*)"$/s, ([, path, text]) => ({kind: "file", path, text})],
  [/^([cd&])"(.*)"$/s, ([, sign, text]) => ({kind: wishes[sign as keyof typeof wishes], text})],
  [/^\$"(.*)"$/s, ([, text]) => ({kind: "result", text})],
  [/^\^([a-z]+):(\w+)$/, ([, name, called]) => ({kind: "host", name, called})],
  [/^\?([a-z]+)$/, ([, name]) => ({kind: "read", name})],
  [/^#(\d+)$/, ([, code]) => ({kind: "exit", code: Number(code)})],
  [/^@$/, () => ({kind: "poke"})],
]
const wishes = {c: "say", d: "display", "&": "pause"} as const
const signs = {"": "line", ">": "call", "=": "tail", "<": "return"} as const

function readTarget([name, line]: readonly string[]): Target {
  return {name, ...(line === undefined ? {} : {line: Number(line)})}
}
function caught(thread: string | undefined, at: readonly string[]): {target?: Target; thread?: number} {
  return {
    ...(at[0] === undefined ? {} : {target: readTarget(at)}),
    ...(thread === undefined ? {} : {thread: Number(thread)}),
  }
}

/** @throws SyntaxError for what is not in the notation */
export function parseRun(text: string): RunStep[] {
  const open: {readonly body: RunStep[]}[] = [{body: []}]
  token.lastIndex = 0
  for (let at = 0; at < text.trimEnd().length; at = token.lastIndex) {
    token.lastIndex = at
    const [, word] = token.exec(text) ?? fail(text.slice(at))
    if (word === "(") {
      open.push({body: []})
    } else if (word.startsWith(")*")) {
      const {body} = open.pop() ?? fail(word)
      const around = open.at(-1) ?? fail(word)
      around.body.push({kind: "repeat", times: word === ")*" ? Number.POSITIVE_INFINITY : Number(word.slice(2)), body})
    } else {
      open.at(-1)?.body.push(parseWord(word))
    }
  }
  if (open.length !== 1) fail("( without )")
  return open[0].body
}

function parseWord(word: string): RunStep {
  for (const [form, make] of forms) {
    const match = form.exec(word)
    if (match) return make(match)
  }
  return fail(word)
}

function fail(word: string): never {
  throw new SyntaxError(`Not in the notation of a run: ${word}`)
}

/** The lines of each function that a run names. */
export function linesOf(steps: readonly RunStep[], lines = new Map<string, Set<number>>()): Map<string, Set<number>> {
  for (const step of steps) {
    if (step.kind === "repeat") linesOf(step.body, lines)
    const at = "target" in step ? step.target : "name" in step ? step : undefined
    if (at && "line" in at && at.line !== undefined)
      lines.set(at.name, (lines.get(at.name) ?? new Set<number>()).add(at.line))
  }
  return lines
}
