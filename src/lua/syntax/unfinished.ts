/** Texts that go on in the next line: whether one does, and how deep in blocks and brackets it ends. */
import {parser} from "./parser.ts"

/** Words that one `end`, `until` or bracket closes. `while` and `for` are counted by their `do`, `elseif` by its `if`. */
const opening = new Set(["function", "if", "do", "repeat", "{", "("])
const closing = new Set(["end", "until", "}", ")"])
const step = "  "

/** What the line begins with that follows an incomplete text. */
export function nextIndent(text: string): string {
  let depth = 0
  parser.parse(text).iterate({
    enter({name, type, from, to}) {
      if (type.isError || from === to) return
      if (opening.has(name)) depth++
      else if (closing.has(name)) depth = Math.max(0, depth - 1)
    },
  })
  return step.repeat(depth)
}

/**
 * Whether what is typed so far is Lua as far as it goes, and more has to come: as lua.c's REPL asks, for an error at the
 * text's end, of a statement or of an expression.
 */
export function isUnfinished(text: string): boolean {
  return endsOpen(text) || endsOpen(`return ${text}`)
}

function endsOpen(text: string): boolean {
  let isOpen = false
  let firstError: number | undefined
  let end = text.trimEnd().length
  const comments: {from: number; to: number}[] = []
  parser.parse(text).iterate({
    enter({name, type, from, to, node}) {
      // a short string ends with its line
      const place = node.parent?.name === "String" ? node.parent.from : from
      if (type.isError) firstError = Math.min(firstError ?? place, place)
      if (name.endsWith("Comment")) comments.push({from, to})
      if (name === "LongString" || name === "BlockComment") isOpen ||= !isClosed(text.slice(from, to))
    },
  })
  for (const {from, to} of comments.reverse()) if (to >= end) end = text.slice(0, from).trimEnd().length
  return firstError === undefined ? isOpen : firstError >= end
}

/** Long strings and comments take everything up to their closing brackets, which may not be there. */
function isClosed(text: string): boolean {
  const level = /^(?:--)?\[(=*)\[/.exec(text)?.[1] ?? ""
  return text.endsWith(`]${level}]`)
}
