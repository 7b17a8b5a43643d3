import {css, html, nothing, type TemplateResult} from "lit"
import {isProgram} from "../../src/workbench/files/workspace.ts"
import {actionOf, type Command, commands} from "../commands/index.ts"
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

  #item(command: Command): TemplateResult {
    const run = () => {
      this.close()
      emit(this, actionOf(command))
    }
    return html`${command.begins ? html`<hr />` : nothing}
      <button role="menuitem" tabindex="-1" @click=${run}><span class="mark">${command.icon ? icon(command.icon) : nothing}</span>${command.title}</button>`
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
    const [first, ...more] = commands.all.filter(({at, isThere}) => at === "files" && (isThere?.(this) ?? true))
    // what is about all files stands above the programs
    const [above, below] = first?.begins ? [[], [first, ...more]] : [first ? [first] : [], more]
    return html`
      ${above.map(command => html`${this.#item(command)}<hr />`)}
      ${programs.length > 0 ? html`<div class="heading" role="presentation">Start file</div>` : nothing}
      ${programs.map(
        path => html`<button role="menuitemradio" aria-checked=${path === this.program} tabindex="-1" @click=${() => this.#choose(path)}>
          <span class="mark">${path === this.program ? icon("check") : nothing}</span><span class="words">${path}</span>
        </button>`,
      )}
      ${programs.length > 0 ? html`<hr />` : nothing}
      ${below.map((command, index) => this.#item(index === 0 ? {...command, begins: false} : command))}`
  }
}

customElements.define("ms-file-menu", FileMenu)
