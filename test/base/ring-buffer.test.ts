import {describe, expect, it} from "vitest"
import {RingBuffer} from "../../src/base/ring-buffer.ts"

function filled(capacity: number, count: number) {
  const buffer = new RingBuffer<number>(capacity)
  for (let item = 1; item <= count; item++) buffer.push(item)
  return buffer
}

describe("RingBuffer", () => {
  it.each([
    [0, [], 0],
    [2, [1, 2], 0],
    [3, [1, 2, 3], 0],
    [4, [2, 3, 4], 1],
    [10, [8, 9, 10], 7],
  ])("of three holds the last ones of %i", (count, items, dropped) => {
    const buffer = filled(3, count)
    expect(buffer.toArray()).toEqual(items)
    expect([...buffer]).toEqual(items)
    expect(buffer.size).toBe(items.length)
    expect(buffer.dropped).toBe(dropped)
  })

  it("gives items by age", () => {
    const buffer = filled(3, 5)
    expect([buffer.at(0), buffer.at(2), buffer.at(-1), buffer.at(-3)]).toEqual([3, 5, 5, 3])
    expect([buffer.at(3), buffer.at(-4)]).toEqual([undefined, undefined])
    expect(filled(3, 1).at(1)).toBeUndefined()
  })

  it("starts anew when cleared", () => {
    const buffer = filled(3, 5)
    buffer.clear()
    expect([buffer.size, buffer.dropped, buffer.at(0)]).toEqual([0, 0, undefined])
    buffer.push(9)
    expect(buffer.toArray()).toEqual([9])
  })

  it.each([0, -1, 1.5, Number.NaN])("refuses a capacity of %s", capacity => {
    expect(() => new RingBuffer(capacity)).toThrow(RangeError)
  })
})
