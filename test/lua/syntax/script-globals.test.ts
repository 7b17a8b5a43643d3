import {describe, expect, it} from "vitest"
import {libraryEntries, libraryEntry, scriptFunctionNames, scriptGlobalNames} from "../../../src/lua/syntax/index.ts"
import {scriptGlobalsPage} from "../../support/script-globals-page.ts"

describe("The script globals' definitions", () => {
  it("are known to completion and hover, each with a sentence", () => {
    expect(scriptGlobalNames).toEqual(["Console", "Debugger", "Performance", "Inspect"])
    expect(scriptFunctionNames).toHaveLength(new Set(scriptFunctionNames).size)
    for (const name of scriptFunctionNames) expect(libraryEntry(name)?.description).toMatch(/\.$/)
    const known = libraryEntries.filter(({library}) => scriptGlobalNames.includes(library))
    expect(known.map(({library, name}) => `${library}.${name}`)).toEqual(scriptFunctionNames)
  })

  it("are what the page says; npm run docs writes it anew", async () => {
    await expect(scriptGlobalsPage()).toMatchFileSnapshot("../../../docs/script-globals.md")
  })
})
