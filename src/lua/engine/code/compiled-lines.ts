/**
 * At which instructions of compiled code a line begins. A line hook, and so a step in, is called where luaG_traceexec
 * (ldebug.c) sees a new line: at a function's first instruction, at each jump back, and where the line differs from that
 * of the instruction executed before. Here the same is read off the code, for all the ways it can take.
 */
import {opcodes} from "../vm/layout.ts"
import {opcodeOf, successors} from "./instructions.ts"
import type {Protos} from "./protos.ts"

/** A function as it was compiled, copied out of the VM. */
export interface CompiledFunction {
  readonly words: Int32Array
  /** The 1-based line of each instruction; −1 in stripped code. */
  readonly lines: Int32Array
  readonly isVararg: boolean
  readonly firstLine: number
  readonly lastLine: number
  /** The indexes of the functions written in it. */
  readonly inner: readonly number[]
}

/** The functions of a chunk in the order of its text, the main one first, and the addresses of their code. */
export function readFunctions(protos: Protos, root: number): {functions: CompiledFunction[]; addresses: number[]} {
  const functions: CompiledFunction[] = []
  const addresses: number[] = []
  const read = (proto: number): number => {
    const index = functions.length
    const inner: number[] = []
    functions.push({
      words: protos.words(proto),
      lines: protos.lines(proto),
      isVararg: protos.isVararg(proto),
      firstLine: protos.lineDefined(proto),
      lastLine: protos.lastLineDefined(proto),
      inner,
    })
    addresses.push(protos.code(proto))
    for (const child of protos.children(proto)) inner.push(read(child))
    return index
  }
  read(root)
  return {functions, addresses}
}

/** The ways that a function's code can take, and where its lines begin on them. */
export class CodeFlow {
  readonly code: CompiledFunction
  /** Where the first line begins: behind OP_VARARGPREP, where there is one. */
  readonly entry: number
  /** The return behind the function's last statement, which stands at its `end`. */
  readonly finalReturn: number
  /** Line → the instructions where it begins, ascending. */
  readonly begins = new Map<number, number[]>()
  private readonly ways: readonly (readonly number[])[]
  /** 1: some way leads to this instruction. */
  private readonly reached: Uint8Array
  private readonly previous = new Map<number, number[]>()

  constructor(code: CompiledFunction) {
    const {words, lines, isVararg} = code
    this.code = code
    this.entry = isVararg ? 1 : 0
    this.finalReturn = words.length - 1
    this.ways = Array.from(words, (_, index) =>
      successors(words, index).filter(next => next >= 0 && next < words.length),
    )
    this.reached = this.walk([this.entry])
    const begins = new Uint8Array(words.length)
    begins[this.entry] = 1
    for (const [from, next] of this.ways.entries()) {
      if (!this.reached[from]) continue
      for (const to of next) {
        const before = this.previous.get(to)
        if (before) before.push(from)
        else this.previous.set(to, [from])
        // OP_TFORPREP goes on into its loop's OP_TFORCALL by itself: that is not fetched, and begins nothing
        if (opcodeOf(words[from]) !== opcodes.tForPrep && (to <= from || lines[to] !== lines[from])) begins[to] = 1
      }
    }
    for (const [index, line] of lines.entries()) {
      if (!begins[index] || line < 0) continue
      const known = this.begins.get(line)
      if (known) known.push(index)
      else this.begins.set(line, [index])
    }
  }

  isReached(index: number): boolean {
    return this.reached[index] === 1
  }
  /** The instructions that may be executed right before one. */
  before(index: number): readonly number[] {
    return this.previous.get(index) ?? []
  }

  /** 1 for each instruction that can be reached from some, these included. No way goes on behind those in `ends`. */
  walk(from: readonly number[], ends?: ReadonlySet<number>): Uint8Array {
    const seen = new Uint8Array(this.code.words.length)
    const open = [...from]
    for (const index of open) seen[index] = 1
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (ends?.has(index)) continue
      for (const next of this.ways[index]) {
        if (seen[next]) continue
        seen[next] = 1
        open.push(next)
      }
    }
    return seen
  }
}
