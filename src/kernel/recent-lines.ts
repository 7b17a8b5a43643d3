/** The last lines that were written, for whoever looks at a stop. */
import {RingBuffer} from "../base/ring-buffer.ts"

const kept = 5
const longest = 300

export class RecentLines {
  private readonly lines = new RingBuffer<string>(kept)
  /** What has been written of a line that goes on. */
  private open = ""

  /** Text as it was written: some lines, or a part of one. Only its end is looked at. */
  add(text: string): void {
    const end = text.lastIndexOf("\n")
    if (end < 0) {
      this.open = (this.open + text).slice(0, longest)
      return
    }
    let start = end
    for (let i = 0; i < kept && start >= 0; i++) start = start > 0 ? text.lastIndexOf("\n", start - 1) : -1
    const [first, ...rest] = text.slice(start + 1, end).split("\n")
    this.lines.push(((start < 0 ? this.open : "") + first).slice(0, longest))
    for (const line of rest) this.lines.push(line.slice(0, longest))
    this.open = text.slice(end + 1, end + 1 + longest)
  }
  /** Oldest first. */
  list(): string[] {
    return [...this.lines, ...(this.open ? [this.open] : [])].slice(-kept)
  }
  clear(): void {
    this.lines.clear()
    this.open = ""
  }
}
