/** The Lua engine: implements the debugger's port on wasmoon. Its parts are made in engine-parts.ts. */
import {referenceOf} from "../../base/source-key.ts"
import type {
  BreakPlace,
  BreakpointSpot,
  Completeness,
  Completions,
  Container,
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
} from "../../debugger/engine.ts"
import type {SourceInfo} from "../../debugger/sources.ts"
import type {MimeBundle} from "../../protocol/shape.ts"
import {bootParts, type EngineParts} from "./engine-parts.ts"
import {reseed} from "./globals/prelude.ts"
import {luaHelp, luaInfo, type View} from "./language.ts"
import type {LuaEngineOptions} from "./run/options.ts"
import {noFrame, type StackFrame} from "./stack/stack.ts"
import type {LuaContainer} from "./values/container-kinds.ts"
import {scopesOf} from "./values/scopes.ts"
import {control} from "./vm/layout.ts"
import {decodeText, encodeText} from "./world/text.ts"

/** Jumps between two looks at the clock; a look takes as long as some fifty. */
const mostBetweenPolls = 4000

/** Loads of code that comes from no file are told of up to so many a program: some load code in their inner loops. */
const loadsTold = 1000

export class LuaEngine implements ScriptEngine {
  readonly languageVersion = "Lua 5.4"
  readonly language = luaInfo
  readonly helpLinks = luaHelp
  private readonly parts: EngineParts

  static async boot(options: LuaEngineOptions): Promise<LuaEngine> {
    return new LuaEngine(await bootParts(options))
  }
  private constructor(parts: EngineParts) {
    this.parts = parts
  }

  get listener(): EngineListener | undefined {
    return this.parts.audience.listener
  }
  set listener(listener: EngineListener | undefined) {
    this.parts.audience.listener = listener
  }

  /** The VM's memory, for those that poke it; shared where the page is isolated. */
  get memory(): WebAssembly.Memory {
    return this.parts.vm.raw.memory
  }
  get pokeTarget() {
    return this.parts.dispatch.target
  }
  /**
   * Makes polls rarer (a factor above 1, which counts slowly) or more frequent. Never so rare that a turn to slow C
   * functions goes unseen, down to one at each jump.
   */
  adaptPolling(factor: number): void {
    const every = this.parts.vm.getControl(control.pollEvery) * Math.min(4, factor)
    this.parts.vm.setControl(control.pollEvery, Math.round(Math.min(mostBetweenPolls, Math.max(1, every))))
  }
  /** Bytes that the program's values take. */
  get bytesInUse(): number {
    return this.parts.vm.bytesInUse
  }

  /** A program has begun and not ended. */
  get isRunning(): boolean {
    return this.parts.runner.mainState !== 0
  }
  run(request: RunRequest): RunOutcome | Promise<RunOutcome> {
    if ("text" in request.source) this.parts.cells.set(request.source.name, encodeText(request.source.text))
    this.parts.errors.forget()
    this.parts.callbacks.begin()
    const outcome = this.parts.runner.run(request)
    return outcome instanceof Promise ? outcome.then(done => this.ended(done)) : this.ended(outcome)
  }
  private ended(outcome: RunOutcome): RunOutcome {
    this.flush()
    this.parts.callbacks.end()
    this.parts.stepper.watchNothing()
    this.parts.returns.watchNone()
    this.parts.threads.forget()
    return outcome
  }

  reset(): void {
    this.parts.snapshot.restore()
    this.forgetMemory()
    // Lua runs here, but no program: a poke must not let requests in while the state is half made
    const {listener} = this
    this.listener = undefined
    this.parts.hostTable.note()
    reseed(this.parts.api, this.parts.world.seed())
    this.listener = listener
  }
  /** The memory has been replaced: nothing that is known about it holds. */
  private forgetMemory(): void {
    this.parts.world.files.closeAll()
    this.parts.patches.forget()
    this.parts.chunks.forget()
    this.parts.generated.forget()
    this.parts.containers.drop()
    this.parts.results.drop()
    this.parts.conditions.forget()
    this.parts.runner.forget()
    this.parts.threads.forget()
    this.parts.errors.forget()
    this.parts.callbacks.place = undefined
  }
  saveState(): EngineState {
    this.parts.containers.forget()
    this.parts.conditions.clear()
    this.parts.conditions.dropState()
    this.flush()
    return this.parts.image.take()
  }
  restoreState(state: EngineState): string | undefined {
    const refusal = this.parts.image.prepare(state)
    if (refusal) return refusal
    this.forgetMemory()
    this.parts.image.put(state)
    this.parts.hostTable.adopt()
    return undefined
  }

