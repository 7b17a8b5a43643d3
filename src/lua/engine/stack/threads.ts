/** Which lua_States there are, who waits for whom, and the numbers by which the debugger knows them. */
import type {ThreadInfo} from "../../../debugger/engine.ts"
import {control, resumption} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Stack} from "./stack.ts"

/** More suspended coroutines than this are not listed. */
const listed = 500

export class Threads {
  private readonly api: LuaApi
  private readonly stack: Stack
  private numbers = new Map<number, number>()
  private next = 2

  constructor(api: LuaApi, stack: Stack) {
    this.api = api
    this.stack = stack
  }

  /** 1 is the main state of the program that runs. */
  idOf(L: number): number {
    const {vm} = this.api
    if (L === vm.getControl(control.mainState)) return 1
    let id = this.numbers.get(L)
    if (id === undefined) {
      id = this.next++
      this.numbers.set(L, id)
    }
    return id
  }
  stateOf(id: number): number | undefined {
    const main = this.api.vm.getControl(control.mainState)
    if (id === 1) return main || undefined
    for (const [L, number] of this.numbers) if (number === id) return L
    return undefined
  }

  /** The states that have resumed each other, outermost first: the last one runs. */
  chain(): {L: number; from: number}[] {
    const {vm} = this.api
    const depth = Math.min(resumption.slots, vm.getControl(control.resumeDepth))
    return Array.from({length: depth}, (_, i) => {
      const at = vm.control + control.chain + i * resumption.size
      return {L: vm.load32(at + resumption.state), from: vm.load32(at + resumption.from)}
    })
  }
  /** The state that runs now, or was last to run. */
  running(): number {
    const chain = this.chain()
    return chain.length ? chain[chain.length - 1].L : this.api.vm.getControl(control.mainState)
  }
  /** Those that wait for `L`, nearest first; of one whose `__close` metamethods run, because it is closed, who does that. */
  waitingFor(L: number): number[] {
    const chain = this.chain()
    const at = chain.findLastIndex(pair => pair.L === L)
    const from = (last: number) =>
      chain
        .slice(0, last + 1)
        .reverse()
        .map(pair => pair.from)
    if (at >= 0 || L === this.api.vm.getControl(control.mainState) || !this.stack.isClosing(L)) return from(at)
    return [this.running(), ...from(chain.length - 1)]
  }

  list(): ThreadInfo[] {
    const main = this.api.vm.getControl(control.mainState)
    if (!main) return []
    const running = this.running()
    const active = new Set([running, ...this.waitingFor(running)])
    const resumers = new Map(this.chain().map(({L, from}) => [L, from]))
    const info = (L: number, status: ThreadInfo["status"]): ThreadInfo => {
      const definition = this.stack.definition(L)
      const resumer = resumers.get(L)
      return {
        id: this.idOf(L),
        name: this.name(L),
        status,
        ...(definition && L !== main ? {definition} : {}),
        ...(resumer === undefined ? {} : {resumer: this.idOf(resumer)}),
      }
    }
    const found = [...active].map(L => info(L, L === running ? "running" : "waiting"))
    const states = this.stack.states(100_000)
    for (const L of states) {
      if (found.length >= listed) break
      if (!active.has(L) && L !== main && this.stack.isSuspended(L)) found.push(info(L, "suspended"))
    }
    // numbers of states that the collector has taken are free to be given to others
    const alive = new Set(states)
    for (const L of this.numbers.keys()) if (!alive.has(L)) this.numbers.delete(L)
    return found
  }

  /** In the words of coroutine.status, as one asks from outside of it. */
  statusOf(L: number): "running" | "normal" | "suspended" | "dead" {
    const running = this.running()
    if (L === running) return "running"
    if (this.waitingFor(running).includes(L)) return "normal"
    return this.stack.isSuspended(L) ? "suspended" : "dead"
  }

  /** What its function is called; undefined where that is over, or native. */
  functionName(L: number): string | undefined {
    return this.stack.outermostName(L)
  }
  private name(L: number): string {
    if (L === this.api.vm.getControl(control.mainState)) return "main thread"
    return `coroutine ${this.functionName(L) ?? `0x${L.toString(16)}`}`
  }

  /** The program has ended: numbers start anew. */
  forget(): void {
    this.numbers = new Map()
    this.next = 2
  }
}
