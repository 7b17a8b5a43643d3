/** Messages as bytes, for the mailbox: JSON, with byte arrays as {"$bytes": base64}. */
import type {ChannelName} from "../protocol/envelope.ts"

/** What the mailbox carries: one message of one client. */
export interface Letter {
  readonly client: string
  readonly channel: ChannelName
  readonly data: unknown
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function toBase64(bytes: Uint8Array): string {
  let binary = ""
  // fromCharCode takes its bytes as arguments: not too many at once
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(binary)
}

export function encodeLetter(letter: Letter): Uint8Array {
  return encoder.encode(
    JSON.stringify(letter, (_, value) => (value instanceof Uint8Array ? {$bytes: toBase64(value)} : value)),
  )
}

/** @throws SyntaxError for what is not JSON */
export function decodeLetter(bytes: Uint8Array): Letter {
  return JSON.parse(decoder.decode(bytes), (_, value) =>
    typeof value?.$bytes === "string"
      ? Uint8Array.from(atob(value.$bytes), character => character.charCodeAt(0))
      : value,
  ) as Letter
}
