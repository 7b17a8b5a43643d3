import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {BreakpointView} from "./controller/breakpoint-list.ts"
import type {ExceptionFilter} from "./controller/exception-filters.ts"
import {emit} from "./emit.ts"
import {icon} from "./icons.ts"
import {base} from "./theme.ts"

/** Every breakpoint with its switch, and the errors to stop on. */
export class BreakpointsElement extends LitElement {
  static override properties = {breakpoints: {attribute: false}, filters: {attribute: false}}
  declare breakpoints: readonly BreakpointView[]
  declare filters: readonly ExceptionFilter[]

  static override styles = [
    base,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0 0 4px;
      }

      li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: var(--ms-row);
        padding: 0 4px 0 12px;
      }

      li:hover {
        background: var(--ms-hover);
      }

      .place {
        display: flex;
        gap: 4px;
        min-width: 64px;
        white-space: nowrap;
      }

      .path {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .off {
        color: var(--ms-muted);
      }

      .what {
        flex: 1;
        min-width: 40px;
        color: var(--ms-muted);
        font: var(--ms-small) / 1.5 var(--ms-mono);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .remove {
        opacity: 0;
      }

      li:hover .remove,
      .remove:focus-visible {
        opacity: 1;
      }

      label {
        flex: 1;
      }

      @media (pointer: coarse) {
        li {
          min-height: 44px;
        }

        .remove {
          opacity: 1;
          width: 44px;
          height: 44px;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.breakpoints = []
    this.filters = []
  }

  #row(breakpoint: BreakpointView): TemplateResult {
    const {id, path, line, enabled} = breakpoint
    const place = `${path} ${line}`
    const what = breakpoint.logMessage ?? breakpoint.condition ?? breakpoint.hitCondition
    return html`<li title=${breakpoint.message ?? ""}>
      <input type="checkbox" .checked=${enabled} aria-label="Breakpoint ${place}"
        @change=${() => emit(this, {type: "edit-breakpoint", id, edit: {enabled: !enabled}})} />
      <button class="place ${enabled ? "" : "off"}" @click=${() => emit(this, {type: "go-to", place: {path, line}})}><span class="path" title=${path}>${path}</span> <span>${line}</span></button>
      <span class="what" title=${what ?? ""}>${what ?? nothing}</span>
      <button class="icon-button remove" title="Remove breakpoint" aria-label="Remove breakpoint ${place}"
        @click=${() => emit(this, {type: "remove-breakpoint", id})}>${icon("close")}</button>
    </li>`
  }

  override render(): TemplateResult {
    return html`
      <ul aria-label="Breakpoints">
        ${repeat(
          this.breakpoints,
          ({id}) => id,
          breakpoint => this.#row(breakpoint),
        )}
        ${this.filters.map(
          ({filter, label, enabled}) => html`<li>
            <input type="checkbox" id="filter-${filter}" .checked=${enabled}
              @change=${() => emit(this, {type: "set-filter", filter, enabled: !enabled})} />
            <label for="filter-${filter}">${label}</label>
          </li>`,
        )}
      </ul>
    `
  }
}

customElements.define("ms-breakpoints", BreakpointsElement)
