/** Poking a running VM from another thread: makes its very next instruction call back (lua/engine/interrupt.ts). */

/** Where to write, in bytes from the start of the VM's memory. */
export interface PokeTarget {
  readonly flag: number
  readonly table: number
  readonly count: number
  readonly value: number
}

/**
 * `reasons` (base/poke-reasons.ts) are added to those that are not seen yet.
 * The flag first, so that whoever sees the table changed finds a reason. The reader puts both right again; should it
 * do so while this still writes, the rest causes one more trap, without a reason, which is put right as well.
 */
export function poke(memory: Int32Array, {flag, table, count, value}: PokeTarget, reasons: number): void {
  Atomics.or(memory, flag >> 2, reasons)
  for (let i = 0; i < count; i++) Atomics.store(memory, (table >> 2) + i, value)
}
