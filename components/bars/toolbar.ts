import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {Action} from "../../src/workbench/actions.ts"
import type {Theme} from "../../src/workbench/arrangement.ts"
import type {Possible} from "../../src/workbench/program/run-state.ts"
import {emit, keyWords} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {ariaKeys, type Command, type CommandId, commands, titleOf} from "./commands.ts"
import "./file-menu.ts"
import {moon} from "../kit/moon.ts"
import type {FileMenu} from "./file-menu.ts"
import "./settings-menu.ts"
import {base} from "../kit/theme.ts"

const tools: readonly CommandId[] = ["pause", "step-over", "step-into", "step-out", "restart", "stop"]

/** Brand, program, the debugger's buttons, settings. One tab stop for the buttons; arrows move among them. */
export class Toolbar extends LitElement {
  static override properties = {
    possible: {attribute: false},
    paused: {type: Boolean},
    paths: {attribute: false},
    program: {},
    theme: {},
    wraps: {type: Boolean},
    announces: {type: Boolean},
    keepsState: {type: Boolean},
    attachable: {type: Boolean},
    visiting: {type: Boolean},
    command: {},
    asking: {type: Boolean},
    narrow: {type: Boolean, reflect: true},
    folded: {type: Boolean},
  }
  declare possible: Possible
  declare paused: boolean
  declare paths: readonly string[]
  declare program: string | undefined
  declare theme: Theme
  declare wraps: boolean
  declare announces: boolean
  declare keepsState: boolean
  /** Programs of other tabs can be attached to. */
  declare attachable: boolean
  /** The program is one of another tab. */
  declare visiting: boolean
  /** What gives the command to who only looks: "Take over", "Take back"; undefined where this tab has it. */
  declare command: string | undefined
  /** That was asked for and is not answered yet. */
  declare asking: boolean
  /** The buttons are in a bar of their own. */
  declare narrow: boolean
  /** Files and examples are behind the program menu. */
  declare folded: boolean
  #stop = 0

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
        align-items: center;
        gap: 8px;
        height: 44px;
        padding: 0 8px 0 12px;
        background: var(--ms-panel);
        border-bottom: 1px solid var(--ms-border);
      }

      .brand {
        display: flex;
        align-items: center;
        gap: 8px;
        font-weight: 600;
        letter-spacing: 0.01em;
        margin: 0;
        font-size: 14px;
      }

      .brand svg {
        color: var(--ms-accent);
      }

      .divider {
        width: 1px;
        height: 20px;
        background: var(--ms-border);
        margin: 0 4px;
        flex: none;
      }

      [role="toolbar"] {
        display: flex;
        align-items: center;
        gap: 4px;
      }

      .main {
        width: 104px;
        padding: 0 8px 0 4px;
      }

      .main + .main {
        width: 72px;
      }

      /* in the place of both, so that nothing moves */
      .main.command {
        width: 180px;
        padding: 0 8px;
      }

      .visit {
        display: flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
        white-space: nowrap;
      }

      .visit .icon {
        color: var(--ms-accent);
      }

      .visit span {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .visit .where {
        flex: none;
        color: var(--ms-muted);
      }

      .detach {
        flex: none;
      }

      :host([narrow]) .detach {
        height: 44px;
      }

      .tool {
        width: 32px;
        height: 28px;
        color: var(--ms-text);
      }

      .tool[aria-disabled="true"] {
        color: var(--ms-dimmed);
      }

      .start {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
      }

      ms-settings-menu {
        justify-self: end;
      }

      /* The buttons stay in the middle as long as the program's name leaves them there. */
      @container (max-width: 1100px) {
        :host {
          grid-template-columns: minmax(0, 1fr) auto auto;
        }

        /* the status bar says it too */
        .visit .where {
          display: none;
        }
      }

      @container (max-width: 860px) {
        .brand span {
          display: none;
        }
      }

      :host([narrow]) {
        grid-template-columns: minmax(0, 1fr) 0 auto;
        height: 52px;
        padding: 0 4px 0 12px;
      }
    `,
  ]

  constructor() {
    super()
    this.paths = []
    this.theme = "auto"
    this.wraps = false
    this.announces = false
    this.keepsState = false
    this.attachable = false
    this.visiting = false
    this.asking = false
    this.paused = false
    this.narrow = false
    this.folded = false
  }

  /** Puts the focus where the program is chosen, or left. */
  focusProgram(): void {
    const menu = this.renderRoot.querySelector<FileMenu>("ms-file-menu")?.renderRoot
    const place = menu?.querySelector<HTMLElement>(".opener") ?? this.renderRoot.querySelector<HTMLElement>(".detach")
    place?.focus()
  }

  #press(possible: boolean, action: Action): void {
    if (possible) emit(this, action)
  }

  #handleKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = {ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99}
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('[role="toolbar"] button')]
    this.#stop = Math.max(0, Math.min(buttons.length - 1, this.#stop + move))
    buttons[this.#stop].focus()
    this.requestUpdate()
  }

  #button(command: Command, index: number): TemplateResult {
    const possible = command.can?.(this.possible) ?? true
    return html`<button class="icon-button tool" title=${titleOf(command, keyWords)} aria-label=${command.title} aria-keyshortcuts=${ariaKeys(command)}
      aria-disabled=${!possible} tabindex=${this.#stop === index ? 0 : -1}
      @focus=${() => this.#noteStop(index)}
      @click=${() => this.#press(possible, command.action)}>${command.icon ? icon(command.icon) : nothing}</button>`
  }

  #noteStop(index: number): void {
    this.#stop = index
  }

  /** The first one stays where it is, and keeps the focus, whatever it does. */
  #mainButtons(): TemplateResult {
    const {possible, paused, command, asking} = this
    const can = command !== undefined ? !asking : paused ? possible.continue : possible.debug
    const action: Action = command === undefined ? {type: "debug"} : {type: "take-over"}
    const title =
      command === undefined
        ? `${paused ? "Continue" : "Debug"} (${keyWords(commands.debug.keys[0])})`
        : asking
          ? "Whoever commands the program has been asked, and has to allow it"
          : "Command this program from here"
    return html`
      <button class="button primary main ${command === undefined ? "" : "command"}" title=${title}
        aria-keyshortcuts=${command === undefined ? ariaKeys(commands.debug) : nothing} aria-disabled=${!can}
        tabindex=${this.#stop === 0 ? 0 : -1} @focus=${() => this.#noteStop(0)}
        @click=${() => this.#press(can, action)}>${this.#mainContent()}</button>
      ${
        command === undefined
          ? html`<button class="button main" title=${titleOf(commands.run, keyWords)} aria-keyshortcuts=${ariaKeys(commands.run)}
              aria-disabled=${!possible.run} tabindex=${this.#stop === 1 ? 0 : -1} @focus=${() => this.#noteStop(1)}
              @click=${() => this.#press(possible.run, {type: "run"})}>${icon("play")}${commands.run.short}</button>`
          : nothing
      }`
  }

  #mainContent(): TemplateResult | string {
    const {paused, command, asking} = this
    if (command !== undefined) return asking ? "Asking…" : command
    return paused ? html`${icon("debug-continue")}Continue` : html`${icon("debug-start")}Debug`
  }

  #visit(): TemplateResult {
    const {program = "Lua"} = this
    return html`<div class="visit">${icon("plug")}<span title=${program}>${program}</span><span class="where">in another tab</span></div>
      <button class="button detach" title="Back to your own program" @click=${() => emit(this, {type: "detach"})}>Detach</button>`
  }

  override render(): TemplateResult {
    const firstTool = this.command === undefined ? 2 : 1
    return html`
      <div class="start">
      <h1 class="brand" aria-label="Moonstep">${moon}<span aria-hidden="true">Moonstep</span></h1>
      ${this.narrow ? nothing : html`<span class="divider"></span>`}
      ${this.visiting ? this.#visit() : html`<ms-file-menu .paths=${this.paths} .program=${this.program} ?attachable=${this.attachable} ?narrow=${this.narrow} ?folded=${this.folded}></ms-file-menu>`}
      </div>
      ${
        this.narrow
          ? html`<span></span>`
          : html`<div role="toolbar" aria-label="Debugger" @keydown=${this.#handleKey}>
              ${this.#mainButtons()}
              <span class="divider"></span>
              ${tools.map((id, index) => this.#button(commands[id], index + firstTool))}
            </div>`
      }
      <ms-settings-menu .theme=${this.theme} .wraps=${this.wraps} .announces=${this.announces} .keepsState=${this.keepsState} ?narrow=${this.narrow}></ms-settings-menu>
    `
  }
}

customElements.define("ms-toolbar", Toolbar)
