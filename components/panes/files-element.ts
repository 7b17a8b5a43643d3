import {css, html, nothing, type TemplateResult} from "lit"
import {normalPath} from "../../src/base/path.ts"
import type {Action} from "../../src/workbench/actions.ts"
import {nameProblem} from "../../src/workbench/files/workspace.ts"
import type {MenuItem} from "../kit/context-menu.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {isRepeated, TreeElement, type TreeRow} from "../kit/tree-element.ts"
import {programItems} from "./file-items.ts"

interface FileRow extends TreeRow {
  /** A folder's path ends in "/"; a new file's row has none yet. */
  readonly path: string
  readonly isNew?: boolean
}

/** The workspace's files; folders are what the paths say. */
export class FilesElement extends TreeElement<FileRow> {
  static override properties = {
    ...TreeElement.properties,
    paths: {attribute: false},
    active: {},
    program: {},
    arranged: {type: Boolean},
    naming: {state: true},
    problem: {state: true},
    closed: {state: true},
  }
  declare paths: readonly string[]
  declare active: string | undefined
  /** The start file. */
  declare program: string | undefined
  /** Which files there are is not ours to say. */
  declare arranged: boolean
  /** The path that is being renamed; "" for a new file. */
  declare naming: string | undefined
  declare problem: string | undefined
  declare closed: ReadonlySet<string>
  protected readonly treeLabel = "Files"

  static override styles = [
    ...TreeElement.styles,
    css`
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        flex: 1;
      }

      .start {
        color: var(--ms-accent);
      }

      .kind {
        color: var(--ms-muted);
        margin-right: 6px;
      }

      .field {
        flex: 1;
        min-width: 0;
        padding: 1px 0;
      }

      .field .problem {
        color: var(--ms-error);
        padding: 2px 0 4px;
      }
    `,
  ]

  constructor() {
    super()
    this.paths = []
    this.closed = new Set()
    this.arranged = false
  }

  /** Shows a field for the name of a new file. */
  newFile(): void {
    this.#name("")
  }

  #name(path: string): void {
    this.naming = path
    this.problem = undefined
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector("input")
      if (!input) return
      input.focus()
      const stem = input.value.lastIndexOf(".")
      input.setSelectionRange(input.value.lastIndexOf("/") + 1, stem > 0 ? stem : input.value.length)
    })
  }

  protected rows(): readonly FileRow[] {
    const rows: FileRow[] = []
    const folders = new Set<string>()
    for (const path of this.paths) {
      const parts = path.split("/")
      let hidden = false
      for (let level = 1; level < parts.length; level++) {
        const folder = `${parts.slice(0, level).join("/")}/`
        if (!hidden && !folders.has(folder)) {
          folders.add(folder)
          rows.push({id: folder, path: folder, level, open: !this.closed.has(folder), name: parts[level - 1]})
        }
        hidden ||= this.closed.has(folder)
      }
      if (hidden) continue
      const name = parts[parts.length - 1]
      const spoken = path === this.program ? `${name}, start file` : name
      rows.push({id: path, path, level: parts.length, name, spoken, selected: path === this.active})
    }
    if (this.naming === "") rows.push({id: "\u0001new", path: "", level: 1, name: "", isNew: true})
    return rows
  }

  protected handleToggle(row: FileRow): void {
    const closed = new Set(this.closed)
    if (!closed.delete(row.path)) closed.add(row.path)
    this.closed = closed
  }

  protected handleActivate(row: FileRow): void {
    if (row.open !== undefined) this.handleToggle(row)
    else if (!row.isNew) emit(this, {type: "open", path: row.path})
  }

  protected override handleRowKey(row: FileRow, event: KeyboardEvent): boolean {
    if (row.open !== undefined || row.isNew) return false
    if (event.key === "F2") this.#name(row.path)
    else if (event.key === "Delete") emit(this, {type: "delete-file", path: row.path})
    else return false
    return true
  }

  protected override menuOf({path, open: folder, isNew}: FileRow): MenuItem[] {
    if (folder !== undefined || isNew) return []
    const act = (action: Action) => emit(this, action)
    const open: MenuItem = {title: "Open", keys: "Enter", run: () => act({type: "open", path})}
    const download: MenuItem = {title: "Download", separate: true, run: () => act({type: "download", path})}
    if (this.arranged) return [open, download]
    return [
      open,
      ...programItems(path, path === this.program, act),
      {title: "Rename", keys: "F2", separate: true, run: () => this.#name(path)},
      {...download, separate: false},
      {title: "Delete", keys: "Delete", run: () => act({type: "delete-file", path})},
    ]
  }

  #commit(input: HTMLInputElement, from: string): void {
    const path = input.value.trim()
    const given = /\.[^/]+$|\/$/.test(path) || path === "" ? path : `${path}.lua`
    const wanted = normalPath(given)
    if (wanted === from && from !== "") {
      this.naming = undefined
      return
    }
    this.problem = nameProblem(
      given,
      this.paths.filter(path => path !== from),
    )
    if (this.problem) return
    this.naming = undefined
    emit(this, from === "" ? {type: "new-file", path: wanted} : {type: "rename-file", path: from, to: wanted})
    if (from !== "") this.focusRow(wanted)
  }

  #handleNameKey(event: KeyboardEvent, from: string): void {
    if (event.key === "Enter") {
      // The key's own effect would go to the editor, which takes the focus.
      event.preventDefault()
      this.#commit(event.target as HTMLInputElement, from)
    } else if (event.key === "Escape") {
      this.naming = undefined
      if (from) this.focusRow(from)
    } else return
    event.stopPropagation()
  }

  protected renderRow(row: FileRow): TemplateResult {
    if (row.isNew || (this.naming === row.path && row.open === undefined)) {
      return html`<span class="field">
        <input type="text" spellcheck="false" autocapitalize="off" placeholder="name.lua" .value=${row.path}
          aria-label=${row.isNew ? "Name of the new file" : `New name of ${row.path}`} aria-invalid=${this.problem ? "true" : "false"}
          @keydown=${(event: KeyboardEvent) => this.#handleNameKey(event, row.path)}
          @blur=${() => {
            if (!this.problem) this.naming = undefined
          }} />
        ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      </span>`
    }
    if (row.open !== undefined)
      return html`<span class="kind">${icon("folder")}</span><span class="name">${row.name}</span>`
    return html`<span class="kind">${icon("file")}</span><span class="name" title=${row.path}>${row.name}</span>
      ${row.path === this.program ? html`<span class="start" role="img" aria-label="start file" title="The start file">${icon("play")}</span>` : nothing}
      <span class="actions">
        <button class="icon-button" tabindex="-1" title="Rename (F2)" aria-label="Rename ${row.path}" @click=${() => this.#name(row.path)}>${icon("edit")}</button>
        <button class="icon-button" tabindex="-1" title="Download" aria-label="Download ${row.path}"
          @click=${() => emit(this, {type: "download", path: row.path})}>${icon("cloud-download")}</button>
        <button class="icon-button" tabindex="-1" title="Delete (Delete)" aria-label="Delete ${row.path}"
          @click=${(event: MouseEvent) => {
            if (!isRepeated(event)) emit(this, {type: "delete-file", path: row.path})
          }}>${icon("trash")}</button>
      </span>`
  }

  override render(): TemplateResult {
    return this.rows().length === 0
      ? html`<p class="empty">No files. Make one, drop some here, or open an example.</p>`
      : this.renderTree()
  }
}

customElements.define("ms-files", FilesElement)
