/** Requests that were refused because the script has failed in them. */
import type {ErrorBody} from "./envelope.ts"
import type {ScriptFailure} from "./execution.ts"

/** The code of their errors. */
export const scriptFailed = -32011

/** What an error of a request says of the script; undefined for all others. */
export function scriptFailureOf(error: unknown): ScriptFailure | undefined {
  const {code, data} = (error ?? {}) as Partial<ErrorBody>
  return code === scriptFailed ? (data as ScriptFailure | undefined) : undefined
}
