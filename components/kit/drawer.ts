import {css, html, LitElement, type TemplateResult} from "lit"
import {OutsidePress} from "./popup.ts"
import {base} from "./theme.ts"

/** A pane that floats over the others at the left edge until it is left: by Escape, or a press outside. */
export class Drawer extends LitElement {
  static override properties = {label: {}}
  declare label: string

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 35;
        inset: var(--ms-toolbar, 44px) auto 0 0;
        width: min(320px, calc(100% - 48px));
        background: var(--ms-panel);
        border-right: 1px solid var(--ms-border);
        box-shadow: var(--ms-shadow);
      }

      [role="dialog"] {
        display: flex;
        flex-direction: column;
        height: 100%;
        overflow: auto;
      }
    `,
  ]

  constructor() {
    super()
    new OutsidePress(this, () => this.#close())
  }

  #close(): void {
    this.dispatchEvent(new Event("ms-close"))
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("[role=dialog]")?.focus()
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented) return
    event.preventDefault()
    this.#close()
  }

  override render(): TemplateResult {
    return html`<div role="dialog" aria-label=${this.label} tabindex="-1" @keydown=${this.#handleKey}><slot></slot></div>`
  }
}

customElements.define("ms-drawer", Drawer)
