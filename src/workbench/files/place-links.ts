/** The places that a text names. */
import {programPath} from "../../base/path.ts"
import type {Place} from "../place.ts"

/** All places a text names, for links: "main.lua:3" → {path, line} with its offsets. */
export function findPlaces(text: string, paths: readonly string[]): {place: Place; from: number; to: number}[] {
  const found: {place: Place; from: number; to: number}[] = []
  for (const match of text.matchAll(/([\w./-]+):(\d+)/g)) {
    const path = programPath(match[1])
    if (!paths.includes(path)) continue
    found.push({
      place: {path, line: Number(match[2])},
      from: match.index,
      to: match.index + match[0].length,
    })
  }
  return found
}
