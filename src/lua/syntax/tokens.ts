/**
 * The tokens of Lua that no regular expression can tell: what may only open a file, and long brackets, whose end must
 * have as many equals signs as their start. Called by the generated parser.
 */
import {ExternalTokenizer, type InputStream} from "@lezer/lr"
import {BlockComment, byteOrderMark, LongString, Shebang} from "./parser.terms.ts"

const ByteOrderMark = 0xfeff
const LineFeed = 10
const CarriageReturn = 13
const Hash = 35
const Dash = 45
const Equals = 61
const BracketOpen = 91
const BracketClose = 93
const EndOfInput = -1

/** A byte order mark and a first line that starts with `#`, as luaL_loadfilex skips them. */
export const opening = new ExternalTokenizer(input => {
  if (input.pos === 0 && input.next === ByteOrderMark) {
    input.advance()
    input.acceptToken(byteOrderMark)
  } else if (input.next === Hash && (input.pos === 0 || (input.pos === 1 && input.peek(-1) === ByteOrderMark))) {
    let next: number
    do next = input.advance()
    while (next !== LineFeed && next !== CarriageReturn && next !== EndOfInput)
    input.acceptToken(Shebang)
  }
})

/** Long strings and long comments. One that isn't closed runs to the end of the file, as Lua's lexer reads it. */
export const longBrackets = new ExternalTokenizer(input => {
  if (input.next === BracketOpen) {
    if (readLongBracket(input)) input.acceptToken(LongString)
  } else if (input.next === Dash && input.peek(1) === Dash && input.peek(2) === BracketOpen) {
    input.advance(2)
    if (readLongBracket(input)) input.acceptToken(BlockComment)
  }
})

/** Reads from `[`, any number of `=` and `[` to past the bracket that closes it; false where this opens none. */
function readLongBracket(input: InputStream): boolean {
  let level = 0
  while (input.peek(1 + level) === Equals) level++
  if (input.peek(1 + level) !== BracketOpen) return false
  input.advance(level + 2)
  while (input.next !== EndOfInput) {
    if (input.next !== BracketClose) {
      input.advance()
      continue
    }
    let count = 0
    while (input.advance() === Equals) count++
    if (count === level && input.next === BracketClose) {
      input.advance()
      break
    }
  }
  return true
}
