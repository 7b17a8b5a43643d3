/**
 * The ARIA tree pattern, once: rows with levels, one tab stop, arrows that move, open and close, typing that finds.
 * Subclasses give the rows and draw one of them. Source: WAI-ARIA Authoring Practices, "Tree View".
 */
import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import {askForMenu, type MenuItem} from "./context-menu.ts"
import {icon} from "./icons.ts"
import {styled} from "./styled.ts"
import {base} from "./theme.ts"

export interface TreeRow {
  readonly id: string
  /** 1-based. */
  readonly level: number
  /** undefined: nothing to open. */
  readonly open?: boolean
  readonly selected?: boolean
  /** What typing finds. */
  readonly name: string
  /** Read instead of the content, where given. */
  readonly spoken?: string
  readonly className?: string
}

const treeStyles = css`
  [role="tree"] {
    outline: none;
    padding: 0 0 4px;
  }

  [role="treeitem"] {
    display: flex;
    align-items: center;
    min-height: var(--ms-row);
    padding-right: 8px;
    position: relative;
    cursor: default;
    scroll-margin: 24px;
  }

  [role="treeitem"]:hover {
    background: var(--ms-hover);
  }

  [role="treeitem"][aria-selected="true"] {
    background: var(--ms-selected);
  }

  [role="treeitem"]:focus-visible {
    outline-offset: -2px;
  }

  .actions .icon-button {
    height: 20px;
  }

  .twist {
    width: 16px;
    height: 16px;
    margin-right: 2px;
    flex: none;
    color: var(--ms-muted);
    transition: rotate var(--ms-quick);
  }

  .twist.open {
    rotate: 90deg;
  }

  .actions {
    display: flex;
    position: absolute;
    right: 4px;
    /* leaves the row's focus ring whole */
    top: 2px;
    bottom: 2px;
    align-items: center;
    opacity: 0;
    background: inherit;
  }

  [role="treeitem"]:hover .actions,
  [role="treeitem"]:focus-within .actions {
    opacity: 1;
    background: linear-gradient(to right, transparent, var(--ms-hover) 12px);
    padding-left: 12px;
  }

  @media (forced-colors: active) {
    [role="treeitem"][aria-selected="true"],
    [role="treeitem"][aria-selected="true"] * {
      forced-color-adjust: none;
      color: HighlightText;
    }
  }

  @media (pointer: coarse) {
    [role="treeitem"] {
      min-height: 44px;
    }

    .actions {
      display: none;
    }

    [role="treeitem"]:focus .actions,
    [role="treeitem"]:focus-within .actions {
      display: flex;
      position: static;
      margin-left: auto;
      padding-left: 0;
      opacity: 1;
      background: none;
    }

    .actions .icon-button {
      width: 44px;
      height: 44px;
    }
  }
`

export abstract class TreeElement<R extends TreeRow> extends LitElement {
  static override styles = [base, treeStyles]
  static override properties = {focused: {state: true}}
  /** The row that holds the tab stop. */
  declare protected focused: string | undefined
  /** The row that is to get the focus: it may come only with the next data. */
  #wanted: string | undefined
  /** The row that has the focus, before it is shown anew. */
  #before: {readonly id: string; readonly index: number} | undefined
  #typed = ""
  #typedAt = 0

  protected abstract readonly treeLabel: string
  protected abstract rows(): readonly R[]
  protected abstract renderRow(row: R): TemplateResult
  /** Opens or closes. */
  protected abstract handleToggle(row: R): void
  /** Click or Enter on a row. */
  protected abstract handleActivate(row: R): void
  protected handleDoubleClick(_row: R): void {}
  /** What a right-click offers; nothing: the browser's own menu. */
  protected menuOf(_row: R): readonly MenuItem[] {
    return []
  }
  /** Keys beyond the pattern, such as Delete and F2. @returns whether the key was used. */
  protected handleRowKey(_row: R, _event: KeyboardEvent): boolean {
    return false
  }

  protected get indent(): number {
    return 12
  }

  protected renderTree(): TemplateResult {
    const rows = this.rows()
    const stop = rows.some(row => row.id === this.focused)
      ? this.focused
      : (rows.find(row => row.selected)?.id ?? rows[0]?.id)
    return html`<div role="tree" aria-label=${this.treeLabel} @keydown=${(event: KeyboardEvent) => this.#handleKey(event, rows)}>
      ${repeat(
        rows,
        row => row.id,
        row => this.#renderItem(row, row.id === stop),
      )}
    </div>`
  }

