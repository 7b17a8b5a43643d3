import {existsSync, readdirSync, readFileSync} from "node:fs"
import {fileURLToPath} from "node:url"
import {gzipSync} from "node:zlib"
import {fileTests} from "@lezer/generator/test"
import {describe, expect, test} from "vitest"
import {parser} from "../../../src/lua/syntax/parser.ts"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const syntaxFolder = here("../../../src/lua/syntax/")

/** The lines of a text where the parser found something that is not Lua. */
function badLines(text: string): number[] {
  const lines: number[] = []
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError || node.name === "InvalidEscape" || node.name === "UnfinishedStatement")
        lines.push(text.slice(0, node.from).split("\n").length)
    },
  })
  return lines
}

describe("each construct has its tree", () => {
  for (const {name, run} of fileTests(readFileSync(here("grammar.txt"), "utf8"), "grammar.txt"))
    test(name, () => run(parser))
})

describe("the committed parser", () => {
  test("is what the grammar generates, without a warning", async () => {
    const {generateParser} = (await import(new URL("generate.mjs", `file://${syntaxFolder}`).href)) as {
      generateParser(): Record<string, string>
    }
    for (const [name, text] of Object.entries(generateParser()))
      expect(readFileSync(syntaxFolder + name, "utf8"), name).toBe(text)
  })

  test("is smaller than 15 kB, compressed", () => {
    expect(gzipSync(readFileSync(`${syntaxFolder}parser.ts`)).length).toBeLessThan(15_000)
  })

  test("reads carriage returns as line ends", () => {
    expect(badLines("x = 'a\\\r\nb' -- c\r\ny = 2\r\rz = 3")).toEqual([])
    expect(parser.parse("-- c\rx = 1").toString()).toContain("AssignmentStatement")
  })

  test("reads tables nested as deep as Lua allows (200)", () => {
    expect(badLines(`x = ${"{".repeat(200)}${"}".repeat(200)}`)).toEqual([])
  })
})

const suite = "/tmp/lab/lua/testes"
describe.skipIf(!existsSync(suite))("Lua's own test suite", () => {
  const files = existsSync(suite) ? readdirSync(suite).filter(name => name.endsWith(".lua")) : []
  test.each(files)("%s has no error", name => {
    expect(badLines(readFileSync(`${suite}/${name}`, "latin1"))).toEqual([])
  })
})
