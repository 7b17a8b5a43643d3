/**
 * Where breakpoints can stand, as long as no session says so. Loaded late.
 *
 * The places of a line, where there are several: small dots in the code of each line that has a breakpoint, filled where
 * one stands. A click sets or removes the breakpoint of that place alone.
 */
import {syntaxTree} from "@codemirror/language"
import type {EditorState, Extension, Range} from "@codemirror/state"
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view"
import {functionOutline, LineIndex, parser} from "../../src/lua/language/index.ts"
import {breakableLine, placesOnLine} from "../../src/lua/language/line-places.ts"
import type {BreakpointView, LineFinder, PlaceChange} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import {breakpointOfPlace, type LinePlace, placeAt, togglePlace} from "../../src/workbench/breakpoints/place-changes.ts"
import {breakpointField, breakpointsByLine, breakpointWords} from "./breakpoint-marks.ts"

/** The line where a breakpoint binds. */
export const findBreakableLine: LineFinder = (text, line) => {
  const tree = parser.parse(text)
  const lines = new LineIndex(text)
  return breakableLine({text, tree, lines, functions: functionOutline(tree, text, lines)}, line)
}

export interface LinePlaceEvents {
  toggle(line: number): void
  changePlaces(line: number, change: PlaceChange): void
  /** Opens the editor for condition, hit count and log message. */
  edit(line: number, breakpoint: BreakpointView): void
}

export function linePlaces(events: LinePlaceEvents): Extension {
  const dots = ViewPlugin.define(view => new Dots(view, events), {decorations: plugin => plugin.dots})
  const key = {
    key: "Alt-F9",
    run(view: EditorView) {
      const {head} = view.state.selection.main
      const line = view.state.doc.lineAt(head)
      const places = placesOf(view.state, line.number)
      const place = placeAt(places, head - line.from + 1)
      const breakpoints = breakpointsByLine(view.state).get(line.number) ?? []
      if (place && places.length > 1) events.changePlaces(line.number, togglePlace(breakpoints, places, place.column))
      else events.toggle(line.number)
      return true
    },
  }
  return [dots, keymap.of([key]), look]
}

function placesOf(state: EditorState, lineNumber: number): LinePlace[] {
  const {from, to} = state.doc.line(lineNumber)
  return placesOnLine(syntaxTree(state), from, to, state.sliceDoc(from, to)).map(({offset, isFirst}) => ({
    column: offset - from + 1,
    isFirst,
  }))
}

class Dots {
  dots: DecorationSet
  readonly #events: LinePlaceEvents

  constructor(view: EditorView, events: LinePlaceEvents) {
    this.#events = events
    this.dots = this.#draw(view.state)
  }

  update({state, startState, docChanged}: ViewUpdate): void {
    const isSame =
      !docChanged &&
      state.field(breakpointField) === startState.field(breakpointField) &&
      syntaxTree(state) === syntaxTree(startState)
    if (!isSame) this.dots = this.#draw(state)
  }

  #draw(state: EditorState): DecorationSet {
    const dots: Range<Decoration>[] = []
    for (const [line, breakpoints] of breakpointsByLine(state)) {
      const places = placesOf(state, line)
      if (places.length < 2) continue
      for (const {column} of places) {
        const widget = new Dot(line, column, places, breakpoints, this.#events)
        dots.push(Decoration.widget({widget, side: -1}).range(state.doc.line(line).from + column - 1))
      }
    }
    return Decoration.set(dots, true)
  }
}

class Dot extends WidgetType {
  readonly line: number
  readonly column: number
  readonly change: PlaceChange
  readonly breakpoint: BreakpointView | undefined
  readonly events: LinePlaceEvents
  constructor(
    line: number,
    column: number,
    places: readonly LinePlace[],
    breakpoints: readonly BreakpointView[],
    events: LinePlaceEvents,
  ) {
    super()
    this.line = line
    this.column = column
    this.breakpoint = breakpointOfPlace(breakpoints, places, column)
    this.change = togglePlace(breakpoints, places, column)
    this.events = events
  }

  get #key(): string {
    const {breakpoint} = this
    return [this.line, this.column, breakpoint?.id, this.change.columns, this.#look, this.#words].join()
  }
  get #look(): string {
    if (!this.breakpoint) return ""
    return this.breakpoint.enabled ? "on" : "off"
  }
  get #words(): string {
    return this.breakpoint ? breakpointWords(this.breakpoint) : "Set a breakpoint here (Alt+F9)"
  }
  override eq(other: Dot): boolean {
    return other.#key === this.#key
  }

  override toDOM(): HTMLElement {
    const dot = document.createElement("span")
    dot.className = `cm-ms-place ${this.#look}`.trim()
    dot.title = this.#words
    // by key: Alt+F9, and the list of breakpoints
    dot.setAttribute("aria-hidden", "true")
    dot.addEventListener("mousedown", event => {
      event.preventDefault()
      if (event.button === 0) this.events.changePlaces(this.line, this.change)
    })
    dot.addEventListener("contextmenu", event => {
      event.preventDefault()
      event.stopPropagation()
      if (this.breakpoint) this.events.edit(this.line, this.breakpoint)
    })
    return dot
  }

  override ignoreEvent(): boolean {
    return true
  }
}

const look = EditorView.baseTheme({
  ".cm-ms-place": {
    display: "inline-block",
    boxSizing: "border-box",
    width: "9px",
    height: "9px",
    margin: "0 3px",
    borderRadius: "50%",
    border: "1.5px solid var(--ms-breakpoint)",
    opacity: "0.6",
    cursor: "pointer",
    verticalAlign: "baseline",
    forcedColorAdjust: "none",
  },
  ".cm-ms-place:hover, .cm-ms-place.on, .cm-ms-place.off": {opacity: "1"},
  ".cm-ms-place.on": {background: "var(--ms-breakpoint)"},
  ".cm-ms-place.off": {background: "var(--ms-breakpoint-off)", borderColor: "var(--ms-breakpoint-off)"},
})
