/**
 * Writes parser.ts and parser.terms.ts from lua.grammar: `node src/lua/syntax/generate.mjs`.
 * The generator's own TypeScript output is mended in two places: imports get the ending `.ts` that this project's
 * compiler options ask for, and a header says where the file comes from.
 */
import {readFileSync, writeFileSync} from "node:fs"
import {fileURLToPath} from "node:url"
import {buildParserFile} from "@lezer/generator"

const here = name => fileURLToPath(new URL(name, import.meta.url))
const header = "// Generated from lua.grammar by generate.mjs. Do not edit.\n"

/** The texts of the two files, by name. Throws on an error and on a warning of the generator. */
export function generateParser() {
  const {parser, terms} = buildParserFile(readFileSync(here("lua.grammar"), "utf8"), {
    fileName: "lua.grammar",
    typeScript: true,
    warn: message => {
      throw new Error(message)
    },
  })
  const mend = text => header + text.replace(/^\/\/ This file was generated.*\n/, "").replace(/\n*$/, "\n")
  return {"parser.ts": mend(parser), "parser.terms.ts": mend(terms)}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generateParser())) writeFileSync(here(name), text)
}
