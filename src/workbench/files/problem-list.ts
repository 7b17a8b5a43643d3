/** What the open files hold that is not Lua, as the editor marks it: read anew a moment after each change of a text. */

import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"
import type {Failure} from "../words/failure.ts"
import type {Workspace} from "./workspace.ts"

/** A place where a text is not Lua; the line is 1-based. */
export interface TextProblem {
  readonly line: number
  readonly message: string
}

/** What Problems lists. */
export interface Problem {
  readonly kind: "syntax" | "error"
  readonly message: string
  readonly place?: Place
  readonly traceback?: string
  /** Its file has been changed since. */
  readonly isOld?: boolean
}

/** Reads a text of Lua. */
export type ProblemFinder = (text: string) => readonly TextProblem[]

/** As long as the editor waits with its marks, in milliseconds. */
const restMs = 400

export class ProblemList extends Observable {
  readonly #workspace: Workspace
  #finder: ProblemFinder = () => []
  #read = new Map<string, {readonly text: string; readonly problems: readonly TextProblem[]}>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(workspace: Workspace) {
    super()
    this.#workspace = workspace
    workspace.onChange(() => this.#readSoon())
  }

  set finder(finder: ProblemFinder) {
    this.#finder = finder
    this.#readSoon()
  }

  /**
   * Those of the open files, and what ended the last run. What Lua has said of a text is left out once the text is
   * another one, or says it itself.
   * @param edited files that have been changed since that run
   */
  list(failure: Failure | undefined, edited: ReadonlySet<string>): readonly Problem[] {
    const {openPaths} = this.#workspace
    const written = openPaths.flatMap(path =>
      (this.#read.get(path)?.problems ?? []).map(
        ({line, message}): Problem => ({kind: "syntax", message, place: {path, line}}),
      ),
    )
    if (!failure) return written
    const {message, place, traceback, syntax} = failure
    const isOld = place !== undefined && edited.has(place.path)
    const isKnown = written.some(other => other.place?.path === place?.path && other.place?.line === place?.line)
    if (syntax && (isOld || isKnown)) return written
    const last: Problem = {
      kind: syntax ? "syntax" : "error",
      message,
      ...(place ? {place} : {}),
      ...(traceback ? {traceback} : {}),
      ...(isOld ? {isOld} : {}),
    }
    return [last, ...written]
  }

  #readSoon(): void {
    if (!this.#unread.length && this.#read.size === this.#readable.length) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#readAll(), restMs)
  }

  get #readable(): string[] {
    return this.#workspace.openPaths.filter(path => path.endsWith(".lua"))
  }
  get #unread(): string[] {
    return this.#readable.filter(path => this.#read.get(path)?.text !== this.#workspace.text(path))
  }

  #readAll(): void {
    const fresh = new Map<string, {readonly text: string; readonly problems: readonly TextProblem[]}>()
    for (const path of this.#readable) {
      const text = this.#workspace.text(path)
      const known = this.#read.get(path)
      fresh.set(path, known?.text === text ? known : {text, problems: this.#finder(text)})
    }
    this.#read = fresh
    this.changed()
  }
}
