/**
 * The house's rules, checked by a machine: who may import whom (the table of src/README.md, "Rooms", and the lists behind
 * it), and how long files get. A failure names the file, the import and the row it breaks. To change a rule, change
 * src/README.md.
 */
import {readdirSync, readFileSync} from "node:fs"
import {join, relative} from "node:path"
import {describe, expect, it} from "vitest"
import {findCircles} from "./support/circles.ts"
import {judgeImports, type LayerTable, type Rules, readImports} from "./support/imports.ts"
import {judgeRooms, readRooms} from "./support/rooms.ts"

/** The rows of the table in src/README.md: layer → what it may import. */
function readLayers(readme: string): LayerTable {
  const rows = [...readme.matchAll(/^\| `([^`]+)` *\|[^|]*\| *(.*?) *\|$/gm)]
  const seesDap = (layer: string, row: string) => layer === "protocol" || /\bprotocol\b/.test(row)
  return Object.fromEntries(rows.map(([, layer, row]) => [layer, seesDap(layer, row) ? `${row}, ${dap}` : row]))
}
const dap = "@vscode/debugprotocol (types)"

const root = join(import.meta.dirname, "..")
const readme = readFileSync(join(root, "src/README.md"), "utf8")
const layers = readLayers(readme)
const rooms = readRooms(readme, layer => (layer === "components" ? layer : `src/${layer}`))

/**
 * A file's layer is its folder. The two roots of the page make up one more, and so do the files named build.ts, which
 * vite.config.ts runs: no layer may import them.
 */
function layerOf(path: string): string | undefined {
  if (path.endsWith("/build.ts")) return "build"
  if (path === "src/main.ts" || path === "src/moonstep.ts") return "page"
  const [top, folder, part] = path.split("/")
  if (top === "workers" || top === "components") return top
  const layer = folder === "lua" ? `lua/${part}` : folder
  return top === "src" && layer !== "page" && layer !== "build" && layer in layers ? layer : undefined
}

const rules: Rules = {layers, layerOf, onlyIn: {wasmoon: ["lua/engine"], comlink: ["client", "workers"]}}

const longestFile = 400
const longestEntry = 60
const longestMedian = 100

/** Folders in which types go round in larger circles still; one in which they do no more leaves this list. */
const circling = ["src/kernel/"]

const countLines = (source: string): number => source.replace(/\n$/, "").split("\n").length
const isGenerated = (path: string): boolean => /^src\/lua\/syntax\/parser[^/]*\.ts$/.test(path)

/** What is wrong with a file, besides its imports. */
function judgeShape(path: string, source: string): string[] {
  const faults: string[] = []
  const lines = countLines(source)
  if (lines > longestFile && !isGenerated(path))
    faults.push(`${path} has ${lines} lines; split what goes beyond ${longestFile}`)
  const entry = /^workers\/([^/]+\.worker|service-worker)\.ts$/.test(path)
  if (entry && lines > longestEntry) {
    faults.push(`${path} has ${lines} lines; an entry point only joins parts (${longestEntry} at most)`)
  }
  const note = /\b(TODO|FIXME|XXX)\b/.exec(source)
  if (note) faults.push(`${path} says ${note[1]}; do it, or write down why not`)
  return faults
}

/** What asks the outside in the engine beside its one door, lua/engine/world. */
function judgeDoor(path: string, source: string): string[] {
  if (!path.startsWith("src/lua/engine/") || /\/(world|native)\//.test(path)) return []
  const code = source.replaceAll(/\/\*.*?\*\/|\/\/.*/gs, "")
  const found = /\b(Date\.now|new Date\b|performance\.now|crypto\.|Math\.random|navigator\b|Intl\b)/.exec(code)
  return found ? [`${path} asks for ${found[1]}; ask the world`] : []
}

/** Tests left out, or left alone, by mistake. */
function judgeTest(path: string, source: string): string[] {
  const found = /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(only|skip|todo)\b[\w.]*[(`]/.exec(source)
  return found ? [`${path} has .${found[1]}`] : []
}

