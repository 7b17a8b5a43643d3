/**
 * A script engine without a script: its programs are runs in the notation of fake-run.ts. It does what the port says
 * (src/debugger/engine.ts) and refuses what the port forbids, so that the core is tested without Lua.
 */

import type {HostValue} from "../../src/base/host-values.ts"
import {ownLook} from "../../src/base/poke-reasons.ts"
import type {
  BreakPlace,
  BreakpointSpot,
  Completeness,
  Completion,
  Completions,
  Container,
  Decision,
  EngineEvent,
  EngineListener,
  EngineState,
  FrameInfo,
  FrameRef,
  Page,
  ResolvedLine,
  RunOutcome,
  RunRequest,
  ScopeInfo,
  ScriptEngine,
  ThreadInfo,
  ValueInfo,
  VariableInfo,
} from "../../src/debugger/engine.ts"
import {Interruption, ScriptError} from "../../src/debugger/engine.ts"
import {passes} from "../../src/debugger/hit-count.ts"
import type {MimeBundle} from "../../src/protocol/shape.ts"
import {linesOf, parseRun, type RunStep, type Target} from "./fake-run.ts"

/** "blocking": waits in the listener; "suspending": gives promises, and lets messages in at each poke. */
export type FakeWaiting = "blocking" | "suspending"

interface Frame {
  readonly name: string
  line: number
  readonly variables: Map<string, unknown>
  readonly isTailCalled: boolean
}

class Thread {
  readonly id: number
  /** Innermost last. */
  readonly frames: Frame[] = []
  resumer: Thread | undefined
  ended = false
  constructor(id: number, resumer?: Thread) {
    this.id = id
    this.resumer = resumer
  }
  get top(): Frame {
    return this.frames.at(-1) ?? fail(`thread ${this.id} has no frame`)
  }
}

interface FakeContainer extends Container {
  readonly variables: Map<string, unknown>
  readonly indexed: boolean
  readonly generation: number
  /** A string's content. */
  readonly text?: string
}

const quiet: Omit<EngineEvent, "thread"> = {
  breakpoints: [],
  line: 0,
  returned: false,
  entered: undefined,
  leaving: false,
  counted: false,
}

/** The program ends with this code. */
class Exit {
  readonly code: number
  constructor(code: number) {
    this.code = code
  }
}

const isNative = (name: string) => name.startsWith("[")

function fail(detail: string): never {
  throw new Error(`Wrong run: ${detail}.`)
}

/** What the engine waits for, while it plays a run. */
type Playing = Generator<unknown, RunOutcome, unknown>

export class FakeEngine implements ScriptEngine {
  readonly languageVersion = "Fake 1.0"
  readonly language = {name: "fake", version: "1.0", mimetype: "text/x-fake", file_extension: ".run"}
  readonly helpLinks = []
  readonly waiting: FakeWaiting
  listener: EngineListener | undefined
  /** Events that the listener has been told. */
  eventCount = 0
  /** Lines that no loaded code can take a breakpoint at, as "a3". */
  readonly unboundLines = new Set<string>()
  /** What is watched, for tests that ask whether anything is left behind. */
  watchedLines: "none" | "all" | "frame" = "none"
  /** Containers end with `forget`: how often it was called. */
  generation = 0
  private watchedFrame: Frame | undefined
  /** The frames are those that wait in the thread itself; in others, whichever goes on once it has been left. */
  private watchedReturns:
    | {readonly thread: Thread; readonly frames: ReadonlySet<Frame>; readonly orYields: boolean}
    | undefined
  private callsWatched = false
  private countEvery = 0
  /** Since counting began. */
  private arrivals = 0
  private errorsWatched: "uncaught" | "all" = "uncaught"
  private readonly files = new Map<string, Uint8Array>()
  private readonly spots = new Map<string, {spot: BreakpointSpot; passes: number}[]>()
  private globalVariables = new Map<string, unknown>()
  private threadList: Thread[] = []
  private current: Thread | undefined
  private event: {readonly frame: Frame; readonly newLine: boolean; readonly returned: boolean} | undefined
  private result: string | undefined

