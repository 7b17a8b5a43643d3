/** What a message of Lua's holds: luaL_where and luaG_addinfo put a place before it. The one reader of that form. */
import type {FilePlace} from "../../../base/script-error.ts"
import {pathOfSource} from "./chunks.ts"

export interface PlacedError {
  readonly text: string
  /** Without the place. */
  readonly message: string
  /** Where it names a file of the workspace. */
  readonly place?: FilePlace
}

export function readError(text: string): PlacedError {
  const [prefix = "", chunk = "", line] = /^([^\n:]+):(\d+): /.exec(text) ?? []
  const path = !prefix || chunk.startsWith("[") ? undefined : pathOfSource(`@${chunk}`)
  if (path === undefined) return {text, message: text}
  return {text, message: text.slice(prefix.length), place: {path, line: Number(line)}}
}
