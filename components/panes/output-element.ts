import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {OutputLine} from "../../src/workbench/console/output-log.ts"
import {findPlaces} from "../../src/workbench/files/place-links.ts"
import type {Place} from "../../src/workbench/place.ts"
import type {PendingInput} from "../../src/workbench/program/kernel-link.ts"
import {placeWords} from "../../src/workbench/words/state-words.ts"
import {emit} from "../kit/emit.ts"
import {EndKeeper} from "../kit/end-keeper.ts"
import {RowHeights} from "../kit/row-heights.ts"
import {styled} from "../kit/styled.ts"
import {base} from "../kit/theme.ts"
import {moreOf} from "./output-more.ts"
import {type LineSelection, selectedText, selectionIn, selectRows} from "./output-selection.ts"
import {outputStyles} from "./output-styles.ts"

const rowHeight = 20
/** Rows drawn beyond each edge, so that a fast scroll shows no gap. */
const margin = 20

/**
 * What the program wrote, wrapped at the edge as in a terminal. In the document are only the lines in sight, and those
 * in which a selection begins and ends. It stays at the end only if it was there.
 */
export class OutputElement extends LitElement {
  static override properties = {
    lines: {attribute: false},
    dropped: {type: Number},
    input: {attribute: false},
    paths: {attribute: false},
    placeNow: {attribute: false},
    firstRow: {state: true},
    rowCount: {state: true},
    selection: {state: true},
  }
  declare lines: readonly OutputLine[]
  declare dropped: number
  declare input: PendingInput | undefined
  /** The workspace's files: places in them become links in what went to stderr. */
  declare paths: readonly string[]
  /** Where a place of the text that runs stands in the one that is shown. */
  declare placeNow: (place: Place) => Place
  /** What is scrolled to, in rows. */
  declare firstRow: number
  declare rowCount: number
  declare selection: LineSelection | undefined
  readonly #heights = new RowHeights()
  /** Those in the document. */
  #drawn: readonly OutputLine[] = []
  /** All lines are to be selected, once the first and the last one are in the document. */
  #selectsAll = false
  #keeper: EndKeeper | undefined

  static override styles = [
    base,
    outputStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
      }

      .scroll {
        flex: 1;
        overflow: hidden auto;
        min-height: 0;
        padding: 4px 0;
        position: relative;
        /* lines come and go above what is in sight */
        overflow-anchor: none;
      }

      .line,
      .ruler {
        font: var(--ms-size) / 20px var(--ms-mono);
      }

      .line {
        position: relative;
        min-height: 20px;
        white-space: break-spaces;
        word-break: break-all;
        padding: 0 12px;
        tab-size: 8;
      }

      .ruler {
        position: absolute;
        visibility: hidden;
      }

      .line:hover {
        background: var(--ms-hover);
      }

      .notice,
      .dropped {
        color: var(--ms-muted);
        font-family: var(--ms-font);
        word-break: normal;
      }

      .typed {
        color: var(--ms-function);
      }

      .place {
        position: absolute;
        top: 0;
        right: 8px;
        max-width: 60%;
        padding-left: 16px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font: var(--ms-small) / 20px var(--ms-font);
        opacity: 0;
      }

      /* what is generated is not copied along with the lines */
      .place::before {
        content: attr(data-place);
      }

      .line:hover .place,
      .place:focus-visible {
        opacity: 1;
        background: var(--ms-hover);
      }

      form {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 4px 12px;
        min-height: 36px;
        border-top: 1px solid var(--ms-border);
        border-left: 2px solid var(--ms-accent);
        background: var(--ms-selected);
      }

      form label {
        white-space: nowrap;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      form input {
        flex: 1 0 200px;
      }

      form .button {
        flex: none;
      }

      @container (max-width: 480px) {
        form {
          flex-wrap: wrap;
          padding: 8px 12px;
        }

        form label {
          flex: 1 0 100%;
        }

        form input {
          flex: 1 0 96px;
        }

        form input,
        form .button {
          height: 44px;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.lines = []
    this.dropped = 0
    this.paths = []
    this.placeNow = place => place
    this.firstRow = 0
    this.rowCount = 50
  }

  override firstUpdated(): void {
    this.#keeper = new EndKeeper(this.#scroll, undefined, () => this.#measure())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener("selectionchange", this.#noteSelection)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener("selectionchange", this.#noteSelection)
    this.#keeper?.disconnect()
  }

  get #scroll(): HTMLElement {
    return this.renderRoot.querySelector(".scroll") as HTMLElement
  }

  #measure(): void {
    const scroll = this.#scroll
    if (scroll.clientHeight === 0) return
    const ruler = this.renderRoot.querySelector(".ruler") as HTMLElement
    const column = ruler.getBoundingClientRect().width / ruler.textContent.length
    if (this.#heights.fit(Math.floor((scroll.clientWidth - 24) / column))) this.requestUpdate()
    this.#window()
  }

  #window(): void {
    const scroll = this.#scroll
    this.firstRow = Math.floor(scroll.scrollTop / rowHeight)
    this.rowCount = Math.ceil(scroll.clientHeight / rowHeight)
  }