  // Files and breakpoints.

  writeFile(path: string, bytes: Uint8Array): void {
    this.parts.workspace.write(path, bytes)
  }
  readFile(path: string): Uint8Array | undefined {
    return this.parts.workspace.read(path)
  }
  removeFile(path: string): void {
    this.parts.workspace.remove(path)
  }
  listFiles(): string[] {
    return this.parts.workspace.list()
  }
  takeChangedFiles(): string[] {
    return this.parts.workspace.takeChanged()
  }
  resolve(key: string, line: number, column?: number): ResolvedLine | undefined {
    return this.linesOf(key)?.resolve(line, column)
  }
  breakPlaces(key: string, firstLine: number, lastLine: number): BreakPlace[] {
    return this.linesOf(key)?.breakPlaces(firstLine, lastLine) ?? []
  }
  private linesOf(key: string) {
    const reference = referenceOf(key)
    return reference === undefined ? this.parts.chunks.linesOf(key) : this.parts.generated.linesOf(reference)
  }
  setBreakpoints(key: string, spots: readonly BreakpointSpot[]): readonly number[] {
    this.parts.conditions.clear()
    const reference = referenceOf(key)
    if (reference === undefined) return this.parts.chunks.setBreakpoints(key, spots)
    return this.parts.generated.setBreakpoints(reference, spots)
  }

  loadedSources(): SourceInfo[] {
    const {chunks, workspace, sources} = this.parts
    const files = chunks.loaded.filter(path => workspace.has(path)).map(path => ({name: path, path}))
    return [...files, ...new Set(sources.functions().map(({source}) => source))]
  }
  generatedSource(reference: number): SourceInfo | undefined {
    return this.parts.sources.get(reference)
  }
  sourceText(key: string): string | undefined {
    const reference = referenceOf(key)
    if (reference !== undefined) return this.parts.sources.get(reference)?.text
    const bytes = this.readFile(key)
    return bytes && decodeText(bytes)
  }

  // Watching.

  watchErrors(which: "uncaught" | "all"): void {
    this.parts.vm.setControl(control.watchErrors, which === "all" ? 2 : 1)
  }
  watchLines(which: "none" | "all" | FrameRef): boolean {
    if (which === "none") {
      this.parts.stepper.watchNone()
      return false
    }
    if (which === "all") {
      this.parts.stepper.watchAll(this.parts.callbacks.place?.L ?? 0)
      return false
    }
    const {L, ci} = this.frameOf(which)
    return this.parts.stepper.watchFrame(L, ci, this.parts.callbacks.place?.returned === true && which.level === 0)
  }
  watchCalls(on: boolean): void {
    this.parts.stepper.watchCalls(on, this.parts.callbacks.place?.L ?? 0)
  }
  watchLoads(on: boolean): void {
    this.parts.generated.tellLoads(on ? loadsTold : 0)
  }
  watchCount(every: number): void {
    this.parts.stepper.watchCount(every, this.parts.callbacks.place?.L ?? 0)
  }
  watchReturns(below: FrameRef | undefined, orYields = false): void {
    if (!below) {
      this.parts.returns.watchNone()
      return
    }
    const {L, ci} = this.frameOf(below)
    this.parts.returns.watch(L, ci, orYields)
  }
  watchResults(of: FrameRef | undefined, orCalls = false): void {
    const {L, ci} = of ? this.frameOf(of) : noFrame
    if (this.parts.stepper.watchResults(L, ci, orCalls)) this.parts.results.note(L, ci)
  }
  prepareEntry(): void {
    this.parts.callbacks.place = undefined
  }

  // Looking.

