/**
 * A program of another tab, looked at and commanded from here: its files, its stop, its output. Loaded with the list
 * of them. One's own program is not touched meanwhile.
 */
import type {DebugSession, Kernel} from "../../client/face.ts"
import {kernelGone} from "../../protocol/errors.ts"
import type {Recollection, StatusOwner} from "../../protocol/lrp.ts"
import type {Action} from "../actions.ts"
import type {NoticeList} from "../notices.ts"
import {decode} from "../program/kernel-link.ts"
import type {RunState} from "../program/run-state.ts"
import {Stage} from "../stage.ts"
import {errorWords} from "../stop/value-tree.ts"

/** Typing goes on: not each letter is written to the other tab. */
const sendMs = 300

/** They change what the other tab has; who only looks may not. */
const changes: ReadonlySet<Action["type"]> = new Set([
  "edit-file",
  "toggle-breakpoint",
  "change-places",
  "set-breakpoint",
  "edit-breakpoint",
  "remove-breakpoint",
  "clear-breakpoints",
  "set-filter",
])
/** Which files there are is the other tab's to decide. */
const arranging: ReadonlySet<Action["type"]> = new Set(["new-file", "rename-file", "delete-file", "upload"])

export class Visit extends Stage {
  readonly #kernel: Kernel
  #sending: ReturnType<typeof setTimeout> | undefined
  #over = false
  /** The session that is being attached to. */
  #joining: string | undefined
  /** It is over; with a sentence where that was not asked for. */
  onEnd: (words: string | undefined) => void = () => {}

  /** @param watches one's own, for a program that has none */
  constructor(kernel: Kernel, notices: NoticeList, watches: readonly string[]) {
    super(notices)
    this.#kernel = kernel
    void this.watches.replace(watches)
    this.run.setState({kind: "starting", attaching: true})
    this.link.use(kernel)
    kernel.on("status", ({execution_state, owner}) => {
      if (execution_state === "idle") this.#handleIdle()
      if (owner) void this.#follow(owner).catch(() => undefined)
    })
    kernel.on("files", () => void this.#dropRemoved().catch(() => undefined))
    kernel.on("died", ({reason}) => void this.#handleDeath(reason))
  }

  /** The program that is shown, in words. */
  get words(): string {
    return this.run.session?.program ?? this.workspace.program ?? "the program"
  }

  /** Shows what is there. */
  async begin(): Promise<void> {
    const kernel = this.#kernel
    const sessions = await kernel.sessions()
    const session = sessions.find(({state}) => state === "stopped" || state === "running")
    const files = new Map<string, string | Uint8Array>()
    for (const path of await kernel.listFiles()) {
      const bytes = await kernel.readFile(path).catch(() => undefined)
      if (bytes) files.set(path, decode(bytes))
    }
    this.workspace.load(files, session ? {program: session.program} : {})
    const {program} = this.workspace
    if (program) this.workspace.open(program)
    if (session) await this.#follow({session: session.id, client: session.clientId, name: session.clientName})
    else this.run.setState({kind: "idle"})
  }

  /** Goes back to one's own program; a program that was taken over goes back to its tab. */
  async leave(): Promise<void> {
    const {session} = this.run
    const commands = session !== undefined && !this.isLooking
    this.end(undefined)
    await this.link.sendFiles().catch(() => undefined)
    if (commands) await session.request("disconnect").catch(() => undefined)
    await this.#kernel.disconnect().catch(() => undefined)
  }

  /** @param words why, where it was not asked for */
  end(words: string | undefined): void {
    if (this.#over) return
    this.#over = true
    this.ownership.end()
    clearTimeout(this.#sending)
    this.onEnd(words)
  }

  override async dispatch(action: Action): Promise<void> {
    if (arranging.has(action.type)) this.notices.show("Files are made, renamed and deleted in the tab they belong to.")
    else if (this.isLooking && changes.has(action.type))
      this.notices.show("Take over to change files and breakpoints here.")
    else await super.dispatch(action)
  }

  protected override noteEdited(path: string): void {
    super.noteEdited(path)
    this.#sending ??= setTimeout(() => {
      this.#sending = undefined
      void this.link.sendFiles().catch(thrown => this.notices.show(errorWords(thrown), "error"))
    }, sendMs)
  }

  /** What was set up by the client before stays. */
  protected override async handleCommand(): Promise<void> {
    if (this.run.session) await this.#recall(this.run.session)
  }
  protected override handleState(state: RunState): void {
    // its owner may have set other breakpoints meanwhile
    const {session} = this.run
    if (session && state.kind === "paused" && this.isLooking) void this.#recall(session).catch(() => undefined)
  }
  async #recall(session: DebugSession): Promise<Recollection> {
    const recalled = await session.recall()
    this.breakpoints.mirror(recalled.breakpoints)
    this.run.showFilters(recalled.exceptionFilters)
    return recalled
  }

  /** A program of a session runs there. */
  async #follow({session: id, client, name}: StatusOwner): Promise<void> {
    const isOwn = client === this.#kernel.clientId
    if (id === undefined || id === this.#joining || this.run.session || this.#over || isOwn) return
    this.#joining = id
    const session = await this.#kernel.attach(id)
    if (this.#over) return
    this.running.begin()
    const joined = this.run.join(session, this.#kernel.state === "paused")
    // what was told before it was followed
    if (this.#kernel.state === "waiting") this.run.waitForInput("", undefined)
    this.ownership.note({id, clientId: client, clientName: name})
    this.workspace.choose(session.program)
    this.workspace.open(session.program)
    await joined
    const {watches} = await this.#recall(session)
    if (watches.length > 0) await this.watches.replace(watches)
  }

  /** The kernel's worker has been replaced, and lives. */
  #handleIdle(): void {
    if (this.run.state.kind === "dead") this.run.setState({kind: "idle"})
  }

  async #dropRemoved(): Promise<void> {
    const there = new Set(await this.#kernel.listFiles())
    for (const path of this.workspace.paths) if (!there.has(path)) this.workspace.remove(path)
    this.workspace.takeUnsent()
  }

  async #handleDeath(reason: string): Promise<void> {
    const answer = await this.#kernel.request("lrp/kernel_info").catch(thrown => thrown)
    const isGone = answer instanceof Error && "code" in answer && answer.code === kernelGone("").code
    // "the tab that ran it was closed, or crashed"
    const words = reason.replace(/\bit\b/, this.words)
    if (isGone) this.end(`${words[0].toUpperCase()}${words.slice(1)}.`)
  }
}
