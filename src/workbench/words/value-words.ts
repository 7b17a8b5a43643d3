/**
 * How a value reads in the room that there is: whole where it fits; otherwise a text loses its middle and says its size,
 * a table keeps its first entries and says how many it has. Where a function or a thread is, stands in the whole text.
 */

export interface Value {
  readonly value: string
  readonly type: string
  /** How many entries it has, as far as its text does not say. */
  readonly indexed?: number
  readonly named?: number
}

export interface ValueWords {
  readonly text: string
  /** Where something is cut: "300 characters", "12" for a table's entries. */
  readonly size?: string
}

/** @param room in characters, at least some ten */
export function valueWords(value: Value, room: number): ValueWords {
  switch (value.type) {
    case "string":
      return textWords(value.value, room)
    case "table":
      return tableWords(value, room)
    case "function":
      return {text: withoutPlaces(value.value)}
    case "thread":
      return {text: value.value.replace(/^thread: 0x\w+ \((?:function <[^>]*>, )?/, "thread (")}
    default:
      return {text: shorten(value.value, room)}
  }
}

/** Cuts in the middle, so that both ends of a path stay. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  const head = Math.ceil((longest - 3) * 0.6)
  const tail = longest - 3 - head
  return `${text.slice(0, head)} … ${tail > 0 ? text.slice(-tail) : ""}`
}

/** Up to here the size of a text that does not fit would take more room than it is worth. */
const shortText = 60

// As the engine writes one that it cuts itself.
const cutText = /^(".*") \(([\d,]+ bytes)\)$/s

function textWords(value: string, room: number): ValueWords {
  const [, literal = value, bytes] = cutText.exec(value) ?? []
  if (bytes === undefined && literal.length <= Math.max(room, shortText)) return {text: shorten(literal, room)}
  const size = bytes ?? `${lengthOf(literal).toLocaleString("en-US")} characters`
  return {text: shorten(literal, Math.max(10, room - size.length - 1)), size}
}

/** The characters of a quoted text: an escape stands for one. */
function lengthOf(literal: string): number {
  const plain = literal.replace(/^"|"$/g, "").replace(/\\(?:x[\dA-F]{2}|\d{1,3}|.)/gs, "?")
  return [...plain].length
}

function tableWords(value: Value, room: number): ValueWords {
  const text = withoutPlaces(value.value)
  if (text.length <= room) return {text}
  const {head, entries, more} = readPreview(text)
  const count = more ?? 0
  const known = more === undefined ? (value.indexed ?? 0) + (value.named ?? 0) : entries.length + count
  const size = known.toLocaleString("en-US")
  const left = room - head.length - "…} ".length - size.length
  let shown = ""
  for (const entry of entries) {
    if (shown.length + entry.length + 2 > left) break
    shown += `${entry}, `
  }
  return {text: `${head}${shown}…}`, size}
}

/** Nothing but functions, as a module or a class has: its name says as much. */
export function holdsOnlyFunctions({value, type}: Value): boolean {
  if (type !== "table") return false
  const {entries} = readPreview(value)
  return entries.length > 0 && entries.every(entry => /^\S+ = function\b/.test(entry) || /^__\w+ = /.test(entry))
}

interface Preview {
  /** With the opening brace. */
  readonly head: string
  readonly entries: readonly string[]
  /** How many there are beside those; undefined: more than were counted. */
  readonly more: number | undefined
}

function readPreview(text: string): Preview {
  const start = text.indexOf("{") + 1
  const entries = splitEntries(text.slice(start, text.endsWith("}") ? -1 : undefined))
  const last = entries.at(-1)
  const head = text.slice(0, start)
  if (!last?.startsWith("…")) return {head, entries, more: 0}
  const more = /^… ([\d,]+) more$/.exec(last)?.[1].replaceAll(",", "")
  return {head, entries: entries.slice(0, -1), more: more === undefined ? undefined : Number(more)}
}

/** At the commas outside of texts and inner tables. A number's own comma ("… 1,000 more") has no blank behind it. */
function splitEntries(text: string): string[] {
  const entries: string[] = []
  let from = 0
  let depth = 0
  for (const {0: sign, index} of text.matchAll(/"(?:\\.|[^"\\])*"?|[{}]|, /gs)) {
    if (sign === "{") depth++
    else if (sign === "}") depth--
    else if (sign === ", " && depth === 0) {
      entries.push(text.slice(from, index))
      from = index + 2
    }
  }
  return from < text.length ? [...entries, text.slice(from)] : entries
}

/** "function area (geometry.lua:12)" → "function area", but for what stands in texts. */
function withoutPlaces(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"?|(function(?: [^\s()]+)?) \([^()]*:\d+\)/gs, (all, name) => name ?? all)
}
