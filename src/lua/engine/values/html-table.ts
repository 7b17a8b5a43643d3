/** A table as HTML: the values that a program gives, and what it shows by Console.table. */

/** Of each row the first cell is its heading. */
export interface TableText {
  /** Missing where the columns have no names. */
  readonly head?: readonly string[] | undefined
  readonly rows: readonly (readonly string[])[]
  /** Rows that are not shown. */
  readonly more: number
}

export function htmlTable({head, rows, more}: TableText): string {
  const line = (cells: readonly string[], tag: (i: number) => "th" | "td") =>
    `<tr>${cells.map((text, i) => `<${tag(i)}>${escapeMarkup(text)}</${tag(i)}>`).join("")}</tr>`
  const caption = more > 0 ? `<caption>${moreWords(more)}</caption>` : ""
  const heading = head ? `<thead>${line(head, () => "th")}</thead>` : ""
  const body = rows.map(cells => line(cells, i => (i === 0 ? "th" : "td")))
  return `<table>${caption}${heading}<tbody>${body.join("")}</tbody></table>`
}

const entities: Readonly<Record<string, string>> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, character => entities[character])

/** The line that stands for them. */
export const moreWords = (more: number): string => `… ${more.toLocaleString("en-US")} more`
