/** Each line that a step in stops at can hold a breakpoint, which stops there. */
import {readdirSync} from "node:fs"
import {join} from "node:path"
import {beforeAll, describe, expect, it} from "vitest"
import {parser} from "../../../src/lua/syntax/index.ts"
import {type Body, KernelDriver} from "../../support/kernel-driver.ts"
import {linePrograms} from "../../support/line-programs.ts"
import {readTranscript} from "../../support/transcript.ts"

const folder = join(import.meta.dirname, "../../transcripts")
/** It makes too many steps. */
const tooDeep = "deep"
/**
 * The `end` of functions that an error leaves, or that wait in a yield for ever. A step in stops there where they are made;
 * a breakpoint means the returns that never come.
 */
const neverReturned: Readonly<Record<string, readonly number[]>> = {
  "closing.lua": [12],
  "error-in-wrap.lua": [12],
  "messages.lua": [10, 13, 16, 20, 23, 39, 48, 51, 54, 57, 67, 70],
  "step-over.lua": [16],
  "step-over-yields.lua": [64],
  "nested coroutines": [24],
}
const programs: Record<string, {readonly path: string; readonly files: Readonly<Record<string, string | Uint8Array>>}> =
  Object.fromEntries(
    readdirSync(folder)
      .filter(name => name.endsWith(".lua") && name !== `${tooDeep}.lua`)
      .map(name => [name, readTranscript(folder, name.slice(0, -4))]),
  )
for (const [name, text] of Object.entries(linePrograms)) {
  programs[name] = {path: "main.lua", files: {"main.lua": text}}
  // the many lines of these say nothing that the others don't
  if (!/long|many|far/.test(name))
    programs[`${name}, a line each`] = {path: "main.lua", files: {"main.lua": scattered(text)}}
}

/** The same program with a line for each of its tokens. */
function scattered(text: string): string {
  const tokens: string[] = []
  parser.parse(text).iterate({
    enter({name, from, to, node}) {
      const isWhole = name === "String" || name === "LongString" || !node.firstChild
      if (isWhole && !name.endsWith("Comment")) tokens.push(text.slice(from, to))
      return !isWhole
    },
  })
  return tokens.join("\n")
}

const textAt = ({files}: (typeof programs)[string], place: string) => {
  const [file, line] = place.split(":")
  return String(files[file]).split("\n")[Number(line) - 1]
}

describe("Each line stepped at", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })

  /** "path:line" of each stop. */
  async function places(
    {path, files}: (typeof programs)[string],
    go: string,
    breakpoints: Readonly<Record<string, readonly number[]>>,
  ) {
    driver.writeFiles(files)
    const seen = new Set<string>()
    const set = new Map<number, string>()
    driver.atStop = (_, {threadId, hitBreakpointIds = []}: Body) => {
      const [{source, line}] = driver.request("stackTrace", {threadId, levels: 1}).stackFrames
      if (source.path) seen.add(`${source.path}:${line}`)
      for (const id of hitBreakpointIds) seen.add(set.get(id) ?? "")
      driver.request(go, {threadId})
    }
    driver.launch(path, {args: ["one", "two"], stopOnEntry: go === "stepIn"})
    const moved: string[] = []
    for (const [file, lines] of Object.entries(breakpoints)) {
      const answers = driver.request("setBreakpoints", {
        source: {path: file},
        breakpoints: lines.map(line => ({line})),
      }).breakpoints
      lines.forEach((line, i) => {
        set.set(answers[i].id, `${file}:${line}`)
        if (!answers[i].verified || answers[i].line !== line) moved.push(`${file}:${line}`)
      })
    }
    await driver.start()
    driver.atStop = undefined
    return {seen, moved}
  }

  for (const [name, program] of Object.entries(programs)) {
    it(`can hold a breakpoint, and stops: ${name}`, async () => {
      const {seen: stepped} = await places(program, "stepIn", {})
      const lines: Record<string, number[]> = {}
      for (const place of stepped) {
        const [file, line] = place.split(":")
        if (!(file in program.files)) continue
        lines[file] ??= []
        lines[file].push(Number(line))
      }
      const {seen, moved} = await places(program, "continue", lines)
      expect(moved).toEqual([])
      const wanted = Object.entries(lines).flatMap(([file, list]) => list.map(line => `${file}:${line}`))
      const missed = wanted.filter(place => !seen.has(place))
      const left = name.endsWith("a line each")
        ? missed.filter(place => textAt(program, place) === "end")
        : (neverReturned[name] ?? []).map(line => `${program.path}:${line}`)
      expect(missed).toEqual(left)
    })
  }
})
