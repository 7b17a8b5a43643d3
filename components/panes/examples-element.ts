import {css, html, LitElement, type TemplateResult} from "lit"
import type {Example} from "../../src/workbench/files/examples.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"

/** The list of example programs. */
export class ExamplesElement extends LitElement {
  static override properties = {examples: {attribute: false}}
  declare examples: readonly Example[]

  static override styles = [
    base,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0 0 8px;
      }

      button {
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        min-height: var(--ms-row);
        padding: 0 8px 0 22px;
        text-align: left;
        border-radius: 0;
      }

      button:hover {
        background: var(--ms-hover);
      }

      .icon {
        color: var(--ms-muted);
      }

      .title {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
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
    this.examples = []
  }

  override render(): TemplateResult {
    return html`<ul aria-label="Examples">
      ${this.examples.map(
        ({name, title, about}) => html`<li>
          <button title=${about} @click=${() => emit(this, {type: "open-example", name})}>
            ${icon("book")}<span class="title">${title}</span>
          </button>
        </li>`,
      )}
    </ul>`
  }
}

customElements.define("ms-examples", ExamplesElement)
