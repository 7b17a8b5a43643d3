import {expect, test, vi} from "vitest"
import {BreakpointList} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import {togglePlace} from "../../src/workbench/breakpoints/place-changes.ts"
import {OutputLog, whole} from "../../src/workbench/console/output-log.ts"
import {nameProblem, Workspace} from "../../src/workbench/files/workspace.ts"
import {NoticeList} from "../../src/workbench/notices.ts"
import {possible} from "../../src/workbench/program/run-state.ts"
import {durationWords, statusWords} from "../../src/workbench/words/state-words.ts"

test("text comes in pieces and becomes lines", () => {
  const log = new OutputLog()
  log.append("stdout", "a")
  log.append("stdout", "b\nc\n\nd")
  log.append("stderr", "e\n")
  expect(log.lines.map(({kind, text}) => `${kind} ${text}`)).toEqual([
    "stdout ab",
    "stdout c",
    "stdout ",
    "stdout d",
    "stderr e",
  ])
})

test("one line of megabytes is shown as far as one asks for it, and is kept whole", () => {
  const log = new OutputLog()
  log.append("stdout", "x".repeat(1_000_000))
  log.append("stdout", "y\n")
  const [{id}] = log.lines
  const sizes = () => [log.lines[0].text.length, log.lines[0].rest?.length]
  expect(sizes()).toEqual([10_000, 990_001])
  log.showMore(id)
  expect(sizes()).toEqual([110_000, 890_001])
  for (let i = 0; i < 10; i++) log.showMore(id)
  expect(sizes()).toEqual([1_000_001, undefined])
  expect(whole(log.lines[0])).toBe(`${"x".repeat(1_000_000)}y`)
})

test("a breakpoint moves to where a statement starts, and not onto another", () => {
  const list = new BreakpointList()
  list.lineFinder = (_text, line) => ({line: Math.max(line, 3), ...(line < 3 ? {reason: "Line is empty."} : {})})
  list.toggle("a.lua", 1, "")
  list.toggle("a.lua", 2, "")
  expect(list.all).toMatchObject([{line: 3, movedFrom: 1, message: "Line is empty.", verified: true}])
})

test("a place of a line has a breakpoint of its own, and the line's click takes all of them away", () => {
  const list = new BreakpointList()
  const places = [
    {column: 1, isFirst: true},
    {column: 9, isFirst: false},
    {column: 20, isFirst: true},
  ]
  const toggle = (column: number) => list.changePlaces("a.lua", 2, togglePlace(list.inFile("a.lua"), places, column))
  const shown = () => list.all.map(({line, column, condition}) => [line, column, condition].filter(Boolean).join(" "))
  toggle(9)
  expect(shown()).toEqual(["2 9"])
  expect(list.argumentsFor("a.lua").args.breakpoints).toEqual([{line: 2, column: 9}])
  toggle(9)
  expect(shown()).toEqual([])
  list.add("a.lua", 2, "", {condition: "x"})
  toggle(9)
  expect(shown()).toEqual(["2 x", "2 9"])
  // the line's breakpoint stands for the first places of its functions: one of them is left
  toggle(1)
  expect(shown()).toEqual(["2 9", "2 20 x"])
  list.shift(new Map([[list.all[0].id, {line: 2, column: 12}]]))
  expect(shown()).toEqual(["2 12", "2 20 x"])
  list.toggle("a.lua", 2, "")
  expect(shown()).toEqual([])
})

test("breakpoints that an edit brings onto one line become one", () => {
  const list = new BreakpointList()
  list.add("a.lua", 1, "")
  list.add("a.lua", 2, "")
  list.shift(new Map([[2, {line: 1}]]))
  expect(list.all.map(({line}) => line)).toEqual([1])
})

test("the kernel's answers settle breakpoints in the order they were sent, without the ones that are off", () => {
  const list = new BreakpointList()
  list.add("a.lua", 1, "")
  list.add("a.lua", 2, "", {condition: "x"})
  list.edit(1, {enabled: false})
  const {ids, args} = list.argumentsFor("a.lua")
  expect(args.breakpoints).toEqual([{line: 2, condition: "x"}])
  list.settle(ids, [{id: 7, verified: true, line: 4, message: "moved"}])
  expect(list.byKernelId(7)).toMatchObject({line: 4, movedFrom: 2, message: "moved"})
})

test("what can't be done now is not possible", () => {
  expect(possible({kind: "idle"}, true)).toMatchObject({debug: true, run: true, pause: false, stop: false})
  expect(possible({kind: "running", since: 0, pausing: false}, true)).toMatchObject({
    debug: false,
    pause: true,
    stop: true,
  })
  expect(possible({kind: "dead", reason: ""}, true)).toMatchObject({debug: false, restart: true, stop: false})
  expect(possible({kind: "idle"}, false).debug).toBe(false)
})

