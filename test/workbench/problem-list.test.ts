import {afterEach, beforeEach, expect, test, vi} from "vitest"
import {findProblems} from "../../components/editor/text-problems.ts"
import {type Problem, ProblemList} from "../../src/workbench/files/problem-list.ts"
import {Workspace} from "../../src/workbench/files/workspace.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const none = new Set<string>()
const words = (problems: readonly Problem[]) =>
  problems.map(({place, message}) => (place ? `${place.path} ${place.line} ${message}` : message))

function listOf(files: Record<string, string>) {
  const workspace = new Workspace()
  const list = new ProblemList(workspace)
  list.finder = findProblems
  for (const [path, text] of Object.entries(files)) workspace.write(path, text)
  return {workspace, list}
}

test("lists the open files, and drops what is mended, closed or deleted", () => {
  const {workspace, list} = listOf({
    "a.lua": "x = = 1\n",
    "b.lua": "\nlocal = 3\n",
    "c.txt": "= =",
    "shut.lua": "x = = 1",
  })
  for (const path of ["a.lua", "b.lua", "c.txt"]) workspace.open(path)
  vi.advanceTimersByTime(1000)
  expect(words(list.list(undefined, none))).toEqual(["a.lua 1 Unexpected '='.", "b.lua 2 Unexpected '='."])
  workspace.write("a.lua", "x = 1\n")
  vi.advanceTimersByTime(1000)
  expect(words(list.list(undefined, none))).toEqual(["b.lua 2 Unexpected '='."])
  workspace.remove("b.lua")
  vi.advanceTimersByTime(1000)
  expect(list.list(undefined, none)).toEqual([])
})

test("what Lua said of a text is left out where the text says it itself, or is another one", () => {
  const {workspace, list} = listOf({"a.lua": "x = = 1\n", "b.lua": "goto nowhere\n"})
  workspace.open("a.lua")
  vi.advanceTimersByTime(1000)
  const said = (path: string) => ({message: "as Lua says it", place: {path, line: 1}, syntax: true})
  expect(words(list.list(said("a.lua"), none))).toEqual(["a.lua 1 Unexpected '='."])
  expect(words(list.list(said("b.lua"), none))).toEqual(["b.lua 1 as Lua says it", "a.lua 1 Unexpected '='."])
  expect(words(list.list(said("b.lua"), new Set(["b.lua"])))).toEqual(["a.lua 1 Unexpected '='."])
})

test("the error of the last run stays, and is old where its file has been changed", () => {
  const {list} = listOf({})
  const failure = {message: "no", place: {path: "a.lua", line: 1}, traceback: "in a"}
  expect(list.list(failure, none)).toEqual([{kind: "error", ...failure}])
  expect(list.list(failure, new Set(["a.lua"]))).toEqual([{kind: "error", ...failure, isOld: true}])
})
