/** The code: CodeMirror with the debugger's extensions, one state a file, wrapped as an element. */
import {defaultKeymap, history, historyKeymap, indentWithTab} from "@codemirror/commands"
import {bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit} from "@codemirror/language"
import {Compartment, EditorSelection, EditorState, type Extension, type StateEffect} from "@codemirror/state"
import {drawSelection, EditorView, highlightActiveLineGutter, keymap, tooltips} from "@codemirror/view"
import {css, LitElement} from "lit"
import type {BreakpointView} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import type {Reveal} from "../../src/workbench/shown-place.ts"
import type {ValueTree} from "../../src/workbench/stop/value-tree.ts"
import {emit} from "../kit/emit.ts"
import {base} from "../kit/theme.ts"
import type {BreakpointForm} from "./breakpoint-form.ts"
import {breakpointGutter} from "./breakpoint-gutter.ts"
import {breakpointAt, setBreakpoints} from "./breakpoint-marks.ts"
import {codeMenu} from "./code-menu.ts"
import {editorTheme} from "./editor-theme.ts"
import type {ErrorCard} from "./error-card.ts"
import {type ExecutionLine, executionLine, setExecution} from "./execution-line.ts"
import {hoverValue} from "./hover-value.ts"
import {luaLanguage} from "./language.ts"
import {Late} from "./late.ts"
import {type LineEnds, lineEnds, setLineEnds} from "./line-ends.ts"
import {lineWidgets, setLineWidget} from "./line-widgets.ts"
import {marking} from "./marking.ts"
import {replacing} from "./replacing.ts"
import {goToLine, searching} from "./searching.ts"
import {writingHelp} from "./writing.ts"

/** An error to show under its line. */
export interface Card {
  readonly line: number
  readonly heading: string
  readonly message: string
  readonly detail?: string
  /** The program stands there: offer Continue. */
  readonly paused: boolean
}

