/** Where breakpoints can stand in a text, whether it compiles or not. */
import type {BreakPlace, ResolvedLine} from "../../../debugger/engine.ts"
import {breakableLine, functionOutline, LineIndex, type ParsedText, parser, placesOf} from "../../syntax/index.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {BreakPlaces} from "./break-places.ts"
import type {Protos} from "./protos.ts"
import {findPlaces, withCompiled} from "./statement-places.ts"

/** One that does not compile is read by its tree. */
type Reading =
  | {readonly compiled: true; readonly places: BreakPlaces}
  | {readonly compiled: false; readonly parsed: ParsedText}

export class TextLines {
  private readonly reading: Reading

  constructor(api: LuaApi, protos: Protos, text: string) {
    const places = withCompiled(
      api,
      protos,
      text,
      functions => new BreakPlaces(text, functions, findPlaces(api, protos, functions, text)),
    )
    this.reading = places ? {compiled: true, places} : {compiled: false, parsed: parse(text)}
  }

  /** The places in its code; undefined: it does not compile. */
  get places(): BreakPlaces | undefined {
    return this.reading.compiled ? this.reading.places : undefined
  }

  /** Where a breakpoint for a line, or for what stands at a column of it, goes. */
  resolve(line: number, column?: number): ResolvedLine | undefined {
    const {reading} = this
    return reading.compiled ? reading.places.resolve(line, column) : breakableLine(reading.parsed, line)
  }
  /** Where breakpoints can stand on some lines. */
  breakPlaces(firstLine: number, lastLine: number): BreakPlace[] {
    const {reading} = this
    const found: BreakPlace[] = []
    for (let line = firstLine; line <= lastLine; line++) {
      const columns = reading.compiled
        ? reading.places.columns(line)
        : placesOf(reading.parsed, line).map(({offset}) => reading.parsed.lines.columnAt(offset))
      found.push(...columns.map(column => ({line, column})))
    }
    return found
  }
}

function parse(text: string): ParsedText {
  const tree = parser.parse(text)
  const lines = new LineIndex(text)
  return {text, tree, lines, functions: functionOutline(tree, text, lines)}
}