  override updated(changed: Map<string, unknown>): void {
    if (this.#measureLines()) this.requestUpdate()
    this.#keeper?.follow()
    this.#window()
    if (this.#selectsAll) this.#selectAll()
    if (changed.has("input") && this.input) this.#askForInput()
  }

  get #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[data-line]")]
  }

  /** The lines as the browser has wrapped them. @returns whether one takes another number of rows than thought */
  #measureLines(): boolean {
    const news = this.#rows.map(({offsetHeight}, index) =>
      this.#heights.measured(this.#drawn[index], Math.round(offsetHeight / rowHeight)),
    )
    return news.includes(true)
  }

  #noteSelection = (): void => {
    this.selection = selectionIn(this.renderRoot as ShadowRoot, this.#scroll)
  }

  #handleKey(event: KeyboardEvent): void {
    const [first, last] = [this.lines[0], this.lines.at(-1)]
    if (!(event.ctrlKey || event.metaKey) || event.key !== "a" || !first || !last) return
    event.preventDefault()
    this.#selectsAll = true
    this.selection = {from: {id: first.id, offset: 0}, to: {id: last.id, offset: last.text.length}}
  }

  #selectAll(): void {
    this.#selectsAll = false
    const rows = this.#rows
    if (rows.length > 0) selectRows(rows[0], rows[rows.length - 1])
  }

  #handleCopy(event: ClipboardEvent): void {
    if (!this.selection || !event.clipboardData) return
    event.clipboardData.setData("text/plain", selectedText(this.lines, this.selection))
    event.preventDefault()
  }

  // The field takes the focus only from a person who is in the page, not from one who types in another window.
  #askForInput(): void {
    if (document.hasFocus()) this.renderRoot.querySelector("input")?.focus()
  }

  #submit(event: Event): void {
    event.preventDefault()
    const field = this.renderRoot.querySelector("input") as HTMLInputElement
    emit(this, {type: "answer-input", text: `${field.value}\n`})
    field.value = ""
  }

  #text({kind, text}: OutputLine): TemplateResult | string {
    const places = kind === "stderr" ? findPlaces(text, this.paths) : []
    if (places.length === 0) return text || " "
    let at = 0
    const parts = places.map(({place, from, to}) => {
      const before = text.slice(at, from)
      at = to
      return html`${before}<button class="link" tabindex="-1" @click=${() => emit(this, {type: "go-to", place: this.placeNow(place)})}>${text.slice(from, to)}</button>`
    })
    return html`${parts}${text.slice(at)}`
  }

  #line(line: OutputLine): TemplateResult {
    const place = line.place && this.placeNow(line.place)
    return html`<div class="line ${line.kind === "input" ? "typed" : line.kind}" data-line=${line.id}><span>${this.#text(line)}</span>${moreOf(this, line)}${
      place
        ? html`<button class="link place" tabindex="-1" data-place=${placeWords(place)} aria-label=${placeWords(place)}
            @click=${() => emit(this, {type: "go-to", place})}></button>`
        : nothing
    }</div>`
  }

  /** What is in the document: rows, and the room of those that are not. In one order, so that none is ever moved. */
  #parts(): {readonly key: string; readonly content: TemplateResult}[] {
    const {lines, selection} = this
    const sight = this.#heights.inSight(lines, this.firstRow, this.rowCount, margin)
    const pinned = [selection?.from.id, selection?.to.id].map(id => lines.findIndex(line => line.id === id))
    const spans = spansOf(sight, pinned)
    this.#drawn = spans.flatMap(({from, to}) => lines.slice(from, to))
    const gap = (from: number, to: number) => ({
      key: `after ${from}`,
      content: html`<div ${styled({height: `${this.#heights.rowsIn(lines, from, to) * rowHeight}px`})}></div>`,
    })
    return spans.flatMap(({from, to}, index) => [
      gap(spans[index - 1]?.to ?? 0, from),
      ...lines.slice(from, to).map(line => ({key: `line ${line.id}`, content: this.#line(line)})),
      ...(index === spans.length - 1 ? [gap(to, lines.length)] : []),
    ])
  }

  override render(): TemplateResult {
    const {lines, dropped, input} = this
    const isEmpty = lines.length === 0 && !input
    return html`
      <div class="scroll" tabindex="0" role="log" aria-label="Output" aria-live="off" @scroll=${this.#window}
        @keydown=${this.#handleKey} @copy=${this.#handleCopy}>
        ${isEmpty ? html`<p class="empty">Nothing written yet. What the program prints appears here.</p>` : nothing}
        ${dropped > 0 ? html`<div class="line dropped">${dropped.toLocaleString("en")} earlier lines are gone. The newest ${lines.length.toLocaleString("en")} are kept.</div>` : nothing}
        ${repeat(
          this.#parts(),
          ({key}) => key,
          ({content}) => content,
        )}
        <span class="ruler" aria-hidden="true">0123456789012345678901234567890123456789</span>
      </div>
      ${
        input
          ? html`<form @submit=${this.#submit}>
              <label for="input">${input.prompt.trim() || "The program waits for a line"}</label>
              <input id="input" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" />
              <button class="button primary" type="submit">Send</button>
              <button class="button" type="button" title="End of file: io.read gives nil" @click=${() => emit(this, {type: "answer-input", text: null})}>End of file</button>
            </form>`
          : nothing
      }
    `
  }
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The lines in sight and the pinned ones, in their order. @param pinned indices; below 0: none */
function spansOf(sight: Span, pinned: readonly number[]): Span[] {
  const apart = [...new Set(pinned)].filter(index => index >= 0 && (index < sight.from || index >= sight.to))
  return [sight, ...apart.map(index => ({from: index, to: index + 1}))].sort((a, b) => a.from - b.from)
}

customElements.define("ms-output", OutputElement)