  constructor(waiting: FakeWaiting = "blocking") {
    this.waiting = waiting
  }

  // Running.

  run({source}: RunRequest): RunOutcome | Promise<RunOutcome> {
    if (this.current) fail("one program runs at a time")
    const text = "text" in source ? source.text : decode(this.files.get(source.path) ?? fail(`no file ${source.path}`))
    let steps: RunStep[]
    try {
      steps = parseRun(text)
    } catch (thrown) {
      return {kind: "error", error: new ScriptError("SyntaxError", (thrown as Error).message)}
    }
    const playing = this.playAll(steps)
    return this.waiting === "suspending" ? this.playSuspending(playing) : this.playBlocking(playing)
  }
  private playBlocking(playing: Playing): RunOutcome {
    let next = playing.next()
    for (; !next.done; next = playing.next(next.value))
      if (next.value instanceof Promise) fail("a blocking engine was given a promise")
    return next.value
  }
  private async playSuspending(playing: Playing): Promise<RunOutcome> {
    let next = playing.next()
    while (!next.done) {
      let value: unknown
      try {
        value = await next.value
      } catch (thrown) {
        next = playing.throw(thrown)
        continue
      }
      next = playing.next(value)
    }
    return next.value
  }

  private *playAll(steps: readonly RunStep[]): Playing {
    this.current = new Thread(1)
    this.threadList = [this.current]
    this.result = undefined
    try {
      yield* this.play(steps)
      return {kind: "done", results: [], ...(this.result === undefined ? {} : {display: this.result})}
    } catch (thrown) {
      if (thrown instanceof Exit) return {kind: "exit", code: thrown.code}
      if (thrown instanceof ScriptError) return {kind: "error", error: thrown}
      if (thrown instanceof Interruption) return {kind: "interrupted"}
      throw thrown
    } finally {
      this.current = undefined
      this.threadList = []
      this.event = undefined
      this.watchLines("none")
      this.watchReturns(undefined)
      this.watchCalls(false)
      this.watchCount(0)
    }
  }

  private get running(): Thread {
    return this.current ?? fail("nothing runs")
  }

  private *play(steps: readonly RunStep[]): Generator<unknown, void, unknown> {
    for (const step of steps) {
      const thread = this.running
      switch (step.kind) {
        case "line":
          if (!thread.frames.length) push(thread, step)
          yield* this.arrive(step, false)
          break
        case "call":
          push(thread, step)
          yield* this.arrive(step, false, "call")
          break
        case "tail":
          thread.frames.pop()
          push(thread, step, true)
          yield* this.arrive(step, false, "tail call")
          break
        case "return":
          if (this.callsWatched) yield* this.tell({...quiet, leaving: true})
          thread.frames.pop()
          while (thread.frames.length && isNative(thread.top.name) && step.name !== thread.top.name) thread.frames.pop()
          yield* this.arrive(step, true)
          break
        case "switch":
          if (step.ends) end(thread)
          yield* this.goOn(step.thread, step.target)
          break
        case "error":
          yield* this.raise(step)
          break
        case "repeat":
          for (let i = 0; i < step.times; i++) yield* this.play(step.body)
          break
        case "poke":
          // a poll lets the event loop turn
          if (this.waiting === "suspending") yield new Promise(resolve => setImmediate(resolve))
          this.listener?.attend(thread.id, ownLook)
          yield* this.tell(quiet)
          break
        case "read": {
          const place = {path: thread.top.name, sourceName: `@${thread.top.name}`, line: thread.top.line}
          const bytes = (yield this.listener?.readInput("", place) ?? null) as Uint8Array | null
          thread.top.variables.set(step.name, bytes && decode(bytes))
          break
        }
        case "host":
          yield* this.callHost(step)
          break
        case "assign":
          this.scopeOf(step.name, thread.frames.at(-1)).set(step.name, step.value)
          break
        case "file":
          this.writeFile(step.path, new TextEncoder().encode(step.text))
          this.changedFiles.push(step.path)
          break
        case "write": {
          this.listener?.handleOutput({stream: step.stream, bytes: encode(step.text), ...placeOf(thread)})
          break
        }
        case "say":
          this.listener?.script?.handleMessage({level: "log", text: step.text, ...placeOf(thread)})
          break
        case "display":
          this.listener?.script?.handleDisplay({data: {"text/plain": step.text}, ...placeOf(thread)})
          break
        case "pause":
          this.event = {frame: thread.top, newLine: false, returned: false}
          yield* this.stand(this.listener?.script?.handlePause(thread.id, step.text))
          break
        case "result":
          this.result = step.text
          break
        case "exit":
          throw new Exit(step.code)
      }
    }
  }

