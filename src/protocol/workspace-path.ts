/** Which paths files of the workspace may have. */
import {invalidParams} from "./errors.ts"

/** The path without a leading `./` or `/`: relative, without `..`, at most 300 characters. @throws invalid params */
export function workspacePath(given: string, method: string): string {
  const path = given.replace(/^(\.?\/)+/, "")
  const bad =
    !path ||
    path.length > 300 ||
    path.split("/").some(part => ["", ".", "..", "__proto__"].includes(part)) ||
    path.includes("\0")
  if (bad) throw invalidParams(method, `"${path}" is not a workspace path; write it like "lib/geometry.lua".`)
  return path
}

/** Why a file can't stand beside others, as a sentence: what is a file can't be a folder. */
export function conflictOf(path: string, others: Iterable<string>): string | undefined {
  for (const other of others) {
    if (path.startsWith(`${other}/`)) return `"${path}" can't be written: "${other}" is a file, and no folder.`
    if (other.startsWith(`${path}/`)) return `"${path}" can't be written: it is the folder of "${other}".`
  }
  return undefined
}
