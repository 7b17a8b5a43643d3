/** The files and the tabs. Content is text, or bytes for what is not UTF-8. */
import {normalPath} from "../../base/path.ts"
import {conflictOf, isTooLarge, pathProblem} from "../../protocol/workspace-path.ts"
import type {StoredFile} from "../../storage/index.ts"
import {Observable} from "../observable.ts"

export type FileContent = StoredFile

/** Code that is in no file, shown to be read. */
interface ShownCode {
  readonly name: string
  readonly text: string
}

export class Workspace extends Observable {
  #files = new Map<string, FileContent>()
  /** By the key of its number. */
  readonly #shown = new Map<string, ShownCode>()
  #openPaths: string[] = []
  #activePath: string | undefined
  #program: string | undefined
  /** Changed or removed since the kernel last heard of them. */
  readonly #unsent = new Set<string>()
  readonly #unsaved = new Set<string>()
  /** A file has got another text from a person, here or in another tab. */
  onText: (path: string, before: string, after: string) => void = () => {}

  /** Sorted, folders after files at each level as in most trees' reading order by path. */
  get paths(): string[] {
    return [...this.#files.keys()].sort(comparePaths)
  }

  get openPaths(): readonly string[] {
    return this.#openPaths
  }

  get activePath(): string | undefined {
    return this.#activePath
  }

  /**
   * The start file: what Debug and Run start. The one that was chosen; else main.lua, else the first at the top level,
   * since files in folders are modules. Opening or editing a file doesn't change it.
   */
  get program(): string | undefined {
    if (this.#program !== undefined && this.#files.has(this.#program)) return this.#program
    return this.paths.find(path => path === "main.lua") ?? this.paths.find(isProgram)
  }

  /** The start file that was chosen; undefined: the one that the names say. */
  get chosenProgram(): string | undefined {
    return this.#program
  }

  /** Changed or removed since they were last kept. */
  get unsaved(): ReadonlySet<string> {
    return this.#unsaved
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }

  content(path: string): FileContent | undefined {
    return this.#files.get(path) ?? this.#shown.get(path)?.text
  }

  /** Whether it is code that is in no file. */
  isShownCode(path: string): boolean {
    return this.#shown.has(path)
  }
  /** What a tab is called. */
  nameOf(path: string): string {
    return this.#shown.get(path)?.name ?? path
  }
  /** Code that is in no file can be opened from now on. */
  showCode(key: string, code: ShownCode): void {
    this.#shown.set(key, code)
  }
  /** The kernel is another one, in which the numbers of such code mean nothing. Answers their keys. */
  forgetCode(): string[] {
    const keys = [...this.#shown.keys()]
    this.#shown.clear()
    for (const key of keys) this.#forgetTab(key)
    if (keys.length) this.changed()
    return keys
  }

  /** The text of a file; bytes and missing files are "". */
  text(path: string): string {
    const content = this.content(path)
    return typeof content === "string" ? content : ""
  }

  all(): Record<string, FileContent> {
    return Object.fromEntries(this.#files)
  }

  /** What a kernel takes; the rest is told of when it is sent. */
  sendable(): Record<string, FileContent> {
    const sent = new Map<string, FileContent>()
    for (const [path, content] of this.#files) {
      const isRefused =
        pathProblem(path) !== undefined || isTooLarge(content) || conflictOf(path, sent.keys()) !== undefined
      if (isRefused) this.#unsent.add(path)
      else sent.set(path, content)
    }
    return Object.fromEntries(sent)
  }

  write(path: string, content: FileContent): void {
    if (this.#files.get(path) === content) return
    this.#setText(path, content)
    this.#touch(path)
    this.changed()
  }

  #setText(path: string, content: FileContent): void {
    const before = this.#files.get(path)
    this.#files.set(path, content)
    if (typeof before === "string" && typeof content === "string") this.onText(path, before, content)
  }

  /** Takes a file the program wrote: the kernel has it already. */
  adopt(path: string, content: FileContent): void {
    this.#files.set(path, content)
    this.#unsaved.add(path)
    this.changed()
  }

  /** Takes what another tab has kept: the store has it already. Undefined: it has removed the file. */
  sync(path: string, content: FileContent | undefined): void {
    if (content === undefined) {
      this.#files.delete(path)
      this.#forgetTab(path)
    } else this.#setText(path, content)
    this.#unsent.add(path)
    this.#unsaved.delete(path)
    this.changed()
  }

  /** The file is to be kept, though it has not changed again. */
  keepAgain(path: string): void {
    this.#unsaved.add(path)
    this.changed()
  }

  remove(path: string): FileContent | undefined {
    const content = this.#files.get(path)
    this.#files.delete(path)
    this.#touch(path)
    this.#forgetTab(path)
    this.changed()
    return content
  }

  rename(from: string, to: string): void {
    const content = this.#files.get(from)
    if (content === undefined || from === to) return
    if (this.program === from) this.#program = to
    this.#files.delete(from)
    this.#files.set(to, content)
    this.#touch(from)
    this.#touch(to)
    this.#openPaths = this.#openPaths.map(path => (path === from ? to : path))
    if (this.#activePath === from) this.#activePath = to
    this.changed()
  }

  open(path: string): void {
    if (!this.#files.has(path) && !this.#shown.has(path)) return
    if (!this.#openPaths.includes(path)) this.#openPaths = [...this.#openPaths, path]
    this.#activePath = path
    this.changed()
  }

  close(path: string): void {
    this.#forgetTab(path)
    this.changed()
  }

  choose(program: string): void {
    this.#program = program
    this.changed()
  }

  /** Somebody brings their first files: unless main.lua is there, the first program of them becomes the start file. */
  chooseFirst(paths: readonly string[]): void {
    if (this.#program !== undefined || this.#files.has("main.lua")) return
    const program = paths.find(isProgram)
    if (program) this.choose(program)
  }

  /** At the start: what was kept, without marking it as changed. */
  load(
    files: ReadonlyMap<string, FileContent>,
    view: {openPaths?: readonly string[]; activePath?: string; program?: string},
  ) {
    this.#files = new Map(files)
    this.#openPaths = (view.openPaths ?? []).filter(path => files.has(path))
    this.#activePath = view.activePath && files.has(view.activePath) ? view.activePath : this.#openPaths[0]
    if (this.#activePath && !this.#openPaths.includes(this.#activePath)) this.#openPaths.push(this.#activePath)
    this.#program = view.program
    this.changed()
  }

  /** The paths to write to (or remove from) the kernel; they count as sent from here on. */
  takeUnsent(): string[] {
    return take(this.#unsent)
  }

  /** It could not be sent: it is sent again with the next ones. */
  keepUnsent(path: string): void {
    this.#unsent.add(path)
  }

  takeUnsaved(): string[] {
    return take(this.#unsaved)
  }

  /** A name that is free: "untitled.lua", "untitled-2.lua". */
  freePath(wanted: string): string {
    if (!this.#files.has(wanted)) return wanted
    const dot = wanted.lastIndexOf(".")
    const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""]
    for (let number = 2; ; number++) {
      const path = `${stem}-${number}${extension}`
      if (!this.#files.has(path)) return path
    }
  }

  #touch(path: string): void {
    this.#unsent.add(path)
    this.#unsaved.add(path)
  }

  #forgetTab(path: string): void {
    const index = this.#openPaths.indexOf(path)
    this.#openPaths = this.#openPaths.filter(open => open !== path)
    if (this.#activePath === path) this.#activePath = this.#openPaths[Math.min(index, this.#openPaths.length - 1)]
  }
}

export function isProgram(path: string): boolean {
  return path.endsWith(".lua") && !path.includes("/")
}

/** Why a file can't be given a name beside the others, or undefined. */
export function nameProblem(given: string, others: readonly string[]): string | undefined {
  if (given.trim() === "") return "Give the file a name."
  const path = normalPath(given)
  return pathProblem(given) ?? (others.includes(path) ? `${path} exists already.` : conflictOf(path, others))
}

function comparePaths(a: string, b: string): number {
  const [aParts, bParts] = [a.split("/"), b.split("/")]
  for (let level = 0; ; level++) {
    const [aLast, bLast] = [level === aParts.length - 1, level === bParts.length - 1]
    // Folders first, as every file tree has them.
    if (aLast !== bLast) return aLast ? 1 : -1
    if (aParts[level] !== bParts[level] || aLast)
      return aParts[level] < bParts[level] ? -1 : aParts[level] > bParts[level] ? 1 : 0
  }
}

function take(set: Set<string>): string[] {
  const paths = [...set]
  set.clear()
  return paths
}