  private *callHost({name, called}: RunStep & {kind: "host"}): Generator<unknown, void, unknown> {
    const thread = this.running
    const {top} = thread
    const failed = (message: string) =>
      new ScriptError("RuntimeError", `${top.name}:${top.line}: ${message}`, {
        said: message,
        place: {path: top.name, line: top.line},
        traceback: tracebackOf(thread),
      })
    const host = this.listener?.host ?? fail("there is no host")
    this.event = {frame: top, newLine: false, returned: false}
    const args = [(top.variables.get(name) ?? null) as HostValue]
    const refusal = host.begin({name: called, args, thread: thread.id, ...placeOf(thread)})
    if (refusal !== undefined) throw failed(refusal)
    yield host.wait()
    const outcome = host.take()
    if ("error" in outcome) throw failed(outcome.error)
    top.variables.set(name, outcome.value)
  }

  /** Another thread goes on: a new one, a suspended one, or the resumer. */
  private *goOn(id: number, target: Target): Generator<unknown, void, unknown> {
    const from = this.running
    const known = this.threadList.find(one => one.id === id)
    const thread = known ?? new Thread(id, from)
    if (thread === from) fail(`thread ${id} runs already`)
    if (thread.ended) fail(`thread ${id} has ended`)
    this.current = thread
    const returned = thread === from.resumer
    if (returned) {
      from.resumer = undefined
    } else if (known) {
      if (thread.resumer || thread.id === 1) fail(`thread ${id} waits for another one`)
      thread.resumer = from
    } else {
      this.threadList.push(thread)
      push(thread, target)
    }
    yield* this.arrive(target, returned)
  }

  private *raise({target, thread: id}: RunStep & {kind: "error"}): Generator<unknown, void, unknown> {
    const thread = this.running
    const {name, line} = thread.top
    const message = `${name}:${line}: it failed`
    this.event = {frame: thread.top, newLine: false, returned: false}
    if (target === undefined || this.errorsWatched === "all") {
      const decision = this.listener?.handleError({
        thread: thread.id,
        message: "it failed",
        text: message,
        place: {path: name, line},
        value: {
          container: this.hold(new Map([["ERROR", message]])),
          type: "string",
          className: "Failure",
          evaluateName: "ERROR",
        },
        caught: target !== undefined,
        traceback: tracebackOf(thread),
      })
      yield* this.stand(decision)
    }
    if (!target) {
      const place = {path: name, line}
      throw new ScriptError("RuntimeError", message, {said: "it failed", traceback: tracebackOf(thread), place})
    }
    if (id !== undefined) {
      end(thread)
      yield* this.goOn(id, target)
      return
    }
    do thread.frames.pop()
    while (thread.frames.length && thread.top.name !== target.name)
    yield* this.arrive(target, true)
  }