test("times and states are words", () => {
  expect([3.4, 1234, 125_000].map(durationWords)).toEqual(["3 ms", "1.2 s", "2 min 5 s"])
  expect(statusWords({kind: "finished", seconds: 0.31}, "")).toBe("Finished in 0.3 s")
  expect(statusWords({kind: "idle"}, "Press F5 to stop at line 7")).toBe("Press F5 to stop at line 7")
})

test("folders come before files", () => {
  const workspace = new Workspace()
  for (const path of ["z.lua", "lib/b.lua", "a.lua", "lib/deep/c.lua"]) workspace.write(path, "")
  expect(workspace.paths).toEqual(["lib/deep/c.lua", "lib/b.lua", "a.lua", "z.lua"])
})

test("the start file is main.lua, or the first at the top level, until one is chosen", () => {
  const workspace = new Workspace()
  for (const path of ["lib/b.lua", "z.lua", "a.lua"]) workspace.write(path, "")
  expect(workspace.program).toBe("a.lua")
  workspace.write("main.lua", "")
  expect(workspace.program).toBe("main.lua")
  workspace.open("a.lua")
  workspace.write("a.lua", "print(1)")
  expect(workspace.program).toBe("main.lua")
  workspace.choose("z.lua")
  workspace.rename("z.lua", "y.lua")
  expect(workspace.program).toBe("y.lua")
  workspace.remove("y.lua")
  expect(workspace.program).toBe("main.lua")
})

test("the first files that somebody brings have the start file, unless there is main.lua", () => {
  const workspace = new Workspace()
  for (const path of ["example.lua", "lib/x.lua", "shop.lua", "cart.lua"]) workspace.write(path, "")
  workspace.chooseFirst(["lib/x.lua", "shop.lua", "cart.lua"])
  expect(workspace.program).toBe("shop.lua")
  workspace.chooseFirst(["cart.lua"])
  expect(workspace.program).toBe("shop.lua")
})

test("a name that can't be a path is refused with a reason", () => {
  const others = ["a.lua", "lib/old.lua"]
  expect(nameProblem("a.lua", others)).toBe("a.lua exists already.")
  expect(nameProblem("./lib//../a.lua", others)).toBe("a.lua exists already.")
  expect(nameProblem("../a.lua", others)).toMatch(/is not in the workspace/)
  expect(nameProblem("lib/", others)).toMatch(/names no file/)
  expect(nameProblem("lib", others)).toMatch(/it is the folder of "lib\/old.lua"/)
  expect(nameProblem("", others)).toBe("Give the file a name.")
  expect(nameProblem("lib/new.lua", others)).toBeUndefined()
})

test("a flood keeps the newest lines, as many as there is room for, and counts the rest", () => {
  const output = new OutputLog(100)
  for (let i = 1; i <= 111; i++) output.append("stdout", `${i}\n`)
  expect([output.lines[0].text, output.lines.length, output.dropped]).toEqual(["12", 100, 11])
  const long = new OutputLog()
  for (let i = 1; i <= 1101; i++) long.append("stdout", `${String(i).padEnd(10_000, ".")}\n`)
  expect([long.lines[0].text.slice(0, 4), long.lines.length, long.dropped]).toEqual(["102.", 1000, 101])
})

test("a notice stays as long as somebody is at it, and what could still be done is shown again", () => {
  vi.useFakeTimers()
  try {
    const notices = new NoticeList()
    const texts = () => notices.all.map(({text}) => text)
    const done: string[] = []
    notices.show("Deleted a.lua.", "info", "Undo", () => done.push("undone"))
    notices.show("Saved.")
    vi.advanceTimersByTime(7000)
    notices.hold(true)
    vi.advanceTimersByTime(60_000)
    expect(texts()).toEqual(["Deleted a.lua.", "Saved."])
    notices.hold(false)
    vi.advanceTimersByTime(7000)
    expect(texts()).toHaveLength(2)
    vi.advanceTimersByTime(2000)
    expect(texts()).toEqual(["Deleted a.lua."])
    vi.advanceTimersByTime(12_000)
    expect(texts()).toEqual([])
    expect(notices.earlier.map(({text}) => text)).toEqual(["Deleted a.lua."])
    notices.recall()
    expect(texts()).toEqual(["Deleted a.lua."])
    notices.choose(notices.all[0].id, "Undo")
    expect([done, texts(), notices.earlier]).toEqual([["undone"], [], []])
  } finally {
    vi.useRealTimers()
  }
})
