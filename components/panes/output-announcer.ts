import {css, html, LitElement, type PropertyValues, type TemplateResult} from "lit"
import type {OutputLine} from "../../src/workbench/console/output-log.ts"
import {base} from "../kit/theme.ts"

/** A program may write faster than anybody listens: after this long the next lines are read out. */
const pauseMs = 1500
const mostLines = 3

/** Reads out what the program writes, where the settings say so: the newest lines, and how many came before them. */
export class OutputAnnouncer extends LitElement {
  static override properties = {
    lines: {attribute: false},
    newest: {type: Number},
    since: {attribute: false},
    words: {state: true},
  }
  declare lines: readonly OutputLine[]
  /** The newest line's number. */
  declare newest: number
  /** The last line of this output that is not to be read out. */
  declare since: {readonly line: number}
  declare words: string
  /** The last line that was read out, or need not be. */
  #told = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
      }
    `,
  ]

  constructor() {
    super()
    this.lines = []
    this.newest = 0
    this.since = {line: 0}
    this.words = ""
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("since")) this.#told = this.since.line
    if (this.newest > this.#told) this.#timer ??= setTimeout(() => this.#tell(), pauseMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #tell(): void {
    this.#timer = undefined
    const fresh = this.lines.filter(({id, kind}) => id > this.#told && kind !== "input")
    this.#told = this.newest
    const left = fresh.length - mostLines
    const last = fresh.slice(-mostLines).map(({text}) => text)
    this.words = [...(left > 0 ? [`${left.toLocaleString("en")} lines, then`] : []), ...last].join("\n")
  }

  override render(): TemplateResult {
    return html`<div class="quiet" role="log" aria-label="New output" aria-live="polite">${this.words}</div>`
  }
}

customElements.define("ms-output-announcer", OutputAnnouncer)
