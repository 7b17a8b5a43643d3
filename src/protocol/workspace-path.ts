/** Which files a workspace takes: the one rule for page, kernel and workbench. */
import {normalPath} from "../base/path.ts"
import {invalidParams, limitExceeded} from "./errors.ts"
import {fileLimit, pathLimit} from "./limits.ts"

/** Why a file can't have this path, as a sentence; undefined: it can. Any way of writing it is looked at. */
export function pathProblem(given: string): string | undefined {
  const path = normalPath(given)
  if (path === "" || path.endsWith("/")) return `"${given}" names no file; write it like "lib/geometry.lua".`
  const parts = path.split("/")
  if (parts[0] === "..") return `"${given}" is not in the workspace; write it like "lib/geometry.lua".`
  if (path.length > pathLimit) return `The path "${path.slice(0, 40)}…" is longer than ${pathLimit} characters.`
  // and what is no Unicode
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f\\]|\p{Surrogate}/u.test(path))
    return `"${path}" is not a workspace path; write it like "lib/geometry.lua".`
  return undefined
}

/** @throws invalid params */
export function checkPath(path: string, method: string): void {
  const problem = pathProblem(path)
  if (problem !== undefined) throw invalidParams(method, problem)
}

/** @throws invalid params, limit exceeded */
export function checkFile(path: string, content: string | Uint8Array, method: string): void {
  checkPath(path, method)
  if (isTooLarge(content)) throw limitExceeded(`"${path}"`, fileLimit.words)
}

/** Whether a file has more bytes than a workspace takes; of text, in UTF-8. */
export function isTooLarge(content: string | Uint8Array): boolean {
  const {bytes} = fileLimit
  // a UTF-16 code unit makes at most three bytes
  if (typeof content !== "string" || content.length * 3 <= bytes) return content.length > bytes
  let count = 0
  for (const character of content) {
    const code = character.codePointAt(0) as number
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (count > bytes) return true
  }
  return false
}

/** Why a file can't stand beside others, as a sentence: what is a file can't be a folder. */
export function conflictOf(path: string, others: Iterable<string>): string | undefined {
  for (const other of others) {
    if (path.startsWith(`${other}/`)) return `"${path}" can't be written: "${other}" is a file, and no folder.`
    if (other.startsWith(`${path}/`)) return `"${path}" can't be written: it is the folder of "${other}".`
  }
  return undefined
}
