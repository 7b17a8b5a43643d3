import {describe, expect, it} from "vitest"
import {poke} from "../../src/transport/poke.ts"

describe("A poke", () => {
  it("sets the flag and fills the table, and nothing else", () => {
    const memory = new Int32Array(new SharedArrayBuffer(80)).fill(5)
    poke(memory, {flag: 4, table: 20, count: 3, value: 99}, 2)
    expect([...memory]).toEqual([5, 7, 5, 5, 5, 99, 99, 99, ...Array(12).fill(5)])
  })

  it("is harmless when it comes twice, and forgets no reason", () => {
    const memory = new Int32Array(new SharedArrayBuffer(40))
    const target = {flag: 0, table: 8, count: 2, value: 7}
    poke(memory, target, 1)
    poke(memory, target, 2)
    expect([...memory]).toEqual([3, 0, 7, 7, 0, 0, 0, 0, 0, 0])
  })

  it("sets the flag before the table, so that who sees the table changed finds a reason", () => {
    const written: number[] = []
    const {store, or} = Atomics
    try {
      Atomics.or = ((array: Int32Array, index: number, value: number) => {
        written.push(index)
        return or(array, index, value)
      }) as typeof Atomics.or
      Atomics.store = ((array: Int32Array, index: number, value: number) => {
        written.push(index)
        return store(array, index, value)
      }) as typeof Atomics.store
      poke(new Int32Array(new SharedArrayBuffer(40)), {flag: 24, table: 8, count: 2, value: 7}, 1)
    } finally {
      Atomics.or = or
      Atomics.store = store
    }
    expect(written).toEqual([6, 2, 3])
  })
})