export class CodeEditor extends LitElement {
  static override properties = {
    path: {},
    name: {attribute: false},
    scope: {},
    fixed: {type: Boolean},
    wraps: {type: Boolean},
    text: {attribute: false},
    breakpoints: {attribute: false},
    execution: {attribute: false},
    ends: {attribute: false},
    card: {attribute: false},
    reveal: {attribute: false},
    evaluate: {attribute: false},
  }
  declare path: string
  /** Of code that is in no file. */
  declare name: string | undefined
  /** Whose files they are: the same path may be another file. Default "". */
  declare scope: string
  /** The text can't be changed. */
  declare fixed: boolean
  /** Long lines go on in the next row. */
  declare wraps: boolean
  declare text: string
  declare breakpoints: readonly BreakpointView[]
  declare execution: ExecutionLine | undefined
  declare ends: LineEnds
  declare card: Card | undefined
  declare reveal: Reveal | undefined
  /** For hovers; undefined while the program is not paused. */
  declare evaluate: ((expression: string) => Promise<ValueTree | undefined>) | undefined
  #view: EditorView | undefined
  readonly #states = new Map<string, EditorState>()
  /** The text each state was last known to hold, to tell the person's edits from those that come from outside. */
  readonly #texts = new Map<string, string>()
  /** Of the file that is shown. */
  #shownKey: string | undefined
  readonly #writing = new Compartment()
  readonly #wrapping = new Compartment()
  /** Lines that have breakpoints show their places. */
  readonly #places = new Late(
    () => import("./line-places.ts"),
    ({linePlaces}) =>
      linePlaces({
        toggle: line => emit(this, {type: "toggle-breakpoint", path: this.path, line}),
        changePlaces: (line, change) => emit(this, {type: "change-places", path: this.path, line, change}),
        edit: (line, breakpoint) => void this.editBreakpoint(line, breakpoint),
      }),
  )
  #shownReveal = 0

  static override styles = [
    base,
    css`
      :host {
        height: 100%;
        min-height: 0;
        overflow: hidden;
        background: var(--ms-background);
        position: relative;
      }

      /* The frame of what has the focus: the caret alone is hard to find. */
      :host(:focus-within)::after {
        content: "";
        position: absolute;
        inset: 0;
        border: 1px solid var(--ms-focus);
        pointer-events: none;
      }
    `,
  ]

  constructor() {
    super()
    this.scope = ""
    this.fixed = false
    this.wraps = false
  }

  get #key(): string {
    return keyOf(this.scope, this.path)
  }

  override firstUpdated(): void {
    this.#view = new EditorView({parent: this.renderRoot as ShadowRoot, root: this.renderRoot as ShadowRoot})
  }

  override updated(changed: Map<string, unknown>): void {
    const view = this.#view
    if (!view || this.path === undefined) return
    const switched = this.#shownKey !== this.#key
    if (switched) this.#switch(view)
    if (switched || changed.has("text")) this.#takeText(view)
    const is = (name: string) => switched || changed.has(name)
    const effects: StateEffect<unknown>[] = []
    if (is("fixed")) effects.push(this.#writing.reconfigure(writing(this.fixed)))
    if (is("wraps")) effects.push(this.#wrapping.reconfigure(this.wraps ? EditorView.lineWrapping : []))
    if (is("breakpoints")) effects.push(setBreakpoints.of(this.breakpoints))
    if (is("execution")) effects.push(setExecution.of(this.execution))
    if (is("ends")) effects.push(setLineEnds.of(this.ends))
    if (is("card")) effects.push(setLineWidget.of(this.#cardWidget()))
    if (effects.length > 0) view.dispatch({effects})
    this.#showReveal(view)
  }

  focusCode(): void {
    this.#view?.focus()
  }

  /** Asks for a line's number. */
  async goToLine(): Promise<void> {
    if (this.#view) await goToLine(this.#view)
  }

  /** A file that was deleted or renamed must not come back with its old undo history. */
  forget(path: string): void {
    const key = keyOf("", path)
    this.#states.delete(key)
    this.#texts.delete(key)
  }

  #switch(view: EditorView): void {
    if (this.#shownKey !== undefined) this.#states.set(this.#shownKey, view.state)
    const key = this.#key
    this.#shownKey = key
    const kept = this.#states.get(key)
    view.setState(kept ?? EditorState.create({doc: this.text, extensions: this.#extensions(this.path)}))
    if (!kept) this.#texts.set(key, this.text)
  }

  #takeText(view: EditorView): void {
    if (this.#texts.get(this.#key) === this.text) return
    this.#texts.set(this.#key, this.text)
    // the caret and what hangs on lines stay where they are
    const change = changeBetween(view.state.doc.toString(), this.text)
    if (change) view.dispatch({changes: change})
  }

  #showReveal(view: EditorView): void {
    const {reveal} = this
    if (!reveal || reveal.number === this.#shownReveal || reveal.place.path !== this.path) return
    this.#shownReveal = reveal.number
    if (reveal.place.isGone) return
    const line = view.state.doc.line(Math.min(reveal.place.line, view.state.doc.lines))
    const scroll = EditorView.scrollIntoView(line.from, {y: "nearest", yMargin: 80})
    if (reveal.focus) view.dispatch({selection: EditorSelection.cursor(line.from), effects: scroll})
    else view.dispatch({effects: scroll})
    if (reveal.focus) view.focus()
  }

  #cardWidget() {
    const {card} = this
    if (!card) return {kind: "card" as const}
    void import("./error-card.ts")
    const element: ErrorCard = document.createElement("ms-error-card") as ErrorCard
    const {line, heading, message, detail, paused} = card
    Object.assign(element, {heading, message, detail, paused})
    return {kind: "card" as const, line, element}
  }

  /** Opens the form of the breakpoint on a line, or of a new one. @param which where the line has several */
  async editBreakpoint(line: number, which?: BreakpointView): Promise<void> {
    const {path} = this
    await import("./breakpoint-form.ts")
    const view = this.#view
    if (!view || path !== this.path || line > view.state.doc.lines) return
    const form = document.createElement("ms-breakpoint-form") as BreakpointForm
    Object.assign(form, {path: this.path, line, breakpoint: which ?? breakpointAt(view, line)})
    form.addEventListener("ms-close", () => {
      view.dispatch({effects: setLineWidget.of({kind: "form"})})
      view.focus()
    })
    view.dispatch({effects: setLineWidget.of({kind: "form", line, element: form})})
  }

  #extensions(path: string): Extension {
    return [
      breakpointGutter({
        toggle: line => emit(this, {type: "toggle-breakpoint", path: this.path, line}),
        edit: line => void this.editBreakpoint(line),
        shift: shifts => emit(this, {type: "shift-breakpoints", path: this.path, shifts}),
      }),
      codeMenu({
        watch: expression => emit(this, {type: "add-watch", expression}),
        copy: text => emit(this, {type: "copy", text}),
        toggleBreakpoint: line => emit(this, {type: "toggle-breakpoint", path: this.path, line}),
        editBreakpoint: line => void this.editBreakpoint(line),
      }),
      foldGutter({openText: "⌄", closedText: "›"}),
      executionLine,
      lineEnds,
      lineWidgets,
      hoverValue(async expression => this.evaluate?.(expression)),
      this.name !== undefined || path.endsWith(".lua")
        ? [luaLanguage(), marking.extension, this.#places.extension]
        : [],
      history(),
      drawSelection(),
      replacing,
      indentUnit.of("  "),
      indentOnInput(),
      bracketMatching(),
      writingHelp.extension,
      tooltips({tooltipSpace: ({scrollDOM}) => scrollDOM.getBoundingClientRect()}),
      highlightActiveLineGutter(),
      searching.extension,
      EditorState.allowMultipleSelections.of(true),
      this.#writing.of(writing(this.fixed)),
      this.#wrapping.of([]),
      EditorView.updateListener.of(update => {
        if (!update.docChanged) return
        const text = update.state.doc.toString()
        if (text === this.#texts.get(this.#key)) return
        this.#texts.set(this.#key, text)
        emit(this, {type: "edit-file", path: this.path, text})
      }),
      EditorView.contentAttributes.of({
        tabindex: "0",
        "aria-label": `Code of ${this.name ?? path}`,
        "aria-description": "F9 toggles a breakpoint on the line. Press Escape, then Tab to leave the editor.",
      }),
      keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
      editorTheme,
    ]
  }
}

/** The one piece in which two texts differ; undefined: in none. */
function changeBetween(before: string, after: string): {from: number; to: number; insert: string} | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before[from] === after[from]) from++
  let end = 0
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end++
  return {from, to: before.length - end, insert: after.slice(from, after.length - end)}
}

const keyOf = (scope: string, path: string) => `${scope}\0${path}`

const writing = (fixed: boolean): Extension =>
  fixed ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({"aria-readonly": "true"})] : []

customElements.define("ms-code-editor", CodeEditor)
