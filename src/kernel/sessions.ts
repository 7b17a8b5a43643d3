/**
 * Who sees a session and who commands it. Its owner is at first the client that launched it; others attach, see its
 * events and may look; a command of theirs is refused until they have taken the session over.
 */
import type {Deadlines} from "../base/deadlines.ts"
import type {DebugSession} from "../debugger/session.ts"
import {noSuchSession, notAttached, notOwner, scriptLocked, takeOverRefused} from "../protocol/errors.ts"
import {lookingCommands} from "../protocol/looking.ts"
import type {SessionInfo} from "../protocol/lrp.ts"
import type {Client, Clients} from "./clients.ts"
import {Later} from "./later.ts"

interface Wanted {
  readonly number: number
  readonly by: Client
  readonly later: Later<object>
  readonly forget: () => void
}
interface Entry {
  readonly session: DebugSession
  /** The client that launched it. */
  readonly launchedBy: string
  /** Clients that have attached, and owners of before. */
  readonly viewers: Set<string>
  wanted: Wanted | undefined
}

export class Sessions {
  private readonly entries = new Map<string, Entry>()
  private readonly clients: Clients
  private readonly deadlines: Deadlines
  private readonly takeOverMs: number
  private takeOverCount = 0
  private readonly onOwner: () => void

  /** @param onOwner called when a session has another owner */
  constructor(clients: Clients, deadlines: Deadlines, takeOverMs: number, onOwner: () => void) {
    this.clients = clients
    this.deadlines = deadlines
    this.takeOverMs = takeOverMs
    this.onOwner = onOwner
  }

  get(id: string): DebugSession | undefined {
    return this.entries.get(id)?.session
  }
  get size(): number {
    return this.entries.size
  }
  values(): DebugSession[] {
    return [...this.entries.values()].map(({session}) => session)
  }
  add(session: DebugSession): void {
    this.entries.set(session.id, {session, launchedBy: session.clientId, viewers: new Set(), wanted: undefined})
  }
  delete(id: string): void {
    const wanted = this.entries.get(id)?.wanted
    this.entries.delete(id)
    wanted?.forget()
    wanted?.later.reject(noSuchSession(id))
  }

  list(): SessionInfo[] {
    return this.values().map(session => this.describe(session))
  }
  describe(session: DebugSession): SessionInfo {
    const {id, clientId, launch, state} = session
    return {id, program: launch.program, clientId, clientName: this.ownerName(session), state}
  }
  private ownerName({clientId}: DebugSession): string {
    return this.clients.get(clientId)?.name ?? clientId
  }

  /** The owner, then the others that see its events. */
  watchers(id: string): string[] {
    const entry = this.entries.get(id)
    return entry ? [entry.session.clientId, ...entry.viewers] : []
  }
  seenBy(clientId: string): {readonly id: string; readonly program: string}[] {
    return this.values()
      .filter(({id}) => this.watchers(id).includes(clientId))
      .map(({id, launch}) => ({id, program: launch.program}))
  }
  attach(session: DebugSession, client: Client): void {
    if (session.clientId !== client.id) this.entries.get(session.id)?.viewers.add(client.id)
  }
  detach(session: DebugSession, client: Client): void {
    this.entries.get(session.id)?.viewers.delete(client.id)
  }
  /** A client has left for good: it sees nothing any more, and wants nothing. */
  forget(clientId: string): void {
    for (const entry of this.entries.values()) {
      entry.viewers.delete(clientId)
      if (entry.wanted?.by.id !== clientId) continue
      entry.wanted.forget()
      entry.wanted = undefined
    }
  }

  /** @throws not attached */
  checkSeen(session: DebugSession, client: Client): void {
    if (!this.watchers(session.id).includes(client.id)) throw notAttached(session.id)
  }
  /** @throws not attached, not owner */
  checkOwner(session: DebugSession, client: Client): void {
    this.checkSeen(session, client)
    if (session.clientId !== client.id) throw notOwner(session.id, this.ownerName(session))
  }
  /** @throws when this client may not make this DAP request for this session */
  check(session: DebugSession, client: Client, command: string): void {
    if (lookingCommands.has(command)) this.checkSeen(session, client)
    else this.checkOwner(session, client)
  }
  /** @throws script locked, when another client's session debugs this program */
  checkLock(program: string, client: Client): void {
    for (const session of this.values())
      if (session.launch.program === program && session.clientId !== client.id && !session.abandoned)
        throw scriptLocked(program, this.ownerName(session))
  }

  /**
   * Asks the owner to give a session away. Granted at once where nobody is there to ask, and when the owner does not
   * answer in time.
   */
  takeOver(session: DebugSession, client: Client): Later<object> {
    const later = new Later<object>()
    const entry = this.entries.get(session.id)
    const owner = this.clients.get(session.clientId)
    if (!entry || owner === client) {
      later.resolve({})
    } else if (!owner || owner.isAway) {
      this.give(entry, client, later)
    } else if (entry.wanted) {
      later.reject(takeOverRefused(session.id, `${owner.name}, whom ${entry.wanted.by.name} has asked first,`))
    } else {
      const number = ++this.takeOverCount
      const forget = this.deadlines.after(this.takeOverMs, () => this.answer(number, true))
      entry.wanted = {number, by: client, later, forget}
      const from = {id: client.id, name: client.name}
      owner.notify("iopub", "take_over_request", {request: number, session: session.id, from}, undefined, session.id)
    }
    return later
  }

  /** The owner's answer; one that comes too late, or from somebody else, changes nothing. */
  answer(number: number, granted: boolean, by?: Client): void {
    for (const entry of this.entries.values()) {
      const {wanted, session} = entry
      if (wanted?.number !== number || (by && by.id !== session.clientId)) continue
      entry.wanted = undefined
      wanted.forget()
      if (granted) this.give(entry, wanted.by, wanted.later)
      else wanted.later.reject(takeOverRefused(session.id, this.ownerName(session)))
    }
  }
  /** The owner has left, for a time or for good: who asks it would wait in vain. */
  grantAllOf(owner: string): void {
    for (const {session, wanted} of this.entries.values())
      if (wanted && session.clientId === owner) this.answer(wanted.number, true)
  }
  /** Its owner goes, and has it from another client: that one commands it again. False where it is not here. */
  giveBack(session: DebugSession): boolean {
    const entry = this.entries.get(session.id)
    const before = this.clients.get(entry?.launchedBy ?? "")
    if (!entry || !before || before.isAway || before.id === session.clientId) return false
    this.hand(entry, before)
    return true
  }
  private give(entry: Entry, client: Client, later: Later<object>): void {
    this.hand(entry, client)
    later.resolve({})
  }
  private hand({session, viewers}: Entry, client: Client): void {
    viewers.add(session.clientId)
    viewers.delete(client.id)
    session.clientId = client.id
    this.onOwner()
  }
}
