/**
 * At which instructions of one function a breakpoint of a line hits, so that it hits once each time the line's turn comes:
 * at a statement's start, and where the line goes on a statement that began above it, the first time in each evaluation of
 * that statement. Most lines have one such place on each way through the code. Some can be come upon both from above and
 * from a place of their own (`a and` / `b or c`: the c behind a false a, and behind b): there it is told at run time
 * which way the program has come.
 */
import type {CodeFlow} from "./compiled-lines.ts"

/**
 * hit: each arrival is one. first: so it is, and it counts as the line's turn. again: one, where the line's turn has not
 * come yet. away: another statement starts, so it is the line's turn no more.
 */
export type ArrivalKind = "hit" | "first" | "again" | "away"

export interface HitPoint {
  /** Of the instruction in its function. */
  readonly index: number
  readonly kind: ArrivalKind
}

/**
 * @param candidates instructions where something of the line begins, ascending
 * @param starts where the statements of the function start
 */
export function lineHits(flow: CodeFlow, candidates: readonly number[], starts: ReadonlySet<number>): HitPoint[] {
  if (candidates.length === 1) return [{index: candidates[0], kind: "hit"}]
  const own = new Set(candidates)
  // several on a line: those that can be reached before any other one; dead code has a way of its own
  const dead = candidates.filter(index => !flow.isReached(index))
  const firsts = flow.walk([flow.entry, ...dead.slice(0, 1)], own)
  const hits = candidates.filter(index => firsts[index])
  const kept = new Set(hits)
  const kinds = new Map<number, ArrivalKind>(hits.map(index => [index, "hit"]))
  for (const index of hits) {
    const {turns, others} = comesFrom(flow, index, own, kept, starts)
    if (!turns.length) continue
    kinds.set(index, "again")
    for (const turn of turns) if (kinds.get(turn) === "hit") kinds.set(turn, "first")
    for (const other of others) if (!kinds.has(other)) kinds.set(other, "away")
  }
  return [...kinds].map(([index, kind]) => ({index, kind}))
}

/** The nearest places that lead to an instruction: those of its line above it (`turns`), and where else a statement starts. */
function comesFrom(
  flow: CodeFlow,
  index: number,
  own: ReadonlySet<number>,
  kept: ReadonlySet<number>,
  starts: ReadonlySet<number>,
): {readonly turns: number[]; readonly others: number[]} {
  const turns: number[] = []
  const others: number[] = []
  const seen = new Set(flow.before(index))
  if (index === flow.entry) return {turns, others}
  for (const at of seen) {
    if (kept.has(at)) {
      // a jump back begins the line anew
      if (at < index) turns.push(at)
    } else if (at === flow.entry || (starts.has(at) && !own.has(at))) others.push(at)
    else for (const before of flow.before(at)) seen.add(before)
  }
  return {turns, others}
}

/** Whose turn it is, in each activation: what tells the ways by which a program comes to an instruction. */
export class LineTurns {
  /** CallInfo → the address where the line's turn has come. */
  private readonly come = new Map<number, number>()

  /** @returns whether this arrival hits */
  arrive(kind: ArrivalKind, ci: number, address: number): boolean {
    if (kind === "away") {
      this.come.delete(ci)
      return false
    }
    const before = kind === "again" ? this.come.get(ci) : undefined
    this.come.set(ci, address)
    return before === undefined || before >= address
  }
}
