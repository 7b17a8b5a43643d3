import {describe, expect, it} from "vitest"
import {RunningText} from "../../src/workbench/words/running-text.ts"

/** Where the lines of the first text stand in the last one; "-": gone. */
function lines(...texts: readonly string[]): string {
  const running = new RunningText()
  running.begin()
  texts.slice(1).forEach((after, index) => {
    running.note("main.lua", texts[index], after)
  })
  const count = texts[0].split("\n").length
  return Array.from({length: count}, (_, index) => running.lineNow("main.lua", index + 1) ?? "-").join(" ")
}

describe("A line of the text that runs", () => {
  it.each([
    ["what comes before it moves it", ["a\nb\nc", "x\ny\na\nb\nc"], "3 4 5"],
    ["what is written in it leaves it where it is", ["a\nb\nc", "a\nb + 1\nc"], "1 2 3"],
    ["another text in its place leaves it, too", ["a\nb\nc", "a\nx\nc"], "1 2 3"],
    ["a break before it moves it, one behind it does not", ["a\nb", "a\n\nb", "a\n\nb\n"], "1 3"],
    ["it goes with its text", ["a\nb\nc", "a\nc"], "1 - 2"],
    ["it goes when it is joined to the one before", ["a\nb\nc", "ab\nc"], "1 - 2"],
    ["a similar one before it moves it", ["print(1)\nprint(2)", "print(0)\nprint(1)\nprint(2)"], "2 3"],
    ["lines that are indented stay", ["a\nb\nc\nd", "a\n  b\n  c\nd"], "1 2 3 4"],
    ["between other changes, too", ["a\nb\nc\nd\ne", "x\na\nb\nC\nd\nx\ny\ne"], "2 3 4 5 8"],
    ["of several in whose place fewer come the first one stays", ["a\nb\nc\nd", "a\nx\nd"], "1 2 - 3"],
    ["one edit after the other counts", ["a\nb\nc", "x\na\nb\nc", "x\na\nc", "c"], "- - 1"],
    ["what is taken back has never been", ["a\nb\nc", "a\nc", "a\nb\nc"], "1 2 3"],
  ])("%s", (_, texts, expected) => {
    expect(lines(...texts)).toBe(expected)
  })

  it("is found from the one that is shown, unless that is new", () => {
    const running = new RunningText()
    running.note("main.lua", "a\nb", "a\nnew\nb")
    expect([1, 2, 3].map(line => running.lineThen("main.lua", line))).toEqual([1, undefined, 2])
    expect(running.lineThen("other.lua", 7)).toBe(7)
  })

  it("is told from a changed one of later until another program begins", () => {
    const running = new RunningText()
    running.note("main.lua", "a", "x\na")
    expect([...running.edited]).toEqual(["main.lua"])
    running.end()
    expect([...running.edited]).toEqual([])
    expect(running.placeNow({path: "main.lua", line: 1})).toEqual({path: "main.lua", line: 2})
    running.note("main.lua", "x\na", "a")
    expect([...running.edited]).toEqual(["main.lua"])
    running.begin()
    expect([...running.edited]).toEqual([])
    running.note("main.lua", "a\nb", "a")
    expect(running.placeNow({path: "main.lua", line: 2})).toEqual({path: "main.lua", line: 2, isGone: true})
  })
})
