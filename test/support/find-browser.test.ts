import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs"
import {tmpdir} from "node:os"
import {join} from "node:path"
import {afterAll, beforeAll, describe, expect, it} from "vitest"
import {type BrowserKind, findBrowser} from "./find-browser.mjs"

const root = mkdtempSync(join(tmpdir(), "moonstep-browser-"))
const program = (...path: string[]) => join(root, ...path)

function makeProgram(...path: string[]): void {
  mkdirSync(join(root, ...path.slice(0, -1)), {recursive: true})
  writeFileSync(program(...path), "")
  chmodSync(program(...path), 0o755)
}

const kind: BrowserKind = {
  name: "Netscape",
  variable: "NETSCAPE_PATH",
  commands: ["netscape", "navigator"],
  places: [program("Applications", "Netscape")],
  debianPackage: "netscape-esr",
}
const empty: BrowserKind = {...kind, places: []}
const neverInstall = () => false

beforeAll(() => {
  makeProgram("bin", "navigator")
  makeProgram("Applications", "Netscape")
  makeProgram("mine")
  mkdirSync(program("folders", "netscape"), {recursive: true})
})

afterAll(() => rmSync(root, {recursive: true}))

describe("findBrowser", () => {
  const path = `${program("folders")}:${program("bin")}`

  it("takes the environment variable first", () => {
    const env = {NETSCAPE_PATH: program("mine"), PATH: path}
    expect(findBrowser(kind, {env, install: neverInstall})).toBe(program("mine"))
  })

  it("refuses a variable that names no program", () => {
    const env = {NETSCAPE_PATH: program("folders"), PATH: path}
    expect(() => findBrowser(kind, {env, install: neverInstall})).toThrow(/^NETSCAPE_PATH is .* no program/)
  })

  it("looks on PATH, past folders of the same name", () => {
    expect(findBrowser(kind, {env: {PATH: path}, install: neverInstall})).toBe(program("bin", "navigator"))
  })

  it("looks at the usual places after that", () => {
    expect(findBrowser(kind, {env: {}, install: neverInstall})).toBe(program("Applications", "Netscape"))
  })

  it("installs one where it can", () => {
    const install = (name: string) => {
      makeProgram("installed", "netscape")
      return name === "netscape-esr"
    }
    expect(findBrowser(empty, {env: {PATH: program("installed")}, install})).toBe(program("installed", "netscape"))
  })

  it("says how to get one elsewhere", () => {
    expect(() => findBrowser(empty, {env: {}, install: neverInstall})).toThrow(
      'Netscape was not found. Install it (Debian and Ubuntu: "sudo apt-get install netscape-esr"), ' +
        "or set NETSCAPE_PATH to the path of its program.",
    )
  })
})
