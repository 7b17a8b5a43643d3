import {css, html, nothing, type TemplateResult} from "lit"
import {isProgram} from "../../src/workbench/files/workspace.ts"
import {emit} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {MenuElement} from "../kit/menu-element.ts"

/** The program that Debug starts, and the menu that chooses another, brings files in, or finds programs of other tabs. */
export class FileMenu extends MenuElement {
  static override properties = {
    ...MenuElement.properties,
    paths: {attribute: false},
    program: {},
    attachable: {type: Boolean},
    folded: {type: Boolean},
  }
  declare paths: readonly string[]
  declare program: string | undefined
  /** Programs of other tabs can be attached to. */
  declare attachable: boolean
  /** Files and examples have no pane of their own. */
  declare folded: boolean
  protected readonly label = "Program and files"

  static override styles = [
    ...MenuElement.styles,
    css`
      .opener {
        display: flex;
        align-items: center;
        gap: 4px;
        height: 28px;
        padding: 0 4px 0 8px;
        max-width: min(240px, 100%);
      }

      .opener:hover {
        background: var(--ms-hover);
      }

      .opener span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .opener .icon {
        color: var(--ms-muted);
      }
    `,
  ]

  constructor() {
    super()
    this.paths = []
    this.attachable = false
    this.folded = false
  }

  #choose(path: string): void {
    this.close()
    emit(this, {type: "choose-program", path})
  }

  #ask(what: "show-files" | "new-file" | "upload-files" | "download-file"): void {
    this.close()
    this.dispatchEvent(new CustomEvent(`ms-${what}`, {bubbles: true, composed: true}))
  }

  #find(): void {
    this.close()
    emit(this, {type: "find-programs"})
  }

  protected opener() {
    return {
      className: "",
      title:
        this.program === undefined
          ? "There is nothing to start yet"
          : `Start file: Debug and Run start ${this.program}`,
      content: html`${this.program === undefined ? nothing : icon("play")}<span>${this.program ?? "No program"}</span>${icon("chevron-down")}`,
    }
  }

  protected items(): TemplateResult {
    const programs = this.paths.filter(path => isProgram(path) || path === this.program)
    return html`
      ${
        this.folded
          ? html`<button role="menuitem" tabindex="-1" @click=${() => this.#ask("show-files")}><span class="mark">${icon("folder")}</span>Files and examples…</button><hr />`
          : nothing
      }
      ${programs.length > 0 ? html`<div class="heading" role="presentation">Start file</div>` : nothing}
      ${programs.map(
        path => html`<button role="menuitemradio" aria-checked=${path === this.program} tabindex="-1" @click=${() => this.#choose(path)}>
          <span class="mark">${path === this.program ? icon("check") : nothing}</span><span class="words">${path}</span>
        </button>`,
      )}
      ${programs.length > 0 ? html`<hr />` : nothing}
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("new-file")}><span class="mark">${icon("new-file")}</span>New file</button>
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("upload-files")}><span class="mark">${icon("cloud-upload")}</span>Upload files</button>
      <button role="menuitem" tabindex="-1" @click=${() => this.#ask("download-file")}><span class="mark">${icon("cloud-download")}</span>Download this file</button>
      ${
        this.attachable
          ? html`<hr />
            <button role="menuitem" tabindex="-1" @click=${() => this.#find()}><span class="mark">${icon("plug")}</span>Attach to a program in another tab…</button>`
          : nothing
      }`
  }
}

customElements.define("ms-file-menu", FileMenu)
