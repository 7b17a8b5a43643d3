import {describe, expect, it} from "vitest"
import {type ProgramOutput, sessionEventOf} from "../../src/protocol/session-events.ts"

const header = {id: "k1", client: "c", time: 0, session: "s"}
const at = {source: "lib/a.lua", line: 3}
const placed = {source: {path: "lib/a.lua", name: "a.lua"}, line: 3}
const error = {ename: "RuntimeError", kind: "RuntimeError", evalue: "a:1: no", message: "no"} as const

const outputs: readonly (readonly [ProgramOutput, object])[] = [
  [
    {method: "stream", params: {name: "stdout", text: "hi\n", ...at}},
    {category: "stdout", output: "hi\n", ...placed},
  ],
  [
    {method: "stream", params: {name: "stderr", text: "hi"}},
    {category: "stderr", output: "hi"},
  ],
  [
    {method: "console", params: {level: "debug", text: "x", source: "a"}},
    {category: "stdout", output: "x\n", level: "debug", source: {path: "a", name: "a"}},
  ],
  [
    {method: "console", params: {level: "warn", text: "x", group: "start", ...at}},
    {category: "stderr", output: "x\n", level: "warn", group: "start", ...placed},
  ],
  [
    {method: "console", params: {level: "error", text: "", group: "end"}},
    {category: "stderr", output: "", level: "error", group: "end"},
  ],
  [
    {method: "display_data", params: {data: {"text/plain": "t"}, metadata: {}, ...at}},
    {category: "stdout", output: "t\n", level: "display", ...placed},
  ],
  [
    {method: "display_data", params: {data: {"image/png": "", "text/html": ""}, metadata: {}}},
    {category: "stdout", output: "[image/png, text/html]\n", level: "display"},
  ],
  [
    {method: "clear_output", params: {wait: false}},
    {category: "console", output: "\u001b[2J"},
  ],
  [
    {method: "error", params: {...error, traceback: ["a:1: no", "a:1: in f", "b:2"], place: {path: "a", line: 1}}},
    {
      category: "stderr",
      output: "a:1: no\nstack traceback:\n\ta:1: in f\n\tb:2\n",
      source: {path: "a", name: "a"},
      line: 1,
    },
  ],
  [
    {method: "error", params: {...error, traceback: ["a:1: no"]}},
    {category: "stderr", output: "a:1: no\n"},
  ],
]

describe("What a session is told", () => {
  it.each(outputs)("has DAP's output made of %j", (output, body) => {
    expect(sessionEventOf({...output, header})).toEqual({session: "s", event: "output", body})
  })

  it("are its events as they come", () => {
    const told = {method: "ldp/event/thread", params: {reason: "started", threadId: 1}, header}
    expect(sessionEventOf(told)).toEqual({session: "s", event: "thread", body: told.params})
  })

  it("is nothing where no session is named, or nothing is put out", () => {
    const {session: _, ...elsewhere} = header
    expect(sessionEventOf({...outputs[0][0], header: elsewhere})).toBeUndefined()
    expect(sessionEventOf({method: "queued", params: {place: 1, session: "s"}, header})).toBeUndefined()
  })
})