  /** The current thread comes to a place. */
  private *arrive(
    {name, line}: Target,
    returned: boolean,
    entered?: "call" | "tail call",
  ): Generator<unknown, void, unknown> {
    const thread = this.running
    const frame = thread.top
    if (frame.name !== name) fail(`${name} goes on, but ${frame.name} is the current function`)
    const newLine = line !== undefined
    if (newLine) frame.line = line
    const watched = this.watchedReturns
    const watchedLine =
      this.watchedLines === "all" || (this.watchedLines === "frame" && this.watchedFrame === frame) ? line : undefined
    const event = {
      ...quiet,
      breakpoints: newLine ? this.hitSpots(name, line) : [],
      line: watchedLine ?? 0,
      returned:
        returned &&
        watched !== undefined &&
        (watched.thread === thread ? watched.frames.has(frame) : watched.thread.ended || watched.orYields),
      entered: this.callsWatched ? entered : undefined,
      counted: this.countEvery > 0 && ++this.arrivals % this.countEvery === 0,
    }
    if (!event.breakpoints.length && !event.line && !event.returned && !event.entered && !event.counted) return
    this.event = {frame, newLine, returned: event.returned}
    yield* this.tell(event)
  }
  private hitSpots(name: string, line: number): number[] {
    const standing = (this.spots.get(name) ?? []).filter(({spot}) => spot.line === line)
    for (const one of standing) one.passes++
    return standing.filter(one => !one.spot.hits || passes(one.spot.hits, one.passes)).map(one => one.spot.id)
  }
  private *tell(event: Omit<EngineEvent, "thread">): Generator<unknown, void, unknown> {
    this.eventCount++
    yield* this.stand(this.listener?.handleEvent({thread: this.running.id, ...event}))
  }
  private *stand(stop: Decision): Generator<unknown, void, unknown> {
    if (stop) yield this.listener?.stand(stop)
  }

  reset(): void {
    if (this.current) fail("reset while a program runs")
    this.globalVariables = new Map()
    this.spots.clear()
    this.generation++
  }

  saveState(): EngineState {
    if (this.current) fail("saveState while a program runs")
    return {build: "fake", memory: encode(JSON.stringify([...this.globalVariables])), notes: undefined}
  }
  restoreState({build, memory}: EngineState): string | undefined {
    if (this.current) fail("restoreState while a program runs")
    if (build !== "fake") return "it was saved by another engine"
    this.globalVariables = new Map(JSON.parse(decode(memory)))
    this.generation++
    return undefined
  }

  // Files and breakpoints.

  writeFile(path: string, bytes: Uint8Array): void {
    this.files.set(path, bytes)
  }
  readFile(path: string): Uint8Array | undefined {
    return this.files.get(path)
  }
  removeFile(path: string): void {
    this.files.delete(path)
  }
  private readonly changedFiles: string[] = []
  listFiles(): string[] {
    return [...this.files.keys()].sort()
  }
  takeChangedFiles(): string[] {
    return this.changedFiles.splice(0)
  }

  /** Each line has two places. */
  resolve(path: string, line: number, column = 1): ResolvedLine | undefined {
    const lines = new Map<string, Set<number>>()
    for (const bytes of this.files.values()) {
      try {
        linesOf(parseRun(decode(bytes)), lines)
      } catch {
        // a file that is no run
      }
    }
    const sorted = [...(lines.get(path) ?? [])].sort((a, b) => a - b)
    const found = sorted.find(one => one >= line) ?? sorted.at(-1)
    if (found === undefined) return undefined
    return {line: found, column: column < 9 ? 1 : 9, ...(found === line ? {} : {reason: `Moved to line ${found}.`})}
  }
  breakPlaces(path: string, firstLine: number, lastLine: number): readonly BreakPlace[] {
    const places: BreakPlace[] = []
    for (let line = firstLine; line <= Math.min(lastLine, 100); line++)
      if (this.resolve(path, line)?.line === line) places.push({line, column: 1}, {line, column: 9})
    return places
  }
  setBreakpoints(path: string, spots: readonly BreakpointSpot[]): readonly number[] {
    this.spots.set(
      path,
      spots.map(spot => ({spot, passes: 0})),
    )
    return spots.filter(spot => this.unboundLines.has(`${path}${spot.line}`)).map(spot => spot.id)
  }
  loadedSources() {
    return this.listFiles().map(path => ({name: path, path}))
  }
  generatedSource() {
    return undefined
  }
  sourceText(key: string): string | undefined {
    const bytes = this.files.get(key)
    return bytes && decode(bytes)
  }
  watchLoads(): void {}
  /** The breakpoints that stand in the code, as "a2", or "a2:9" where they name a column. */
  get standing(): string[] {
    const words = ({line, column}: BreakpointSpot) => (column === undefined ? `${line}` : `${line}:${column}`)
    return [...this.spots].flatMap(([path, list]) => list.map(({spot}) => `${path}${words(spot)}`)).sort()
  }

