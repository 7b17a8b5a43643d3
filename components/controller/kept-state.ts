/**
 * The program's state, kept over a reload where the person wants it: whether this tab may keep one, and what is said
 * about it. Off by default: a reload is how one gets rid of a state; a start that looks for one takes longer; and what is
 * kept may take 256 MB of the person's disk.
 */
import {type HibernationInfo, stateLock} from "../../src/protocol/hibernation.ts"
import {timeWords} from "./state-words.ts"

/** One for all tabs of the site: the workbench's files are shared by them as well. */
const stateName = "workbench"
/** After a reload the worker of before may hold the state still; another tab holds it for as long as it is open. */
const patienceMs = 400

/** The name to keep the state under; undefined where another tab keeps one. */
export async function stateToKeep(): Promise<string | undefined> {
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks
  if (!locks) return stateName
  try {
    // let go at once: the kernel's worker takes it
    await locks.request(stateLock(stateName), {signal: AbortSignal.timeout(patienceMs)}, () => undefined)
    return stateName
  } catch {
    return undefined
  }
}

/** The line that the console begins with, if there is something to be said. */
export function keepingWords(state: string | undefined, info: HibernationInfo | undefined): string | undefined {
  if (state === undefined) return "Another tab keeps the state of its program, so this one's is not kept."
  if (info?.restored) return `The state of before is here, as saved at ${timeWords(info.saved)}.`
  return info?.refused ? info.reason : undefined
}