/** Every TypeScript file under the folders; a folder that isn't there yet has none. */
function readSources(...folders: string[]): [path: string, source: string][] {
  return folders.flatMap(folder => {
    try {
      return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
        .filter(entry => entry.isFile() && entry.name.endsWith(".ts"))
        .map(entry => join(entry.parentPath, entry.name))
        .map(file => [relative(root, file).replaceAll("\\", "/"), readFileSync(file, "utf8")] as [string, string])
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
      throw error
    }
  })
}

const sources = readSources("src", "workers", "components")

/** What each file imports. @param countsTypes imports that the compiler erases as well */
function readEdges(countsTypes: boolean): Map<string, Set<string>> {
  return new Map(
    sources.map(([path, source]) => {
      const found = readImports(path, source).filter(one => one.relative && (countsTypes || !one.typeOnly))
      return [path, new Set(found.map(one => one.path))]
    }),
  )
}

describe("The sources", () => {
  it("import only what their layer may", () => {
    expect(sources.flatMap(([path, source]) => judgeImports(path, source, rules))).toEqual([])
  })

  it("are short, and hold no notes of things left to do", () => {
    expect(sources.flatMap(([path, source]) => judgeShape(path, source))).toEqual([])
  })

  it("are mostly very short", () => {
    const lengths = sources.filter(([path]) => !isGenerated(path)).map(([, source]) => countLines(source))
    const median = lengths.sort((a, b) => a - b)[lengths.length >> 1]
    expect(median).toBeLessThanOrEqual(longestMedian)
  })

  it("ask the outside by one door", () => {
    expect(sources.flatMap(([path, source]) => judgeDoor(path, source))).toEqual([])
  })

  it("run in no circle", () => {
    expect(findCircles(readEdges(false))).toEqual([])
  })

  it("know each other's types in no circle of more than two", () => {
    const large = findCircles(readEdges(true)).filter(circle => circle.length > 2)
    const isIn = (circle: readonly string[], folder: string) => circle.every(path => path.startsWith(folder))
    expect(large.filter(circle => !circling.some(folder => isIn(circle, folder)))).toEqual([])
    expect(circling.filter(folder => !large.some(circle => isIn(circle, folder)))).toEqual([])
  })

  it.each(rooms)("of $folder stand on each other as src/README.md says", one => {
    expect(judgeRooms(one, readEdges(true))).toEqual([])
  })

  it("were found", () => {
    expect(sources.map(([path]) => path)).toContain("src/base/emitter.ts")
    expect(rooms.map(one => one.folder)).toEqual(["src/lua/engine", "src/client", "components"])
  })
})

describe("The tests", () => {
  it("all run", () => {
    expect(readSources("test").flatMap(([path, source]) => judgeTest(path, source))).toEqual([])
  })
})

