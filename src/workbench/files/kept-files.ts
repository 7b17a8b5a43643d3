/**
 * The files on their way between this tab and the store that all tabs share. A file is kept only on top of the version
 * that this tab has seen last; where another tab was faster, the person is asked, and until then nothing is written.
 * What is not kept yet is in the journal when the page goes.
 */
import {type Draft, type DraftJournal, sameContent, type WorkspaceStore} from "../../storage/index.ts"
import type {NoticeList} from "../notices.ts"
import type {FileContent, Workspace} from "./workspace.ts"

export interface KeptFilesOptions {
  readonly store: WorkspaceStore
  readonly workspace: Workspace
  readonly notices: NoticeList
  readonly journal: DraftJournal
  /** Names this tab, and no other one. */
  readonly life: string
  /** Another version of a file is kept now. */
  readonly tell: (path: string) => void
}

export class KeptFiles {
  readonly #options: KeptFilesOptions
  /** Path → the revision that this tab has seen last. */
  readonly #bases = new Map<string, string>()
  /** Path → the revision that is being written; undefined: the file is being removed. */
  readonly #inFlight = new Map<string, string | undefined>()
  /** Path → what takes the question about it away. */
  readonly #questions = new Map<string, () => void>()
  #serial = 0

  constructor(options: KeptFilesOptions) {
    this.#options = options
  }

  /** What is kept, or undefined on the first visit. */
  async load(): Promise<Map<string, FileContent> | undefined> {
    const records = await this.#options.store.files()
    if (!records) return undefined
    for (const [path, {revision}] of records) this.#bases.set(path, revision)
    return new Map([...records].map(([path, {content}]) => [path, content]))
  }

  /** Takes what tabs have left behind that went before they could keep it. */
  recover(): Promise<void> {
    return this.#options.journal.takeOver(drafts => {
      for (const draft of drafts) this.#recover(draft)
      this.writeDrafts()
    })
  }
  #recover({path, content, bases}: Draft): void {
    const {workspace, notices} = this.#options
    if (sameContent(content ?? undefined, workspace.content(path))) return
    const isFree = !workspace.unsaved.has(path) && !this.#inFlight.has(path) && !this.#questions.has(path)
    if (isFree) {
      if (!bases.includes(this.#bases.get(path) ?? null)) this.#setBase(path, bases[0] ?? undefined)
      if (content === null) workspace.remove(path)
      else workspace.write(path, content)
    } else if (content !== null) {
      const copy = workspace.freePath(path)
      workspace.write(copy, content)
      notices.show(`What another tab had of ${path} is kept in ${copy}.`, "error")
    }
  }

  /** Brings what has changed into the store. */
  async flush(): Promise<void> {
    const paths = this.#options.workspace.takeUnsaved().filter(path => !this.#questions.has(path))
    await Promise.all(paths.map(path => this.#keep(path)))
    this.writeDrafts()
  }
  async #keep(path: string): Promise<void> {
    const {store, workspace, life, tell} = this.#options
    const content = workspace.content(path)
    const next = content === undefined ? undefined : {content, revision: `${life}.${this.#serial++}`}
    this.#inFlight.set(path, next?.revision)
    const {written, there} = await store.replaceFile(path, next, this.#bases.get(path))
    this.#inFlight.delete(path)
    if (!written) return this.#ask(path, there !== undefined)
    this.#setBase(path, there?.revision)
    tell(path)
  }

  /** Another tab has kept a version of a file: it is shown here, unless something else was typed here meanwhile. */
  async take(path: string): Promise<void> {
    const {store, workspace} = this.#options
    const there = await store.file(path)
    if (there?.revision === this.#bases.get(path)) return
    const close = this.#questions.get(path)
    const isSame = sameContent(there?.content, workspace.content(path))
    if (!isSame && (close || workspace.unsaved.has(path))) return
    close?.()
    this.#questions.delete(path)
    this.#setBase(path, there?.revision)
    if (!isSame) workspace.sync(path, there?.content)
  }

  /** Notes what is not kept, in one go: the page may be gone after it. */
  writeDrafts(): void {
    const {workspace, journal} = this.#options
    const paths = new Set([...workspace.unsaved, ...this.#inFlight.keys(), ...this.#questions.keys()])
    const drafts: Draft[] = []
    for (const path of paths) {
      const content = workspace.content(path)
      // bytes were not typed
      if (content instanceof Uint8Array) continue
      const bases = [this.#bases.get(path) ?? null]
      if (this.#inFlight.has(path)) bases.push(this.#inFlight.get(path) ?? null)
      drafts.push({path, content: content ?? null, bases})
    }
    journal.write(drafts)
  }

  #ask(path: string, isThere: boolean): void {
    if (this.#questions.has(path)) return
    const {notices, workspace} = this.#options
    const isHere = workspace.has(path)
    const answer = (work: () => Promise<void>) => () => {
      this.#questions.delete(path)
      void work()
    }
    const mine = answer(() => this.#keepMine(path))
    const theirs = answer(() => this.#takeTheirs(path))
    const both = answer(() => this.#keepBoth(path))
    const close = !isThere
      ? notices.ask(`${path} was changed here and deleted in another tab.`, {"Keep mine": mine, Delete: theirs})
      : isHere
        ? notices.ask(`${path} was changed here and in another tab.`, {
            "Keep mine": mine,
            "Take theirs": theirs,
            "Keep both": both,
          })
        : notices.ask(`${path} was deleted here and changed in another tab.`, {Delete: mine, "Take theirs": theirs})
    this.#questions.set(path, close)
  }

  async #keepMine(path: string): Promise<void> {
    const {store, workspace} = this.#options
    this.#setBase(path, (await store.file(path))?.revision)
    workspace.keepAgain(path)
  }
  async #takeTheirs(path: string): Promise<void> {
    const {store, workspace} = this.#options
    const there = await store.file(path)
    this.#setBase(path, there?.revision)
    workspace.sync(path, there?.content)
    this.writeDrafts()
  }
  async #keepBoth(path: string): Promise<void> {
    const {workspace, notices} = this.#options
    const mine = workspace.content(path)
    if (mine !== undefined) {
      const copy = workspace.freePath(path)
      workspace.write(copy, mine)
      notices.show(`Yours is kept in ${copy}.`)
    }
    await this.#takeTheirs(path)
  }

  #setBase(path: string, revision: string | undefined): void {
    if (revision === undefined) this.#bases.delete(path)
    else this.#bases.set(path, revision)
  }
}