  // Watching.

  watchErrors(which: "uncaught" | "all"): void {
    this.errorsWatched = which
  }
  watchLines(which: "none" | "all" | FrameRef): boolean {
    this.watchedFrame = undefined
    this.watchedLines = typeof which === "string" ? which : "frame"
    if (typeof which === "string") return false
    const frame = this.frameOf(which)
    this.watchedFrame = frame
    return this.event?.frame === frame && this.event.returned && this.event.newLine
  }
  watchReturns(below: FrameRef | undefined, orYields = false): void {
    this.watchedReturns = undefined
    if (!below) return
    const thread = this.threadOf(below.thread)
    const frames = new Set(thread.frames.slice(0, thread.frames.length - 1 - below.level))
    this.watchedReturns = {thread, frames, orYields: orYields && below.level === thread.frames.length - 1}
  }
  watchResults(of: FrameRef | undefined, orCalls = false): void {
    this.watchedResults = of ? (orCalls ? "calls" : "return") : "none"
  }
  watchedResults: "none" | "return" | "calls" = "none"
  watchCalls(on: boolean): void {
    this.callsWatched = on
  }
  /** Each arrival at a place is one instruction. */
  watchCount(every: number): void {
    this.countEvery = every
    this.arrivals = 0
  }
  /** What is watched beside lines and returns, e.g. "calls, every 3". */
  get watchedBeside(): string {
    return [...(this.callsWatched ? ["calls"] : []), ...(this.countEvery ? [`every ${this.countEvery}`] : [])].join(
      ", ",
    )
  }
  get watchesReturns(): boolean {
    return this.watchedReturns !== undefined
  }
  prepareEntry(): void {
    if (this.current) fail("prepareEntry within a program")
    this.event = undefined
  }

  // Looking.

  private threadOf(id: number): Thread {
    return this.threadList.find(one => one.id === id) ?? fail(`no thread ${id}`)
  }
  private frameOf({thread, level}: FrameRef): Frame {
    return this.threadOf(thread).frames.at(-1 - level) ?? fail(`no frame ${level} of thread ${thread}`)
  }
  threads(): ThreadInfo[] {
    const list: ThreadInfo[] = []
    const name = (thread: Thread) => (thread.id === 1 ? "main thread" : `thread ${thread.id}`)
    for (let one = this.current; one; one = one.resumer)
      list.push({id: one.id, name: name(one), status: one === this.current ? "running" : "waiting"})
    for (const one of this.threadList)
      if (!one.ended && !list.some(({id}) => id === one.id))
        list.push({id: one.id, name: name(one), status: "suspended"})
    return list
  }
  frameCount(thread: number): number {
    return this.threadList.find(one => one.id === thread)?.frames.length ?? 0
  }
  /** Numbers for places, as they were first sampled. */
  private readonly sampled: string[] = []
  sample(into: Int32Array): number {
    const frames = this.frames(this.running.id, 0, into.length)
    for (const [i, {name, line, native}] of frames.entries()) {
      const place = `${name}${line}`
      if (!this.sampled.includes(place)) this.sampled.push(place)
      into[i] = native ? -1 : this.sampled.indexOf(place) + 1
    }
    return frames.length
  }
  sampledFrame(index: number): FrameInfo | undefined {
    return this.frames(this.running.id, index, 1)[0]
  }
  frames(thread: number, start: number, count: number): FrameInfo[] {
    const frames = this.threadList.find(one => one.id === thread)?.frames ?? []
    return [...frames]
      .reverse()
      .slice(start, start + count)
      .map(({name, line}) => ({
        name,
        line: isNative(name) ? 0 : line,
        sourceName: isNative(name) ? name : `@${name}`,
        native: isNative(name),
        ...(isNative(name) ? {} : {path: name}),
      }))
  }
  tailCalls(thread: number): number[] {
    const frames = this.threadList.find(one => one.id === thread)?.frames ?? []
    return [...frames].reverse().flatMap((frame, level) => (frame.isTailCalled ? level : []))
  }
  /** "b2": where the running thread stands. */
  get place(): string {
    const {name, line} = this.running.top
    return `${name}${line}`
  }

