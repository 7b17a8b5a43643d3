import {syntaxTree} from "@codemirror/language"
import {classHighlighter, highlightCode} from "@lezer/highlight"
import {expect, test} from "vitest"
import {luaState} from "./editor-state.ts"

/** Each piece of a text with its classes: `x:variableName`. Punctuation and operators left out. */
function highlighted(text: string): string {
  const pieces: string[] = []
  highlightCode(
    text,
    syntaxTree(luaState(text)),
    classHighlighter,
    (piece, classes) => {
      if (classes && !/punctuation|operator/.test(classes)) pieces.push(`${piece}:${classes.replaceAll("tok-", "")}`)
    },
    () => {},
  )
  return pieces.join(" ")
}

test.each([
  ["local x <const> = 1", "local:keyword x:variableName definition const:keyword 1:number"],
  ["x.y = nil -- why", "x:variableName y:propertyName nil:null -- why:comment".replace("nil:null", "nil:keyword")],
  ["print('a\\n')", "print:variableName 'a:string \\n:string2 ':string"],
  ["x = '\\q'", "x:variableName ':string \\q:invalid ':string"],
  ["goto l ::l::", "goto:keyword l:labelName l:labelName"],
  [
    "function M.f(a) return true end",
    "function:keyword M:variableName definition f:propertyName definition a:variableName definition return:keyword true:bool end:keyword",
  ],
  ["#!lua\nx = [[a\nb]]", "#!lua:meta x:variableName [[a:string b]]:string"],
])("%s", (text, pieces) => expect(highlighted(text)).toBe(pieces))
