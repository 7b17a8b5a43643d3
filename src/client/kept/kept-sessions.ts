/** Keeps what is set up in this page's debug sessions, and sets it up again (storage/session-records.ts). */
import type {Recollection} from "../../protocol/lrp.ts"
import {SessionMemory} from "../../protocol/session-memory.ts"
import {GuardedStore, IndexedStore, SessionRecords} from "../../storage/index.ts"
import type {DebugSession} from "../face.ts"

/** Where IndexedDB is refused, it lasts as long as the page. */
const records = new SessionRecords(new GuardedStore(new IndexedStore("moonstep-sessions"), () => {}), () => Date.now())
let pruned = false

/** What one session has been sent: kept as it was sent, without asking the kernel. */
export class KeptSession {
  private readonly session: DebugSession
  private readonly memory = new SessionMemory()
  /** Others have set something up before: that is asked once. */
  private before: Promise<void> | undefined
  private readonly isAttached: boolean
  private isDue = false

  constructor(session: DebugSession, isAttached: boolean) {
    this.session = session
    this.isAttached = isAttached
  }

  /** A request of the session has been answered well. */
  note(command: string, args: object = {}): void {
    if (command === "lrp/keep") this.memory.keep(args)
    else if (command === "setBreakpoints" || command === "setExceptionBreakpoints") this.memory.note(command, args)
    else return
    if (this.isDue) return
    this.isDue = true
    void this.save()
  }
  private async save(): Promise<void> {
    try {
      if (this.isAttached) await (this.before ??= this.askBefore())
      // what is sent in one go is kept in one go
      await Promise.resolve()
      this.isDue = false
      await records.save(this.session.program, this.memory.recall())
    } catch {
      // the session has ended meanwhile
      return
    }
    if (pruned) return
    pruned = true
    await records.prune()
  }
  private async askBefore(): Promise<void> {
    this.memory.adopt(await this.session.recall())
  }
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
