/** What stands behind the code of a line: the values of its variables at a stop, or a hint. */
import {StateEffect, StateField, type Text} from "@codemirror/state"
import {Decoration, type DecorationSet, EditorView, WidgetType} from "@codemirror/view"
import type {InlineValue} from "../../src/workbench/stop/inline-values.ts"

export interface LineEnds {
  /** 1-based line → values. */
  readonly values: ReadonlyMap<number, readonly InlineValue[]>
  readonly hint?: {readonly line: number; readonly text: string}
}

export const setLineEnds = StateEffect.define<LineEnds>()

class ValuesWidget extends WidgetType {
  readonly values: readonly InlineValue[]
  constructor(values: readonly InlineValue[]) {
    super()
    this.values = values
  }

  override eq(other: ValuesWidget): boolean {
    return JSON.stringify(other.values) === JSON.stringify(this.values)
  }

  override toDOM(): HTMLElement {
    const host = document.createElement("span")
    host.className = "cm-ms-values"
    host.setAttribute("aria-hidden", "true")
    for (const {name, value, changed} of this.values) {
      const pair = host.appendChild(document.createElement("span"))
      if (changed) pair.className = "changed"
      pair.textContent = `${name} = ${value}`
    }
    return host
  }
}

class HintWidget extends WidgetType {
  readonly text: string
  constructor(text: string) {
    super()
    this.text = text
  }

  override eq(other: HintWidget): boolean {
    return other.text === this.text
  }

  override toDOM(): HTMLElement {
    const host = document.createElement("span")
    host.className = "cm-ms-hint"
    host.textContent = this.text
    return host
  }
}

function decorate({values, hint}: LineEnds, doc: Text): DecorationSet {
  const all = [...values]
    .filter(([line]) => line <= doc.lines)
    .map(([line, list]) => Decoration.widget({widget: new ValuesWidget(list), side: 1}).range(doc.line(line).to))
  if (hint && hint.line <= doc.lines) {
    all.push(Decoration.widget({widget: new HintWidget(hint.text), side: 1}).range(doc.line(hint.line).to))
  }
  return Decoration.set(all, true)
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setLineEnds)) return decorate(effect.value, transaction.newDoc)
    return decorations.map(transaction.changes)
  },
  provide: self => EditorView.decorations.from(self),
})

const look = EditorView.baseTheme({
  ".cm-ms-values": {
    marginLeft: "32px",
    color: "var(--ms-muted)",
    pointerEvents: "none",
    userSelect: "none",
    whiteSpace: "pre",
  },
  ".cm-lineWrapping .cm-ms-values": {whiteSpace: "break-spaces", overflowWrap: "anywhere"},
  ".cm-ms-values > span + span": {marginLeft: "16px"},
  ".cm-ms-values .changed": {color: "var(--ms-changed)"},
  ".cm-ms-hint": {
    marginLeft: "32px",
    color: "var(--ms-muted)",
    fontFamily: "var(--ms-font)",
    pointerEvents: "none",
    userSelect: "none",
  },
})

export const lineEnds = [field, look]
