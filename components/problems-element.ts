import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {Failure} from "./controller/run-state.ts"
import {placeWords} from "./controller/state-words.ts"
import {emit} from "./emit.ts"
import {icon} from "./icons.ts"
import {base} from "./theme.ts"

/** What went wrong in the last run, with a link to where. */
export class ProblemsElement extends LitElement {
  static override properties = {failure: {attribute: false}}
  declare failure: Failure | undefined

  static override styles = [
    base,
    css`
      :host {
        height: 100%;
        overflow: auto;
        padding: 4px 0;
      }

      .problem {
        display: flex;
        gap: 8px;
        padding: 2px 12px;
        align-items: baseline;
      }

      .problem .icon {
        color: var(--ms-error);
        align-self: flex-start;
        margin-top: 2px;
      }

      pre {
        margin: 4px 0 4px 36px;
        font: var(--ms-small) / 18px var(--ms-mono);
        color: var(--ms-muted);
        white-space: pre-wrap;
      }
    `,
  ]

  override render(): TemplateResult {
    const {failure} = this
    if (!failure)
      return html`<p class="empty">No problems. Syntax errors and the error of the last run appear here.</p>`
    const {place} = failure
    return html`<div class="problem">
        ${icon("error")}
        <span>${failure.syntax ? "Syntax error: " : ""}${failure.message}</span>
        ${place ? html`<button class="link" @click=${() => emit(this, {type: "go-to", place})}>${placeWords(place)}</button>` : nothing}
      </div>
      ${failure.traceback ? html`<pre>${failure.traceback.replace(/^\t/gm, "")}</pre>` : nothing}`
  }
}

customElements.define("ms-problems", ProblemsElement)
