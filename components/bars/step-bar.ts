import {css, html, LitElement, type TemplateResult} from "lit"
import type {Action} from "../../src/workbench/actions.ts"
import type {Possible} from "../../src/workbench/program/run-state.ts"
import {emit} from "../kit/emit.ts"
import {type IconName, icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"
import {type Command, commands} from "./commands.ts"

/** The debugger's buttons on a narrow page: fixed at the bottom, each at least 44 px. */
export class StepBar extends LitElement {
  static override properties = {
    possible: {attribute: false},
    paused: {type: Boolean},
    running: {type: Boolean},
    command: {},
    asking: {type: Boolean},
  }
  declare possible: Possible
  /** As in the toolbar. */
  declare command: string | undefined
  declare asking: boolean
  declare paused: boolean
  declare running: boolean

  static override styles = [
    base,
    css`
      [role="toolbar"] {
        display: flex;
        align-items: stretch;
        gap: 4px;
        padding: 4px 8px calc(4px + env(safe-area-inset-bottom));
        background: var(--ms-panel);
        border-top: 1px solid var(--ms-border);
      }

      button {
        flex: 1;
        min-width: 44px;
        height: 48px;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 2px;
        font-size: var(--ms-label);
        line-height: 14px;
        color: var(--ms-text);
      }

      button:active:not([aria-disabled="true"]) {
        background: var(--ms-hover);
      }

      .main {
        flex: 1.4;
        background: var(--ms-accent);
        color: var(--ms-accent-text);
      }

      .main[aria-disabled="true"] {
        background: var(--ms-hover);
      }
    `,
  ]

  constructor() {
    super()
    this.paused = false
    this.running = false
    this.asking = false
  }

  #button(name: string, glyph: IconName, can: boolean, action: Action, className = ""): TemplateResult {
    return html`<button class=${className} aria-disabled=${!can} @click=${() => {
      if (can) emit(this, action)
    }}>${icon(glyph)}<span>${name}</span></button>`
  }

  #of(command: Command, className = ""): TemplateResult {
    const {title, short, icon: glyph, can, action} = command
    return this.#button(short ?? title, glyph ?? "play", can?.(this.possible) ?? true, action, className)
  }

  #main(): TemplateResult {
    if (this.command)
      return this.#button(this.asking ? "Asking…" : this.command, "plug", !this.asking, {type: "take-over"}, "main")
    if (this.running) return this.#of(commands.pause, "main")
    if (this.paused) return this.#button("Continue", "debug-continue", true, {type: "continue"}, "main")
    return this.#of(commands.debug, "main")
  }

  override render(): TemplateResult {
    return html`<div role="toolbar" aria-label="Debugger">
      ${this.#main()}
      ${this.#of(commands["step-over"])}
      ${this.#of(commands["step-into"])}
      ${this.#of(commands["step-out"])}
      ${this.#of(commands.restart)}
      ${this.#of(this.possible.run && !this.possible.stop ? commands.run : commands.stop)}
    </div>`
  }
}

customElements.define("ms-step-bar", StepBar)
