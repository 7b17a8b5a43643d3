import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {Notice} from "../../src/workbench/notices.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"

/** As many as hide no code; the older ones are behind a button. */
const shownAtOnce = 3

/**
 * The notices, the newest below. They wait while the pointer or the focus is on them; when the one that has the focus
 * goes, what had it before has it again.
 */
export class NoticesElement extends LitElement {
  static override properties = {notices: {attribute: false}, showsAll: {state: true}}
  declare notices: readonly Notice[]
  declare showsAll: boolean
  #isPointed = false
  #isFocused = false
  /** Before the update. */
  #hadFocus = false
  /** What had the focus before it came here. */
  #before: HTMLElement | undefined

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 8px;
        align-content: end;
        justify-items: end;
      }

      .list {
        display: flex;
        flex-direction: column;
        gap: 8px;
      }

      /* only then: what scrolls cuts off shadows */
      .list.all {
        max-height: min(320px, 50cqh);
        overflow: hidden auto;
      }

      .notice {
        flex: none;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 8px;
        padding: 4px 4px 4px 12px;
        min-height: 36px;
        background: var(--ms-raised);
        border: 1px solid var(--ms-border);
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }

      .notice.error {
        border-left: 2px solid var(--ms-error);
      }

      .answer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        min-width: 0;
      }

      /* the choices go below where the sentence leaves them no room */
      .answer > span {
        flex: 1 1 auto;
        max-width: min(420px, 100%);
        overflow-wrap: anywhere;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      .notice > .icon-button {
        align-self: start;
      }

      .earlier {
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }
    `,
  ]

  constructor() {
    super()
    this.notices = []
    this.showsAll = false
    this.addEventListener("pointerenter", () => this.#point(true))
    this.addEventListener("pointerleave", () => this.#point(false))
    this.addEventListener("focusin", () => this.#focus(true))
    this.addEventListener("focusout", () => this.#focus(false))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.getRootNode().addEventListener("focusout", this.#noteFocus)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.getRootNode().removeEventListener("focusout", this.#noteFocus)
  }

  #noteFocus = (event: Event): void => {
    const path = event.composedPath()
    if (!path.includes(this) && path[0] instanceof HTMLElement) this.#before = path[0]
  }

  #point(isPointed: boolean): void {
    this.#isPointed = isPointed
    this.#hold()
  }
  #focus(isFocused: boolean): void {
    this.#isFocused = isFocused
    this.#hold()
  }
  #hold(): void {
    emit(this, {type: "hold-notices", held: this.#isPointed || this.#isFocused})
  }

  override willUpdate(): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null
    this.toggleAttribute("hidden", this.notices.length === 0)
    if (this.notices.length <= shownAtOnce) this.showsAll = false
  }

  override updated(): void {
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.#before?.focus()
    if (this.notices.length === 0 && this.#isPointed) this.#point(false)
  }

  #notice({id, text, kind, choices}: Notice): TemplateResult {
    return html`<div class="notice ${kind}">
      <div class="answer"><span>${text}</span>${
        choices.length > 0
          ? html`<div class="choices">${choices.map(choice => html`<button class="button" @click=${() => emit(this, {type: "notice", id, choice})}>${choice}</button>`)}</div>`
          : nothing
      }</div>
      <button class="icon-button" title="Dismiss" aria-label="Dismiss notice" @click=${() => emit(this, {type: "notice", id})}>${icon("close")}</button>
    </div>`
  }

  #toggleAll(): void {
    this.showsAll = !this.showsAll
  }

  override render(): TemplateResult {
    const {notices, showsAll} = this
    const earlier = notices.length - shownAtOnce
    const shown = showsAll ? notices : notices.slice(-shownAtOnce)
    return html`
      ${earlier > 0 ? html`<button class="button earlier" aria-expanded=${showsAll} @click=${() => this.#toggleAll()}>${showsAll ? "Show fewer notices" : `${earlier} earlier ${earlier === 1 ? "notice" : "notices"}`}</button>` : nothing}
      <div class="list ${showsAll ? "all" : ""}" role="status">${repeat(
        shown,
        ({id}) => id,
        notice => this.#notice(notice),
      )}</div>
    `
  }
}

customElements.define("ms-notices", NoticesElement)
