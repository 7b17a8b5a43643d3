/** The person's breakpoints: the page's copy of what setBreakpoints last said, and the asking. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {DebugSession} from "../../src/client/face.ts"
import {Observable} from "./observable.ts"

export interface BreakpointView {
  /** The page's own number; the kernel's is kernelId. */
  readonly id: number
  readonly path: string
  /** 1-based; where it binds, once that is known. */
  readonly line: number
  readonly enabled: boolean
  readonly condition?: string
  readonly hitCondition?: string
  readonly logMessage?: string
  readonly verified: boolean
  /** Why it moved or could not be bound. */
  readonly message?: string
  /** The line that was asked for, when it moved. */
  readonly movedFrom?: number
  readonly kernelId?: number
}

export type BreakpointEdit = Partial<Pick<BreakpointView, "condition" | "hitCondition" | "logMessage" | "enabled">>

/** Finds the line a breakpoint would bind to without a session; undefined when the text has none. */
export type LineFinder = (text: string, line: number) => {readonly line: number; readonly reason?: string} | undefined

export class BreakpointList extends Observable {
  #all: readonly BreakpointView[] = []
  #nextId = 1
  #findLine: LineFinder = (_, line) => ({line})

  get all(): readonly BreakpointView[] {
    return this.#all
  }

  set lineFinder(finder: LineFinder) {
    this.#findLine = finder
  }

  inFile(path: string): BreakpointView[] {
    return this.#all.filter(breakpoint => breakpoint.path === path)
  }

  /** The paths that hold breakpoints, in the order of the list. */
  get paths(): string[] {
    return [...new Set(this.#all.map(breakpoint => breakpoint.path))]
  }

  at(path: string, line: number): BreakpointView | undefined {
    return this.#all.find(breakpoint => breakpoint.path === path && breakpoint.line === line)
  }

  /** Adds one where there is none, else removes it. */
  toggle(path: string, line: number, text: string): void {
    const there = this.at(path, line)
    if (there) this.remove(there.id)
    else this.add(path, line, text)
  }

  add(path: string, line: number, text: string, edit: BreakpointEdit = {}): void {
    const bound = this.#findLine(text, line)
    const at = bound?.line ?? line
    if (this.at(path, at)) return
    this.#replace([
      ...this.#all,
      {
        id: this.#nextId++,
        path,
        line: at,
        enabled: true,
        verified: bound !== undefined,
        ...(at !== line ? {movedFrom: line} : {}),
        ...(bound?.reason ? {message: bound.reason} : {}),
        ...(bound ? {} : {message: "No statement in this file can hold a breakpoint."}),
        ...edit,
      },
    ])
  }

  remove(id: number): void {
    this.#replace(this.#all.filter(breakpoint => breakpoint.id !== id))
  }

  edit(id: number, edit: BreakpointEdit): void {
    this.#replace(this.#all.map(breakpoint => (breakpoint.id === id ? {...breakpoint, ...edit} : breakpoint)))
  }

  enableAll(enabled: boolean): void {
    this.#replace(this.#all.map(breakpoint => ({...breakpoint, enabled})))
  }

  clear(): void {
    this.#replace([])
  }

  /** Follows an edit of the text: id → new line. */
  shift(lines: ReadonlyMap<number, number>): void {
    const taken = new Set<string>()
    const shifted: BreakpointView[] = []
    for (const breakpoint of this.#all) {
      const line = lines.get(breakpoint.id)
      const next = line === undefined ? breakpoint : withoutMove({...breakpoint, line})
      const key = `${next.path}:${next.line}`
      if (taken.has(key)) continue
      taken.add(key)
      shifted.push(next)
    }
    this.#replace(shifted)
  }

