/**
 * The gutter's dots. Their positions follow the text while it is edited; the page is told the new lines afterwards.
 */
import {RangeSet, StateEffect, StateField} from "@codemirror/state"
import {EditorView, GutterMarker} from "@codemirror/view"
import type {BreakpointView} from "../controller/breakpoint-list.ts"

export const setBreakpoints = StateEffect.define<readonly BreakpointView[]>()

interface PlacedBreakpoint {
  readonly view: BreakpointView
  /** An offset in its line. */
  readonly offset: number
}

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
      next = effect.value.filter(({line}) => line <= doc.lines).map(view => ({view, offset: doc.line(view.line).from}))
    }
    return next
  },
})

/** Tells which breakpoints an edit has moved: id → 1-based line. */
export function breakpointShift(onShift: (lines: ReadonlyMap<number, number>) => void) {
  return EditorView.updateListener.of(update => {
    if (!update.docChanged) return
    const lines = new Map<number, number>()
    for (const {view, offset} of update.state.field(breakpointField)) {
      const {number} = update.state.doc.lineAt(offset)
      if (number !== view.line) lines.set(view.id, number)
    }
    if (lines.size > 0) onShift(lines)
  })
}

/** The breakpoint on a line, as the gutter shows it. */
export function breakpointAt(view: EditorView, line: number): BreakpointView | undefined {
  return view.state.field(breakpointField).find(({offset}) => view.state.doc.lineAt(offset).number === line)?.view
}

export function breakpointMarkers(view: EditorView): RangeSet<GutterMarker> {
  const placed = view.state.field(breakpointField)
  const marks = placed.map(({view: breakpoint, offset}) =>
    new BreakpointMark(breakpoint, view.defaultLineHeight).range(view.state.doc.lineAt(offset).from),
  )
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
  return parts.join("\n")
}
