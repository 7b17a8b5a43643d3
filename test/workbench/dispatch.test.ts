import {expect, test} from "vitest"
import type {Action} from "../../src/workbench/actions.ts"
import {type ActionOf, owns, perform} from "../../src/workbench/dispatch.ts"

const opened: string[] = []
const files = {open: ({path}: {readonly path: string}) => opened.push(path)}
const program = {stop: () => "stopped"}
const all = {...files, ...program}
type Asked = ActionOf<typeof all>

test("an action goes to the function of its name, with what it says", () => {
  perform(all, {type: "open", path: "main.lua"})
  expect(opened).toEqual(["main.lua"])
  expect(perform(all, {type: "stop"})).toBe("stopped")
})

test("an owner knows its actions from others", () => {
  const actions: Asked[] = [{type: "open", path: "main.lua"}, {type: "stop"}]
  expect(actions.map(action => owns(files, action))).toEqual([true, false])
})

test("an action that nobody owns, or that says too little, is a type error", () => {
  // @ts-expect-error nobody owns it
  const unknown: Action = {type: "opne", path: "main.lua"}
  // @ts-expect-error it does not say which file
  const short: Action = {type: "open"}
  // @ts-expect-error a line is a number
  const wrong: Action = {type: "toggle-breakpoint", path: "main.lua", line: "3"}
  expect([unknown, short, wrong]).toHaveLength(3)
})
