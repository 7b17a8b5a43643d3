/** The person's breakpoints: the page's copy of what setBreakpoints last said, and the asking. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {referenceOf} from "../../base/source-key.ts"
import type {DebugSession} from "../../client/face.ts"
import {Observable} from "../observable.ts"

export interface BreakpointView {
  /** The page's own number; the kernel's is kernelId. */
  readonly id: number
  readonly path: string
  /** 1-based; where it binds, once that is known. */
  readonly line: number
  /** 1-based: what stands there alone. Absent: the first place of the line, in each of its functions. */
  readonly column?: number
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

/** What is to become of a line's breakpoints: of `removed`, for whose terms those of `columns` stand. */
export interface PlaceChange {
  readonly removed?: number
  readonly columns: readonly number[]
}

/** Where an edit of the text has taken a breakpoint. */
export interface Shift {
  readonly line: number
  readonly column?: number
}

/** Finds the line a breakpoint would bind to without a session; undefined when the text has none. */
export type LineFinder = (text: string, line: number) => {readonly line: number; readonly reason?: string} | undefined

/** Lines of the text that is shown, and of the one that runs; undefined: it has no such line. */
export interface LineMap {
  /** Of the text that is shown. */
  lineNow(path: string, line: number): number | undefined
  /** Of the text that runs. */
  lineThen(path: string, line: number): number | undefined
}

export class BreakpointList extends Observable {
  #all: readonly BreakpointView[] = []
  #nextId = 1
  #findLine: LineFinder = (_, line) => ({line})
  /** Default: what is shown is what runs. */
  lines: LineMap = {lineNow: (_, line) => line, lineThen: (_, line) => line}

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

  /** That of the whole line, else the first one on it. */
  at(path: string, line: number): BreakpointView | undefined {
    return this.#all.find(breakpoint => breakpoint.path === path && breakpoint.line === line)
  }

