/** Reading places out of what Lua says. */
import {programPath} from "../../src/base/path.ts"
import type {Failure, Place} from "./run-state.ts"

const placed = /^(?:lua: )?(?:error: )?([^\s:"'[\]][^:"'\n]*?):(\d+): ([\s\S]*)$/

/** Splits "main.lua:3: attempt to …" into place and message. Without a place, the message alone. */
export function parseLuaMessage(text: string): Failure {
  const [first, ...rest] = text.replace(/\s+$/, "").split(/\nstack traceback:\n?/)
  const traceback = rest.length > 0 ? rest.join("\n") : undefined
  const own = /^\[string "[^\n]*?"\]:\d+: /.exec(first)
  // The name of a chunk that is the expression itself tells nothing.
  if (own) return {message: first.slice(own[0].length).trim()}
  const match = placed.exec(first)
  const message = (match ? match[3] : first).trim()
  const failure: Failure = match ? {message, place: {path: programPath(match[1]), line: Number(match[2])}} : {message}
  return {...failure, ...(traceback ? {traceback} : {}), ...(looksLikeSyntax(message) ? {syntax: true} : {})}
}

// The words of Lua's own parser (llex.c, lparser.c): each ends in "near …", or is one of a few sentences.
function looksLikeSyntax(message: string): boolean {
  return (
    / near ('.*'|".*"|<eof>|<name>|<string>|<number>|<integer>)$/.test(message) ||
    /^(no visible label|label '.*' already defined|<goto .*> .*jumps into the scope|attempt to assign to const variable|too many local variables|break outside a loop|unknown attribute)/.test(
      message,
    )
  )
}

/** All places a text names, for links: "main.lua:3" → {path, line} with its offsets. */
export function findPlaces(text: string, paths: readonly string[]): {place: Place; from: number; to: number}[] {
  const found: {place: Place; from: number; to: number}[] = []
  for (const match of text.matchAll(/([\w./-]+):(\d+)/g)) {
    const path = programPath(match[1])
    if (!paths.includes(path)) continue
    found.push({
      place: {path, line: Number(match[2])},
      from: match.index,
      to: match.index + match[0].length,
    })
  }
  return found
}