  /** Where the text was edited the places may have changed; asks again for each of the file. */
  verifyLocally(path: string, text: string): void {
    const next = this.#all.map(breakpoint => {
      if (breakpoint.path !== path) return breakpoint
      const bound = this.#findLine(text, breakpoint.line)
      const rest = withoutMove(breakpoint)
      if (!bound) return {...rest, verified: false, message: "No statement in this file can hold a breakpoint."}
      if (bound.line === breakpoint.line) return {...rest, verified: true}
      if (this.at(path, bound.line)) return {...rest, verified: false, message: bound.reason}
      return {...rest, line: bound.line, verified: true, movedFrom: breakpoint.line, message: bound.reason}
    })
    this.#replace(next)
  }

  renameFile(from: string, to: string): void {
    this.#replace(this.#all.map(breakpoint => (breakpoint.path === from ? {...breakpoint, path: to} : breakpoint)))
  }

  removeFile(path: string): BreakpointView[] {
    const gone = this.inFile(path)
    if (gone.length > 0) this.#replace(this.#all.filter(breakpoint => breakpoint.path !== path))
    return gone
  }

  restore(breakpoints: readonly Omit<BreakpointView, "id" | "verified">[]): void {
    const fresh = breakpoints.filter(({path, line}) => !this.at(path, line))
    this.#replace([
      ...this.#all,
      ...fresh.map(breakpoint => ({...breakpoint, id: this.#nextId++, verified: true, kernelId: undefined})),
    ])
  }

  /** Shows those that another client has set, and no others. */
  mirror(files: readonly {readonly path: string; readonly breakpoints: readonly unknown[]}[]): void {
    const others = files.flatMap(({path, breakpoints}) =>
      // as that client's setBreakpoints had them, which the kernel has checked
      (breakpoints as readonly DebugProtocol.SourceBreakpoint[]).map(
        ({line, condition, hitCondition, logMessage}): Omit<BreakpointView, "id"> => ({
          path,
          line,
          enabled: true,
          verified: true,
          ...(condition ? {condition} : {}),
          ...(hitCondition ? {hitCondition} : {}),
          ...(logMessage ? {logMessage} : {}),
        }),
      ),
    )
    this.#replace(others.map(other => ({...other, id: this.at(other.path, other.line)?.id ?? this.#nextId++})))
  }

  /** The DAP arguments for one file: its enabled breakpoints, with their ids in the same order. */
  argumentsFor(path: string): {ids: number[]; args: DebugProtocol.SetBreakpointsArguments} {
    const enabled = this.inFile(path).filter(breakpoint => breakpoint.enabled)
    return {
      ids: enabled.map(breakpoint => breakpoint.id),
      args: {
        source: {path},
        breakpoints: enabled.map(({line, condition, hitCondition, logMessage}) => ({
          line,
          ...(condition ? {condition} : {}),
          ...(hitCondition ? {hitCondition} : {}),
          ...(logMessage ? {logMessage} : {}),
        })),
      },
    }
  }

  /** Tells a session what a file's breakpoints are now. */
  async send(session: DebugSession, path: string): Promise<void> {
    const {ids, args} = this.argumentsFor(path)
    const body = await session.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", args)
    this.settle(ids, body.breakpoints)
  }

  /** Takes what the kernel answered for the ids asked for. */
  settle(ids: readonly number[], answers: readonly DebugProtocol.Breakpoint[]): void {
    const byId = new Map(ids.map((id, index) => [id, answers[index]]))
    this.#replace(
      this.#all.map(breakpoint => {
        const answer = byId.get(breakpoint.id)
        return answer ? settled(breakpoint, answer) : breakpoint
      }),
    )
  }

  /** The kernel has learned more about one of its own. */
  update(answer: DebugProtocol.Breakpoint): void {
    if (answer.id === undefined) return
    this.#replace(
      this.#all.map(breakpoint => (breakpoint.kernelId === answer.id ? settled(breakpoint, answer) : breakpoint)),
    )
  }

  /** A breakpoint event: the kernel has learned more of one, or the program has set or removed one itself. */
  take({reason, breakpoint}: DebugProtocol.BreakpointEvent["body"]): void {
    if (reason === "new") this.#adopt(breakpoint)
    else if (reason === "removed") this.#drop(breakpoint)
    else this.update(breakpoint)
  }
  #adopt({id, line, source}: DebugProtocol.Breakpoint): void {
    if (id === undefined || line === undefined || source?.path === undefined || this.at(source.path, line)) return
    const {path} = source
    this.#replace([...this.#all, {id: this.#nextId++, path, line, enabled: true, verified: true, kernelId: id}])
  }
  #drop({id}: DebugProtocol.Breakpoint): void {
    if (id !== undefined) this.#replace(this.#all.filter(breakpoint => breakpoint.kernelId !== id))
  }

  byKernelId(kernelId: number): BreakpointView | undefined {
    return this.#all.find(breakpoint => breakpoint.kernelId === kernelId)
  }

  #replace(next: readonly BreakpointView[]): void {
    this.#all = [...next].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line))
    this.changed()
  }
}

function withoutMove({movedFrom: _moved, message: _message, ...rest}: BreakpointView): BreakpointView {
  return rest
}

function settled(breakpoint: BreakpointView, answer: DebugProtocol.Breakpoint): BreakpointView {
  const line = answer.line ?? breakpoint.line
  const moved = line !== breakpoint.line
  return {
    ...(moved || answer.message !== undefined
      ? breakpoint
      : breakpoint.movedFrom
        ? breakpoint
        : withoutMove(breakpoint)),
    line,
    verified: answer.verified,
    ...(answer.id === undefined ? {} : {kernelId: answer.id}),
    ...(moved ? {movedFrom: breakpoint.line} : {}),
    ...(answer.message === undefined ? {} : {message: answer.message}),
  }
}
