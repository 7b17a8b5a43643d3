/** An error as the workbench shows it. */

import type {ErrorContent} from "../../protocol/execution.ts"
import {scriptFailureOf} from "../../protocol/script-failure.ts"
import type {StopError} from "../../protocol/stops.ts"
import type {Place} from "../place.ts"
import {errorWords} from "./error-words.ts"

export interface Failure {
  /** Without the place that it begins with. */
  readonly message: string
  /** The place that it names. */
  readonly place?: Place
  /** The chunk did not compile: nothing ran. */
  readonly syntax?: boolean
  readonly traceback?: string
}

const failure = ({kind, message, place}: Pick<ErrorContent, "kind" | "message" | "place">): Failure => ({
  message,
  ...(place ? {place} : {}),
  ...(kind === "SyntaxError" ? {syntax: true} : {}),
})

/** Of what has ended a program. */
export function failureOf({
  kind = "RuntimeError",
  message = "",
  place,
  traceback = [],
}: Partial<ErrorContent>): Failure {
  const [, ...stack] = traceback
  return {...failure({kind, message, place}), ...(stack.length ? {traceback: stack.join("\n")} : {})}
}

/** Of an error that a program stands at. @param place the frame's, which is nearer than what the error says */
export function failureAt({message, place}: StopError, frame: Place | undefined): Failure {
  const at = frame ?? place
  return {message, ...(at ? {place: at} : {})}
}

/** Of what a request was refused with. */
export function failureOfThrown(thrown: unknown): Failure {
  const said = scriptFailureOf(thrown)
  return said ? failure(said) : {message: errorWords(thrown)}
}
