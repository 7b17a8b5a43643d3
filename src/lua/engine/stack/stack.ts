/** Frames of lua_States, read from memory: nothing is called in the program, and nothing changes. */
import type {FrameInfo} from "../../../debugger/engine.ts"
import {pathOfSource} from "../code/chunks.ts"
import type {FunctionNames} from "../code/function-names.ts"
import {type GeneratedSources, sourceNameOf} from "../code/generated-sources.ts"
import type {Protos} from "../code/protos.ts"
import {
  callInfo,
  callStatusBits,
  closure,
  control,
  debugInfo,
  globalState,
  luaState,
  object,
  statuses,
  tagMasks,
  tags,
  types,
  valueSize,
  valueTag,
} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"

/** A frame by its addresses. */
export interface StackFrame {
  readonly L: number
  /** 0: none; what is evaluated in it is evaluated globally. */
  readonly ci: number
}
export const noFrame: StackFrame = {L: 0, ci: 0}

export class Stack {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly names: FunctionNames
  private readonly sources: GeneratedSources
  constructor(api: LuaApi, protos: Protos, names: FunctionNames, sources: GeneratedSources) {
    this.api = api
    this.protos = protos
    this.names = names
    this.sources = sources
  }
  private get vm() {
    return this.api.vm
  }

  /** CallInfos of a state, innermost first, without the base and without native functions above all Lua code. */
  frames(L: number): number[] {
    const frames = this.allFrames(L)
    const first = frames.findIndex(ci => this.isLua(ci))
    return first > 0 ? frames.slice(first) : frames
  }
  allFrames(L: number): number[] {
    const frames: number[] = []
    const base = this.bottom(L)
    for (let ci = this.vm.load32(L + luaState.ci); ci && ci !== base; ci = this.vm.load32(ci + callInfo.previous))
      frames.push(ci)
    return frames
  }

  /** The CallInfo below a state's outermost function. */
  bottom(L: number): number {
    const {vm} = this
    const program = L === vm.getControl(control.mainState) ? vm.getControl(control.programCi) : 0
    return program || L + luaState.baseCi
  }

  /** The nearest frame of Lua's that waits for a frame in the same state; 0: none. */
  luaBelow(L: number, ci: number): number {
    const base = this.bottom(L)
    let at = this.vm.load32(ci + callInfo.previous)
    while (at && at !== base && !this.isLua(at)) at = this.vm.load32(at + callInfo.previous)
    return at === base ? 0 : at
  }

  isLua(ci: number): boolean {
    return (this.vm.load16(ci + callInfo.callStatus) & callStatusBits.c) === 0
  }
  /** Whether it has taken its caller's place. */
  isTailCalled(ci: number): boolean {
    return (this.vm.load16(ci + callInfo.callStatus) & callStatusBits.tail) !== 0
  }
  isFinalizer(ci: number): boolean {
    return (this.vm.load16(ci + callInfo.callStatus) & callStatusBits.finalizer) !== 0
  }
  /** The stack slot of the running function. */
  func(ci: number): number {
    return this.vm.load32(ci + callInfo.func)
  }
  /** Address of the first register. */
  base(ci: number): number {
    return this.func(ci) + valueSize
  }
  /** The variables in scope where a frame stands, outer ones first, and their stack slots. */
  locals(ci: number): {readonly name: string; readonly address: number}[] {
    const base = this.base(ci)
    return this.protos
      .locals(this.proto(ci), this.index(ci))
      .map(({name, register}) => ({name, address: base + register * valueSize}))
  }
  proto(ci: number): number {
    return this.vm.load32(this.vm.load32(this.func(ci)) + closure.proto)
  }
  /** Index of the instruction that is being executed. */
  index(ci: number): number {
    return ((this.vm.load32(ci + callInfo.savedPc) - this.protos.code(this.proto(ci))) >> 2) - 1
  }
  /** The 1-based line of that instruction; below 1: unknown. */
  line(ci: number): number {
    return this.protos.line(this.proto(ci), this.index(ci))
  }
  /** The C function that runs in a native frame (its index in the function table). */
  cFunction(ci: number): number {
    const func = this.func(ci)
    const value = this.vm.load32(func)
    return this.vm.load8(func + valueTag) === tags.lightC ? value : this.vm.load32(value + closure.cFunction)
  }
  /** Address and number of a vararg frame's extra arguments (luaF: they lie below the function). */
  varargs(ci: number): {address: number; count: number} {
    if (!this.isLua(ci) || !this.protos.isVararg(this.proto(ci))) return {address: 0, count: 0}
    const count = this.vm.load32(ci + callInfo.extraArgs)
    return {address: this.func(ci) - count * valueSize, count}
  }

  /** The innermost place of a state that is in a file of the workspace, or undefined. */
  filePlace(L: number): {path: string; line: number} | undefined {
    const base = this.bottom(L)
    for (let ci = this.vm.load32(L + luaState.ci); ci && ci !== base; ci = this.vm.load32(ci + callInfo.previous)) {
      if (!this.isLua(ci)) continue
      const proto = this.proto(ci)
      const path = this.protos.isFile(proto) ? pathOfSource(this.protos.source(proto)) : undefined
      return path === undefined ? undefined : {path, line: this.line(ci)}
    }
    return undefined
  }

