/** The gutter left of the line numbers: shows breakpoints and the arrow, takes clicks, long presses and F9. */
import type {Extension} from "@codemirror/state"
import {type BlockInfo, EditorView, gutter, keymap, lineNumbers} from "@codemirror/view"
import type {Shift} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import {breakpointField, breakpointMarkers, breakpointShift} from "./breakpoint-marks.ts"
import {executionMarkers} from "./execution-line.ts"

export interface BreakpointGutterEvents {
  /** Lines are 1-based. */
  toggle(line: number): void
  /** Opens the editor for condition, hit count and log message. */
  edit(line: number): void
  shift(shifts: ReadonlyMap<number, Shift>): void
}

const longPressMs = 500

export function breakpointGutter(events: BreakpointGutterEvents): Extension {
  let press: ReturnType<typeof setTimeout> | undefined
  let handled = false
  const lineOf = (view: EditorView, block: BlockInfo) => view.state.doc.lineAt(block.from).number
  const pointer = {
    pointerdown(view: EditorView, block: BlockInfo, event: Event) {
      handled = false
      clearTimeout(press)
      if ((event as PointerEvent).pointerType === "mouse") return false
      press = setTimeout(() => {
        handled = true
        events.edit(lineOf(view, block))
      }, longPressMs)
      return false
    },
    pointerup() {
      clearTimeout(press)
      return false
    },
    pointercancel() {
      clearTimeout(press)
      return false
    },
    mousedown(_view: EditorView, _block: BlockInfo, event: Event) {
      // Keeps the caret and the focus where they are.
      event.preventDefault()
      return true
    },
    click(view: EditorView, block: BlockInfo) {
      if (!handled) events.toggle(lineOf(view, block))
      return true
    },
    contextmenu(view: EditorView, block: BlockInfo, event: Event) {
      event.preventDefault()
      clearTimeout(press)
      handled = true
      events.edit(lineOf(view, block))
      return true
    },
  }
  const caretLine = (view: EditorView) => view.state.doc.lineAt(view.state.selection.main.head).number
  return [
    breakpointField,
    breakpointShift(shifts => events.shift(shifts)),
    gutter({
      class: "cm-ms-breakpoints",
      renderEmptyElements: true,
      markers: view => [breakpointMarkers(view), executionMarkers(view)],
      domEventHandlers: pointer,
    }),
    lineNumbers({domEventHandlers: pointer}),
    keymap.of([
      {
        key: "F9",
        run: view => {
          events.toggle(caretLine(view))
          return true
        },
        shift: view => {
          events.edit(caretLine(view))
          return true
        },
      },
    ]),
    look,
  ]
}

const look = EditorView.baseTheme({
  ".cm-ms-breakpoints": {width: "36px", cursor: "pointer"},
  ".cm-ms-breakpoints .cm-gutterElement": {position: "relative", width: "36px"},
  ".cm-ms-breakpoints .cm-gutterElement::before": {
    content: '""',
    position: "absolute",
    left: "8px",
    top: "calc(var(--ms-line) / 2 - 5px)",
    width: "10px",
    height: "10px",
    borderRadius: "50%",
    background: "var(--ms-breakpoint)",
    opacity: "0",
  },
  ".cm-ms-breakpoints .cm-gutterElement:hover::before": {opacity: "0.35"},
  ".cm-ms-breakpoint": {
    position: "absolute",
    left: "7px",
    top: "calc(var(--ms-line) / 2 - 6px)",
    width: "12px",
    height: "12px",
    borderRadius: "50%",
    background: "var(--ms-breakpoint)",
    color: "var(--ms-background)",
    font: "bold 10px/12px var(--ms-font)",
    textAlign: "center",
    forcedColorAdjust: "none",
  },
  ".cm-ms-breakpoint.unbound": {
    background: "var(--ms-background)",
    boxShadow: "inset 0 0 0 2px var(--ms-breakpoint)",
    color: "var(--ms-breakpoint)",
  },
  ".cm-ms-breakpoint.off": {background: "var(--ms-breakpoint-off)"},
  ".cm-ms-breakpoint.log": {
    background: "var(--ms-background)",
    boxShadow: "inset 0 0 0 2px var(--ms-breakpoint)",
    color: "transparent",
    borderRadius: "1px",
    rotate: "45deg",
  },
  ".cm-ms-breakpoint.log.off": {boxShadow: "inset 0 0 0 2px var(--ms-breakpoint-off)"},
  ".cm-ms-breakpoint.log.unbound": {boxShadow: "inset 0 0 0 1px var(--ms-breakpoint)"},
  ".cm-ms-breakpoint.gliding": {animation: "cm-ms-glide var(--ms-quick) ease-out"},
  "@keyframes cm-ms-glide": {from: {translate: "0 var(--glide)"}, to: {translate: "0 0"}},
})
