import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {isProgram} from "./controller/workspace.ts"
import {emit} from "./emit.ts"
import {icon} from "./icons.ts"
import {base} from "./theme.ts"

/** The program that Debug starts, and the menu that chooses another or brings files in. */
export class FileMenu extends LitElement {
  static override properties = {
    paths: {attribute: false},
    program: {},
    narrow: {type: Boolean},
    open: {state: true},
  }
  declare paths: readonly string[]
  declare program: string | undefined
  declare narrow: boolean
  declare open: boolean

  static override styles = [
    base,
    css`
      :host {
        position: relative;
        min-width: 0;
      }

      .opener {
        display: flex;
        align-items: center;
        gap: 4px;
        height: 28px;
        padding: 0 4px 0 8px;
        max-width: 240px;
      }

      .opener:hover,
      .opener[aria-expanded="true"] {
        background: var(--ms-hover);
      }

      .opener span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .opener .icon {
        color: var(--ms-muted);
      }

      [role="menu"] {
        position: absolute;
        z-index: 30;
        top: calc(100% + 4px);
        left: 0;
        min-width: 240px;
        max-height: min(70vh, 480px);
        overflow: auto;
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
    this.paths = []
    this.open = false
    this.narrow = false
  }

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.open = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener("pointerdown", this.#outside, true)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener("pointerdown", this.#outside, true)
  }

  #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  }

  async #show(): Promise<void> {
    this.open = true
    await this.updateComplete
    const items = this.#items()
    ;(items.find(item => item.getAttribute("aria-checked") === "true") ?? items[0])?.focus()
  }

  #close(): void {
    this.open = false
    this.renderRoot.querySelector<HTMLElement>(".opener")?.focus()
  }

  #handleKey(event: KeyboardEvent): void {
    const items = this.#items()
    const index = items.indexOf(event.composedPath()[0] as HTMLElement)
    const targets: Record<string, number> = {ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1}
    if (event.key in targets) {
      event.preventDefault()
      items[(targets[event.key] + items.length) % items.length]?.focus()
    } else if (event.key === "Escape") {
      event.preventDefault()
      this.#close()
    } else if (event.key === "Tab") {
      this.open = false
    }
  }

  #choose(path: string): void {
    this.#close()
    emit(this, {type: "choose-program", path})
  }

  #ask(what: "new-file" | "upload-files" | "download-file"): void {
    this.#close()
    this.dispatchEvent(new CustomEvent(`ms-${what}`, {bubbles: true, composed: true}))
  }

  override render(): TemplateResult {
    return html`
      <button class="opener" aria-haspopup="menu" aria-expanded=${this.open} title="The program that Debug and Run start"
        @click=${() => (this.open ? this.#close() : this.#show())}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === "ArrowDown" && !this.open) {
            event.preventDefault()
            void this.#show()
          }
        }}>
        <span>${this.program ?? "No program"}</span>${icon("chevron-down")}
      </button>
      ${this.open ? this.#menu() : nothing}
    `
  }

  #menu(): TemplateResult {
    const programs = this.narrow ? this.paths : this.paths.filter(isProgram)
    return html`<div role="menu" aria-label="Program and files" @keydown=${this.#handleKey}>
      ${programs.length > 0 ? html`<div class="heading" role="presentation">Program to debug</div>` : nothing}
      ${programs.map(
        path => html`<button role="menuitemradio" aria-checked=${path === this.program} tabindex="-1" @click=${() => this.#choose(path)}>
          <span class="mark">${path === this.program ? icon("check") : nothing}</span>${path}
        </button>`,
      )}
      ${programs.length > 0 ? html`<hr />` : nothing}
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("new-file")}><span class="mark">${icon("new-file")}</span>New file</button>
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("upload-files")}><span class="mark">${icon("cloud-upload")}</span>Upload files</button>
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("download-file")}><span class="mark">${icon("cloud-download")}</span>Download this file</button>
    </div>`
  }
}

customElements.define("ms-file-menu", FileMenu)
