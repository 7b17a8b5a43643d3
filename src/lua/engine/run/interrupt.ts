/**
 * The dispatch table, which any thread that sees the memory may overwrite: the next instruction then traps, in whatever
 * coroutine, function or finalizer it stands. Nothing else is to be known about the program, and nothing is to be held:
 * a trap that nobody wanted puts the table right and goes on.
 */
import {control, dispatch, modeBits, opcodes} from "../vm/layout.ts"
import type {Vm} from "../vm/vm.ts"

/** Jumps and calls between two looks while something is evaluated: some milliseconds. */
const evaluationPollEvery = 100_000

export class Dispatch {
  private readonly vm: Vm
  constructor(vm: Vm) {
    this.vm = vm
  }

  /** Lets every instruction trap where the mode wants it, and only breakpoints otherwise. A poke that has come stays. */
  refresh(): void {
    const {vm} = this
    const table = dispatch.address >> 2
    const trapAll = () => vm.word32.fill(dispatch.trapLabel, table, table + dispatch.count)
    if (vm.getControl(control.mode) & (modeBits.lines | modeBits.calls | modeBits.count)) {
      trapAll()
      return
    }
    const copy = (vm.control + control.dispatchCopy) >> 2
    vm.word32.copyWithin(table, copy, copy + dispatch.count)
    vm.word32[table + dispatch.breakOpcode] = dispatch.trapLabel
    if (vm.getControl(control.mode) & modeBits.poll)
      for (const opcode of pollOpcodes) vm.word32[table + opcode] = dispatch.trapLabel
    // who pokes sets it first: what has been overwritten here was written after that
    if (Atomics.load(vm.word32, this.flag)) trapAll()
  }
  private get flag(): number {
    return (this.vm.control + control.poked) >> 2
  }

  setMode(bit: number, on: boolean): void {
    const mode = this.vm.getControl(control.mode)
    this.vm.setControl(control.mode, on ? mode | bit : mode & ~bit)
    this.refresh()
  }

  /** Polls for a time, also where the running program does not. Answers what `endPolling` needs. */
  beginPolling(): {readonly polled: boolean; readonly every: number} {
    const {vm} = this
    const polled = (vm.getControl(control.mode) & modeBits.poll) !== 0
    const before = {polled, every: vm.getControl(control.pollEvery)}
    if (!polled) {
      vm.setControl(control.pollEvery, evaluationPollEvery)
      vm.setControl(control.pollLeft, evaluationPollEvery)
      this.setMode(modeBits.poll, true)
    }
    return before
  }
  endPolling({polled, every}: {readonly polled: boolean; readonly every: number}): void {
    if (polled) return
    this.vm.setControl(control.pollEvery, every)
    this.setMode(modeBits.poll, false)
  }

  /** A poke has arrived: takes it off. @returns its reasons, as bits (base/poke-reasons.ts) */
  acknowledge(): number {
    const reasons = Atomics.exchange(this.vm.word32, this.flag, 0)
    this.refresh()
    return reasons
  }

  /** Lets the next instruction trap; `acknowledge` gives the reason back. */
  poke(reason: number): void {
    Atomics.or(this.vm.word32, this.flag, reason)
    this.refresh()
  }

  /** What another thread needs to poke this VM: addresses in bytes, see transport/poke.ts. */
  get target(): {readonly flag: number; readonly table: number; readonly count: number; readonly value: number} {
    return {
      flag: this.vm.control + control.poked,
      table: dispatch.address,
      count: dispatch.count,
      value: dispatch.trapLabel,
    }
  }
}

/**
 * JMP, CALL, TAILCALL, FORLOOP, TFORLOOP: no program runs long without one of them. And EQ … TESTSET: they make the jump
 * behind them themselves (docondjump, lvm.c), so a `repeat … until` has none that is dispatched.
 */
const {jmp, eq, testSet, call, tailCall, forLoop, tForLoop} = opcodes
const tests = Array.from({length: testSet - eq + 1}, (_, i) => eq + i)
const pollOpcodes: readonly number[] = [jmp, ...tests, call, tailCall, forLoop, tForLoop]
