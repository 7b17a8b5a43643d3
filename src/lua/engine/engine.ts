/** The Lua engine: implements the debugger's port on wasmoon. Its parts are files of this folder; this one joins them. */
import {LruCache} from "../../base/lru.ts"
import type {
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
import type {MimeBundle} from "../../protocol/shape.ts"
import {Callbacks} from "./callbacks.ts"
import {Chunks, pathOfSource} from "./chunks.ts"
import {Conditions} from "./conditions.ts"
import {Containers, type LuaContainer} from "./containers.ts"
import {ErrorWatch} from "./error-watch.ts"
import {Evaluation} from "./evaluation.ts"
import {Evaluator} from "./evaluator.ts"
import {WorkspaceFiles} from "./files.ts"
import {Formatter} from "./format.ts"
import {Functions} from "./functions.ts"
import {HostTable} from "./host/host-functions.ts"
import {answerAwaitedCall, answerHostCall, type HostParts} from "./host/script-globals.ts"
import {Image} from "./image.ts"
import {Dispatch} from "./interrupt.ts"
import {jspi} from "./jspi.ts"
import {LanguageWords, luaHelp, luaInfo, type View} from "./language.ts"
import {control, modeBits} from "./layout.ts"
import {Lookup} from "./lookup.ts"
import {encodeText, LuaApi} from "./lua-api.ts"
import type {LuaEngineOptions} from "./options.ts"
import {Patches} from "./patches.ts"
import {prepareState, reseed} from "./prelude.ts"
import {Protection} from "./protection.ts"
import {Protos} from "./protos.ts"
import {RichValues} from "./rich.ts"
import {Exit, Runner} from "./runner.ts"
import {scopesOf} from "./scopes.ts"
import {Snapshot} from "./snapshot.ts"
import {Stack} from "./stack.ts"
import {Stepper} from "./stepper.ts"
import {Tables} from "./tables.ts"
import {Threads} from "./threads.ts"
import {Vm, type VmImports} from "./vm.ts"

export class LuaEngine implements ScriptEngine {
  readonly languageVersion = "Lua 5.4"
  readonly language = luaInfo
  readonly helpLinks = luaHelp
  listener: EngineListener | undefined
  private readonly vm: Vm
  private readonly api: LuaApi
  private readonly patches: Patches
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly threadList: Threads
  private readonly workspace: WorkspaceFiles
  private readonly containers: Containers
  private readonly chunks: Chunks
  private readonly conditions: Conditions
  private readonly evaluator: Evaluator
  private readonly words: LanguageWords
  private readonly dispatch: Dispatch
  private readonly stepper: Stepper
  private readonly errors: ErrorWatch
  private readonly runner: Runner
  private readonly snapshot: Snapshot
  private readonly image: Image
  /** What has been executed, by its name: what is said about its functions comes from there. */
  private readonly cells = new LruCache<string, Uint8Array>(100)
  private readonly callbacks: Callbacks
  private readonly protection: Protection
  private readonly hostParts: HostParts
  private readonly hostTable: HostTable

  static async boot(options: LuaEngineOptions): Promise<LuaEngine> {
    const late: {engine?: LuaEngine} = {}
    const engine = () => late.engine as LuaEngine
    const imports: VmImports = {
      trap: (L, ci, slotAddress, why) => engine().callbacks.trap(L, ci, slotAddress, why),
      line: (L, ci, line) => engine().callbacks.lineBegins(L, ci, line),
      wait: () => engine().callbacks.wait(),
      error: L => engine().callbacks.raised(L),
      loading: name => engine().chunks.beginLoad(engine().api.cString(name)),
      loaded: L => engine().chunks.endLoad(L),
      host: L => answerHostCall(engine().hostParts, L),
      answer: L => answerAwaitedCall(engine().hostParts, L),
      write: (descriptor, bytes) => engine().callbacks.write(descriptor, bytes),
      read: (address, count) => engine().callbacks.read(address, count),
      touchesFiles: () => late.engine?.workspace.touch(),
      exit: code => {
        throw new Exit(code)
      },
    }
    const {Suspending} = jspi
    const suspending =
      options.waiting === "suspending" && Suspending
        ? (f: (...args: never[]) => unknown) => new Suspending(f)
        : undefined
    const vm = await Vm.boot({
      module: options.module,
      imports: imports as VmImports,
      ...(suspending ? {suspending} : {}),
      ...(options.nodeFile ? {nodeFile: options.nodeFile} : {}),
    })
    late.engine = new LuaEngine(vm, options)
    return late.engine
  }

  private constructor(vm: Vm, options: LuaEngineOptions) {
    const {waiting, poll, pollEvery = 0, deferred = false, build = "", hostNames = []} = options
    this.vm = vm
    this.api = new LuaApi(vm)
    this.patches = new Patches(vm)
    this.protos = new Protos(this.api, this.patches)
    this.stack = new Stack(this.api, this.protos)
    this.threadList = new Threads(this.api, this.stack)
    this.workspace = new WorkspaceFiles(vm.files)
    const readFile = (path: string) => this.workspace.read(path)
    const {natives, libraryNames} = prepareState(this.api)
    this.hostTable = new HostTable(this.api, hostNames, libraryNames)
    this.hostTable.register()
    const tables = new Tables(this.api)
    const readSource = (path: string) => readFile(path) ?? this.cells.get(path)
    const formatter = new Formatter(this.api, this.protos, tables, natives, readSource)
    this.containers = new Containers(this.api, this.protos, this.stack, tables, formatter, libraryNames)
    this.chunks = new Chunks(this.api, this.protos, this.patches, readFile)
    const evaluation = new Evaluation(this.api, this.protos, this.stack, tables)
    this.conditions = new Conditions(this.api, this.protos, this.stack, tables)
    this.dispatch = new Dispatch(vm)
    this.stepper = new Stepper(vm, this.protos, this.stack, this.patches, this.dispatch)
    this.errors = new ErrorWatch(this.api, this.stack, this.threadList, natives)
    this.callbacks = new Callbacks({
      vm,
      stack: this.stack,
      threads: this.threadList,
      patches: this.patches,
      dispatch: this.dispatch,
      errors: this.errors,
      stepper: this.stepper,
      listener: () => this.listener,
      poll,
    })
    this.protection = new Protection(vm, this.callbacks, this.dispatch, () => this.conditions.dropState())
    const rich = new RichValues(this.api, tables, formatter)
    const {api, protos, stack, threadList: threads, callbacks} = this
    this.hostParts = {api, protos, stack, threads, tables, formatter, rich, callbacks}
    this.evaluator = new Evaluator({
      vm,
      api: this.api,
      evaluation,
      conditions: this.conditions,
      containers: this.containers,
      rich,
      protection: this.protection,
      flush: () => this.flush(),
    })
    this.words = new LanguageWords(
      this.api,
      new Lookup(this.api, this.protos, this.stack, tables),
      new Functions(this.api, this.protos, natives, readSource),
      formatter,
      () => this.workspace.list(),
    )
    const promising = waiting === "suspending" ? jspi.promising : undefined
    const direct = vm.raw.lua_pcallk as (...args: number[]) => number
    const call = promising ? promising(direct) : direct
    this.runner = new Runner(this.api, deferred ? (...args) => Promise.resolve().then(() => call(...args)) : call, {
      describe: L => this.containers.describe(L),
      takeTraceback: () => this.errors.takeTraceback(),
      rich: L => rich.bundle(L),
      quietly: run => this.protection.runQuietly(run),
    })
    vm.setControl(control.watchChunks, 1)
    vm.setControl(control.watchErrors, 1)
    if (pollEvery > 0) {
      vm.setControl(control.pollEvery, pollEvery)
      vm.setControl(control.pollLeft, pollEvery)
      this.dispatch.setMode(modeBits.poll, true)
    }
    this.snapshot = new Snapshot(vm)
    this.image = new Image(this.api, this.chunks, this.dispatch, build)
  }

  /** The VM's memory, for those that poke it; shared where the page is isolated. */
  get memory(): WebAssembly.Memory {
    return this.vm.raw.memory
  }
  get pokeTarget() {
    return this.dispatch.target
  }
  /** Makes polls rarer (a factor above 1) or more frequent. Never so rare that a turn to slow C functions goes unseen. */
  adaptPolling(factor: number): void {
    const every = this.vm.getControl(control.pollEvery) * Math.min(4, Math.max(0.25, factor))
    this.vm.setControl(control.pollEvery, Math.round(Math.min(20_000, Math.max(20, every))))
  }
  /** Bytes that the program's values take. */
  get bytesInUse(): number {
    return this.vm.bytesInUse
  }

  /** A program has begun and not ended. */
  get isRunning(): boolean {
    return this.runner.mainState !== 0
  }
  run(request: RunRequest): RunOutcome | Promise<RunOutcome> {
    if ("text" in request.source) this.cells.set(request.source.name, encodeText(request.source.text))
    this.errors.forget()
    this.callbacks.begin()
    const outcome = this.runner.run(request)
    return outcome instanceof Promise ? outcome.then(done => this.ended(done)) : this.ended(outcome)
  }
  private ended(outcome: RunOutcome): RunOutcome {
    this.callbacks.place = undefined
    this.flush()
    this.stepper.watchNothing()
    this.threadList.forget()
    return outcome
  }

  reset(): void {
    this.snapshot.restore()
    this.forgetMemory()
    // Lua runs here, but no program: a poke must not let requests in while the state is half made
    const {listener} = this
    this.listener = undefined
    this.hostTable.note()
    reseed(this.api)
    this.listener = listener
  }
  /** The memory has been replaced: nothing that is known about it holds. */
  private forgetMemory(): void {
    this.patches.forget()
    this.chunks.forget()
    this.containers.drop()
    this.conditions.forget()
    this.runner.forget()
    this.threadList.forget()
    this.errors.forget()
    this.callbacks.place = undefined
  }
  saveState(): EngineState {
    this.containers.forget()
    this.conditions.clear()
    this.conditions.dropState()
    this.flush()
    return this.image.take()
  }
  restoreState(state: EngineState): string | undefined {
    const refusal = this.image.prepare(state)
    if (refusal) return refusal
    this.forgetMemory()
    this.image.put(state)
    this.hostTable.adopt()
    return undefined
  }

  // Files and breakpoints.

  writeFile(path: string, bytes: Uint8Array): void {
    this.workspace.write(path, bytes)
  }
  readFile(path: string): Uint8Array | undefined {
    return this.workspace.read(path)
  }
  removeFile(path: string): void {
    this.workspace.remove(path)
  }
  listFiles(): string[] {
    return this.workspace.list()
  }
  takeChangedFiles(): string[] {
    return this.workspace.takeChanged()
  }
  resolve(path: string, line: number): ResolvedLine | undefined {
    return this.chunks.resolve(path, line)
  }
  setBreakpoints(path: string, spots: readonly BreakpointSpot[]): readonly number[] {
    this.conditions.clear()
    return this.chunks.setBreakpoints(pathOfSource(`@${path}`) ?? path, spots)
  }

  // Watching.

  watchErrors(which: "uncaught" | "all"): void {
    this.vm.setControl(control.watchErrors, which === "all" ? 2 : 1)
  }
  watchLines(which: "none" | "all" | FrameRef): boolean {
    if (which === "none") {
      this.stepper.watchNone()
      return false
    }
    if (which === "all") {
      this.stepper.watchAll(this.callbacks.place?.L ?? 0)
      return false
    }
    const {L, ci} = this.frameOf(which)
    return this.stepper.watchFrame(L, ci, this.callbacks.place?.returned === true && which.level === 0)
  }
  watchCalls(on: boolean): void {
    this.stepper.watchCalls(on, this.callbacks.place?.L ?? 0)
  }
  watchCount(every: number): void {
    this.stepper.watchCount(every, this.callbacks.place?.L ?? 0)
  }
  watchReturns(below: FrameRef | undefined, orYields = false): void {
    if (!below) {
      this.stepper.watchNoReturns()
      return
    }
    const {L, ci} = this.frameOf(below)
    this.stepper.watchReturns(L, ci, this.threadList.waitingFor(L), orYields)
  }
  prepareEntry(): void {
    this.callbacks.place = undefined
  }

  // Looking.

  threads(): ThreadInfo[] {
    return this.threadList.list()
  }
  private framesOf(thread: number): {L: number; frames: number[]} {
    const L = this.threadList.stateOf(thread)
    return L === undefined ? {L: 0, frames: []} : {L, frames: this.stack.frames(L)}
  }
  private frameOf({thread, level}: FrameRef): {L: number; ci: number} {
    const {place} = this.callbacks
    if (level === 0 && place && this.stack.isLua(place.ci) && this.threadList.idOf(place.L) === thread) return place
    const {L, frames} = this.framesOf(thread)
    return {L, ci: frames[level] ?? 0}
  }
  frameCount(thread: number): number {
    return this.framesOf(thread).frames.length
  }
  frames(thread: number, start: number, count: number): FrameInfo[] {
    const {L, frames} = this.framesOf(thread)
    return frames.slice(start, start + count).map(ci => this.stack.describe(L, ci))
  }

  scopes(frame: FrameRef): ScopeInfo[] {
    const {L, ci} = this.frameOf(frame)
    return scopesOf(L, ci, this.stack, this.containers)
  }
  globals(): Container {
    return this.containers.globals()
  }
  variables(container: Container, page: Page): VariableInfo[] {
    return this.containers.variables(container as LuaContainer, page)
  }

  setVariable(container: Container, name: string, expression: string, frame: FrameRef | undefined): VariableInfo {
    return this.evaluator.setVariable(container as LuaContainer, name, expression, frame ? this.frameOf(frame).ci : 0)
  }
  evaluate(expression: string, frame: FrameRef | undefined): ValueInfo {
    return this.evaluator.evaluate(expression, frame ? this.frameOf(frame).ci : 0)
  }
  evaluateRich(expression: string, frame: FrameRef | undefined): MimeBundle {
    return this.evaluator.evaluateRich(expression, frame ? this.frameOf(frame).ci : 0)
  }
  test(expression: string, frame: FrameRef): boolean {
    const {ci} = this.frameOf(frame)
    if (!ci || !this.stack.isLua(ci)) return this.evaluate(expression, undefined).text === "true"
    return this.evaluator.test(expression, ci)
  }

  complete(code: string, cursor: number, frame: FrameRef | undefined): Completions {
    return this.words.complete(code, cursor, this.viewOf(frame))
  }
  inspect(code: string, cursor: number, frame: FrameRef | undefined, withSource: boolean): MimeBundle | undefined {
    return this.words.inspect(code, cursor, this.viewOf(frame), withSource)
  }
  completeness(code: string, frame: FrameRef | undefined): Completeness {
    return this.words.completeness(code, this.viewOf(frame) !== undefined)
  }
  /** What may be looked into; undefined while a program runs. */
  private viewOf(frame: FrameRef | undefined): View | undefined {
    if (frame) return {ci: this.frameOf(frame).ci}
    return this.runner.mainState === 0 ? {ci: 0} : undefined
  }

  forget(): void {
    this.containers.forget()
  }
  flush(): void {
    this.callbacks.flush()
  }
}
