/** The comment above a function: what its author says about it. */
import type {Tree} from "@lezer/common"
import {LineIndex} from "./lines.ts"

/** The text of the comments that end right above a 1-based line, without their dashes; undefined: there are none. */
export function commentAbove(tree: Tree, text: string, line: number, lines = new LineIndex(text)): string | undefined {
  const byLastLine = new Map<number, {readonly first: number; readonly text: string}>()
  tree.iterate({
    enter({name, from, to}) {
      if (name !== "LineComment" && name !== "BlockComment") return
      const first = lines.lineAt(from)
      // one that stands behind a statement belongs to that
      const start = text.lastIndexOf("\n", from - 1) + 1
      if (text.slice(start, from).trim() !== "") return
      byLastLine.set(lines.lineAt(Math.max(from, to - 1)), {first, text: undressed(text.slice(from, to))})
    },
  })
  const found: string[] = []
  for (let above = byLastLine.get(line - 1); above; above = byLastLine.get(above.first - 1)) found.unshift(above.text)
  return found.length ? found.join("\n").trim() : undefined
}

function undressed(comment: string): string {
  const [, body] = /^--\[(=*)\[([\s\S]*)\]\1\]$/.exec(comment)?.slice(1) ?? []
  return body === undefined ? comment.trimEnd().replace(/^-+ ?/, "") : body.trim()
}
