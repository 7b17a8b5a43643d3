import {randomBytes} from "node:crypto"
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs"
import {tmpdir} from "node:os"
import {dirname, join} from "node:path"
import {afterEach, describe, expect, it} from "vitest"
import {measureFirstLoad, reportSizes} from "./size.mjs"

let dist = ""

/** A made-up dist/ with the files given. */
function makeBuild(files: Record<string, string | Buffer>): string {
  dist = mkdtempSync(join(tmpdir(), "moonstep-size-"))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, path)), {recursive: true})
    writeFileSync(join(dist, path), content)
  }
  return dist
}

const pathsOf = (folder: string) =>
  measureFirstLoad(folder)
    .map(file => file.path)
    .sort()

afterEach(() => rmSync(dist, {recursive: true, force: true}))

describe("measureFirstLoad", () => {
  it("follows the page to what it loads, and leaves the rest", () => {
    const build = makeBuild({
      "index.html": `<!doctype html>
        <link rel="stylesheet" crossorigin href="./assets/index-a.css">
        <link rel=icon href='/icon.svg'>
        <link rel="canonical" href="/elsewhere.html">
        <!-- <script src="./assets/old.js"></script> -->
        <script type="module" crossorigin src="./assets/index-a.js"></script>
        <script src="https://example.org/x.js"></script>`,
      "icon.svg": "<svg/>",
      "elsewhere.html": "",
      "assets/index-a.js": 'import{a}from"./shared-a.js";export*from"./more-a.js";import("./lazy-a.js");a()',
      "assets/shared-a.js": 'import"./index-a.js";export const a=()=>{}',
      "assets/more-a.js": 'export{b}from"./deep-a.js";const text=\'import "./text.js"\'',
      "assets/deep-a.js": "export const b=1",
      "assets/lazy-a.js": "export {}",
      "assets/old.js": "",
      "assets/index-a.css": '@import "./base.css";a{b:url("./used.png#x")}c{d:url(data:image/png,x)} /* url(no.png) */',
      "assets/base.css": "",
      "assets/used.png": "",
      "moonstep.js": "export {}",
    })
    expect(pathsOf(build)).toEqual([
      "assets/base.css",
      "assets/deep-a.js",
      "assets/index-a.css",
      "assets/index-a.js",
      "assets/more-a.js",
      "assets/shared-a.js",
      "assets/used.png",
      "icon.svg",
      "index.html",
    ])
  })

  it("adds workers with their imports, fonts, and the largest wasm", () => {
    const build = makeBuild({
      "index.html": "",
      "service-worker.js": "",
      "assets/kernel.worker-a.js": 'import "./shared-a.js"',
      "assets/shared-a.js": "",
      "assets/codicon-a.ttf": "",
      "assets/vm-isolated-a.wasm": randomBytes(300),
      "assets/vm-plain-a.wasm": randomBytes(200),
      "deeper/assets/kernel.worker-a.js": "",
    })
    expect(pathsOf(build)).toEqual([
      "assets/codicon-a.ttf",
      "assets/kernel.worker-a.js",
      "assets/shared-a.js",
      "assets/vm-isolated-a.wasm",
      "index.html",
      "service-worker.js",
    ])
  })

  it("says that there is no build", () => {
    expect(() => measureFirstLoad(makeBuild({}))).toThrow('Run "npm run build" first')
  })

  it("says which file is missing", () => {
    const build = makeBuild({"index.html": '<script src="./assets/gone.js"></script>'})
    expect(() => measureFirstLoad(build)).toThrow("index.html names ./assets/gone.js, which is not in")
  })
})

describe("reportSizes", () => {
  it("lists the files and what is left", () => {
    const {text, withinBudget} = reportSizes([{path: "a.js", bytes: 300_000, gzipped: 100_000}])
    expect(withinBudget).toBe(true)
    expect(text.split("\n")).toEqual([
      "first load        size     gzipped",
      "a.js          300.0 kB    100.0 kB",
      "in all        300.0 kB    100.0 kB",
      "400.0 kB of 500 kB are left.",
    ])
  })

  it("names the largest files beyond the budget", () => {
    const sizes = [400_000, 90_000, 20_000, 10_000]
    const files = sizes.map((gzipped, index) => ({path: `${index}.js`, bytes: gzipped, gzipped}))
    const {text, withinBudget} = reportSizes(files)
    expect(withinBudget).toBe(false)
    expect(text).toContain(
      "The first load is 20.0 kB over its budget of 500 kB gzipped. " +
        "The largest files are 0.js (400.0 kB), 1.js (90.0 kB), 2.js (20.0 kB).",
    )
  })
})
