import {css, html, LitElement, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {RunningKernel} from "../../src/workbench/tabs/running-kernels.ts"
import {timeWords} from "../../src/workbench/words/state-words.ts"
import {icon} from "../kit/icons.ts"
import {OutsidePress, walkRows} from "../kit/popup.ts"
import {base} from "../kit/theme.ts"

/** The person has chosen a kernel, or wants none. */
export class KernelChoice extends Event {
  static readonly type = "ms-kernel"
  readonly id: string | undefined

  constructor(id: string | undefined) {
    super(KernelChoice.type)
    this.id = id
  }
}

/** The programs of other tabs, to choose one: floats over the workbench as a quick pick does. */
export class KernelList extends LitElement {
  static override properties = {kernels: {attribute: false}, narrow: {type: Boolean, reflect: true}}
  /** Undefined while it is looked for them. */
  declare kernels: readonly RunningKernel[] | undefined
  declare narrow: boolean
  #focused = false

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 45;
        top: 48px;
        left: 50%;
        translate: -50% 0;
        width: min(480px, calc(100% - 24px));
        background: var(--ms-raised);
        border: 1px solid var(--ms-border);
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 4px 4px 4px 12px;
        border-bottom: 1px solid var(--ms-border);
      }

      h2 {
        margin: 0;
        font-size: var(--ms-size);
        font-weight: 600;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 4px;
        max-height: min(60cqh, 400px);
        overflow: auto;
      }

      .kernel {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr) auto;
        column-gap: 8px;
        align-items: center;
        width: 100%;
        min-height: 44px;
        padding: 4px 12px 4px 8px;
        text-align: left;
      }

      .kernel:hover,
      .kernel:focus {
        background: var(--ms-hover);
      }

      .kernel .icon {
        color: var(--ms-accent);
      }

      .title,
      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .text {
        display: grid;
      }

      .words,
      .since {
        color: var(--ms-muted);
        font-size: var(--ms-small);
      }

      .since {
        white-space: nowrap;
      }

      .empty {
        padding: 12px;
      }

      :host([narrow]) {
        top: 56px;
      }

      :host([narrow]) .head .icon-button {
        width: 44px;
        height: 44px;
      }
    `,
  ]

  constructor() {
    super()
    this.narrow = false
    new OutsidePress(this, () => this.#choose(undefined))
  }

  #choose(id: string | undefined): void {
    this.dispatchEvent(new KernelChoice(id))
  }

  #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".kernel")]
  }

  /** The first row gets the focus when it comes; until then the way out has it. */
  override updated(): void {
    const [first] = this.#rows()
    if (first && !this.#focused) {
      this.#focused = true
      first.focus()
    } else if (!this.renderRoot.querySelector(":focus")) {
      ;(first ?? this.renderRoot.querySelector<HTMLElement>(".close"))?.focus()
    }
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#choose(undefined)
    else if (!walkRows(this.#rows(), event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  #list(): TemplateResult {
    const {kernels} = this
    if (!kernels) return html`<p class="empty" role="status">Looking for programs in other tabs.</p>`
    if (kernels.length === 0)
      return html`<p class="empty" role="status">No other tab of this site runs Lua. Open this page in a second tab, and its program is listed here.</p>`
    return html`<ul>${repeat(
      kernels,
      ({id}) => id,
      ({id, title, words, since}) => html`<li>
        <button class="kernel" @click=${() => this.#choose(id)}>
          ${icon("plug")}
          <span class="text"><span class="title">${title}</span><span class="words">${words}</span></span>
          <span class="since">since ${timeWords(since)}</span>
        </button></li>`,
    )}</ul>`
  }

  override render(): TemplateResult {
    return html`<div role="dialog" aria-label="Programs in other tabs" @keydown=${this.#handleKey}>
      <div class="head"><h2>Attach to a program in another tab</h2>
        <button class="icon-button close" title="Close (Escape)" aria-label="Close" @click=${() => this.#choose(undefined)}>${icon("close")}</button></div>
      ${this.#list()}
    </div>`
  }
}

customElements.define("ms-kernel-list", KernelList)