  // Values.

  scopes(ref: FrameRef): ScopeInfo[] {
    const frame = this.frameOf(ref)
    const globals: ScopeInfo = {name: "Globals", hint: "globals", container: this.globals(), expensive: true}
    if (isNative(frame.name)) return [globals]
    return [{name: "Locals", hint: "locals", container: this.hold(frame.variables), expensive: false}, globals]
  }
  globals(): Container {
    return this.hold(this.globalVariables)
  }
  private hold(variables: Map<string, unknown>, indexed = false): FakeContainer {
    return {kind: "fake", variables, indexed, generation: this.generation}
  }
  private held(container: Container): FakeContainer {
    const held = container as FakeContainer
    if (held.generation !== this.generation) fail("a container is used after its end")
    return held
  }
  variables(container: Container, {filter, start = 0, count = 0}: Page): VariableInfo[] {
    const {variables, indexed} = this.held(container)
    if (filter && (filter === "indexed") !== indexed) return []
    const all = [...variables].map(([name, value]) => ({name, ...this.describe(value), evaluateName: name}))
    return all.slice(start, count ? start + count : undefined)
  }
  private describe(value: unknown): ValueInfo {
    const text = JSON.stringify(value) ?? "nothing"
    if (typeof value === "string") {
      const content: FakeContainer = {...this.hold(new Map()), text: value}
      return {text, type: "string", content}
    }
    if (typeof value !== "object" || value === null) return {text, type: typeof value}
    const entries = Object.entries(value)
    const indexed = Array.isArray(value)
    return {
      text,
      type: indexed ? "list" : "object",
      container: this.hold(new Map(entries), indexed),
      ...(indexed ? {indexedCount: entries.length} : {namedCount: entries.length}),
    }
  }
  private scopeOf(name: string, frame: Frame | undefined): Map<string, unknown> {
    return frame && /^[a-z]/.test(name) ? frame.variables : this.globalVariables
  }

