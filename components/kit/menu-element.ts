/** A button that opens a menu: outside clicks, Escape, arrows and the focus as in the ARIA menu pattern. */
import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {OutsidePress, walkRows} from "./popup.ts"
import {base} from "./theme.ts"

export abstract class MenuElement extends LitElement {
  static override properties = {narrow: {type: Boolean, reflect: true}, open: {state: true}}
  declare narrow: boolean
  declare open: boolean

  static override styles = [
    base,
    css`
      :host {
        position: relative;
        min-width: 0;
      }

      .opener[aria-expanded="true"] {
        background: var(--ms-hover);
      }

      [role="menu"] {
        position: absolute;
        z-index: 30;
        top: calc(100% + 4px);
        left: 0;
        min-width: 240px;
        /* beside the brand, where it hangs from the program's name */
        max-width: min(480px, calc(100cqw - 56px));
        max-height: min(calc(100cqh - 96px), 480px);
        overflow: hidden auto;
        padding: 4px;
        background: var(--ms-raised);
        border: 1px solid var(--ms-border);
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }

      [role^="menuitem"] {
        display: flex;
        width: 100%;
        align-items: center;
        gap: 8px;
        min-height: 28px;
        padding: 0 12px 0 8px;
        text-align: left;
      }

      [role^="menuitem"]:hover,
      [role^="menuitem"]:focus-visible {
        background: var(--ms-hover);
      }

      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .mark {
        width: 16px;
        height: 16px;
        flex: none;
        color: var(--ms-accent);
      }

      .heading {
        padding: 4px 8px;
        font-size: var(--ms-label);
        color: var(--ms-muted);
      }

      hr {
        border: 0;
        border-top: 1px solid var(--ms-border);
        margin: 4px;
      }

      :host([narrow]) .opener,
      :host([narrow]) [role^="menuitem"] {
        min-height: 44px;
      }
    `,
  ]

  constructor() {
    super()
    this.open = false
    this.narrow = false
    new OutsidePress(this, () => {
      this.open = false
    })
  }

  /** The content of the button that opens it, with its class. */
  protected abstract opener(): {readonly className: string; readonly title: string; readonly content: TemplateResult}
  protected abstract readonly label: string
  protected abstract items(): TemplateResult

  #elements(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  }

  async #show(): Promise<void> {
    this.open = true
    await this.updateComplete
    const items = this.#elements()
    ;(items.find(item => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus()
  }

  protected close(): void {
    this.open = false
    this.renderRoot.querySelector<HTMLElement>(".opener")?.focus()
  }

  #handleKey(event: KeyboardEvent): void {
    if (walkRows(this.#elements(), event)) event.preventDefault()
    else if (event.key === "Escape") {
      event.preventDefault()
      this.close()
    } else if (event.key === "Tab") {
      this.open = false
    }
  }

  override render(): TemplateResult {
    const {className, title, content} = this.opener()
    return html`
      <button class="opener ${className}" aria-haspopup="menu" aria-expanded=${this.open} title=${title}
        @click=${() => (this.open ? this.close() : this.#show())}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === "ArrowDown" && !this.open) {
            event.preventDefault()
            void this.#show()
          }
        }}>${content}</button>
      ${
        this.open
          ? html`<div role="menu" aria-label=${this.label} @keydown=${this.#handleKey}>${this.items()}</div>`
          : nothing
      }
    `
  }
}
