import {css, html, nothing, type TemplateResult} from "lit"
import type {ValueNode, ValueTree} from "../../src/workbench/stop/value-tree.ts"
import type {MenuItem} from "./context-menu.ts"
import {emit} from "./emit.ts"
import {icon} from "./icons.ts"
import {isRepeated, TreeElement, type TreeRow} from "./tree-element.ts"
import {spokenValue, valueStyles, valueView} from "./value-view.ts"

interface ValueRow extends TreeRow {
  readonly node: ValueNode
  /** A sentence under a branch: "Empty", or why it could not be loaded. */
  readonly note?: string
}

/** Values as a tree: the scopes of a frame, the watches, or one result of the console. */
export class ValueTreeElement extends TreeElement<ValueRow> {
  static override styles = [
    ...TreeElement.styles,
    valueStyles,
    css`
      .name {
        font-family: var(--ms-mono);
        color: var(--ms-muted);
        flex: none;
        max-width: 60%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: pre;
      }

      .scope {
        font-weight: 600;
      }

      .equals {
        color: var(--ms-muted);
        font-family: var(--ms-mono);
        white-space: pre;
        flex: none;
      }

      .value-cell {
        display: flex;
        min-width: 0;
        align-items: baseline;
      }

      .note {
        color: var(--ms-muted);
      }

      .problem {
        color: var(--ms-error);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .field {
        flex: 1;
        min-width: 0;
        padding: 1px 0;
      }

      .field .problem {
        white-space: normal;
        padding: 2px 0 4px;
      }

      .field input[aria-invalid="true"] {
        border-color: var(--ms-error);
      }

      .more {
        color: var(--ms-accent);
      }

      .ruler {
        position: absolute;
        visibility: hidden;
        font-family: var(--ms-mono);
      }
    `,
  ]
  static override properties = {
    ...TreeElement.properties,
    tree: {attribute: false},
    round: {attribute: false},
    label: {},
    removable: {type: Boolean},
    editing: {state: true},
    resting: {type: Boolean},
    columns: {type: Number},
  }
  declare tree: ValueTree
  /** Changes when the tree has changed: the tree itself is the same object. */
  declare round: unknown
  declare label: string
  /** Watches: a row can be removed, and its expression edited. */
  declare removable: boolean
  declare editing: string | undefined
  /** No frame: watches show their names alone. */
  declare resting: boolean
  /** The room of a row in characters. Default: as measured. */
  declare columns: number | undefined
  #measuredColumns = Number.POSITIVE_INFINITY
  readonly #observer = new ResizeObserver(() => this.#measure())
  #unlisten: (() => void) | undefined

  protected get treeLabel(): string {
    return this.label
  }

  override firstUpdated(): void {
    if (this.columns === undefined) this.#observer.observe(this)
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    super.updated(changed)
    if (!changed.has("tree")) return
    this.#unlisten?.()
    this.#unlisten = this.tree?.onChange(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unlisten?.()
    this.#observer.disconnect()
  }

  #measure(): void {
    const ruler = this.renderRoot.querySelector(".ruler") as HTMLElement
    const column = ruler.getBoundingClientRect().width / ruler.textContent.length
    // what is hidden has no width
    if (column === 0) return
    const columns = Math.floor(this.clientWidth / column)
    if (columns === this.#measuredColumns) return
    this.#measuredColumns = columns
    this.requestUpdate()
  }

