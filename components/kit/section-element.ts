import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {emit} from "./emit.ts"
import {type IconName, icon} from "./icons.ts"
import {base} from "./theme.ts"

export interface SectionAction {
  readonly name: string
  readonly icon: IconName
  readonly run: () => void
}

/**
 * A titled part of a side pane that folds away, as high as what it holds. While it holds on, it gives no height back:
 * what stands below stays where it is from stop to stop.
 */
export class SectionElement extends LitElement {
  static override properties = {
    name: {},
    heading: {},
    collapsed: {type: Boolean, reflect: true},
    actions: {attribute: false},
    note: {},
    holds: {type: Boolean},
  }
  declare name: string
  declare heading: string
  declare collapsed: boolean
  declare actions: readonly SectionAction[]
  /** What would be here, in a few words, while nothing is. */
  declare note: string
  declare holds: boolean
  #heldHeight = 0
  readonly #observer = new ResizeObserver(() => this.#hold())

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        min-height: 0;
        overflow: hidden;
      }

      .head {
        display: flex;
        align-items: center;
        height: 28px;
        padding-right: 4px;
      }

      h2 {
        margin: 0;
        font: inherit;
        flex: none;
      }

      .note {
        flex: 1;
        padding: 0 8px;
        color: var(--ms-muted);
        font-size: var(--ms-small);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .fold {
        display: flex;
        align-items: center;
        gap: 2px;
        height: 28px;
        padding: 0 4px;
        font-size: var(--ms-label);
        font-weight: 600;
        letter-spacing: 0.04em;
        text-transform: uppercase;
        color: var(--ms-muted);
        text-align: left;
      }

      .fold:hover {
        color: var(--ms-text);
      }

      .fold .icon {
        rotate: 90deg;
        transition: rotate var(--ms-quick);
      }

      .fold[aria-expanded="false"] .icon {
        rotate: 0deg;
      }

      .body,
      .held {
        grid-area: 2 / 1;
        min-height: 0;
      }

      .body {
        overflow: hidden auto;
      }

      .held {
        visibility: hidden;
        pointer-events: none;
      }

      @media (pointer: coarse) {
        .head,
        .fold {
          height: 44px;
        }

        .icon-button {
          width: 44px;
          height: 44px;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.collapsed = false
    this.actions = []
    this.note = ""
    this.holds = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
  }

  override updated(): void {
    const content = this.renderRoot.querySelector(".content")
    if (content) this.#observer.observe(content)
    this.#hold()
  }

  #hold(): void {
    const content = this.renderRoot.querySelector<HTMLElement>(".content")
    this.#heldHeight = this.holds ? Math.max(this.#heldHeight, content?.offsetHeight ?? 0) : 0
    this.renderRoot.querySelector<HTMLElement>(".held")?.style.setProperty("height", `${this.#heldHeight}px`)
  }

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h2>
          <button class="fold" aria-expanded=${!this.collapsed} @click=${() => emit(this, {type: "collapse", section: this.name, collapsed: !this.collapsed})}>
            ${icon("chevron-right")}${this.heading}
          </button>
        </h2>
        <span class="note" title=${this.note}>${this.note}</span>
        ${this.actions.map(action => html`<button class="icon-button" title=${action.name} aria-label=${action.name} @click=${action.run}>${icon(action.icon)}</button>`)}
      </div>
      ${this.collapsed ? nothing : html`<div class="held"></div><div class="body"><div class="content"><slot></slot></div></div>`}
    `
  }
}

customElements.define("ms-section", SectionElement)
