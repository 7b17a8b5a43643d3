import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {WatchList} from "../../src/workbench/stop/watch-list.ts"
import {emit} from "../kit/emit.ts"
import {focused} from "../kit/focus.ts"
import {base} from "../kit/theme.ts"
import "../kit/value-tree-element.ts"

/** The watched expressions, and the field that adds one. */
export class WatchElement extends LitElement {
  static override properties = {
    watches: {attribute: false},
    round: {attribute: false},
    resting: {type: Boolean},
    adding: {state: true},
  }
  declare watches: WatchList
  /** Another one each time: the list is the same object, whatever is in it. */
  declare round: object
  declare resting: boolean
  declare adding: boolean
  /** What had the focus before the field. */
  #opener: HTMLElement | undefined

  static override styles = [
    base,
    css`
      .add {
        padding: 1px 8px 4px 12px;
      }
    `,
  ]

  constructor() {
    super()
    this.resting = true
    this.adding = false
  }

  /** Shows the field. */
  add(): void {
    this.adding = true
    this.#opener = focused()
    void this.updateComplete.then(() => this.renderRoot.querySelector("input")?.focus())
  }

  #handleKey(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement
    if (event.key === "Enter") {
      if (input.value.trim() !== "") emit(this, {type: "add-watch", expression: input.value})
      input.value = ""
    } else if (event.key === "Escape") {
      this.adding = false
      this.#opener?.focus()
    } else return
    event.stopPropagation()
  }

  override render(): TemplateResult {
    const isEmpty = (this.watches?.expressions.length ?? 0) === 0
    return html`
      ${isEmpty ? nothing : html`<ms-value-tree .tree=${this.watches.tree} label="Watch" removable ?resting=${this.resting}></ms-value-tree>`}
      ${
        this.adding
          ? html`<div class="add"><input type="text" spellcheck="false" autocapitalize="off" autocomplete="off" placeholder="expression"
              aria-label="Expression to watch" @keydown=${this.#handleKey}
              @blur=${(event: FocusEvent) => {
                if ((event.target as HTMLInputElement).value === "") this.adding = false
              }} /></div>`
          : nothing
      }
    `
  }
}

customElements.define("ms-watch", WatchElement)
