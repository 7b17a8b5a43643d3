import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {MenuEvent, MenuItem} from "./context-menu.ts"
import {keyWords} from "./emit.ts"
import {OutsidePress, walkRows} from "./popup.ts"
import {base} from "./theme.ts"

/** The menu of a thing: where the pointer is, or under what has the focus. Loaded when the first one is asked for. */
export class ContextMenu extends LitElement {
  static override properties = {items: {attribute: false}, label: {}}
  declare items: readonly MenuItem[]
  declare label: string
  #opener: HTMLElement | undefined

  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        z-index: 40;
        min-width: 200px;
        padding: 4px;
        background: var(--ms-raised);
        border: 1px solid var(--ms-border);
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }

      button {
        display: flex;
        width: 100%;
        align-items: center;
        justify-content: space-between;
        gap: 24px;
        min-height: 28px;
        padding: 0 12px;
        text-align: left;
        white-space: nowrap;
      }

      button:hover,
      button:focus-visible {
        background: var(--ms-hover);
      }

      .keys {
        color: var(--ms-muted);
      }

      hr {
        border: 0;
        border-top: 1px solid var(--ms-border);
        margin: 4px;
      }

      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.items = []
    this.label = ""
    new OutsidePress(this, () => this.remove())
  }

  /** Opens it in a workbench, in the place of one that is open. @param opener gets the focus back */
  static open(root: ShadowRoot, {label, items, x, y}: MenuEvent, opener: HTMLElement | undefined): void {
    root.querySelector("ms-context-menu")?.remove()
    const menu = document.createElement("ms-context-menu") as ContextMenu
    Object.assign(menu, {label, items})
    menu.#opener = opener
    // with the rest of what is there to be read
    root.querySelector("main")?.append(menu)
    void menu.updateComplete.then(() => {
      const {offsetWidth, offsetHeight} = menu
      menu.style.left = `${Math.max(4, Math.min(x, innerWidth - offsetWidth - 4))}px`
      menu.style.top = `${Math.max(4, Math.min(y, innerHeight - offsetHeight - 4))}px`
      menu.#rows[0]?.focus()
    })
  }

  get #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("button")]
  }

  #close(): void {
    this.remove()
    this.#opener?.focus()
  }

  #handleKey(event: KeyboardEvent): void {
    if (walkRows(this.#rows, event)) event.preventDefault()
    else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault()
      this.#close()
    } else return
    event.stopPropagation()
  }

  override render(): TemplateResult {
    return html`<div role="menu" aria-label=${this.label} @keydown=${this.#handleKey}>
      ${this.items.map(
        ({title, keys, separate, run}) => html`${separate ? html`<hr />` : nothing}
          <button role="menuitem" tabindex="-1" @click=${() => {
            this.#close()
            run()
          }}><span>${title}</span>${keys ? html`<span class="keys" aria-hidden="true">${keyWords(keys)}</span>` : nothing}</button>`,
      )}
    </div>`
  }
}

customElements.define("ms-context-menu", ContextMenu)
