/**
 * The program's state, kept over a reload where the person wants it: whether this tab may keep one, and what is said
 * about it. Off by default: a reload is how one gets rid of a state; a start that finds one takes longer; and what is
 * kept may take 256 MB of the person's disk.
 */
import {type HibernationInfo, stateLock} from "../../protocol/hibernation.ts"
import {timeWords} from "../words/state-words.ts"

/** One for all tabs of the site: the workbench's files are shared by them as well. */
const stateName = "workbench"
/** Another tab holds the state for as long as it is open; after a reload it is the worker of before, which ends soon. */
const patienceMs = {otherTab: 400, reload: 3000}
/** In the tab's own storage, which a reload leaves: it has kept the state. */
const mark = "moonstep-keeps-state"

/** The name to keep the state under; undefined where another tab keeps one. */
export async function stateToKeep(): Promise<string | undefined> {
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks
  if (!locks) return stateName
  const signal = AbortSignal.timeout(hasMark() ? patienceMs.reload : patienceMs.otherTab)
  try {
    // let go at once: the kernel's worker takes it
    await locks.request(stateLock(stateName), {signal}, () => undefined)
    setMark(true)
    return stateName
  } catch {
    setMark(false)
    return undefined
  }
}

// where the browser refuses storage, nothing is kept either
function hasMark(): boolean {
  try {
    return sessionStorage.getItem(mark) !== null
  } catch {
    return false
  }
}
function setMark(isSet: boolean): void {
  try {
    if (isSet) sessionStorage.setItem(mark, "1")
    else sessionStorage.removeItem(mark)
  } catch {}
}

/** The line that the console begins with, if there is something to be said. */
export function keepingWords(state: string | undefined, info: HibernationInfo | undefined): string | undefined {
  if (state === undefined) return "Another tab keeps the state of its program, so this one's is not kept."
  if (info?.restored) return `The state of before is here, as saved at ${timeWords(info.saved)}.`
  return info?.refused ? info.reason : undefined
}
