/** Elements that stand below a line: the breakpoint form and the error card. One of each kind at a time. */
import {type Extension, StateEffect, StateField, type Text} from "@codemirror/state"
import {Decoration, type DecorationSet, EditorView, WidgetType} from "@codemirror/view"

export type LineWidgetKind = "form" | "card"

export interface LineWidget {
  readonly kind: LineWidgetKind
  /** 1-based; undefined takes the widget of this kind away. */
  readonly line?: number
  readonly element?: HTMLElement
}

export const setLineWidget = StateEffect.define<LineWidget>()

class ElementWidget extends WidgetType {
  readonly kind: LineWidgetKind
  readonly element: HTMLElement
  constructor(kind: LineWidgetKind, element: HTMLElement) {
    super()
    this.kind = kind
    this.element = element
  }

  override eq(other: ElementWidget): boolean {
    return other.element === this.element
  }

  override toDOM(): HTMLElement {
    return this.element
  }

  // The form's own fields take the keys and clicks.
  override ignoreEvent(): boolean {
    return true
  }
}

function place(decorations: DecorationSet, {kind, line, element}: LineWidget, doc: Text): DecorationSet {
  const others = decorations.update({filter: (_from, _to, value) => value.spec.widget.kind !== kind})
  if (line === undefined || !element || line > doc.lines) return others
  const widget = Decoration.widget({widget: new ElementWidget(kind, element), block: true, side: 1})
  return others.update({add: [widget.range(doc.line(line).to)]})
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes)
    for (const effect of transaction.effects) {
      if (effect.is(setLineWidget)) next = place(next, effect.value, transaction.newDoc)
    }
    return next
  },
  provide: self => EditorView.decorations.from(self),
})

// A block widget is as wide as the longest line. These keep to what is in sight, beside the gutter, however far the
// code is scrolled sideways.
const inSight = EditorView.updateListener.of(({view, geometryChanged}) => {
  if (geometryChanged) measure(view)
})

function measure(view: EditorView): void {
  view.requestMeasure({
    key: measure,
    read: ({scrollDOM}) => {
      const gutters = scrollDOM.querySelector(".cm-gutters")
      return {gutter: gutters instanceof HTMLElement ? gutters.offsetWidth : 0, whole: scrollDOM.clientWidth}
    },
    write: ({gutter, whole}) => {
      view.dom.style.setProperty("--ms-gutter", `${gutter}px`)
      view.dom.style.setProperty("--ms-code-width", `${whole - gutter}px`)
    },
  })
}

const look = EditorView.baseTheme({
  "ms-breakpoint-form, ms-error-card": {
    position: "sticky",
    left: "var(--ms-gutter)",
    width: "var(--ms-code-width)",
  },
})

export const lineWidgets: Extension = [field, inSight, look]
