/** Globs as SQLite has them: `*`, `?`, `[a-z]`, `[^a-z]`. Matched in the text's length times the glob's, whatever they are. */

/** "*", or which characters may stand here. */
type GlobPiece = "*" | ((character: string) => boolean)
export type Glob = readonly GlobPiece[]

export function parseGlob(text: string): Glob {
  const pieces: GlobPiece[] = []
  for (const [piece, not, set] of text.matchAll(/\[(\^?)(\]?[^\]]*)\]|[\s\S]/gu)) {
    if (set !== undefined) pieces.push(setMatcher(set, not === "^"))
    else if (piece === "?") pieces.push(() => true)
    else if (piece === "*") pieces.push("*")
    else pieces.push(character => character === piece)
  }
  return pieces
}
function setMatcher(set: string, not: boolean): (character: string) => boolean {
  const ranges = [...set.matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)].map(([, from, to, one = ""]) => [
    from ?? one,
    to ?? one,
  ])
  return character => ranges.some(([from, to]) => character >= from && character <= to) !== not
}

/** Whether the whole text is as the glob says. */
export function matchesGlob(glob: Glob, text: string): boolean {
  const characters = [...text]
  let at = 0
  let piece = 0
  // the last star, and where its match ends: only this one is ever made longer
  let star: {readonly piece: number; at: number} | undefined
  while (at < characters.length) {
    const wanted = glob[piece]
    if (wanted === "*") star = {piece: piece++, at}
    else if (wanted?.(characters[at])) {
      at++
      piece++
    } else if (star) {
      piece = star.piece + 1
      at = ++star.at
    } else return false
  }
  return glob.slice(piece).every(one => one === "*")
}
