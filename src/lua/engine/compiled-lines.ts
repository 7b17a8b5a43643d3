/**
 * At which instructions of compiled code a line begins. A line hook, and so a step in, is called where luaG_traceexec
 * (ldebug.c) sees a new line: at a function's first instruction, at each jump back, and where the line differs from that
 * of the instruction executed before. Here the same is read off the code, for all the ways it can take.
 */
import {opcodeOf, opcodes, successors} from "./instructions.ts"
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
  /** Instructions that some way leads to. */
  readonly reached = new Set<number>()
  /** Line → the instructions where it begins, ascending. */
  readonly begins = new Map<number, number[]>()
  private readonly previous = new Map<number, number[]>()

  constructor(code: CompiledFunction) {
    this.code = code
    this.entry = code.isVararg ? 1 : 0
    const {words, lines} = code
    const begins = new Set([this.entry])
    this.walk([this.entry], (from, to) => {
      const before = this.previous.get(to)
      if (before) before.push(from)
      else this.previous.set(to, [from])
      // OP_TFORPREP goes on into its loop's OP_TFORCALL by itself: that is not fetched, and begins nothing
      if (opcodeOf(words[from]) === opcodes.tForPrep) return
      if (to <= from || lines[to] !== lines[from]) begins.add(to)
    }).forEach(index => {
      this.reached.add(index)
    })
    for (const index of [...begins].sort((a, b) => a - b)) {
      if (lines[index] < 0) continue
      const known = this.begins.get(lines[index])
      if (known) known.push(index)
      else this.begins.set(lines[index], [index])
    }
  }

  before(index: number): readonly number[] {
    return this.previous.get(index) ?? []
  }

  /** What can be reached from some instructions, these included; `isEnd`: the way does not go on behind it. */
  walk(
    from: readonly number[],
    each?: (from: number, to: number) => void,
    isEnd?: (index: number) => boolean,
  ): Set<number> {
    const {words} = this.code
    const seen = new Set(from.filter(index => index < words.length))
    for (const index of seen) {
      if (isEnd?.(index)) continue
      for (const next of successors(words, index)) {
        if (next < 0 || next >= words.length) continue
        each?.(index, next)
        seen.add(next)
      }
    }
    return seen
  }

  /** The return behind the function's last statement, which stands at its `end`. */
  get finalReturn(): number {
    return this.code.words.length - 1
  }
}
