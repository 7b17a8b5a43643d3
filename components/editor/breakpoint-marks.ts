/**
 * The gutter's dots. Their positions follow the text while it is edited; the page is told the new lines afterwards.
 */
import {type EditorState, type Line, RangeSet, StateEffect, StateField} from "@codemirror/state"
import {EditorView, GutterMarker} from "@codemirror/view"
import type {BreakpointView, Shift} from "../../src/workbench/breakpoints/breakpoint-list.ts"

export const setBreakpoints = StateEffect.define<readonly BreakpointView[]>()

interface PlacedBreakpoint {
  readonly view: BreakpointView
  /** Where its line begins, or its column is. */
  readonly offset: number
}

const columnOffset = ({from, length}: Line, column: number | undefined) =>
  column === undefined ? from : from + Math.min(column - 1, length)

export const breakpointField = StateField.define<readonly PlacedBreakpoint[]>({
  create: () => [],
  update(placed, transaction) {
    let next = placed
    if (transaction.docChanged) {
      next = next.map(({view, offset}) => ({view, offset: transaction.changes.mapPos(offset, 1)}))
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setBreakpoints)) continue
      const doc = transaction.newDoc
      next = effect.value
        .filter(({line}) => line <= doc.lines)
        .map(view => ({view, offset: columnOffset(doc.line(view.line), view.column)}))
    }
    return next
  },
})

/** Tells which breakpoints an edit has moved, by their ids. */
export function breakpointShift(onShift: (shifts: ReadonlyMap<number, Shift>) => void) {
  return EditorView.updateListener.of(update => {
    if (!update.docChanged) return
    const shifts = new Map<number, Shift>()
    for (const {view, offset} of update.state.field(breakpointField)) {
      const {number: line, from} = update.state.doc.lineAt(offset)
      const column = view.column === undefined ? undefined : offset - from + 1
      if (line !== view.line || column !== view.column) shifts.set(view.id, {line, ...(column ? {column} : {})})
    }
    if (shifts.size > 0) onShift(shifts)
  })
}

/** The breakpoints of each line that has some, as they stand in the text now. */
export function breakpointsByLine(state: EditorState): Map<number, BreakpointView[]> {
  const lines = new Map<number, BreakpointView[]>()
  for (const {view, offset} of state.field(breakpointField)) {
    const {number, from} = state.doc.lineAt(offset)
    const here = view.column === undefined ? view : {...view, column: offset - from + 1}
    const known = lines.get(number)
    if (known) known.push(here)
    else lines.set(number, [here])
  }
  return lines
}

/** The breakpoint on a line, as the gutter shows it: that of the whole line, else the first one that is on. */
export function breakpointAt(view: EditorView, line: number): BreakpointView | undefined {
  return shownInGutter(breakpointsByLine(view.state).get(line) ?? [])
}
const shownInGutter = (all: readonly BreakpointView[]): BreakpointView | undefined =>
  all.find(one => one.column === undefined) ?? all.find(one => one.enabled) ?? all[0]

export function breakpointMarkers(view: EditorView): RangeSet<GutterMarker> {
  const marks = [...breakpointsByLine(view.state)].flatMap(([line, all]) => {
    const shown = shownInGutter(all)
    return shown ? [new BreakpointMark(shown, view.defaultLineHeight).range(view.state.doc.line(line).from)] : []
  })
  return RangeSet.of(marks, true)
}

/** A breakpoint glides once, not each time its line scrolls back into sight. */
const glided = new Set<string>()

class BreakpointMark extends GutterMarker {
  readonly breakpoint: BreakpointView
  readonly lineHeight: number

  constructor(breakpoint: BreakpointView, lineHeight: number) {
    super()
    this.breakpoint = breakpoint
    this.lineHeight = lineHeight
  }

  override eq(other: BreakpointMark): boolean {
    return other instanceof BreakpointMark && markKey(other.breakpoint) === markKey(this.breakpoint)
  }

  override toDOM(): HTMLElement {
    const {breakpoint} = this
    const mark = document.createElement("div")
    mark.className = `cm-ms-breakpoint ${markClass(breakpoint)}`
    mark.title = breakpointWords(breakpoint)
    if (breakpoint.condition || breakpoint.hitCondition) mark.textContent = "="
    const {movedFrom, line, id} = breakpoint
    const key = `${id}:${movedFrom}:${line}`
    if (movedFrom !== undefined && !glided.has(key)) {
      glided.add(key)
      mark.classList.add("gliding")
      mark.style.setProperty("--glide", `${(movedFrom - line) * this.lineHeight}px`)
    }
    return mark
  }
}

function markKey(breakpoint: BreakpointView): string {
  return `${breakpoint.id} ${breakpoint.movedFrom ?? ""} ${markClass(breakpoint)} ${breakpointWords(breakpoint)}`
}

function markClass({enabled, verified, logMessage}: BreakpointView): string {
  return [logMessage ? "log" : "", enabled ? (verified ? "" : "unbound") : "off"].join(" ").trim()
}

/** The tooltip: what it is, its terms, and why it moved. */
export function breakpointWords(breakpoint: BreakpointView): string {
  const {enabled, verified, condition, hitCondition, logMessage, message, movedFrom} = breakpoint
  const parts = [logMessage ? `Log point: ${logMessage}` : "Breakpoint"]
  if (condition) parts.push(`Stops when ${condition}`)
  if (hitCondition) parts.push(`Hit count ${hitCondition}`)
  if (!enabled) parts.push("Off")
  else if (!verified) parts.push(message ?? "Not bound yet")
  if (verified && movedFrom !== undefined)
    parts.push(message ?? `Moved here from line ${movedFrom}, which holds no statement`)
  else if (enabled && verified && message) parts.push(message)
  return parts.join("\n")
}