  setVariable(container: Container, name: string, expression: string, frame: FrameRef | undefined): VariableInfo {
    const {variables} = this.held(container)
    const value = this.value(expression, frame)
    variables.set(name, value)
    return {name, ...this.describe(value)}
  }
  evaluate(expression: string, frame: FrameRef | undefined): ValueInfo {
    return this.describe(this.value(expression, frame))
  }
  write(value: Container): string {
    const {text, variables} = this.held(value)
    return text ?? JSON.stringify(Object.fromEntries(variables))
  }
  evaluateWhole(expression: string, frame: FrameRef | undefined): string {
    const value = this.value(expression, frame)
    return typeof value === "string" ? value : JSON.stringify(value)
  }
  say(expression: string, frame: FrameRef): string {
    return this.evaluateWhole(expression, frame)
  }
  /** Text that could be no value wherever it stands. */
  problemOf(text: string): string | undefined {
    return /[A-Za-z0-9\]}"]\s*$/.test(text) ? undefined : "it has no end"
  }
  test(expression: string, frame: FrameRef): boolean {
    return this.value(expression, frame) === true
  }
  /** JSON, a variable, `left == right`, `left > right`, or `variable = value`. */
  private value(expression: string, frame: FrameRef | undefined): unknown {
    const [, left, sign, right] = /^\s*(.+?)\s*(==|>|=)\s*(.+?)\s*$/.exec(expression) ?? []
    if (sign === "==") return this.value(left, frame) === this.value(right, frame)
    if (sign === ">") return (this.value(left, frame) as number) > (this.value(right, frame) as number)
    const at = frame && this.frameOf(frame)
    if (sign === "=") {
      const value = this.value(right, frame)
      this.scopeOf(left, at).set(left, value)
      return value
    }
    const name = expression.trim()
    if (/^[A-Za-z]+$/.test(name) && !["true", "false", "null"].includes(name)) {
      const variables = this.scopeOf(name, at)
      if (!variables.has(name)) throw new ScriptError("RuntimeError", `there is no ${name}`)
      return variables.get(name)
    }
    try {
      return JSON.parse(name)
    } catch {
      throw new ScriptError("SyntaxError", `${name} is no expression`)
    }
  }

  evaluateRich(expression: string, frame: FrameRef | undefined): MimeBundle {
    const value = this.value(expression, frame)
    return {"text/plain": this.describe(value).text, ...(typeof value === "object" ? {"application/json": value} : {})}
  }

  /** The letters before the cursor, by the variables that are seen; "run" is this language's one word. */
  complete(code: string, cursor: number, frame: FrameRef | undefined): Completions {
    const from = cursor - (/[A-Za-z]*$/.exec(code.slice(0, cursor))?.[0].length ?? 0)
    const names = this.maySee(frame)
      ? [...(frame ? this.frameOf(frame).variables.keys() : []), ...this.globalVariables.keys()]
      : []
    const items: Completion[] = [
      ...names.map(text => ({text, type: "variable" as const})),
      {text: "run", type: "function", signature: "(steps)"},
    ]
    return {from, to: cursor, items: items.filter(one => one.text.startsWith(code.slice(from, cursor)))}
  }
  inspect(code: string, cursor: number, frame: FrameRef | undefined, withSource: boolean): MimeBundle | undefined {
    const name = /[A-Za-z]*$/.exec(code.slice(0, cursor))?.[0] ?? ""
    const variables = this.scopeOf(name, frame && this.frameOf(frame))
    if (!this.maySee(frame) || !variables.has(name)) return undefined
    return {"text/plain": `${name} = ${JSON.stringify(variables.get(name))}${withSource ? ` in ${code}` : ""}`}
  }
  /** A text that ends with ">" wants a call. */
  completeness(code: string, frame: FrameRef | undefined): Completeness {
    if (!this.maySee(frame)) return {status: "unknown"}
    if (/>\s*$/.test(code)) return {status: "incomplete", indent: "  "}
    try {
      parseRun(code)
      return {status: "complete"}
    } catch {
      return {status: "invalid"}
    }
  }
  private maySee(frame: FrameRef | undefined): boolean {
    return frame !== undefined || !this.current
  }

  forget(): void {
    this.generation++
  }
  flush(): void {}
}

const placeOf = ({frames}: Thread): {path?: string; line?: number} => {
  const frame = frames.at(-1)
  return frame ? {path: frame.name, line: frame.line} : {}
}
const tracebackOf = ({frames}: Thread): string[] => [...frames].reverse().map(({name, line}) => `${name}:${line}`)
function push(thread: Thread, {name, line = 0}: Target, isTailCalled = false): void {
  thread.frames.push({name, line, variables: new Map(), isTailCalled})
}
function end(thread: Thread): void {
  thread.frames.length = 0
  thread.ended = true
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const encode = (text: string) => encoder.encode(text)
const decode = (bytes: Uint8Array) => decoder.decode(bytes)
