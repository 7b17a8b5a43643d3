/** The line where the program stands: a band across it and an arrow in the gutter. */
import {type Range, RangeSet, StateEffect, StateField} from "@codemirror/state"
import {Decoration, EditorView, GutterMarker} from "@codemirror/view"

/**
 * "top": stopped here. "caller": the selected frame called what is stopped. "waiting": waits for input here. "error":
 * stopped here on an error. "failed": the program ended here with an error, so no arrow.
 */
export type ExecutionKind = "top" | "caller" | "waiting" | "error" | "failed"

export interface ExecutionLine {
  /** 1-based. */
  readonly line: number
  readonly kind: ExecutionKind
}

export const setExecution = StateEffect.define<ExecutionLine | undefined>()

interface Placed {
  readonly kind: ExecutionKind
  readonly offset: number
}

const field = StateField.define<Placed | undefined>({
  create: () => undefined,
  update(placed, transaction) {
    let next = placed && {...placed, offset: transaction.changes.mapPos(placed.offset, 1)}
    for (const effect of transaction.effects) {
      if (!effect.is(setExecution)) continue
      const at = effect.value
      const {newDoc} = transaction
      next = at && at.line <= newDoc.lines ? {kind: at.kind, offset: newDoc.line(at.line).from} : undefined
    }
    return next
  },
  provide: self =>
    EditorView.decorations.from(self, placed => view => {
      if (!placed) return Decoration.none
      const line = view.state.doc.lineAt(placed.offset)
      return Decoration.set(bands[placed.kind].range(line.from))
    }),
})

const bands: Record<ExecutionKind, Decoration> = {
  top: Decoration.line({class: "cm-ms-band top"}),
  caller: Decoration.line({class: "cm-ms-band caller"}),
  waiting: Decoration.line({class: "cm-ms-band waiting"}),
  error: Decoration.line({class: "cm-ms-band error"}),
  failed: Decoration.line({class: "cm-ms-band error"}),
}

const pointer = "M2.5 5.2h5V2.6L13.6 8l-6.1 5.4v-2.6h-5z"
const caret = "M4.5 2h2.7l.8.7.8-.7h2.7v1.6H8.9v8.8h2.6V14H8.8L8 13.3l-.8.7H4.5v-1.6h2.6V3.6H4.5z"

class Arrow extends GutterMarker {
  readonly kind: ExecutionKind
  constructor(kind: ExecutionKind) {
    super()
    this.kind = kind
  }

  override eq(other: Arrow): boolean {
    return other instanceof Arrow && other.kind === this.kind
  }

  override toDOM(): HTMLElement {
    const arrow = document.createElement("div")
    arrow.className = `cm-ms-arrow ${this.kind}`
    const shape = this.kind === "waiting" ? caret : pointer
    arrow.innerHTML = `<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="${shape}" stroke="var(--ms-background)" stroke-width="1.2" paint-order="stroke" fill="currentColor"/></svg>`
    return arrow
  }
}

export function executionMarkers(view: EditorView): RangeSet<GutterMarker> {
  const placed = view.state.field(field, false)
  if (!placed || placed.kind === "failed") return RangeSet.empty
  const marks: Range<GutterMarker>[] = [new Arrow(placed.kind).range(view.state.doc.lineAt(placed.offset).from)]
  return RangeSet.of(marks)
}

const look = EditorView.baseTheme({
  ".cm-ms-band.top": {
    backgroundColor: "var(--ms-paused-line)",
    boxShadow: "inset 2px 0 0 var(--ms-paused)",
  },
  ".cm-ms-band.waiting": {
    backgroundColor: "var(--ms-selected)",
    boxShadow: "inset 2px 0 0 var(--ms-accent)",
  },
  ".cm-ms-band.caller": {backgroundColor: "var(--ms-paused-caller)"},
  ".cm-ms-band.error": {backgroundColor: "var(--ms-error-line)", boxShadow: "inset 2px 0 0 var(--ms-error)"},
  ".cm-ms-arrow": {
    position: "absolute",
    left: "20px",
    top: "calc(var(--ms-line) / 2 - 8px)",
    height: "16px",
    color: "var(--ms-paused)",
    pointerEvents: "none",
  },
  ".cm-ms-arrow.waiting": {color: "var(--ms-accent)"},
  ".cm-ms-arrow.caller": {color: "var(--ms-muted)"},
  ".cm-ms-arrow.error": {color: "var(--ms-error)"},
  "@media (forced-colors: active)": {
    ".cm-ms-band": {outline: "1px solid CanvasText", outlineOffset: "-1px"},
  },
})

export const executionLine = [field, look]
