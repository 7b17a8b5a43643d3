/** Keeps what is set up in this page's debug sessions, and sets it up again (storage/session-records.ts). */
import type {Recollection} from "../../protocol/lrp.ts"
import {GuardedStore, IndexedStore, SessionRecords} from "../../storage/index.ts"
import type {DebugSession} from "../face.ts"

/** Where IndexedDB is refused, it lasts as long as the page. */
const records = new SessionRecords(new GuardedStore(new IndexedStore("moonstep-sessions"), () => {}), () => Date.now())
let pruned = false

/** DAP commands whose arguments are kept. */
const kept: ReadonlySet<string> = new Set(["setBreakpoints", "setExceptionBreakpoints"])

/** To be called when a request of a session has been answered. */
export async function keepSession(session: DebugSession, command: string): Promise<void> {
  if (!kept.has(command) && command !== "lrp/keep") return
  try {
    await records.save(session.program, await session.recall())
  } catch {
    // the session has ended meanwhile
  }
  if (pruned) return
  pruned = true
  await records.prune()
}

/** Sets up a new session as the last one of its program was. */
export async function restoreSession(session: DebugSession): Promise<void> {
  const last: Recollection | undefined = await records.load(session.program)
  if (!last) return
  const {breakpoints, exceptionFilters, watches} = last
  for (const {path, breakpoints: list} of breakpoints)
    await session.request("setBreakpoints", {source: {path}, breakpoints: list})
  await session.request("setExceptionBreakpoints", {filters: exceptionFilters})
  await session.keep({watches})
}
