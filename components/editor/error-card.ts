import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"

/** An error in the line itself: what it says, what would catch it, and Continue while the program stands there. */
export class ErrorCard extends LitElement {
  static override properties = {
    heading: {},
    message: {},
    detail: {},
    paused: {type: Boolean},
  }
  declare heading: string
  declare message: string
  declare detail: string | undefined
  declare paused: boolean

  static override styles = [
    base,
    css`
      :host {
        background: var(--ms-error-line);
        border-left: 2px solid var(--ms-error);
        padding: 8px 16px 8px 12px;
        font-family: var(--ms-font);
        white-space: normal;
      }

      .row {
        display: flex;
        gap: 8px;
        align-items: flex-start;
        max-width: 720px;
      }

      .row > .icon {
        color: var(--ms-error);
        margin-top: 2px;
      }

      .words {
        flex: 1;
        min-width: 0;
      }

      .message {
        overflow-wrap: anywhere;
      }

      strong {
        color: var(--ms-error);
        font-weight: 600;
      }

      .detail {
        color: var(--ms-muted);
      }

      @media (forced-colors: active) {
        :host {
          border: 1px solid CanvasText;
        }
      }
    `,
  ]

  override render(): TemplateResult {
    return html`<div class="row">
      ${icon("error")}
      <div class="words">
        <div class="message"><strong>${this.heading}</strong> ${this.message}</div>
        ${this.detail ? html`<div class="detail">${this.detail}</div>` : nothing}
      </div>
      ${this.paused ? html`<button class="button" @click=${() => emit(this, {type: "continue"})}>Continue</button>` : nothing}
    </div>`
  }
}

customElements.define("ms-error-card", ErrorCard)