  threads(): ThreadInfo[] {
    return this.parts.threads.list()
  }
  private framesOf(thread: number): {L: number; frames: number[]} {
    const L = this.parts.threads.stateOf(thread)
    return L === undefined ? {L: 0, frames: []} : {L, frames: this.parts.stack.frames(L)}
  }
  private frameOf({thread, level}: FrameRef): StackFrame {
    const {place} = this.parts.callbacks
    if (level === 0 && place && this.parts.stack.isLua(place.ci) && this.parts.threads.idOf(place.L) === thread)
      return place
    const {L, frames} = this.framesOf(thread)
    return {L, ci: frames[level] ?? 0}
  }
  sample(into: Int32Array): number {
    return this.parts.sampler.sample(into)
  }
  sampledFrame(index: number): FrameInfo | undefined {
    return this.parts.sampler.describe(index)
  }
  frameCount(thread: number): number {
    return this.framesOf(thread).frames.length
  }
  frames(thread: number, start: number, count: number): FrameInfo[] {
    const {L, frames} = this.framesOf(thread)
    return frames.slice(start, start + count).map(ci => this.parts.stack.describe(L, ci))
  }
  tailCalls(thread: number): number[] {
    return this.framesOf(thread).frames.flatMap((ci, level) => (this.parts.stack.isTailCalled(ci) ? level : []))
  }

  scopes(frame: FrameRef): ScopeInfo[] {
    const {L, ci} = this.frameOf(frame)
    return scopesOf(L, ci, this.parts.stack, this.parts.containers)
  }
  globals(): Container {
    return this.parts.containers.globals()
  }
  variables(container: Container, page: Page): VariableInfo[] {
    return this.parts.containers.variables(container as LuaContainer, page)
  }

  setVariable(container: Container, name: string, expression: string, frame: FrameRef | undefined): VariableInfo {
    return this.parts.evaluator.setVariable(
      container as LuaContainer,
      name,
      expression,
      frame ? this.frameOf(frame) : noFrame,
    )
  }
  evaluate(expression: string, frame: FrameRef | undefined): ValueInfo {
    return this.parts.evaluator.evaluate(expression, frame ? this.frameOf(frame) : noFrame)
  }
  write(value: Container): string {
    return this.parts.evaluator.write(value as LuaContainer)
  }
  evaluateWhole(expression: string, frame: FrameRef | undefined): string {
    return this.parts.evaluator.evaluateWhole(expression, frame ? this.frameOf(frame) : noFrame)
  }
  say(expression: string, frame: FrameRef): string {
    return this.parts.evaluator.say(expression, this.frameOf(frame))
  }
  evaluateRich(expression: string, frame: FrameRef | undefined): MimeBundle {
    return this.parts.evaluator.evaluateRich(expression, frame ? this.frameOf(frame) : noFrame)
  }
  problemOf(text: string, kind: "expression" | "evaluated"): string | undefined {
    return this.parts.evaluator.problemOf(text, kind)
  }
  test(expression: string, frame: FrameRef): boolean {
    const place = this.frameOf(frame)
    const {ci} = place
    if (!ci || !this.parts.stack.isLua(ci)) return this.evaluate(expression, undefined).text === "true"
    return this.parts.evaluator.test(expression, place)
  }

  complete(code: string, cursor: number, frame: FrameRef | undefined): Completions {
    return this.parts.words.complete(code, cursor, this.viewOf(frame))
  }
  inspect(code: string, cursor: number, frame: FrameRef | undefined, withSource: boolean): MimeBundle | undefined {
    return this.parts.words.inspect(code, cursor, this.viewOf(frame), withSource)
  }
  completeness(code: string, frame: FrameRef | undefined): Completeness {
    return this.parts.words.completeness(code, this.viewOf(frame) !== undefined)
  }
  /** What may be looked into; undefined while a program runs. */
  private viewOf(frame: FrameRef | undefined): View | undefined {
    if (frame) return {ci: this.frameOf(frame).ci}
    return this.parts.runner.mainState === 0 ? {ci: 0} : undefined
  }

  forget(): void {
    this.parts.containers.forget()
    this.parts.results.forget()
    this.parts.callbacks.endStop()
  }
  flush(): void {
    this.parts.callbacks.flush()
  }
}
