/**
 * The text that runs, beside the one that is written: what the debugger says of lines is about the text as it was when
 * the program began. Here such a line becomes the one where its text stands now, for all that shows it.
 */
import type {LineMap} from "../breakpoints/breakpoint-list.ts"
import {movedLines} from "../breakpoints/moved-lines.ts"
import type {Place} from "../place.ts"

interface RunningFile {
  readonly text: string
  /** By the line less one: where it stands now; 0: it is gone. */
  readonly lines: readonly number[]
}

export class RunningText implements LineMap {
  /** Of the files whose text is another one now. */
  readonly #files = new Map<string, RunningFile>()
  /** Path → the text of then. */
  readonly #edited = new Map<string, string>()

  /** A program begins: what is there now is what runs. */
  begin(): void {
    this.#files.clear()
    this.#edited.clear()
  }

  /** The program has ended. Where its lines stand is still known. */
  end(): void {
    this.#edited.clear()
  }

  /** Files changed since the last start, and after its end since that: what ran is older than what is shown. */
  get edited(): ReadonlySet<string> {
    return new Set(this.#edited.keys())
  }

  /** A file has got another text. */
  note(path: string, before: string, after: string): void {
    const since = this.#edited.get(path) ?? before
    if (since === after) this.#edited.delete(path)
    else this.#edited.set(path, since)
    const moved = movedLines(before, after)
    const {text, lines} = this.#files.get(path) ?? {text: before, lines: moved.map((_, index) => index + 1)}
    if (text === after) this.#files.delete(path)
    else this.#files.set(path, {text, lines: lines.map(line => (line === 0 ? 0 : moved[line - 1]))})
  }

  lineNow(path: string, line: number): number | undefined {
    const file = this.#files.get(path)
    return file ? file.lines[line - 1] || undefined : line
  }

  lineThen(path: string, line: number): number | undefined {
    const file = this.#files.get(path)
    if (!file) return line
    const index = file.lines.indexOf(line)
    return index < 0 ? undefined : index + 1
  }

  /** A place of the text that runs, in the one that is shown. */
  readonly placeNow = (place: Place): Place => {
    const line = this.lineNow(place.path, place.line)
    if (line === place.line) return place
    return line === undefined ? {...place, isGone: true} : {...place, line}
  }
}
