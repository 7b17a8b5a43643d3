/**
 * What a stepped function returns, or, while it has not, what the last function has returned that its line has called.
 * The one is read where the function returns, from its own registers: there every result is still there, whatever becomes
 * of it, and an error that leaves the function never comes by. The other is read where the function goes on behind the
 * call: what the line takes of the results, or all of them where it takes none (native.wat, $ms_call); of Lua's functions
 * and of C's alike. It is shown among the locals of the frame that goes on, until the program does.
 */
import {argumentA, argumentB, opcodeOf} from "../code/instructions.ts"
import type {Protos} from "../code/protos.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import {control, luaState, opcodes, valueSize} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Tables} from "./tables.ts"

/** Of more results the rest is not kept. */
const mostKept = 100

export class Results {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly threads: Threads
  private readonly tables: Tables
  /** Registry references of the values, and the frame that they were returned to. */
  private references: readonly number[] = []
  private receiver = 0

  constructor(api: LuaApi, protos: Protos, stack: Stack, threads: Threads, tables: Tables) {
    this.api = api
    this.protos = protos
    this.stack = stack
    this.threads = threads
    this.tables = tables
  }

  /** The frame stands at the instruction by which it returns. */
  note(L: number, ci: number): void {
    const {address, count} = this.operands(L, ci)
    this.keep(this.receiverOf(L, ci), address, count)
  }
  /** A call has returned to the frame. */
  noteCall(ci: number): void {
    const {vm} = this.api
    const start = vm.getControl(control.resultsStart)
    this.keep(ci, start, (vm.getControl(control.resultsEnd) - start) / valueSize)
  }
  private keep(receiver: number, address: number, count: number): void {
    const {api} = this
    const {main} = api.vm
    this.forget()
    this.receiver = receiver
    this.references = api.withoutCollector(() =>
      Array.from({length: Math.min(count, mostKept)}, (_, i) => {
        this.tables.pushFrom(main, address + i * valueSize)
        return api.reference(main)
      }),
    )
  }
  private operands(L: number, ci: number): {readonly address: number; readonly count: number} {
    const {stack, api} = this
    const word = this.protos.words(stack.proto(ci))[stack.index(ci)]
    const address = stack.base(ci) + argumentA(word) * valueSize
    if (opcodeOf(word) === opcodes.return0) return {address, count: 0}
    if (opcodeOf(word) === opcodes.return1) return {address, count: 1}
    const given = argumentB(word)
    // 0: up to the top, behind an open call or `...`
    const count = given > 0 ? given - 1 : (api.vm.load32(L + luaState.top) - address) / valueSize
    return {address, count}
  }
  /** The function of Lua's that goes on after the frame, in its state or in those that wait for it. */
  private receiverOf(L: number, ci: number): number {
    const below = this.stack.luaBelow(L, ci)
    if (below) return below
    const waiting = this.threads.waitingFor(L).flatMap(state => this.stack.allFrames(state))
    return waiting.find(one => this.stack.isLua(one)) ?? 0
  }

  /** Registry references of what was returned to a frame. */
  of(ci: number): readonly number[] {
    return ci === this.receiver ? this.references : []
  }

  /** The program goes on. */
  forget(): void {
    for (const reference of this.references) this.api.release(reference)
    this.drop()
  }
  /** After the memory has been put back. */
  drop(): void {
    this.references = []
    this.receiver = 0
  }
}
