import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"

export interface Tab {
  readonly id: string
  readonly title: string
  readonly closable?: boolean
  /** A number beside the title. */
  readonly count?: number
  readonly tooltip?: string
  /** The id of what it shows, in the tree around the tabs. */
  readonly panel?: string
}

/** What is done to a tab: chosen, passed by the arrow keys (the focus stays on the tabs), closed, asked for its menu. */
export type TabDeed = "select" | "pass" | "close" | "menu"

/** What a row of tabs tells. */
export class TabEvent extends Event {
  static readonly type = "ms-tab"
  readonly id: string
  readonly deed: TabDeed
  /** What the menu was asked for by. */
  readonly origin: MouseEvent | undefined
  constructor(id: string, deed: TabDeed, origin?: MouseEvent) {
    super(TabEvent.type, {bubbles: true})
    this.id = id
    this.deed = deed
    this.origin = origin
  }
}

/** A row of tabs. Source: WAI-ARIA Authoring Practices, "Tabs" with manual focus. */
export class TabsElement extends LitElement {
  static override properties = {
    tabs: {attribute: false},
    active: {},
    label: {},
    caps: {type: Boolean, reflect: true},
    wide: {type: Boolean, reflect: true},
  }
  declare tabs: readonly Tab[]
  declare active: string | undefined
  declare label: string
  /** Panel titles rather than file names. */
  declare caps: boolean
  /** Shares the width, for thumbs. */
  declare wide: boolean
  readonly #observer = new ResizeObserver(() => this.#showActive())

  static override styles = [
    base,
    css`
      :host {
        min-width: 0;
      }

      [role="tablist"] {
        display: flex;
        height: 100%;
        overflow-x: auto;
        scrollbar-width: none;
      }

      .tab {
        display: flex;
        align-items: center;
        position: relative;
        height: 100%;
        flex: none;
        border-right: 1px solid var(--ms-border);
        color: var(--ms-muted);
      }

      :host([caps]) .tab,
      :host([wide]) .tab {
        border-right: 0;
      }

      :host([wide]) .tab {
        flex: 1;
      }

      [role="tab"] {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 6px;
        height: 100%;
        padding: 0 12px;
        border-radius: 0;
        white-space: nowrap;
      }

      .title {
        max-width: 240px;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      :host([wide]) [role="tab"] {
        width: 100%;
      }

      .closable [role="tab"] {
        padding-right: 28px;
      }

      :host([caps]) [role="tab"] {
        font-size: var(--ms-label);
        font-weight: 600;
        letter-spacing: 0.04em;
        text-transform: uppercase;
      }

      .tab:hover,
      .tab.active {
        color: var(--ms-text);
      }

      .tab.active::after {
        content: "";
        position: absolute;
        left: 0;
        right: 0;
        bottom: 0;
        height: 2px;
        background: var(--ms-accent);
      }

      :host(:not([caps]):not([wide])) .tab.active {
        background: var(--ms-background);
      }

      :host(:not([caps]):not([wide])) .tab.active::after {
        bottom: auto;
        top: 0;
      }

      /* above, it would touch the line under the part that is shown */
      @container (max-width: 860px) {
        :host(:not([caps]):not([wide])) .tab.active::after {
          top: auto;
          bottom: 0;
        }
      }

      .close {
        position: absolute;
        right: 4px;
        width: 20px;
        height: 20px;
        opacity: 0;
      }

      .tab:hover .close,
      .tab.active .close,
      .close:focus-visible {
        opacity: 1;
      }

      .count {
        min-width: 18px;
        padding: 0 5px;
        border-radius: 9px;
        background: var(--ms-hover);
        color: var(--ms-text);
        font-size: var(--ms-label);
        line-height: 18px;
        letter-spacing: 0;
        text-align: center;
      }
    `,
  ]

  constructor() {
    super()
    this.tabs = []
    this.label = ""
    this.caps = false
    this.wide = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
  }

  override updated(): void {
    for (const {id, panel} of this.tabs) this.#tie(id, panel)
    this.#showActive()
  }

  /** With its border and its close button. */
  #showActive(): void {
    this.renderRoot.querySelector(".tab.active")?.scrollIntoView({block: "nearest", inline: "nearest"})
  }

  focusActive(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  }

  // an attribute's ids are those of its own tree: across a shadow root only elements can be named
  #tie(id: string, panel: string | undefined): void {
    const tab = this.renderRoot.querySelector(`#${CSS.escape(`tab-${id}`)}`)
    const element = panel === undefined ? null : (this.getRootNode() as ShadowRoot).getElementById(panel)
    if (tab && "ariaControlsElements" in tab) tab.ariaControlsElements = element ? [element] : null
  }

  #handleKey(event: KeyboardEvent): void {
    const index = this.tabs.findIndex(({id}) => id === this.active)
    const targets: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: this.tabs.length - 1,
    }
    if (event.key === "Delete" && this.tabs[index]?.closable)
      this.dispatchEvent(new TabEvent(this.tabs[index].id, "close"))
    else if (event.key in targets) {
      const to = (targets[event.key] + this.tabs.length) % this.tabs.length
      this.dispatchEvent(new TabEvent(this.tabs[to].id, "pass"))
      void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus())
    } else return
    event.preventDefault()
  }

  #tab({id, title, closable, count, tooltip}: Tab): TemplateResult {
    const isActive = id === this.active
    const close = () => this.dispatchEvent(new TabEvent(id, "close"))
    return html`<div class="tab ${isActive ? "active" : ""} ${closable ? "closable" : ""}" role="presentation">
      <button role="tab" id="tab-${id}" aria-selected=${isActive} tabindex=${isActive ? 0 : -1} title=${tooltip ?? nothing}
        @click=${() => this.dispatchEvent(new TabEvent(id, "select"))}
        @contextmenu=${(event: MouseEvent) => this.dispatchEvent(new TabEvent(id, "menu", event))}
        @auxclick=${(event: MouseEvent) => {
          if (event.button === 1 && closable) close()
        }}><span class="title">${title}</span>${count ? html`<span class="count">${count > 999 ? "999+" : count}</span>` : nothing}</button>
      ${closable ? html`<button class="icon-button close" tabindex="-1" aria-hidden="true" title="Close (Delete)" @click=${close}>${icon("close")}</button>` : nothing}
    </div>`
  }

  override render(): TemplateResult {
    if (this.tabs.length === 0) return html`<div></div>`
    return html`<div role="tablist" aria-label=${this.label} @keydown=${this.#handleKey}>${this.tabs.map(tab => this.#tab(tab))}</div>`
  }
}

customElements.define("ms-tabs", TabsElement)
