/** Log messages: text with `{expression}` in it; `\{` is a brace. */

export type LogPiece =
  | {readonly kind: "text"; readonly text: string}
  | {readonly kind: "expression"; readonly expression: string}

export function parseLogMessage(message: string): LogPiece[] {
  const pieces: LogPiece[] = []
  let text = ""
  for (let i = 0; i < message.length; i++) {
    if (message[i] === "\\" && (message[i + 1] === "{" || message[i + 1] === "}")) {
      text += message[++i]
      continue
    }
    if (message[i] !== "{") {
      text += message[i]
      continue
    }
    const end = closingBrace(message, i)
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

/** Braces inside of an expression nest: `{ {1, 2} }`. −1: none closes it. */
function closingBrace(message: string, open: number): number {
  let depth = 0
  for (let i = open; i < message.length; i++) {
    if (message[i] === "{") depth++
    else if (message[i] === "}" && --depth === 0) return i
  }
  return -1
}
