/** Thrown through a program to end it; the program can't catch it. */
export class Interruption extends Error {
  constructor() {
    super("interrupted")
    this.name = "Interruption"
  }
}

/** What kinds of error there are, of the script's language and of what ends its programs. */
export const errorKinds = [
  "SyntaxError",
  "RuntimeError",
  "FileError",
  "NameError",
  "Timeout",
  "Interrupted",
  "Exit",
] as const
export type ErrorKind = (typeof errorKinds)[number]

/** Somewhere in a file of the workspace; the line is 1-based. */
export interface FilePlace {
  readonly path: string
  readonly line: number
}

/** What there is to know of an error beside its message. */
export interface ErrorDetails {
  /** The message without the place that it begins with. Default: the message. */
  readonly said?: string
  /** The place that it begins with. */
  readonly place?: FilePlace
  /** Innermost first, a line each. Default: none. */
  readonly traceback?: readonly string[]
}

/** An error of the script's language: what it says (`message`, as the script would read it), and where it came from. */
export class ScriptError extends Error {
  readonly kind: ErrorKind
  readonly said: string
  readonly place?: FilePlace
  readonly traceback: readonly string[]
  constructor(kind: ErrorKind, message: string, {said = message, place, traceback = []}: ErrorDetails = {}) {
    super(message)
    this.name = "ScriptError"
    this.kind = kind
    this.said = said
    this.traceback = traceback
    if (place) this.place = place
  }
}