  /** What a value may take of its row, in characters. */
  #room(node: ValueNode, level: number): number {
    const columns = this.columns ?? this.#measuredColumns
    // the twist and the paddings take about four
    const left = columns - 4 - Math.ceil(((level - 1) * this.indent) / 8)
    const name = Math.min(node.name.length, Math.floor(left * 0.6))
    const mark = node.mark === undefined ? 0 : 4
    return Math.max(10, left - (name > 0 ? name + 3 : 0) - mark)
  }

  protected rows(): readonly ValueRow[] {
    const rows: ValueRow[] = []
    const walk = (nodes: readonly ValueNode[], level: number) => {
      for (const node of nodes) {
        rows.push({...valueRow(node, level), spoken: spokenValue(node, this.#room(node, level))})
        if (!node.open) continue
        const note = node.children?.length === 0 ? (node.error ?? emptyWords(node)) : undefined
        if (note)
          rows.push({
            ...valueRow(node, level + 1),
            id: `${node.id}\u0001note`,
            open: undefined,
            note,
            name: note,
            spoken: note,
          })
        walk(node.children ?? [], level + 1)
      }
    }
    walk(this.tree?.roots ?? [], 1)
    return rows
  }

  protected handleToggle(row: ValueRow): void {
    emit(this, {type: "toggle-value", tree: this.tree, node: row.node})
  }

  protected handleActivate(row: ValueRow): void {
    if (row.note) return
    if (row.open !== undefined || row.node.kind === "more") this.handleToggle(row)
  }

  protected override handleRowKey(row: ValueRow, event: KeyboardEvent): boolean {
    if (row.note) return false
    if ((event.ctrlKey || event.metaKey) && event.key === "c") {
      this.#copy(row.node)
      return true
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const editable = this.#canEdit(row.node)
    if (event.key === "F2" || (event.key === "Enter" && editable && row.open === undefined)) {
      if (editable) this.#edit(row.node)
      return editable
    }
    if (event.key === "Delete" && this.removable && row.level === 1) {
      this.#remove(row.node)
      return true
    }
    return false
  }

  protected override menuOf({node, note, level}: ValueRow): MenuItem[] {
    if (note || node.kind !== "value") return []
    const isWatch = this.removable && level === 1
    const items: MenuItem[] = []
    if (node.error === undefined) items.push({title: "Copy value", keys: "Ctrl+C", run: () => this.#copy(node)})
    const expression = isWatch ? node.name : node.evaluateName
    if (expression !== undefined) {
      items.push({title: "Copy expression", run: () => emit(this, {type: "copy", text: expression})})
      if (!isWatch) items.push({title: "Add to watch", run: () => emit(this, {type: "add-watch", expression})})
    }
    if (isWatch) items.push({title: "Edit expression", keys: "F2", separate: true, run: () => this.#edit(node)})
    else if (this.#canEdit(node))
      items.push({title: "Change value", keys: "F2", separate: true, run: () => this.#edit(node)})
    if (isWatch) items.push({title: "Remove watch", keys: "Delete", run: () => this.#remove(node)})
    return items
  }

  #remove({name: expression}: ValueNode): void {
    emit(this, {type: "remove-watch", expression})
  }

  #copy(node: ValueNode): void {
    emit(this, {type: "copy-value", tree: this.tree, node})
  }

  #canEdit(node: ValueNode): boolean {
    return node.kind === "value" && (node.container > 0 || this.removable)
  }

  #edit(node: ValueNode): void {
    this.editing = node.id
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector("input")
      input?.focus()
      input?.select()
    })
  }

  #commit(node: ValueNode, text: string): void {
    if (node.container === 0) {
      emit(this, {type: "edit-watch", expression: node.name, to: text.trim()})
      this.editing = undefined
      return
    }
    const done = (taken: boolean) => {
      if (taken) this.#endEdit(node)
    }
    emit(this, {type: "edit-value", tree: this.tree, node, value: text, done})
  }

  #endEdit(node: ValueNode): void {
    this.editing = undefined
    this.focusRow(node.id)
  }

  #handleEditKey(event: KeyboardEvent, node: ValueNode): void {
    if (event.key === "Enter") {
      event.stopPropagation()
      this.#commit(node, (event.target as HTMLInputElement).value)
    } else if (event.key === "Escape") {
      event.stopPropagation()
      if (node.error) emit(this, {type: "forget-value-error", tree: this.tree, node})
      this.#endEdit(node)
    }
  }

  #handleBlur(event: FocusEvent, node: ValueNode): void {
    const {value} = event.target as HTMLInputElement
    // Leaving an untouched field ends the edit; a field with something in it waits, nothing is lost.
    const original = node.container === 0 ? node.name : node.value
    if (value === original && !node.error) this.editing = undefined
  }

  protected renderRow(row: ValueRow): TemplateResult {
    const {node} = row
    if (row.note) return html`<span class=${node.error ? "problem" : "note"}>${row.note}</span>`
    if (node.kind === "more") return html`<span class="more">${node.loading ? "Loading" : node.name}</span>`
    if (node.kind === "scope") return html`<span class="scope">${node.name}</span>`
    if (node.kind === "range") return html`<span class="name">${node.name}</span>`
    if (this.editing === node.id) return this.#renderField(node)
    const shown = node.error
      ? html`<span class="problem" title=${node.error}>${node.error}</span>`
      : node.value === "" && this.resting
        ? nothing
        : valueView(node, this.#room(node, row.level))
    return html`
      ${node.name ? html`<span class="name" title=${node.name}>${node.name}</span>` : nothing}
      ${node.name && shown !== nothing ? html`<span class="equals"> = </span>` : nothing}
      <span class="value-cell">${shown}</span>
      ${this.#renderActions(node, row.level)}
    `
  }

  protected override handleDoubleClick({node, note}: ValueRow): void {
    if (!note && this.#canEdit(node)) this.#edit(node)
  }

  #renderActions(node: ValueNode, level: number): TemplateResult {
    const remove =
      this.removable && level === 1
        ? html`<button class="icon-button" tabindex="-1" title="Remove watch (Delete)" aria-label="Remove watch ${node.name}"
            @click=${(event: MouseEvent) => {
              if (!isRepeated(event)) this.#remove(node)
            }}>${icon("close")}</button>`
        : nothing
    const edit =
      this.#canEdit(node) && node.container > 0
        ? html`<button class="icon-button" tabindex="-1" title="Change value (F2)" aria-label="Change ${node.name}"
            @click=${() => this.#edit(node)}>${icon("edit")}</button>`
        : nothing
    return html`<span class="actions">
      ${edit}
      <button class="icon-button" tabindex="-1" title="Copy value (Ctrl+C)" aria-label="Copy value of ${node.name}"
        @click=${() => this.#copy(node)}>${icon("copy")}</button>
      ${remove}
    </span>`
  }

  #renderField(node: ValueNode): TemplateResult {
    const isWatch = node.container === 0
    const text = node.draft ?? (isWatch ? node.name : node.value)
    return html`${isWatch ? nothing : html`<span class="name">${node.name}</span><span class="equals"> = </span>`}
      <span class="field">
        <input type="text" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${text}
          aria-label=${isWatch ? "Expression" : `New value of ${node.name}`}
          aria-invalid=${node.error && !isWatch ? "true" : "false"}
          @keydown=${(event: KeyboardEvent) => this.#handleEditKey(event, node)}
          @blur=${(event: FocusEvent) => this.#handleBlur(event, node)} />
        ${node.error && !isWatch ? html`<div class="problem" role="alert">${node.error}</div>` : nothing}
      </span>`
  }

  override render(): TemplateResult {
    return html`${this.renderTree()}<span class="ruler" aria-hidden="true">0123456789012345678901234567890123456789</span>`
  }
}

function valueRow(node: ValueNode, level: number): ValueRow {
  const expandable = node.kind !== "more" && node.reference > 0
  return {
    id: node.id,
    level,
    name: node.name,
    node,
    ...(expandable ? {open: node.open} : {}),
  }
}

function emptyWords(node: ValueNode): string {
  return node.kind === "scope" ? `No ${node.name.toLowerCase()} here.` : "Empty."
}

customElements.define("ms-value-tree", ValueTreeElement)
