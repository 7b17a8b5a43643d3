/** Thrown through a program to end it; the program can't catch it. */
export class Interruption extends Error {
  constructor() {
    super("interrupted")
    this.name = "Interruption"
  }
}

/** An error of the script's language: what it says, and where it came from. */
export class ScriptError extends Error {
  /** Innermost first, a line each. */
  readonly traceback: readonly string[]
  readonly place?: {readonly path: string; readonly line: number}
  /** The language's kind of error, e.g. "SyntaxError", "RuntimeError". */
  readonly kind: string
  constructor(
    kind: string,
    message: string,
    traceback: readonly string[] = [],
    place?: {readonly path: string; readonly line: number},
  ) {
    super(message)
    this.name = "ScriptError"
    this.kind = kind
    this.traceback = traceback
    if (place) this.place = place
  }
}
