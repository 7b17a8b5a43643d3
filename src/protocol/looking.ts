/** What may be asked by who only looks at a session. */

/** DAP commands that change nothing: whoever has attached may make them. A viewer's disconnect ends its viewing. */
export const lookingCommands: ReadonlySet<string> = new Set([
  "initialize",
  "disconnect",
  "threads",
  "stackTrace",
  "scopes",
  "variables",
  "evaluate",
  "exceptionInfo",
  "breakpointLocations",
  "dataBreakpointInfo",
  "loadedSources",
  "modules",
  "source",
  "completions",
  "stepInTargets",
  "gotoTargets",
  "executionContext",
])
