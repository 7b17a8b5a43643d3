/** How deep in blocks and brackets a text ends that goes on in the next line. */
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
