/** Reading compiled functions (Proto, lobject.h) in linear memory. */

import {absLine, keptText, proto as layout, localVariable, opcodes, string as stringLayout, tags} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {decodeText} from "../world/text.ts"
import {jumpTargets, opcodeOf} from "./instructions.ts"

export interface LocalVariable {
  readonly name: string
  /** Register of the frame, 0-based. */
  readonly register: number
}

/** Who knows what stood where a trap stands now. */
interface OriginalCode {
  originalWord(address: number): number
}

export class Protos {
  private readonly api: LuaApi
  private readonly original: OriginalCode
  constructor(api: LuaApi, original: OriginalCode) {
    this.api = api
    this.original = original
  }
  private get vm() {
    return this.api.vm
  }

  code(proto: number): number {
    return this.vm.load32(proto + layout.code)
  }
  length(proto: number): number {
    return this.vm.load32(proto + layout.codeCount)
  }
  /** The instruction words as Lua compiled them. */
  words(proto: number): Int32Array {
    const start = this.code(proto)
    const words = this.vm.word32.slice(start >> 2, (start >> 2) + this.length(proto))
    for (let i = 0; i < words.length; i++)
      if (opcodeOf(words[i]) === opcodes.extraArg) words[i] = this.original.originalWord(start + 4 * i)
    return words
  }
  /** It and all functions written in it, in the order of the text. */
  withInner(proto: number): number[] {
    return [proto, ...this.children(proto).flatMap(child => this.withInner(child))]
  }
  children(proto: number): number[] {
    const count = this.vm.load32(proto + layout.protoCount)
    const list = this.vm.load32(proto + layout.protos)
    return Array.from({length: count}, (_, i) => this.vm.load32(list + 4 * i))
  }
  /** "@main.lua", "=name", or the text of a string chunk (at most its first 1,000 characters). */
  source(proto: number): string {
    const source = this.vm.load32(proto + layout.source)
    if (!source) return "=?"
    return this.api.objectText(source).slice(0, 1000)
  }
  /** What all functions of a chunk share as its name, for as long as any of them lives. */
  sourceAddress(proto: number): number {
    return this.vm.load32(proto + layout.source)
  }
  /**
   * The text of a chunk that comes from no file: behind its name, or the name itself (native.wat, $ms_keep_text).
   * Undefined for all else, and where it is longer than `most` bytes.
   */
  keptText(proto: number, most: number): string | undefined {
    const {vm, api} = this
    const source = this.sourceAddress(proto)
    if (!source) return undefined
    const length = api.objectLength(source)
    const bytes = source + stringLayout.bytes
    if (
      vm.load8(source + stringLayout.kind) === tags.longString &&
      vm.load8(source + stringLayout.extra) === keptText.mark
    ) {
      const at = bytes + ((length + 4) & -4)
      const size = vm.load32(at) | 0
      return size < 0 || size > most ? undefined : decodeText(vm.bytes.subarray(at + 4, at + 4 + size))
    }
    const first = vm.load8(bytes)
    return first === 61 || first === 64 || length > most ? undefined : api.objectText(source)
  }
  /** Whether the chunk's name is a path, without making a JS string of a long source. */
  isFile(proto: number): boolean {
    const source = this.vm.load32(proto + layout.source)
    return source !== 0 && this.vm.load8(source + stringLayout.bytes) === 64
  }
  isVararg(proto: number): boolean {
    return this.vm.load8(proto + layout.isVararg) !== 0
  }
  lineDefined(proto: number): number {
    return this.vm.load32(proto + layout.lineDefined)
  }
  lastLineDefined(proto: number): number {
    return this.vm.load32(proto + layout.lastLineDefined)
  }
  /** How many functions of its chunk begin before it; 0 for the main one. */
  number(proto: number): number {
    return this.vm.load8(proto + layout.number) | (this.vm.load16(proto + layout.number + 1) << 8)
  }
  /** 1-based; −1 in stripped code. */
  line(proto: number, index: number): number {
    return this.vm.call("ms_line", proto, index)
  }

  /** The lines of all instructions. */
  lines(proto: number): Int32Array {
    const count = this.length(proto)
    const lines = new Int32Array(count).fill(-1)
    const info = this.vm.load32(proto + layout.lineInfo)
    if (!info) return lines
    const {bytes} = this.vm
    for (let i = 0, line = this.lineDefined(proto); i < count; i++) {
      const step = (bytes[info + i] << 24) >> 24
      // else the distance did not fit (ABSLINEINFO, ldebug.h)
      line = step === absLine.instead ? this.line(proto, i) : line + step
      lines[i] = line
    }
    return lines
  }

  /** How many variables the function ever has in registers, its parameters and those of its loops among them. */
  localCount(proto: number): number {
    return this.vm.load32(proto + layout.localCount)
  }
  /** The variables in scope at an instruction, outer ones first (luaF_getlocalname, lfunc.c). */
  locals(proto: number, index: number): LocalVariable[] {
    const {vm} = this
    const count = vm.load32(proto + layout.localCount)
    const list = vm.load32(proto + layout.locals)
    const found: LocalVariable[] = []
    for (let i = 0, register = 0; i < count; i++) {
      const at = list + i * localVariable.size
      if (vm.load32(at + localVariable.startPc) > index) break
      if (vm.load32(at + localVariable.endPc) <= index) continue
      const name = this.api.objectText(vm.load32(at + localVariable.name))
      // "(for state)" and the like are the loop's own
      if (!name.startsWith("(")) found.push({name, register})
      register++
    }
    return found
  }

  /**
   * The indexes of the instructions where a line can begin in Lua's line hook's eyes: the first, those where the line
   * changes, and all jump targets. Between two of them no new line begins, so a step looks nowhere else.
   */
  leaders(proto: number): number[] {
    const {vm} = this
    const words = this.words(proto)
    const info = vm.load32(proto + layout.lineInfo)
    const leaders = new Set<number>([this.isVararg(proto) ? 1 : 0])
    for (let i = 0; i < words.length; i++) {
      if (info && vm.bytes[info + i] !== 0) leaders.add(i)
      for (const target of jumpTargets(words, i)) leaders.add(target)
      // it makes the first call of its loop itself, from which a jump back to the body begins a line
      if (opcodeOf(words[i]) === opcodes.tForPrep) leaders.add(i)
    }
    return [...leaders].filter(i => i >= 0 && i < words.length && opcodeOf(words[i]) !== opcodes.extraArg)
  }
}
