/**
 * How many rows each line of a monospaced text takes when it is wrapped at the edge, as in a terminal, and which lines
 * are in sight. Counted from the text, so that thousands of lines need not be laid out; what was measured counts more,
 * since characters may be wider than one column.
 */
export interface TextLine {
  readonly text: string
}

export interface LinesInSight {
  /** The index of the first line in sight. */
  readonly from: number
  /** The index after the last one. */
  readonly to: number
}

const tabSize = 8

export class RowHeights {
  #columns = 80
  #rows = new WeakMap<TextLine, number>()

  /** Forgets all where the width is another one. @returns whether it is */
  fit(columns: number): boolean {
    const fitting = Math.max(1, columns)
    if (fitting === this.#columns) return false
    this.#columns = fitting
    this.#rows = new WeakMap()
    return true
  }

  rowsOf(line: TextLine): number {
    const known = this.#rows.get(line)
    if (known !== undefined) return known
    const rows = Math.max(1, Math.ceil(columnsOf(line.text) / this.#columns))
    this.#rows.set(line, rows)
    return rows
  }

  /** @returns whether that is news */
  measured(line: TextLine, rows: number): boolean {
    if (rows < 1 || this.rowsOf(line) === rows) return false
    this.#rows.set(line, rows)
    return true
  }

  /** @param margin rows beyond each edge of the window that count as in sight */
  inSight(lines: readonly TextLine[], firstRow: number, rowCount: number, margin: number): LinesInSight {
    let from = 0
    let row = 0
    for (; from < lines.length; from++) {
      const next = row + this.rowsOf(lines[from])
      if (next > firstRow - margin) break
      row = next
    }
    let to = from
    for (; to < lines.length && row < firstRow + rowCount + margin; to++) row += this.rowsOf(lines[to])
    return {from, to}
  }

  /** Of the lines from one index up to another. */
  rowsIn(lines: readonly TextLine[], from: number, to: number): number {
    let rows = 0
    for (let index = from; index < to; index++) rows += this.rowsOf(lines[index])
    return rows
  }
}

function columnsOf(text: string): number {
  if (!text.includes("\t")) return text.length
  let column = 0
  for (const character of text) column += character === "\t" ? tabSize - (column % tabSize) : character.length
  return column
}
