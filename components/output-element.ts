import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {PendingInput} from "./controller/kernel-link.ts"
import {type OutputLine, whole} from "./controller/output-log.ts"
import {findPlaces} from "./controller/place-links.ts"
import {placeWords} from "./controller/state-words.ts"
import {emit} from "./emit.ts"
import {moreOf} from "./output-more.ts"
import {outputStyles} from "./output-styles.ts"
import {RowHeights} from "./row-heights.ts"
import {styled} from "./styled.ts"
import {base} from "./theme.ts"

const rowHeight = 20
/** Rows drawn beyond each edge, so that a fast scroll shows no gap. */
const margin = 20

/**
 * What the program wrote, wrapped at the edge as in a terminal. Only the lines in sight are in the document; it stays at
 * the end only if it was there.
 */
export class OutputElement extends LitElement {
  static override properties = {
    lines: {attribute: false},
    dropped: {type: Number},
    input: {attribute: false},
    paths: {attribute: false},
    firstRow: {state: true},
    rowCount: {state: true},
  }
  declare lines: readonly OutputLine[]
  declare dropped: number
  declare input: PendingInput | undefined
  /** The workspace's files: places in them become links in what went to stderr. */
  declare paths: readonly string[]
  /** What is scrolled to, in rows. */
  declare firstRow: number
  declare rowCount: number
  readonly #heights = new RowHeights()
  /** All lines are selected, of which only those in sight are there to be. */
  #isAllSelected = false
  #atEnd = true
  #observer: ResizeObserver | undefined

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
        max-width: 50%;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      form input {
        flex: 1;
      }

      @container (max-width: 480px) {
        form {
          flex-wrap: wrap;
          padding: 8px 12px;
        }

        form label {
          flex: 1 0 100%;
          max-width: 100%;
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
    this.firstRow = 0
    this.rowCount = 50
  }

  override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => this.#measure())
    this.#observer.observe(this.#scroll)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer?.disconnect()
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
    this.#followEnd()
    this.#window()
  }

  #followEnd(): void {
    const scroll = this.#scroll
    if (this.#atEnd) scroll.scrollTop = scroll.scrollHeight
  }

  #window(): void {
    const scroll = this.#scroll
    this.firstRow = Math.floor(scroll.scrollTop / rowHeight)
    this.rowCount = Math.ceil(scroll.clientHeight / rowHeight)
  }

  #handleScroll(): void {
    const scroll = this.#scroll
    this.#atEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - rowHeight
    this.#window()
  }

  override updated(changed: Map<string, unknown>): void {
    if (this.#measureLines()) this.requestUpdate()
    if (this.#atEnd) {
      this.#followEnd()
      this.#window()
    }
    if (changed.has("input") && this.input) this.#askForInput()
  }

  /** The lines in sight as the browser has wrapped them. @returns whether one takes another number of rows than thought */
  #measureLines(): boolean {
    const {from} = this.#sight
    const elements = [...this.renderRoot.querySelectorAll<HTMLElement>(".line:not(.dropped)")]
    const news = elements.map(({offsetHeight}, index) => {
      const line = this.lines[from + index]
      return line !== undefined && this.#heights.measured(line, Math.round(offsetHeight / rowHeight))
    })
    return news.includes(true)
  }

  get #sight() {
    return this.#heights.inSight(this.lines, this.firstRow, this.rowCount, margin)
  }

  #handleKey(event: KeyboardEvent): void {
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key === "a") {
      event.preventDefault()
      getSelection()?.selectAllChildren(this.#scroll)
      this.#isAllSelected = true
    } else if (!isCommand && !["Control", "Meta"].includes(event.key)) this.#isAllSelected = false
  }

  #handleCopy(event: ClipboardEvent): void {
    if (!this.#isAllSelected || !event.clipboardData) return
    event.clipboardData.setData("text/plain", this.lines.map(line => `${whole(line)}\n`).join(""))
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
      return html`${before}<button class="link" tabindex="-1" @click=${() => emit(this, {type: "go-to", place})}>${text.slice(from, to)}</button>`
    })
    return html`${parts}${text.slice(at)}`
  }

  #line(line: OutputLine): TemplateResult {
    const {place} = line
    return html`<div class="line ${line.kind === "input" ? "typed" : line.kind}"><span>${this.#text(line)}</span>${moreOf(this, line)}${
      place
        ? html`<button class="link place" tabindex="-1" data-place=${placeWords(place)} aria-label=${placeWords(place)}
            @click=${() => emit(this, {type: "go-to", place})}></button>`
        : nothing
    }</div>`
  }

  override render(): TemplateResult {
    const {lines, dropped, input} = this
    const {from, to, above, below} = this.#sight
    const isEmpty = lines.length === 0 && !input
    return html`
      <div class="scroll" tabindex="0" role="log" aria-label="Output" aria-live="off" @scroll=${this.#handleScroll}
        @keydown=${this.#handleKey} @copy=${this.#handleCopy} @pointerdown=${() => {
          this.#isAllSelected = false
        }}>
        ${isEmpty ? html`<p class="empty">Nothing written yet. What the program prints appears here.</p>` : nothing}
        ${dropped > 0 ? html`<div class="line dropped">${dropped.toLocaleString("en")} earlier lines are gone. The newest ${lines.length.toLocaleString("en")} are kept.</div>` : nothing}
        <div ${styled({height: `${above * rowHeight}px`})}></div>
        ${repeat(
          lines.slice(from, to),
          ({id}) => id,
          line => this.#line(line),
        )}
        <div ${styled({height: `${below * rowHeight}px`})}></div>
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

customElements.define("ms-output", OutputElement)
