/**
 * From statements to instructions. The text is compiled a second time with a marker statement before each of its
 * statements, `;(true)(N)`, and the two codes are read side by side: where the marked one has marker N, the plain one
 * has the first instruction of statement N. So the compiler itself says where statements are; nothing marked ever runs.
 *
 * A marker is three instructions (LOADTRUE, LOADI N, CALL) and changes nothing around it: no constant, no register, no
 * upvalue. What differs is the distance of jumps, and LOADNILs that plain code has merged.
 */
import {markStatements, parser, type StatementStart, statementStarts} from "../../syntax/index.ts"
import {closure, opcodes} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import {type CompiledFunction, readFunctions} from "./compiled-lines.ts"
import {argumentA, argumentB, argumentC, argumentSBx, isJump, isTest, opcodeOf} from "./instructions.ts"
import type {Protos} from "./protos.ts"

/** A statement's start, and the instruction where it begins. */
export interface StatementPlace {
  readonly start: StatementStart
  /** In the order of the text; 0 for the main chunk. */
  readonly functionIndex: number
  /** Of the instruction in its function. */
  readonly index: number
}

/** LOADI holds numbers of 17 bits. */
const markerLimit = 65535

/**
 * The statements of a text that have code of their own.
 * @param functions what it was compiled to
 */
export function findPlaces(
  api: LuaApi,
  protos: Protos,
  functions: readonly CompiledFunction[],
  text: string,
): StatementPlace[] {
  const starts = statementStarts(parser.parse(text), text)
  const marker = (index: number) => (index <= markerLimit ? `(true)(${index})` : "")
  const marked = markStatements(
    text,
    (_, index) => (marker(index) ? `;${marker(index)}` : ""),
    (_, index) => (marker(index) ? `${marker(index)} or` : ""),
  )
  const found = withCompiled(api, protos, marked, markedFunctions => {
    const places: StatementPlace[] = []
    functions.forEach(({words}, functionIndex) => {
      const twin = markedFunctions[functionIndex]
      if (!twin) return
      alignCode(words, twin.words, (statement, index) => {
        const start = starts[statement]
        if (start?.functionIndex === functionIndex) places.push({start, functionIndex, index})
      })
    })
    return places
  })
  return (found ?? []).sort((a, b) => a.start.offset - b.start.offset)
}

/** Compiles a text that nothing will run. Undefined: it can't be compiled. */
export function withCompiled<T>(
  api: LuaApi,
  protos: Protos,
  text: string,
  use: (functions: readonly CompiledFunction[]) => T,
): T | undefined {
  const L = api.vm.main
  try {
    if (api.loadText(L, encodeText(withoutPreamble(text)), "=marks") !== 0) return undefined
    return use(readFunctions(protos, api.vm.load32(api.vm.call("lua_topointer", L, -1) + closure.proto)).functions)
  } finally {
    api.pop(L)
  }
}

/** Drops a byte order mark and comments out a first line that begins with `#`, as luaL_loadfilex does. */
function withoutPreamble(text: string): string {
  const body = text.startsWith("\ufeff") ? text.slice(1) : text
  return body.startsWith("#") ? `--${body}` : body
}

/** The statement's index where a marker stands. */
function markerAt(words: Int32Array, at: number): number | undefined {
  if (at + 2 >= words.length || opcodeOf(words[at]) !== opcodes.loadTrue) return undefined
  const register = argumentA(words[at])
  const [load, call] = [words[at + 1], words[at + 2]]
  const isMarker =
    opcodeOf(load) === opcodes.loadI &&
    argumentA(load) === register + 1 &&
    argumentSBx(load) >= 0 &&
    opcodeOf(call) === opcodes.call &&
    argumentA(call) === register &&
    argumentB(call) === 2 &&
    argumentC(call) <= 2
  return isMarker ? argumentSBx(load) : undefined
}

const sameInstruction = (a: number, b: number): boolean => a === b || (opcodeOf(a) === opcodeOf(b) && isJump(a))

/** Reads both codes side by side; stops where they can't be matched (the statements after that have no place). */
function alignCode(plain: Int32Array, marked: Int32Array, found: (statement: number, index: number) => void): void {
  let at = 0
  // registers of a merged LOADNIL that the marked code has still to set
  let nilsLeft = 0
  for (let i = 0; i < marked.length; i++) {
    const statement = markerAt(marked, i)
    if (
      statement !== undefined &&
      (at >= plain.length || !sameInstruction(plain[at], marked[i]) || markerAt(plain, at) !== statement)
    ) {
      found(statement, at)
      i += 2
      // `(true)(N) or …`: the test of its result and the jump behind it
      if (argumentC(marked[i]) === 2) i += 2
      continue
    }
    if (at >= plain.length) return
    if (opcodeOf(plain[at]) === opcodes.loadNil && opcodeOf(marked[i]) === opcodes.loadNil) {
      const registers = argumentB(marked[i]) + 1
      nilsLeft = (nilsLeft || argumentB(plain[at]) + 1) - registers
      if (nilsLeft < 0) return
      if (nilsLeft === 0) at++
      continue
    }
    // TESTSET becomes TEST where its value is not wanted, which may differ
    if (!sameInstruction(plain[at], marked[i]) && !(isTest(plain[at]) && isTest(marked[i]))) return
    at++
  }
}
