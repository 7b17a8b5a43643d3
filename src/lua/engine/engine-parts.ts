/** What the Lua engine is made of: its parts, made in the order in which they need each other, around one VM. */
import {LruCache} from "../../base/lru.ts"
import type {EngineListener} from "../../debugger/engine.ts"
import {Chunks, pathOfSource} from "./code/chunks.ts"
import {FunctionNames} from "./code/function-names.ts"
import {Functions} from "./code/functions.ts"
import {GeneratedCode} from "./code/generated-code.ts"
import {GeneratedSources} from "./code/generated-sources.ts"
import {Patches} from "./code/patches.ts"
import {Protos} from "./code/protos.ts"
import {HostTable} from "./globals/host-functions.ts"
import {prepareState} from "./globals/prelude.ts"
import {answerAwaitedCall, answerHostCall, type GlobalParts} from "./globals/script-globals.ts"
import {LanguageWords} from "./language.ts"
import {Callbacks} from "./run/callbacks.ts"
import {Conditions} from "./run/conditions.ts"
import {Evaluation} from "./run/evaluation.ts"
import {Evaluator} from "./run/evaluator.ts"
import {Image} from "./run/image.ts"
import {Dispatch} from "./run/interrupt.ts"
import {Leaving} from "./run/leaving.ts"
import type {LuaEngineOptions} from "./run/options.ts"
import {Protection} from "./run/protection.ts"
import {Exit, Runner, runLeaving} from "./run/runner.ts"
import {Snapshot} from "./run/snapshot.ts"
import {Stepper} from "./run/stepper.ts"
import {ErrorWatch} from "./stack/error-watch.ts"
import {ReturnPoints} from "./stack/return-points.ts"
import {Sampler} from "./stack/sampler.ts"
import {Stack} from "./stack/stack.ts"
import {TextScope} from "./stack/text-scope.ts"
import {Threads} from "./stack/threads.ts"
import {Assignment} from "./values/assignment.ts"
import {Containers} from "./values/containers.ts"
import {ErrorTexts} from "./values/error-text.ts"
import {Formatter} from "./values/format.ts"
import {Lookup} from "./values/lookup.ts"
import {Results} from "./values/results.ts"
import {RichValues} from "./values/rich.ts"
import {TableEntries} from "./values/table-entries.ts"
import {Tables} from "./values/tables.ts"
import {ThreadParts} from "./values/thread-parts.ts"
import {WholeText} from "./values/whole-text.ts"
import {jspi} from "./vm/jspi.ts"
import {closure, control, modeBits} from "./vm/layout.ts"
import type {VmImports} from "./vm/loader.ts"
import {LuaApi} from "./vm/lua-api.ts"
import {Vm} from "./vm/vm.ts"
import {MemoryFiles} from "./world/memory-files.ts"
import {RealWorld} from "./world/real-world.ts"
import {WorkspaceFiles} from "./world/workspace-files.ts"
import type {World} from "./world/world.ts"

export type EngineParts = ReturnType<typeof assemble>

/** Who hears of what programs do. */
export interface Audience {
  listener: EngineListener | undefined
}

/** Boots a VM and makes all that works on it. */
export async function bootParts(options: LuaEngineOptions): Promise<EngineParts> {
  const late: {parts?: EngineParts} = {}
  const parts = () => late.parts as EngineParts
  const files = new MemoryFiles(
    () => parts().vm.disk,
    () => parts().workspace.touch(),
  )
  const real = new RealWorld(files, () => late.parts?.audience.listener)
  const world = options.world?.(real) ?? real
  const imports: VmImports = {
    trap: (L, ci, slotAddress, why) => parts().callbacks.trap(L, ci, slotAddress, why),
    line: (L, ci, line) => parts().callbacks.lineBegins(L, ci, line),
    wait: L => parts().callbacks.wait(L),
    error: L => parts().callbacks.raised(L),
    loaded: L => handleLoad(parts(), L),
    host: L => answerHostCall(parts().api, parts().globalParts, L),
    answer: L => answerAwaitedCall(parts().api, parts().globalParts, L),
    write: (descriptor, bytes) => parts().callbacks.write(descriptor, bytes),
    read: (address, count) => parts().callbacks.read(address, count),
    unread: (address, count) => parts().callbacks.unread(address, count),
    exit: code => {
      throw new Exit(code)
    },
  }
  const {Suspending} = jspi
  const suspending =
    options.waiting === "suspending" && Suspending ? (f: (...args: never[]) => unknown) => new Suspending(f) : undefined
  const vm = await Vm.boot({
    module: options.module,
    imports,
    world,
    ...(suspending ? {suspending} : {}),
    ...(options.nodeFile ? {nodeFile: options.nodeFile} : {}),
  })
  late.parts = assemble(vm, world, options)
  return late.parts
}

/** The function of a loaded chunk stands on top of L's stack. */
function handleLoad({vm, protos, chunks, generated, sources, audience}: EngineParts, L: number): void {
  const root = vm.load32(vm.call("lua_topointer", L, -1) + closure.proto)
  const isFile = chunks.endLoad(L, root)
  if (!isFile) generated.handleLoad(root)
  audience.listener?.handleLoad?.(() => {
    const path = pathOfSource(protos.source(root))
    return isFile && path !== undefined ? {name: path, path} : sources.of(root)
  })
}

