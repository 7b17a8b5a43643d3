/** A place in a source; the line is 1-based. */
export interface Place {
  /** In the workspace; of code that is in no file, the key of its number (base/source-key.ts). */
  readonly path: string
  /** How code is called that is in no file. */
  readonly name?: string
  readonly line: number
  /** The line is no longer in the text that is shown. */
  readonly isGone?: true
}
