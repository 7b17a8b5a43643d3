/** Errors of the script as they cross. */
import type {ErrorKind, ScriptError} from "../base/script-error.ts"
import type {ErrorContent} from "../protocol/execution.ts"

/** An error of Jupyter's, with the same as data beside. */
export function errorContent({kind, message, said, place, traceback}: ScriptError): ErrorContent {
  const at = place ? {place} : {}
  return {ename: kind, evalue: message, traceback: [message, ...traceback], kind, message: said, ...at}
}

/** An end that is no error of the script's own: there is no stack to show. */
export function endContent(kind: ErrorKind, message: string): ErrorContent {
  return {ename: kind, evalue: message, traceback: [], kind, message}
}
