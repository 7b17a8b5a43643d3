/**
 * A program of another tab, looked at and commanded from here: its stage, kept as the other tab has it. Loaded with the
 * list of programs. One's own is not touched meanwhile.
 */
import type {DebugSession, Kernel} from "../../client/face.ts"
import {kernelGone} from "../../protocol/errors.ts"
import type {Recollection, StatusOwner} from "../../protocol/lrp.ts"
import {decode} from "../files/file-content.ts"
import type {NoticeList} from "../notices.ts"
import {Observable} from "../observable.ts"
import type {RunState} from "../program/run-state.ts"
import {Stage, type StageAction} from "../stage.ts"
import {errorWords} from "../words/error-words.ts"
import {consoleWords} from "../words/state-words.ts"

/** Typing goes on: not each letter is written to the other tab. */
const sendMs = 300

/** They change what the other tab has; who only looks may not. */
const changes: ReadonlySet<StageAction["type"]> = new Set([
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
const arranging: ReadonlySet<StageAction["type"]> = new Set(["new-file", "rename-file", "delete-file", "upload"])

export class Visit extends Observable {
  readonly stage: Stage
  readonly #kernel: Kernel
  #sending: ReturnType<typeof setTimeout> | undefined
  #over = false
  /** The session that is being attached to. */
  #joining: string | undefined
  /** It is over; with a sentence where that was not asked for. */
  onEnd: (words: string | undefined) => void = () => {}

  /** @param watches one's own, for a program that has none */
  constructor(kernel: Kernel, notices: NoticeList, watches: readonly string[]) {
    super()
    this.#kernel = kernel
    const stage = new Stage(notices)
    this.stage = stage
    stage.onChange(() => this.changed())
    stage.onEdit = () => this.#sendSoon()
    stage.onState = state => this.#handleState(state)
    // what was set up by the client before stays
    stage.onCommand = async () => stage.run.session && this.#recall(stage.run.session)
    void stage.watches.replace(watches)
    stage.run.setState({kind: "starting", attaching: true})
    stage.link.use(kernel)
    kernel.on("status", ({execution_state, owner}) => {
      if (execution_state === "idle") this.#handleIdle()
      if (owner) void this.#follow(owner).catch(() => undefined)
    })
    kernel.on("files", () => void this.#dropRemoved().catch(() => undefined))
    kernel.on("died", ({reason}) => void this.#handleDeath(reason))
  }

  /** The program that is shown, in words. */
  get words(): string {
    return this.stage.run.session?.program ?? this.stage.workspace.program ?? "the program"
  }

  /** What it says while it is idle. */
  get hint(): string {
    return this.#kernel.state === "idle" ? "Nothing runs. Debug starts the program there" : consoleWords
  }

  /** Shows what is there. */
  async begin(): Promise<void> {
    const kernel = this.#kernel
    const {workspace, run} = this.stage
    const sessions = await kernel.sessions()
    const session = sessions.find(({state}) => state === "stopped" || state === "running")
    const files = new Map<string, string | Uint8Array>()
    for (const path of await kernel.listFiles()) {
      const bytes = await kernel.readFile(path).catch(() => undefined)
      if (bytes) files.set(path, decode(bytes))
    }
    workspace.load(files, session ? {program: session.program} : {})
    if (workspace.program) workspace.open(workspace.program)
    if (session) await this.#follow({session: session.id, client: session.clientId, name: session.clientName})
    else run.setState({kind: "idle"})
  }

  /** Goes back to one's own program; a program that was taken over goes back to its tab. */
  async leave(): Promise<void> {
    const {run, isLooking, link} = this.stage
    const {session} = run
    const commands = session !== undefined && !isLooking
    this.end(undefined)
    await link.sendFiles().catch(() => undefined)
    if (commands) await session.request("disconnect").catch(() => undefined)
    await this.#kernel.disconnect().catch(() => undefined)
  }

  /** @param words why, where it was not asked for */
  end(words: string | undefined): void {
    if (this.#over) return
    this.#over = true
    this.stage.ownership.end()
    clearTimeout(this.#sending)
    this.onEnd(words)
  }

  async dispatch(action: StageAction): Promise<void> {
    const {stage} = this
    if (arranging.has(action.type)) stage.notices.show("Files are made, renamed and deleted in the tab they belong to.")
    else if (stage.isLooking && changes.has(action.type))
      stage.notices.show("Take over to change files and breakpoints here.")
    else await stage.dispatch(action)
  }

  #sendSoon(): void {
    const {link, notices} = this.stage
    this.#sending ??= setTimeout(() => {
      this.#sending = undefined
      void link.sendFiles().catch(thrown => notices.show(errorWords(thrown), "error"))
    }, sendMs)
  }

  #handleState(state: RunState): void {
    // its owner may have set other breakpoints meanwhile
    const {run, isLooking} = this.stage
    if (run.session && state.kind === "paused" && isLooking) void this.#recall(run.session).catch(() => undefined)
  }

  async #recall(session: DebugSession): Promise<Recollection> {
    const recalled = await session.recall()
    this.stage.breakpoints.mirror(recalled.breakpoints)
    this.stage.run.showFilters(recalled.exceptionFilters)
    return recalled
  }

  /** A program of a session runs there. */
  async #follow({session: id, client, name}: StatusOwner): Promise<void> {
    const {run, running, ownership, workspace, watches: shown} = this.stage
    const isOwn = client === this.#kernel.clientId
    if (id === undefined || id === this.#joining || run.session || this.#over || isOwn) return
    this.#joining = id
    const session = await this.#kernel.attach(id)
    if (this.#over) return
    running.begin()
    const joined = run.join(session, this.#kernel.state === "paused")
    // what was told before it was followed
    if (this.#kernel.state === "waiting") run.waitForInput("", undefined)
    ownership.note({id, clientId: client, clientName: name})
    workspace.choose(session.program)
    workspace.open(session.program)
    await joined
    const {watches} = await this.#recall(session)
    if (watches.length > 0) await shown.replace(watches)
  }

  /** The kernel's worker has been replaced, and lives. */
  #handleIdle(): void {
    const {run} = this.stage
    if (run.state.kind === "dead") run.setState({kind: "idle"})
  }

  async #dropRemoved(): Promise<void> {
    const {workspace} = this.stage
    const there = new Set(await this.#kernel.listFiles())
    for (const path of workspace.paths) if (!there.has(path)) workspace.remove(path)
    workspace.takeUnsent()
  }

  async #handleDeath(reason: string): Promise<void> {
    const answer = await this.#kernel.request("lrp/kernel_info").catch(thrown => thrown)
    const isGone = answer instanceof Error && "code" in answer && answer.code === kernelGone("").code
    // "the tab that ran it was closed, or crashed"
    const words = reason.replace(/\bit\b/, this.words)
    if (isGone) this.end(`${words[0].toUpperCase()}${words.slice(1)}.`)
  }
}
