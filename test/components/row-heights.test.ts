import {describe, expect, it} from "vitest"
import {RowHeights} from "../../components/kit/row-heights.ts"

const lines = (...texts: string[]) => texts.map(text => ({text}))

describe("Rows of wrapped lines", () => {
  it("are counted from the text", () => {
    const heights = new RowHeights()
    heights.fit(10)
    const counts = lines("", "0123456789", "0123456789a", "\ta", "12345678\ta").map(line => heights.rowsOf(line))
    expect(counts).toEqual([1, 1, 2, 1, 2])
  })

  it("are forgotten with the width, and what was measured counts more", () => {
    const heights = new RowHeights()
    heights.fit(10)
    const [line] = lines("wide characters")
    expect(heights.measured(line, 3)).toBe(true)
    expect(heights.measured(line, 3)).toBe(false)
    expect(heights.rowsOf(line)).toBe(3)
    expect(heights.fit(20)).toBe(true)
    expect(heights.rowsOf(line)).toBe(1)
  })

  it("say which lines are in sight", () => {
    const heights = new RowHeights()
    heights.fit(1)
    const all = lines("a", "bbb", "c", "dd", "e", "f")
    expect(heights.inSight(all, 0, 2, 0)).toEqual({from: 0, to: 2})
    expect(heights.inSight(all, 2, 3, 0)).toEqual({from: 1, to: 3})
    expect(heights.inSight(all, 7, 2, 1)).toEqual({from: 3, to: 6})
    expect(heights.inSight([], 0, 5, 20)).toEqual({from: 0, to: 0})
    expect([heights.rowsIn(all, 0, 1), heights.rowsIn(all, 3, 6), heights.rowsIn(all, 2, 2)]).toEqual([1, 4, 0])
  })
})
