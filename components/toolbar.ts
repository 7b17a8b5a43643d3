import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {Action, Theme} from "./controller/actions.ts"
import type {Possible} from "./controller/run-state.ts"
import {emit, keyWords} from "./emit.ts"
import {type IconName, icon} from "./icons.ts"
import "./file-menu.ts"
import {moon} from "./moon.ts"
import {base} from "./theme.ts"

interface Tool {
  readonly name: string
  readonly icon: IconName
  readonly keys: string
  readonly possible: boolean
  readonly action: Action
  readonly colour?: string
}

const nextTheme: Record<Theme, Theme> = {auto: "light", light: "dark", dark: "auto"}
const themeWords: Record<Theme, string> = {auto: "as the system", light: "light", dark: "dark"}

/** Brand, program, the debugger's buttons, theme. One tab stop for the buttons; arrows move among them. */
export class Toolbar extends LitElement {
  static override properties = {
    possible: {attribute: false},
    paused: {type: Boolean},
    paths: {attribute: false},
    program: {},
    theme: {},
    narrow: {type: Boolean},
  }
  declare possible: Possible
  declare paused: boolean
  declare paths: readonly string[]
  declare program: string | undefined
  declare theme: Theme
  declare narrow: boolean
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

      .theme {
        justify-self: end;
      }

      :host([narrow]) {
        height: 52px;
        padding: 0 4px 0 12px;
      }

      :host([narrow]) .theme {
        width: 44px;
        height: 44px;
      }
    `,
  ]

  constructor() {
    super()
    this.paths = []
    this.theme = "auto"
    this.paused = false
    this.narrow = false
  }

  #tools(): Tool[] {
    const {possible} = this
    const step = (step: "next" | "stepIn" | "stepOut"): Action => ({type: "step", step})
    return [
      {name: "Pause", icon: "debug-pause", keys: "F6", possible: possible.pause, action: {type: "pause"}},
      {
        name: "Step over",
        icon: "debug-step-over",
        keys: "F10",
        possible: possible.step || possible.debug,
        action: step("next"),
      },
      {
        name: "Step into",
        icon: "debug-step-into",
        keys: "F11",
        possible: possible.step || possible.debug,
        action: step("stepIn"),
      },
      {name: "Step out", icon: "debug-step-out", keys: "Shift+F11", possible: possible.step, action: step("stepOut")},
      {
        name: "Restart",
        icon: "debug-restart",
        keys: "Ctrl+Shift+F5",
        possible: possible.restart,
        action: {type: "restart"},
      },
      {name: "Stop", icon: "debug-stop", keys: "Shift+F5", possible: possible.stop, action: {type: "stop"}},
    ]
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

  #button(tool: Tool, index: number): TemplateResult {
    const title = `${tool.name} (${keyWords(tool.keys)})`
    return html`<button class="icon-button tool" title=${title} aria-label=${tool.name} aria-keyshortcuts=${tool.keys.replace("Ctrl", "Control")}
      aria-disabled=${!tool.possible} tabindex=${this.#stop === index ? 0 : -1}
      @focus=${() => this.#noteStop(index)}
      @click=${() => this.#press(tool.possible, tool.action)}>${icon(tool.icon)}</button>`
  }

  #noteStop(index: number): void {
    this.#stop = index
  }

  #mainButtons(): TemplateResult {
    const {possible, paused} = this
    const can = paused ? possible.continue : possible.debug
    const [name, glyph]: [string, IconName] = paused ? ["Continue", "debug-continue"] : ["Debug", "debug-start"]
    return html`
      <button class="button primary main" title="${name} (F5)" aria-keyshortcuts="F5" aria-disabled=${!can}
        tabindex=${this.#stop === 0 ? 0 : -1} @focus=${() => this.#noteStop(0)}
        @click=${() => this.#press(can, {type: "debug"})}>${icon(glyph)}${name}</button>
      <button class="button main" title="Run without stopping at breakpoints (${keyWords("Ctrl+F5")})" aria-keyshortcuts="Control+F5"
        aria-disabled=${!possible.run} tabindex=${this.#stop === 1 ? 0 : -1} @focus=${() => this.#noteStop(1)}
        @click=${() => this.#press(possible.run, {type: "run"})}>${icon("play")}Run</button>`
  }

  override render(): TemplateResult {
    const themeTitle = `Theme: ${themeWords[this.theme]}. Switch to ${themeWords[nextTheme[this.theme]]}`
    return html`
      <div class="start">
      <h1 class="brand">${moon}<span class=${this.narrow ? "quiet" : ""}>Moonstep</span></h1>
      ${this.narrow ? nothing : html`<span class="divider"></span>`}
      <ms-file-menu .paths=${this.paths} .program=${this.program} ?narrow=${this.narrow}></ms-file-menu>
      </div>
      ${
        this.narrow
          ? html`<span></span>`
          : html`<div role="toolbar" aria-label="Debugger" @keydown=${this.#handleKey}>
              ${this.#mainButtons()}
              <span class="divider"></span>
              ${this.#tools().map((tool, index) => this.#button(tool, index + 2))}
            </div>`
      }
      <button class="icon-button theme" title=${themeTitle} aria-label=${themeTitle}
        @click=${() => emit(this, {type: "theme", theme: nextTheme[this.theme]})}>${icon("color-mode")}</button>
    `
  }
}

customElements.define("ms-toolbar", Toolbar)
