/**
 * Lines as Lua's lexer counts them (inclinenumber in llex.c): `\n`, `\r`, `\r\n` and `\n\r` each end one line. A byte
 * order mark has no column of its own.
 */
export class LineIndex {
  /** Offset of the first character of each line. */
  private readonly starts: number[]

  constructor(text: string) {
    this.starts = [text.startsWith("\ufeff") ? 1 : 0]
    const breaks = /\r\n|\n\r|\n|\r/g
    for (let match = breaks.exec(text); match; match = breaks.exec(text)) this.starts.push(breaks.lastIndex)
  }

  /** How many lines the text has; an empty text has one. */
  get count(): number {
    return this.starts.length
  }

  /** The offset where a 1-based line begins; past the last one, infinity. */
  startOf(line: number): number {
    return this.starts[line - 1] ?? Number.POSITIVE_INFINITY
  }

  /** The 1-based line that holds an offset. */
  lineAt(offset: number): number {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.starts[middle] <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** The 1-based column of an offset, in UTF-16 units. */
  columnAt(offset: number): number {
    return Math.max(0, offset - this.starts[this.lineAt(offset) - 1]) + 1
  }
}