describe("The checker", () => {
  /** The judgement on a made-up file with one line. */
  const judge = (path: string, line: string) => judgeImports(path, line, rules).join("; ")

  it.each([
    ["src/base/a.ts", 'import {b} from "./b.ts"'],
    ["src/debugger/a/b.ts", 'import {Emitter} from "../../base/emitter.ts"'],
    ["src/debugger/a.ts", 'import type {DebugProtocol} from "@vscode/debugprotocol"'],
    ["src/transport/a.ts", 'import type {Engine} from "../debugger/engine.ts"'],
    ["src/transport/a.ts", 'export type * from "../debugger/engine.ts"'],
    ["src/transport/a.ts", 'type E = import("../debugger/engine.ts").Engine'],
    ["src/lua/engine/a.ts", 'import {LuaFactory} from "wasmoon"'],
    ["src/lua/engine/a.ts", 'import glue from "wasmoon/dist/glue.wasm?url"'],
    ["src/lua/engine/a.ts", 'import prelude from "./prelude.lua?raw"'],
    ["src/lua/language/a.ts", 'import {parser} from "../syntax/parser.js"'],
    ["src/lua/syntax/a.ts", 'import {LRParser} from "@lezer/lr"'],
    ["src/client/a.ts", 'import KernelWorker from "../../workers/kernel.worker.ts?worker"'],
    ["src/client/a.ts", 'import type {KernelApi} from "../../workers/kernel-api.ts"'],
    ["src/client/a.ts", 'import {wrap} from "comlink"'],
    ["workers/kernel.worker.ts", 'import {boot} from "../src/lua/engine/boot.ts"'],
    ["src/lua/engine/native/build.ts", 'import {readFileSync} from "node:fs"'],
    ["src/lua/engine/native/build.ts", 'import wabt from "wabt"'],
    ["components/editor/a.ts", 'import {property} from "lit/decorators.js"'],
    ["src/main.ts", 'import "../components/workbench/workbench.ts"'],
    ["src/base/a.ts", 'const text = "import {x} from \'lit\'" // import "wasmoon"'],
  ])("lets %s say %s", (path, line) => {
    expect(judge(path, line)).toBe("")
  })

  it.each([
    ["src/base/a.ts", 'import {x} from "../protocol/envelope.ts"', "base may not import protocol"],
    ["src/base/a.ts", 'import type {D} from "@vscode/debugprotocol"', "base may not import @vscode/debugprotocol"],
    ["src/debugger/a.ts", 'import {readFile} from "node:fs"', "debugger may not import node:fs"],
    ["src/debugger/a.ts", 'export * from "../lua/engine/a.ts"', "debugger may not import lua/engine"],
    ["src/debugger/a.ts", 'const x = await import("../kernel/a.ts")', "debugger may not import kernel"],
    ["src/debugger/a.ts", "const x = await import(`../kernel/a.ts`)", "debugger may not import kernel"],
    ["src/protocol/a.ts", 'import {D} from "@vscode/debugprotocol"', "protocol may import only types of @vscode"],
    [
      "src/transport/a.ts",
      'import {Engine} from "../debugger/engine.ts"',
      "transport may import only types of debugger",
    ],
    ["src/transport/a.ts", 'import {type Engine} from "../debugger/engine.ts"', "only types of debugger"],
    ["src/transport/a.ts", 'export {x} from "../debugger/engine.ts"', "only types of debugger"],
    ["src/transport/a.ts", 'import "../debugger/engine.ts"', "only types of debugger"],
    ["src/lua/engine/a.ts", 'import {a} from "../language/a.ts"', "lua/engine may not import lua/language"],
    ["src/lua/syntax/a.ts", 'import {a} from "../../base/a.ts"', "lua/syntax may not import base"],
    ["src/client/a.ts", 'import {a} from "../../workers/kernel-api.ts"', "client may import only types of workers"],
    ["src/kernel/a.ts", 'import type {Remote} from "comlink"', "only client and workers may import comlink"],
    ["workers/a.ts", 'import {LuaFactory} from "wasmoon"', "only lua/engine may import wasmoon"],
    ["workers/a.ts", 'import glue from "wasmoon/dist/glue.wasm?url"', "only lua/engine may import wasmoon"],
    ["workers/a.ts", 'import {a} from "../src/client/face.ts"', "workers may not import client"],
    ["components/a.ts", 'import {a} from "../src/kernel/kernel.ts"', "components may not import kernel"],
    ["components/a.ts", 'import {a} from "lit-html"', "components may not import lit-html"],
    ["src/base/a.ts", 'import {a} from "../../test/support/serve.mjs"', "outside of every layer"],
    ["src/base/a.ts", 'import {a} from "../../../elsewhere.ts"', "outside of every layer"],
    ["src/lua/engine/a.ts", 'import {build} from "./native/build.ts"', "lua/engine may not import build"],
    ["src/stray.ts", "", "belongs to no layer"],
    ["src/lua/stray.ts", "", "belongs to no layer"],
    ["src/page/stray.ts", "", "belongs to no layer"],
    ["src/build/stray.ts", "", "belongs to no layer"],
  ])("refuses %s to say %s", (path, line, reason) => {
    expect(judge(path, line)).toContain(reason)
  })

  it("finds every import of a file", () => {
    const source = 'import a from "./a.ts"\nexport {b} from "lit"\nconst c = () => import("./c.ts")'
    expect(readImports("src/x/y.ts", source).map(found => found.path)).toEqual(["src/x/a.ts", "lit", "src/x/c.ts"])
  })

  it("says which file can't be parsed", () => {
    expect(() => readImports("src/base/a.ts", "import {")).toThrow("src/base/a.ts can't be parsed")
  })

  const graph = (...arrows: string[]) => {
    const edges = new Map<string, Set<string>>()
    for (const [from, to] of arrows.map(one => one.split(" > ")))
      edges.set(from, (edges.get(from) ?? new Set()).add(to))
    return edges
  }

  it("finds circles", () => {
    expect(findCircles(graph("a > b", "b > c", "c > a", "c > d", "d > e"))).toEqual([["a", "b", "c"]])
  })

  it.each([
    ["x/low/a > x/high/b", "low stands below high"],
    ["x/low/a > x/top", "stands above the rooms"],
    ["x/attic/a > x/low/b", "no room attic"],
    ["x/low/a > x/other/b", "low, other stand on each other"],
    ["x/high/a > x/low/b", ""],
    ["x/low/a > x/types", ""],
    ["x/low/a > y/high/b", ""],
  ])("judges %s", (arrow, reason) => {
    const [one] = readRooms("- `x`: `low` (`none`) and `other` < `high`; `native` first.", layer => layer)
    const found = judgeRooms(one, graph(arrow, "x/other/c > x/low/b", "x/top > x/high/b")).join()
    if (reason) expect(found).toContain(reason)
    else expect(found).toBe("")
  })

  const lines = (count: number) => "x\n".repeat(count)

  it.each([
    ["src/base/a.ts", lines(400)],
    ["src/lua/syntax/parser.ts", lines(2000)],
    ["src/lua/syntax/parser.terms.ts", lines(2000)],
    ["workers/kernel.worker.ts", lines(60)],
    ["workers/kernel-api.ts", lines(61)],
  ])("lets %s have its length", (path, source) => {
    expect(judgeShape(path, source)).toEqual([])
  })

  it.each([
    ["src/base/a.ts", lines(401), "401 lines"],
    ["src/base/parser.ts", lines(401), "401 lines"],
    ["workers/kernel.worker.ts", lines(61), "an entry point"],
    ["workers/service-worker.ts", lines(61), "an entry point"],
    ["src/base/a.ts", "// TODO: later", "TODO"],
    ["src/base/a.ts", "/* FIXME */", "FIXME"],
  ])("refuses %s its content", (path, source, reason) => {
    expect(judgeShape(path, source).join()).toContain(reason)
  })

  it.each([
    ["src/lua/engine/a.ts", "const at = Date.now()", "Date.now"],
    ["src/lua/engine/vm/a.ts", "crypto.getRandomValues(words)", "crypto"],
  ])("refuses %s to say %s, beside the door", (path, source, reason) => {
    expect(judgeDoor(path, source).join()).toContain(reason)
  })

  it.each([
    ["src/lua/engine/world/a.ts", "const at = Date.now()"],
    ["src/lua/engine/a.ts", "const at = clock.now() // not Date.now()"],
  ])("lets %s say %s", (path, source) => {
    expect(judgeDoor(path, source)).toEqual([])
  })

  it.each(["it.only", "describe.skip", "it.skip.each", "describe.concurrent.only", "test.todo"])("refuses %s", call => {
    expect(judgeTest("test/a.test.ts", `${call}("works", () => {})`)).toHaveLength(1)
  })

  it.each(["it", "describe.each", "it.skipIf(!isolated)", "pages.skip"])("lets a test say %s", call => {
    expect(judgeTest("test/a.test.ts", `${call}("works", () => {})`)).toEqual([])
  })
})