  /** Adds one where there is none, else removes all of the line. */
  toggle(path: string, line: number, text: string): void {
    const others = this.#all.filter(breakpoint => breakpoint.path !== path || breakpoint.line !== line)
    if (others.length < this.#all.length) this.#replace(others)
    else this.add(path, line, text)
  }

  changePlaces(path: string, line: number, {removed, columns}: PlaceChange): void {
    const before = this.#all.find(({id}) => id === removed)
    const terms = before ?? {enabled: true}
    const added = columns.map(column => ({
      ...terms,
      id: this.#nextId++,
      path,
      line,
      column,
      verified: true,
      kernelId: undefined,
    }))
    this.#replace([...this.#all.filter(one => one !== before), ...added])
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

  /** Follows an edit of the text: id → new place. */
  shift(shifts: ReadonlyMap<number, Shift>): void {
    const taken = new Set<string>()
    const shifted: BreakpointView[] = []
    for (const breakpoint of this.#all) {
      const to = shifts.get(breakpoint.id)
      const next = to === undefined ? breakpoint : withoutMove({...breakpoint, ...to})
      const key = `${next.path}:${next.line}:${next.column ?? ""}`
      if (taken.has(key)) continue
      taken.add(key)
      shifted.push(next)
    }
    this.#replace(shifted)
  }

  /** Asks for each of a file, that no kernel has answered for, where it binds. */
  verifyLocally(path: string, text: string): void {
    const next = this.#all.map(breakpoint => {
      if (breakpoint.path !== path || breakpoint.kernelId !== undefined) return breakpoint
      const bound = this.#findLine(text, breakpoint.line)
      const rest = withoutMove(breakpoint)
      if (!bound) return {...rest, verified: false, message: "No statement in this file can hold a breakpoint."}
      if (bound.line === breakpoint.line) return {...rest, verified: true}
      if (this.at(path, bound.line)) return {...rest, verified: false, message: bound.reason}
      const {column: _, ...moved} = rest
      return {...moved, line: bound.line, verified: true, movedFrom: breakpoint.line, message: bound.reason}
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
    const isThere = ({path, line, column}: Omit<BreakpointView, "id" | "verified">) =>
      this.#all.some(one => one.path === path && one.line === line && one.column === column)
    const fresh = breakpoints.filter(one => !isThere(one))
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
        ({line, column, condition, hitCondition, logMessage}): Omit<BreakpointView, "id"> => ({
          path,
          line: this.lines.lineNow(path, line) ?? line,
          ...(column ? {column} : {}),
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

  /** The DAP arguments for one file: its enabled breakpoints in the text that runs, with their ids in the same order. */
  argumentsFor(path: string): {ids: number[]; args: DebugProtocol.SetBreakpointsArguments} {
    const reference = referenceOf(path)
    const enabled = this.inFile(path).flatMap(breakpoint => {
      const line = breakpoint.enabled ? this.lines.lineThen(path, breakpoint.line) : undefined
      return line === undefined ? [] : [{...breakpoint, line}]
    })
    return {
      ids: enabled.map(breakpoint => breakpoint.id),
      args: {
        source: reference === undefined ? {path} : {sourceReference: reference},
        breakpoints: enabled.map(({line, column, condition, hitCondition, logMessage}) => ({
          line,
          ...(column ? {column} : {}),
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
    this.#noteUnknown(path)
  }

  /** Those in lines that the program that runs does not have. */
  #noteUnknown(path: string): void {
    const isUnknown = (one: BreakpointView) =>
      one.path === path && one.enabled && this.lines.lineThen(path, one.line) === undefined
    if (!this.#all.some(isUnknown)) return
    const message = "The program began without this line. Restart it to stop here."
    this.#replace(
      this.#all.map(one => (isUnknown(one) ? {...one, verified: false, kernelId: undefined, message} : one)),
    )
  }

  /** Takes what the kernel answered for the ids asked for. */
  settle(ids: readonly number[], answers: readonly DebugProtocol.Breakpoint[]): void {
    const byId = new Map(ids.map((id, index) => [id, answers[index]]))
    this.#replace(
      this.#all.map(breakpoint => {
        const answer = byId.get(breakpoint.id)
        return answer ? this.#settled(breakpoint, answer) : breakpoint
      }),
    )
  }

  /** The kernel has learned more about one of its own. */
  update(answer: DebugProtocol.Breakpoint): void {
    if (answer.id === undefined) return
    this.#replace(
      this.#all.map(breakpoint => (breakpoint.kernelId === answer.id ? this.#settled(breakpoint, answer) : breakpoint)),
    )
  }

  #settled(before: BreakpointView, answer: DebugProtocol.Breakpoint): BreakpointView {
    const line = answer.line && (this.lines.lineNow(before.path, answer.line) ?? before.line)
    return settled(before, {...answer, ...(line ? {line} : {})})
  }

  /** A breakpoint event: the kernel has learned more of one, or the program has set or removed one itself. */
  take({reason, breakpoint}: DebugProtocol.BreakpointEvent["body"]): void {
    if (reason === "new") this.#adopt(breakpoint)
    else if (reason === "removed") this.#drop(breakpoint)
    else this.update(breakpoint)
  }
  #adopt({id, line, source}: DebugProtocol.Breakpoint): void {
    const path = source?.path
    const now = path === undefined || line === undefined ? undefined : this.lines.lineNow(path, line)
    if (id === undefined || path === undefined || now === undefined || this.at(path, now)) return
    this.#replace([...this.#all, {id: this.#nextId++, path, line: now, enabled: true, verified: true, kernelId: id}])
  }
  #drop({id}: DebugProtocol.Breakpoint): void {
    if (id !== undefined) this.#replace(this.#all.filter(breakpoint => breakpoint.kernelId !== id))
  }

  byKernelId(kernelId: number): BreakpointView | undefined {
    return this.#all.find(breakpoint => breakpoint.kernelId === kernelId)
  }

  #replace(next: readonly BreakpointView[]): void {
    this.#all = [...next].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
    )
    this.changed()
  }
}

function withoutMove<T extends Partial<BreakpointView>>({movedFrom: _moved, message: _message, ...rest}: T) {
  return rest
}

function settled(before: BreakpointView, answer: DebugProtocol.Breakpoint): BreakpointView {
  const line = answer.line ?? before.line
  const moved = line !== before.line
  const {column, ...breakpoint} = before
  return {
    ...(moved || answer.message !== undefined
      ? breakpoint
      : breakpoint.movedFrom && breakpoint.verified
        ? breakpoint
        : withoutMove(breakpoint)),
    line,
    ...(column === undefined || moved ? {} : {column: answer.column ?? column}),
    verified: answer.verified,
    ...(answer.id === undefined ? {} : {kernelId: answer.id}),
    ...(moved ? {movedFrom: breakpoint.line} : {}),
    ...(answer.message === undefined ? {} : {message: answer.message}),
  }
}
