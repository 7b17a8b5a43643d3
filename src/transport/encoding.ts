/**
 * Messages as bytes, for the mailbox and for other tabs: JSON, with byte arrays as {"$bytes": base64}, and numbers that
 * JSON has no words for as {"$number": "NaN"} (or "Infinity", "-Infinity", "-0") and {"$integer": "9007199254740993"}
 * (a BigInt). An object of the message that looks like such a sign, {"$bytes": x}, is written as
 * {"$plain": ["$bytes", x]}; one that looks like that, the same way.
 */
import type {ChannelName} from "../protocol/envelope.ts"

/** What the mailbox carries: one message of one client; or, as "host", what the worker itself is to do about a client. */
export interface Letter {
  readonly client: string
  readonly channel: ChannelName | "host"
  readonly data: unknown
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function toBase64(bytes: Uint8Array): string {
  let binary = ""
  // fromCharCode takes its bytes as arguments: not too many at once, and not by spreading, which iterates
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(i, i + 0x8000))
  return btoa(binary)
}

/** By a loop: `Uint8Array.from` on the text takes 50 times as long. */
function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

const signs = ["$bytes", "$plain", "$number", "$integer"] as const

/** The key of an object that has this one only, and is or looks like a sign. */
function signOf(value: unknown): (typeof signs)[number] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
  const keys = Object.keys(value)
  return keys.length === 1 ? signs.find(sign => sign === keys[0]) : undefined
}

export const encodeLetter = (letter: Letter): Uint8Array => encodeData(letter)
/** @throws SyntaxError for what is not JSON */
export const decodeLetter = (bytes: Uint8Array): Letter => decodeData(bytes) as Letter

/** Any message. @throws TypeError for a cycle */
export function encodeData(data: unknown): Uint8Array {
  const text = JSON.stringify(data ?? null, (_, value) => {
    if (typeof value === "number") return isSayable(value) ? value : {$number: Object.is(value, -0) ? "-0" : `${value}`}
    if (typeof value === "bigint") return {$integer: `${value}`}
    if (value instanceof Uint8Array) return {$bytes: toBase64(value)}
    const sign = signOf(value)
    return sign ? {$plain: [sign, value[sign]]} : value
  })
  return encoder.encode(text)
}

const isSayable = (number: number): boolean => Number.isFinite(number) && !Object.is(number, -0)

/** @throws SyntaxError for what is not JSON */
export function decodeData(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes), (_, value) => {
    const sign = signOf(value)
    if (sign === "$plain") return {[value.$plain[0]]: value.$plain[1]}
    if (sign === "$bytes") return fromBase64(value.$bytes)
    if (sign === "$number") return Number(value.$number)
    if (sign === "$integer") return BigInt(value.$integer)
    return value
  })
}
