import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {BreakpointView} from "../controller/breakpoint-list.ts"
import {emit} from "../emit.ts"
import {base} from "../theme.ts"

/** The inline editor of one breakpoint: condition, hit count, log message. Enter keeps, Escape leaves. */
export class BreakpointForm extends LitElement {
  static override properties = {path: {}, line: {type: Number}, breakpoint: {attribute: false}}
  declare path: string
  declare line: number
  declare breakpoint: BreakpointView | undefined

  static override styles = [
    base,
    css`
      :host {
        padding: 8px 16px;
        border: solid var(--ms-border);
        border-width: 1px 0;
        background: var(--ms-panel);
        font-family: var(--ms-font);
        white-space: normal;
      }

      form {
        display: grid;
        grid-template-columns: max-content minmax(120px, 480px);
        gap: 4px 12px;
        align-items: center;
      }

      label {
        color: var(--ms-muted);
      }

      .buttons {
        grid-column: 2;
        display: flex;
        gap: 8px;
        padding-top: 4px;
      }

      @container (max-width: 480px) {
        form {
          grid-template-columns: 1fr;
        }

        .buttons {
          grid-column: 1;
        }

        .button,
        input[type="text"] {
          height: 44px;
        }
      }
    `,
  ]

  override firstUpdated(): void {
    // The editor lays the widget out first.
    requestAnimationFrame(() => this.#inputs()[0]?.focus())
  }

  #inputs(): HTMLInputElement[] {
    return [...this.renderRoot.querySelectorAll("input")]
  }

  #save(event: Event): void {
    event.preventDefault()
    const [condition, hitCondition, logMessage] = this.#inputs().map(({value}) => value.trim() || undefined)
    emit(this, {
      type: "set-breakpoint",
      path: this.path,
      line: this.line,
      edit: {condition, hitCondition, logMessage, enabled: true},
    })
    this.#close()
  }

  #remove(): void {
    if (this.breakpoint) emit(this, {type: "remove-breakpoint", id: this.breakpoint.id})
    this.#close()
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("ms-close"))
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault()
      this.#close()
    }
    event.stopPropagation()
  }

  #field(id: string, label: string, value: string | undefined, placeholder: string): TemplateResult {
    return html`<label for=${id}>${label}</label>
      <input id=${id} type="text" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${value ?? ""} placeholder=${placeholder} />`
  }

  override render(): TemplateResult {
    const {breakpoint} = this
    return html`<form aria-label="Breakpoint on line ${this.line}" @submit=${this.#save} @keydown=${this.#handleKey}>
      ${this.#field("condition", "Stop when", breakpoint?.condition, "i == 7")}
      ${this.#field("hits", "Hit count", breakpoint?.hitCondition, "> 10")}
      ${this.#field("log", "Log, don't stop", breakpoint?.logMessage, "i is {i}")}
      <div class="buttons">
        <button class="button primary" type="submit">Save</button>
        <button class="button" type="button" @click=${this.#close}>Cancel</button>
        ${breakpoint ? html`<button class="button" type="button" @click=${this.#remove}>Remove</button>` : nothing}
      </div>
    </form>`
  }
}

customElements.define("ms-breakpoint-form", BreakpointForm)
