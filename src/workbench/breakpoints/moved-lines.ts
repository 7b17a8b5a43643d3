/**
 * Where the lines of a text stand after a change of it: by the line less one, 1-based; 0: it is gone. Lines that are the
 * same stay themselves; in the place of others their successors count, one by one where there are as many.
 */
export function movedLines(before: string, after: string): number[] {
  const [then, now] = [before.split("\n"), after.split("\n")]
  const moved = then.map(() => 0)
  const shorter = Math.min(then.length, now.length)
  let head = 0
  while (head < shorter && then[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && then[then.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  for (let line = 0; line < head; line++) moved[line] = line + 1
  for (let line = 1; line <= tail; line++) moved[then.length - line] = now.length - line + 1

  const same = commonLines(then.slice(head, then.length - tail), now.slice(head, now.length - tail))
  let [thenAt, nowAt] = [head, head]
  for (const [thenSame, nowSame] of [...same, [then.length - tail - head, now.length - tail - head] as const]) {
    const [thenEnd, nowEnd] = [head + thenSame, head + nowSame]
    const isEven = thenEnd - thenAt === nowEnd - nowAt
    for (let line = thenAt; line < thenEnd; line++) {
      const isFirst = line === thenAt && nowAt < nowEnd
      if (isEven || isFirst) moved[line] = nowAt + (line - thenAt) + 1
    }
    if (thenEnd < then.length - tail) moved[thenEnd] = nowEnd + 1
    thenAt = thenEnd + 1
    nowAt = nowEnd + 1
  }
  return moved
}

/** Of a table that takes no more than some milliseconds to be filled. */
const mostCells = 1_000_000

/** The longest series of lines that both have, as pairs of indices. */
function commonLines(one: readonly string[], other: readonly string[]): [number, number][] {
  const width = other.length + 1
  if (one.length === other.length || (one.length + 1) * width > mostCells) return []
  const longest = new Uint32Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--) {
      const at = i * width + j
      longest[at] = one[i] === other[j] ? longest[at + width + 1] + 1 : Math.max(longest[at + width], longest[at + 1])
    }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i] === other[j]) pairs.push([i++, j++])
    else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i++
    else j++
  }
  return pairs
}
