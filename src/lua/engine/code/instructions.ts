/** Reading Lua 5.4's instruction words (lopcodes.h): what the debugger must know of them, and no more. */

import {opcodes, word as parts} from "../vm/layout.ts"

export const opcodeOf = (word: number): number => word & parts.opcode
export const argumentA = (word: number): number => (word >>> parts.aShift) & parts.argument
export const argumentB = (word: number): number => (word >>> parts.bShift) & parts.argument
export const argumentC = (word: number): number => (word >>> parts.cShift) & parts.argument
const argumentBx = (word: number): number => word >>> parts.bxShift
export const argumentSBx = (word: number): number => argumentBx(word) - parts.sBxZero
const argumentSJ = (word: number): number => (word >>> parts.aShift) - parts.sJZero

/** Which of its function's functions OP_CLOSURE makes. */
export const closureIndex = argumentBx

export const isReturn = (word: number): boolean => opcodeOf(word) >= opcodes.return && opcodeOf(word) <= opcodes.return1

/** Comparisons and tests: they read the jump that follows as data, or skip it. */
export const isTest = (word: number): boolean => opcodeOf(word) >= opcodes.eq && opcodeOf(word) <= opcodes.testSet

/** Whether the operands of two words that differ may still mean the same: a jump's distance changes with the code between. */
export const isJump = (word: number): boolean => {
  const opcode = opcodeOf(word)
  return (
    opcode === opcodes.jmp || (opcode >= opcodes.forLoop && opcode <= opcodes.tForLoop && opcode !== opcodes.tForCall)
  )
}

/** Where the instruction at `index` may go besides the next one. */
export function jumpTargets(words: Int32Array, index: number): number[] {
  const word = words[index]
  switch (opcodeOf(word)) {
    case opcodes.jmp:
      return [index + 1 + argumentSJ(word)]
    case opcodes.forLoop:
    case opcodes.tForLoop:
      return [index + 1 - argumentBx(word)]
    case opcodes.forPrep:
      return [index + 2 + argumentBx(word)]
    case opcodes.tForPrep:
      return [index + 1 + argumentBx(word)]
    case opcodes.lFalseSkip:
      return [index + 2]
    case opcodes.tForCall:
      return [index + 2, ...jumpTargets(words, index + 1)]
    default:
      return isTest(word) ? [index + 2, ...jumpTargets(words, index + 1)] : []
  }
}

/** Where the interpreter can go on behind the instruction at `index`, within the function. */
export function successors(words: Int32Array, index: number): number[] {
  const word = words[index]
  const opcode = opcodeOf(word)
  // a tail call of a C function returns at once, too
  if (isReturn(word) || opcode === opcodes.tailCall) return []
  const next = opcodeOf(words[index + 1]) === opcodes.extraArg ? index + 2 : index + 1
  if (opcode === opcodes.forLoop || opcode === opcodes.tForLoop || opcode === opcodes.forPrep)
    return [next, ...jumpTargets(words, index)]
  const targets = jumpTargets(words, index)
  return targets.length ? targets : [next]
}

/** Where a frame goes on when the call made by the instruction at `index` returns. */
export function returnPoints(words: Int32Array, index: number): number[] {
  const word = words[index]
  const points = isTest(word) || opcodeOf(word) === opcodes.tForCall ? jumpTargets(words, index) : [index + 1]
  return points.filter(point => point >= 0 && point < words.length)
}
