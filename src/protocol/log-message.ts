/** Log messages: text with `{expression}` in it; `\{` is a brace. */

export type LogPiece =
  | {readonly kind: "text"; readonly text: string}
  | {readonly kind: "expression"; readonly expression: string}

/** More braces are not tried as an expression's end. */
const mostTried = 50

/**
 * @param isWhole whether a text can be evaluated: an expression ends with the first brace that leaves it whole, since one
 * that stands in a string, a comment or a table of the script's does not
 */
export function parseLogMessage(message: string, isWhole: (expression: string) => boolean): LogPiece[] {
  const pieces: LogPiece[] = []
  let text = ""
  for (let i = 0; i < message.length; i++) {
    if (message[i] === "\\" && (message[i + 1] === "{" || message[i + 1] === "}")) {
      text += message[++i]
      continue
    }
    const end = message[i] === "{" ? closingBrace(message, i, isWhole) : -1
    if (end < 0) {
      text += message[i]
      continue
    }
    if (text) pieces.push({kind: "text", text})
    text = ""
    pieces.push({kind: "expression", expression: message.slice(i + 1, end)})
    i = end
  }
  if (text) pieces.push({kind: "text", text})
  return pieces
}

/** −1: none closes it. Where none leaves an expression that is whole, the one that braces count to. */
function closingBrace(message: string, open: number, isWhole: (expression: string) => boolean): number {
  for (let tried = 0, end = open; tried < mostTried; tried++) {
    end = message.indexOf("}", end + 1)
    if (end < 0) break
    if (isWhole(message.slice(open + 1, end))) return end
  }
  let depth = 0
  for (let i = open; i < message.length; i++) {
    if (message[i] === "{") depth++
    else if (message[i] === "}" && --depth === 0) return i
  }
  return -1
}
