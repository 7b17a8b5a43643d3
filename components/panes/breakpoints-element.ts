import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {BreakpointView} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import type {ExceptionFilter} from "../../src/workbench/breakpoints/exception-filters.ts"
import {askForMenu, type MenuItem} from "../kit/context-menu.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"
import {isRepeated} from "../kit/tree-element.ts"

/** "4", or "4:12" where it stands at one of the line's places. */
const numbers = ({line, column}: BreakpointView) => (column === undefined ? `${line}` : `${line}:${column}`)

/** Every breakpoint with its switch, and the errors to stop on. */
export class BreakpointsElement extends LitElement {
  static override properties = {
    breakpoints: {attribute: false},
    filters: {attribute: false},
    nameOf: {attribute: false},
  }
  declare breakpoints: readonly BreakpointView[]
  declare filters: readonly ExceptionFilter[]
  /** How a path is shown. Default: as it is. */
  declare nameOf: (path: string) => string
  /** Which row has the focus, before they are shown anew: what comes into the place of one that is removed gets it. */
  #before: number | undefined

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
        max-width: 60%;
        white-space: nowrap;
      }

      .place:has(+ .what:empty) {
        max-width: none;
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
    this.nameOf = path => path
  }

  #askForMenu(event: MouseEvent, breakpoint: BreakpointView): void {
    // the row itself can't have the focus that comes back from the menu
    ;(event.currentTarget as HTMLElement).querySelector<HTMLElement>(".place")?.focus()
    askForMenu(event, `${this.nameOf(breakpoint.path)} ${numbers(breakpoint)}`, this.#menu(breakpoint))
  }

  #menu({id, path, line, enabled}: BreakpointView): MenuItem[] {
    const place = {path, line}
    return [
      {title: "Show its line", run: () => emit(this, {type: "go-to", place})},
      {title: "Edit…", run: () => emit(this, {type: "open-breakpoint-form", place})},
      {
        title: enabled ? "Disable" : "Enable",
        run: () => emit(this, {type: "edit-breakpoint", id, edit: {enabled: !enabled}}),
      },
      {title: "Remove", keys: "Delete", separate: true, run: () => this.#remove(id)},
    ]
  }

  override willUpdate(): void {
    const row = this.shadowRoot?.activeElement?.closest("li")
    this.#before = row ? this.#rows.indexOf(row) : undefined
  }

  override updated(): void {
    if (this.#before === undefined || this.shadowRoot?.activeElement) return
    this.#rows[this.#before]?.querySelector<HTMLElement>("input")?.focus()
  }

  get #rows(): HTMLLIElement[] {
    return [...this.renderRoot.querySelectorAll("li")]
  }

  #remove(id: number): void {
    emit(this, {type: "remove-breakpoint", id})
  }

  #row(breakpoint: BreakpointView): TemplateResult {
    const {id, path, line, enabled} = breakpoint
    const name = this.nameOf(path)
    const place = `${name} ${numbers(breakpoint)}`
    const what = breakpoint.logMessage ?? breakpoint.condition ?? breakpoint.hitCondition
    return html`<li title=${breakpoint.message ?? ""} @contextmenu=${(event: MouseEvent) => this.#askForMenu(event, breakpoint)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Delete") this.#remove(id)
      }}>
      <input type="checkbox" .checked=${enabled} aria-label="Breakpoint ${place}"
        @change=${() => emit(this, {type: "edit-breakpoint", id, edit: {enabled: !enabled}})} />
      <button class="place ${enabled ? "" : "off"}" @click=${() => emit(this, {type: "go-to", place: {path, line}})}><span class="path" title=${name}>${name}</span> <span>${numbers(breakpoint)}</span></button>
      <span class="what" title=${what ?? nothing}>${what ?? ""}</span>
      <button class="icon-button remove" title="Remove breakpoint" aria-label="Remove breakpoint ${place}"
        @click=${(event: MouseEvent) => {
          if (!isRepeated(event)) this.#remove(id)
        }}>${icon("close")}</button>
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