  #renderItem(row: R, isStop: boolean): TemplateResult {
    return html`<div
      role="treeitem"
      class=${row.className ?? ""}
      data-row=${row.id}
      aria-level=${row.level}
      aria-expanded=${row.open ?? nothing}
      aria-selected=${row.selected ?? nothing}
      aria-label=${row.spoken ?? nothing}
      tabindex=${isStop ? 0 : -1}
      ${styled({"padding-left": `${4 + (row.level - 1) * this.indent}px`})}
      @click=${(event: MouseEvent) => this.#handleClick(event, row)}
      @contextmenu=${(event: MouseEvent) => {
        const items = isControl(event) ? [] : this.menuOf(row)
        if (items.length === 0) return
        this.focusRow(row.id)
        askForMenu(event, row.name, items)
      }}
      @dblclick=${(event: MouseEvent) => {
        if (!isControl(event)) this.handleDoubleClick(row)
      }}
      @focus=${() => {
        this.focused = row.id
      }}
    >
      ${
        row.open === undefined
          ? html`<span class="twist"></span>`
          : html`<span class="twist ${row.open ? "open" : ""}">${icon("chevron-right")}</span>`
      }
      ${this.renderRow(row)}
    </div>`
  }

  /** Moves the focus to a row, as soon as it is shown. */
  focusRow(id: string): void {
    this.focused = id
    this.#wanted = id
    this.requestUpdate()
  }

  override willUpdate(): void {
    const row = this.shadowRoot?.activeElement?.closest<HTMLElement>("[data-row]")
    this.#before = row ? {id: row.dataset.row as string, index: this.#items.indexOf(row)} : undefined
  }

  override updated(_changed: Map<PropertyKey, unknown>): void {
    const element = this.#wanted === undefined ? null : this.#element(this.#wanted)
    if (element) {
      this.#wanted = undefined
      element.focus()
    } else if (this.#before && !this.#element(this.#before.id)) {
      // what has come into the place of one that was removed
      const items = this.#items
      items[Math.min(this.#before.index, items.length - 1)]?.focus()
    }
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[data-row]")]
  }

  #element(id: string): HTMLElement | null {
    return this.renderRoot.querySelector(`[data-row="${CSS.escape(id)}"]`)
  }

  #handleClick(event: MouseEvent, row: R): void {
    if (isControl(event)) return
    this.focused = row.id
    this.handleActivate(row)
  }

  #handleKey(event: KeyboardEvent, rows: readonly R[]): void {
    const target = event.composedPath()[0]
    if (!(target instanceof HTMLElement) || target.getAttribute("role") !== "treeitem") return
    const index = rows.findIndex(row => row.id === target.dataset.row)
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      if (index >= 0 && this.handleRowKey(rows[index], event)) event.preventDefault()
      return
    }
    if (this.#move(event, rows, index)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  #move(event: KeyboardEvent, rows: readonly R[], index: number): boolean {
    const row = rows[index]
    const to = (next: number) => {
      const found = rows[Math.max(0, Math.min(rows.length - 1, next))]
      if (found) this.focusRow(found.id)
      return true
    }
    if (this.handleRowKey(row, event)) return true
    switch (event.key) {
      case "ArrowDown":
        return to(index + 1)
      case "ArrowUp":
        return to(index - 1)
      case "Home":
        return to(0)
      case "End":
        return to(rows.length - 1)
      case "ArrowRight":
        if (row.open === false) this.handleToggle(row)
        else if (row.open) to(index + 1)
        return true
      case "ArrowLeft":
        if (row.open) this.handleToggle(row)
        else to(findParent(rows, index))
        return true
      case "Enter":
      case " ":
        this.handleActivate(row)
        return true
      default:
        return event.key.length === 1 && this.#type(event.key, rows, index)
    }
  }

  #type(key: string, rows: readonly R[], index: number): boolean {
    const now = performance.now()
    this.#typed = now - this.#typedAt > 600 ? key : this.#typed + key
    this.#typedAt = now
    const wanted = this.#typed.toLowerCase()
    const from = this.#typed.length > 1 ? index : index + 1
    const order = [...rows.slice(from), ...rows.slice(0, from)]
    const found = order.find(row => row.name.toLowerCase().startsWith(wanted))
    if (found) this.focusRow(found.id)
    return found !== undefined
  }
}

/** A second click on one spot, where another row may have come meanwhile. */
export function isRepeated(event: MouseEvent): boolean {
  return event.detail > 1
}

/** The click was for a button or a field inside the row. */
function isControl(event: Event): boolean {
  return event.composedPath().some(target => target instanceof HTMLElement && target.matches("button, input, form"))
}

function findParent(rows: readonly TreeRow[], index: number): number {
  for (let at = index - 1; at >= 0; at--) if (rows[at].level < rows[index].level) return at
  return index
}
