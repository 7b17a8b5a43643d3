import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {emit} from "./emit.ts"
import {type IconName, icon} from "./icons.ts"
import {base} from "./theme.ts"

export interface SectionAction {
  readonly name: string
  readonly icon: IconName
  readonly run: () => void
}

/** A titled part of a side pane that folds away. Its share of the height stays the same whatever it holds. */
export class SectionElement extends LitElement {
  static override properties = {
    name: {},
    heading: {},
    collapsed: {type: Boolean, reflect: true},
    actions: {attribute: false},
  }
  declare name: string
  declare heading: string
  declare collapsed: boolean
  declare actions: readonly SectionAction[]

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 28px;
        flex: var(--ms-share, 1) 1 0;
        border-bottom: 1px solid var(--ms-border);
      }

      :host([collapsed]) {
        flex: none;
      }

      :host(:last-of-type) {
        border-bottom: 0;
      }

      header {
        display: flex;
        align-items: center;
        height: 28px;
        flex: none;
        padding-right: 4px;
      }

      h2 {
        margin: 0;
        flex: 1;
        font: inherit;
      }

      .fold {
        display: flex;
        align-items: center;
        gap: 2px;
        width: 100%;
        height: 28px;
        padding-left: 4px;
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

      .body {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }

      :host([narrow]) {
        flex: none;
      }

      @media (pointer: coarse) {
        header,
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
  }

  override render(): TemplateResult {
    return html`
      <header>
        <h2>
          <button class="fold" aria-expanded=${!this.collapsed} @click=${() => emit(this, {type: "collapse", section: this.name, collapsed: !this.collapsed})}>
            ${icon("chevron-right")}${this.heading}
          </button>
        </h2>
        ${this.actions.map(action => html`<button class="icon-button" title=${action.name} aria-label=${action.name} @click=${action.run}>${icon(action.icon)}</button>`)}
      </header>
      ${this.collapsed ? nothing : html`<div class="body"><slot></slot></div>`}
    `
  }
}

customElements.define("ms-section", SectionElement)