function assemble(vm: Vm, world: World, options: LuaEngineOptions) {
  const {waiting, clock, poll, pollEvery = 0, deferred = false, build = "", hostNames = []} = options
  const audience: Audience = {listener: undefined}
  const api = new LuaApi(vm)
  const patches = new Patches(vm)
  const protos = new Protos(api, patches)
  const workspace = new WorkspaceFiles(vm.disk)
  const readFile = (path: string) => workspace.read(path)
  /** What has been executed, by its name: what is said about its functions comes from there. */
  const cells = new LruCache<string, Uint8Array>(100)
  const names = new FunctionNames(protos, path => readFile(path) ?? cells.get(path))
  const sources = new GeneratedSources(api, protos, path => workspace.has(path))
  const stack = new Stack(api, protos, names, sources)
  const threads = new Threads(api, stack)
  const {natives, libraryNames} = prepareState(api)
  const hostTable = new HostTable(api, hostNames, libraryNames)
  hostTable.register()
  const tables = new Tables(api)
  const formatter = new Formatter(api, protos, tables, natives, threads, names)
  const results = new Results(api, protos, stack, threads, tables)
  const entries = new TableEntries(api, tables, formatter, libraryNames)
  const parts = new ThreadParts(api, stack, threads)
  const scope = new TextScope(api, protos, stack, names)
  const runQuietly = (run: () => number) => protection.runQuietly(run)
  const containers = new Containers(api, stack, tables, formatter, results, entries, parts, scope, runQuietly)
  const chunks = new Chunks(api, protos, patches, readFile)
  const generated = new GeneratedCode(api, protos, patches, sources)
  const texts = new ErrorTexts(api, tables, formatter, runQuietly)
  const conditions = new Conditions(api, protos, stack, tables, texts, scope)
  const dispatch = new Dispatch(vm)
  const stepper = new Stepper(api, tables, protos, stack, patches, dispatch)
  const returns = new ReturnPoints(api, protos, stack, threads, patches)
  const errors = new ErrorWatch(api, stack, threads, natives)
  const listener = () => audience.listener
  const leaving = waiting === "unwinding" ? new Leaving(vm, dispatch, stack, threads, natives) : undefined
  const thrown = {message: (L: number) => texts.textOf(L), value: (L: number) => containers.thrown(L)}
  const callbacks = new Callbacks({
    vm,
    stack,
    threads,
    patches,
    dispatch,
    errors,
    stepper,
    returns,
    thrown,
    results,
    listener,
    world,
    clock,
    poll,
    suspends: waiting !== "blocking",
    leaving,
  })
  const protection = new Protection(vm, callbacks, dispatch, () => conditions.dropState())
  const rich = new RichValues(api, tables, formatter)
  const globalParts: GlobalParts = {protos, stack, threads, tables, formatter, rich, callbacks, world}
  const evaluator = new Evaluator({
    vm,
    api,
    evaluation: new Evaluation(api, protos, stack, tables, texts, scope, () => callbacks.raising),
    conditions,
    containers,
    assignment: new Assignment(api, stack, tables, formatter),
    rich,
    formatter,
    whole: new WholeText(api, tables, formatter),
    protection,
    flush: () => callbacks.flush(),
  })
  const words = new LanguageWords(
    api,
    new Lookup(api, stack, tables, scope),
    new Functions(api, protos, natives, names),
    formatter,
    () => workspace.list(),
  )
  const promising = waiting === "suspending" ? jspi.promising : undefined
  const direct = vm.raw.ms_run as (...args: number[]) => number
  const call = promising ? promising(direct) : leaving ? runLeaving(direct, leaving, callbacks) : direct
  const finalize = vm.raw.ms_finalize as (...args: number[]) => number
  const runner = new Runner(
    api,
    texts,
    deferred ? (...args) => Promise.resolve().then(() => call(...args)) : call,
    promising ? promising(finalize) : finalize,
    {
      describe: L => containers.describe(L),
      takeTraceback: () => errors.takeTraceback(),
      rich: L => rich.bundle(L),
    },
  )
  vm.setControl(control.leaves, leaving ? 1 : 0)
  vm.setControl(control.watchChunks, 1)
  vm.setControl(control.watchErrors, 1)
  if (pollEvery > 0) {
    vm.setControl(control.pollEvery, pollEvery)
    vm.setControl(control.pollLeft, pollEvery)
    dispatch.setMode(modeBits.poll, true)
  }
  // what is copied is complete now
  const snapshot = new Snapshot(vm)
  const image = new Image(api, chunks, dispatch, build)
  return {
    audience,
    world,
    vm,
    api,
    patches,
    stack,
    threads,
    workspace,
    cells,
    containers,
    chunks,
    sources,
    generated,
    protos,
    conditions,
    dispatch,
    stepper,
    returns,
    results,
    errors,
    callbacks,
    globalParts,
    hostTable,
    evaluator,
    words,
    runner,
    sampler: new Sampler(vm, stack, threads),
    snapshot,
    image,
  }
}
