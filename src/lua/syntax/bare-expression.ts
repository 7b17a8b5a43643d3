/** A console takes an expression, `#list` or `"a" .. text`, which is no statement: the grammar reads it behind a `return`. */

/** What no statement begins with, and an expression may. */
const start = /^\s*(?:["'{#~\d]|-(?!-)|\[=*\[|(?:not|nil|true|false)\b)/

/** What is to be put before a text so that it is Lua: "return " or nothing. */
export function statementPrefix(text: string): string {
  return start.test(text) && !text.startsWith("#!") ? "return " : ""
}
