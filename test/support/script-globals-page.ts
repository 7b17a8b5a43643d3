/** docs/script-globals.md, written from the table of definitions that the engine registers. */
import {libraryEntries, scriptGlobalNames} from "../../src/lua/syntax/index.ts"

const about: Readonly<Record<string, string>> = {
  Console:
    "What is said here comes in order with what `print` writes: as a `console` notification on iopub (level, text, file and line), and in a debug session as an `output` event of DAP, `warn` and `error` as standard error. Values look as they do in the debugger; no metamethod runs. A table that is shown is a `display_data` with `text/plain`, `text/html` and `application/vnd.dataresource+json`.",
  Debugger: "What a program can ask of the debugger it runs under. Where there is none, nothing happens.",
  Performance: "Times are milliseconds, as floats; their zero is the start of the kernel.",
  Inspect: "Values, variables and functions as the debugger sees them.",
}

export function scriptGlobalsPage(): string {
  const sections = scriptGlobalNames.flatMap(global => [
    `## ${global}`,
    about[global],
    [
      "| call | does |",
      "| --- | --- |",
      ...libraryEntries
        .filter(({library}) => library === global)
        .map(({name, parameters, description}) => `| \`${global}.${name}${parameters}\` | ${description} |`),
    ].join("\n"),
  ])
  return `${[
    "# Script globals",
    "Written from `src/lua/syntax/script-globals.ts` by `npm run docs`; a test holds it to that.",
    "Four tables that every program and every execution finds beside Lua's own library. A program that assigns a global of one of these names has its own from then on. A reset gives them back, and forgets what they remember (counts, clocks, marks).",
    ...sections,
  ].join("\n\n")}\n`
}