  describe(L: number, ci: number): FrameInfo {
    const name = this.functionName(L, ci)
    if (!this.isLua(ci)) return {name: name ?? "native function", sourceName: "[C]", line: 0, native: true}
    const proto = this.proto(ci)
    const path = pathOfSource(this.protos.source(proto))
    const reference = this.sources.of(proto)?.reference
    const line = Math.max(0, this.line(ci))
    return {
      name: this.protos.lineDefined(proto) === 0 ? "main chunk" : (name ?? this.ownName(proto)),
      sourceName: this.sourceName(proto),
      line,
      native: false,
      ...(path === undefined ? {} : {path}),
      ...(reference === undefined ? {} : {reference}),
    }
  }

  private sourceName(proto: number): string {
    return sourceNameOf(this.protos.source(proto))
  }
  /** How its text calls the function of a frame; undefined for native ones and those without a name. */
  nameInText(ci: number): string | undefined {
    return this.isLua(ci) ? this.names.nameOf(this.proto(ci)) : undefined
  }
  /** How its text calls a function, where no caller does: after a tail call, and where native code calls. */
  private ownName(proto: number): string {
    const line = this.protos.lineDefined(proto)
    if (line === 0) return "main chunk"
    return this.names.nameOf(proto) ?? `function <${this.sourceName(proto)}:${line}>`
  }

  /** How the caller calls the function, as lua_getinfo has it. */
  private functionName(L: number, ci: number): string | undefined {
    const {vm, api} = this
    const record = api.scratchAddress
    vm.bytes.fill(0, record, record + debugInfo.size)
    vm.store32(record + debugInfo.ci, ci)
    api.withText("n", what => vm.call("lua_getinfo", L, what, record))
    const name = vm.load32(record + debugInfo.name)
    return name ? api.cString(name) : undefined
  }

  /** Whether a state has ended, with or without an error. */
  isDead(L: number): boolean {
    const status = this.vm.load8(L + luaState.status)
    return (
      status > statuses.yielded ||
      (status === statuses.running &&
        this.vm.load32(L + luaState.ci) === L + luaState.baseCi &&
        this.unbegun(L) === undefined)
    )
  }
  /** It has died of an error, which stands on top of its stack. */
  hasFailed(L: number): boolean {
    return this.vm.load8(L + luaState.status) > statuses.yielded
  }
  /** Whether something is called in it that is no part of a resumed coroutine: nobody but who closes it does so. */
  isClosing(L: number): boolean {
    return (
      this.vm.load8(L + luaState.status) === statuses.running && this.vm.load32(L + luaState.ci) !== L + luaState.baseCi
    )
  }
  isSuspended(L: number): boolean {
    const status = this.vm.load8(L + luaState.status)
    return status === statuses.yielded || (status === statuses.running && this.unbegun(L) !== undefined)
  }
  /** The function that a coroutine will begin with: its stack slot. Undefined once it has begun. */
  private unbegun(L: number): number | undefined {
    if (this.vm.load32(L + luaState.ci) !== L + luaState.baseCi || this.isEmpty(L)) return undefined
    const first = this.vm.load32(L + luaState.baseCi + callInfo.func) + valueSize
    return (this.vm.load8(first + valueTag) & tagMasks.type) === types.function ? first : undefined
  }
  /** The stack slot of the function that a coroutine has begun with, or will. */
  firstFunction(L: number): number | undefined {
    const outermost = this.allFrames(L).at(-1)
    return outermost === undefined ? this.unbegun(L) : this.func(outermost)
  }
  /** The name of the outermost function of a coroutine, also before it has begun. */
  outermostName(L: number): string | undefined {
    const outermost = this.frames(L).findLast(ci => this.isLua(ci))
    if (outermost) return this.describe(L, outermost).name
    const proto = this.firstProto(L)
    return proto === undefined ? undefined : this.ownName(proto)
  }
  /** Where the outermost function of a coroutine is defined. */
  definition(L: number): {path: string; line: number} | undefined {
    const outermost = this.frames(L).findLast(ci => this.isLua(ci))
    const proto = outermost === undefined ? this.firstProto(L) : this.proto(outermost)
    if (proto === undefined || !this.protos.isFile(proto)) return undefined
    const path = pathOfSource(this.protos.source(proto))
    const line = this.protos.lineDefined(proto)
    return path === undefined || line === 0 ? undefined : {path, line}
  }
  private firstProto(L: number): number | undefined {
    const first = this.unbegun(L)
    if (first === undefined || this.vm.load8(first + valueTag) !== tags.luaClosure) return undefined
    return this.vm.load32(this.vm.load32(first) + closure.proto)
  }
  private isEmpty(L: number): boolean {
    return this.vm.load32(L + luaState.top) <= this.vm.load32(L + luaState.baseCi + callInfo.func) + valueSize
  }

  /** All lua_States that the collector knows, youngest first; at most `limit`. */
  states(limit: number): number[] {
    const {vm} = this
    const found: number[] = []
    const kind = tags.thread & tagMasks.variant
    const words = vm.word32
    const {bytes} = vm
    const global = vm.load32(vm.main + luaState.global)
    for (let at = words[(global + globalState.allObjects) >> 2]; at && found.length < limit; at = words[at >> 2])
      if (bytes[at + object.kind] === kind) found.push(at)
    return found
  }
}
