/** docs/script-globals.md, written from the table of definitions that the engine registers. */
import {libraryEntries, scriptGlobalNames} from "../../src/lua/syntax/index.ts"

const about: Readonly<Record<string, string>> = {
  Console:
    "What is said here comes in order with what `print` writes: as a `console` notification on iopub (level, text, file and line), and in a debug session as an `output` event of DAP, `warn` and `error` as standard error. Values look as they do in the debugger; no metamethod runs. A table that is shown is a `display_data` with `text/plain`, `text/html` and `application/vnd.dataresource+json`.",
  Debugger: "What a program can ask of the debugger it runs under. Where there is none, nothing happens.",
  Performance: "Times are milliseconds, as floats; their zero is the start of the kernel.",
  Inspect: "Values, variables and functions as the debugger sees them.",
}

const host =
  "Functions of the page, where `startKernel({host: {name: f}})` has given some; else there is no such global. `Host.name(a, b)` calls `f([a, b], {correlation, client, session, signal})` in that page, whichever client's program it is, waits for its promise, and returns its value. A throw or a rejection is an error with the place of the call, for `pcall` to catch. Plain data crosses: nil and null, booleans, numbers (integers beyond 2^53 as BigInt; a number without a fraction comes back as an integer), strings (as Uint8Array where their bytes are not UTF-8), tables (keys 1…n, or none: a list; else an object whose keys are text) without metamethods. Functions, coroutines, userdata, instances of classes, what holds itself, more than 100 levels or more bytes than the limit `messageBytes` are refused with an error, either way. While the debugger evaluates (watches, hovers, conditions), host functions are refused as well. The time that a program waits counts as its running time."

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
    "Tables that every program and every execution finds beside Lua's own library. A program that assigns a global of one of these names has its own from then on. A reset gives them back, and forgets what they remember (counts, clocks, marks).",
    ...sections,
    "## Host",
    host,
  ].join("\n\n")}\n`
}
