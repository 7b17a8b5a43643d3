import {expect, test} from "vitest"
import {libraryEntries, libraryEntry, methodParameters} from "../../../src/lua/syntax/library.ts"

/** Whether each bracket is closed by its own kind, in order. */
function isBalanced(text: string): boolean {
  const open: string[] = []
  for (const sign of text) {
    if ("([{".includes(sign)) open.push(sign)
    if (")]}".includes(sign) && "([{".indexOf(open.pop() ?? "") !== ")]}".indexOf(sign)) return false
  }
  return open.length === 0
}

test("parameters have as many brackets closed as opened, as functions and as methods", () => {
  const functions = libraryEntries.filter(({parameters}) => parameters !== undefined)
  const texts = functions.flatMap(entry => [entry.parameters, methodParameters(entry)])
  expect(texts.filter(text => !isBalanced(text))).toEqual([])
  const byte = libraryEntry("string.byte")
  expect(byte && methodParameters(byte)).toBe("([i [, j]])")
})
