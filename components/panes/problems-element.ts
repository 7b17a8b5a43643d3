import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {Problem} from "../../src/workbench/files/problem-list.ts"
import {placeWords} from "../../src/workbench/words/state-words.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"

/** What is not Lua in the open files, and what went wrong in the last run, each with a link to where. */
export class ProblemsElement extends LitElement {
  static override properties = {problems: {attribute: false}}
  declare problems: readonly Problem[]

  static override styles = [
    base,
    css`
      :host {
        height: 100%;
        overflow: auto;
        padding: 4px 0;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 0;
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

      .words {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .link {
        flex: none;
        max-width: 50%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .old {
        color: var(--ms-muted);
      }

      pre {
        margin: 4px 12px 4px 36px;
        font: var(--ms-small) / 18px var(--ms-mono);
        color: var(--ms-muted);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ]

  constructor() {
    super()
    this.problems = []
  }

  #row({kind, message, place, traceback, isOld}: Problem): TemplateResult {
    return html`<li>
      <div class="problem">
        ${icon("error")}
        <span class="words">${kind === "syntax" ? "Syntax error: " : ""}${message}</span>
        ${place ? html`<button class="link" @click=${() => emit(this, {type: "go-to", place})}>${placeWords(place)}</button>` : nothing}
        ${isOld ? html`<span class="old">changed since</span>` : nothing}
      </div>
      ${traceback ? html`<pre>${traceback.replace(/^\t/gm, "")}</pre>` : nothing}
    </li>`
  }

  override render(): TemplateResult {
    if (this.problems.length === 0)
      return html`<p class="empty">No problems. Syntax errors and the error of the last run appear here.</p>`
    return html`<ul aria-label="Problems">${this.problems.map(problem => this.#row(problem))}</ul>`
  }
}

customElements.define("ms-problems", ProblemsElement)
