import {css, html, nothing, type TemplateResult} from "lit"
import type {Theme} from "../../src/workbench/arrangement.ts"
import {emit, keyWords} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {MenuElement} from "../kit/menu-element.ts"
import {commands} from "./commands.ts"

const themes: Readonly<Record<Theme, string>> = {auto: "As the system", light: "Light", dark: "Dark"}

/** The few things that can be set, and the list of shortcuts. */
export class SettingsMenu extends MenuElement {
  static override properties = {
    ...MenuElement.properties,
    theme: {},
    wraps: {type: Boolean},
    announces: {type: Boolean},
    keepsState: {type: Boolean},
  }
  declare theme: Theme
  /** Long lines of code are wrapped. */
  declare wraps: boolean
  /** What the program writes is read out. */
  declare announces: boolean
  declare keepsState: boolean
  protected readonly label = "Settings"

  static override styles = [
    ...MenuElement.styles,
    css`
      .icon-button {
        width: 32px;
        height: 28px;
      }

      :host([narrow]) .icon-button {
        width: 44px;
      }

      .words {
        flex: 1;
      }

      .keys {
        color: var(--ms-muted);
      }

      [role="menu"] {
        left: auto;
        right: 0;
        width: max-content;
      }
    `,
  ]

  constructor() {
    super()
    this.theme = "auto"
    this.wraps = false
    this.announces = false
    this.keepsState = false
  }

  protected opener() {
    return {
      className: "icon-button",
      title: "Settings",
      content: html`${icon("gear")}<span class="quiet">Settings</span>`,
    }
  }

  #setTheme(theme: Theme): void {
    this.close()
    emit(this, {type: "theme", theme})
  }

  #toggleWrapping(): void {
    this.close()
    emit(this, {type: "wrap", wraps: !this.wraps})
  }

  #toggleAnnouncing(): void {
    this.close()
    emit(this, {type: "announce", announces: !this.announces})
  }

  #toggleKeeping(): void {
    this.close()
    emit(this, {type: "keep-state", keep: !this.keepsState})
  }

  #showShortcuts(): void {
    this.close()
    emit(this, commands["show-shortcuts"].action)
  }

  protected items(): TemplateResult {
    const mark = (shown: boolean) => html`<span class="mark">${shown ? icon("check") : nothing}</span>`
    return html`
      <div class="heading" role="presentation">Colours</div>
      ${(["auto", "light", "dark"] as const).map(
        theme => html`<button role="menuitemradio" aria-checked=${theme === this.theme} tabindex="-1"
          @click=${() => this.#setTheme(theme)}>${mark(theme === this.theme)}${themes[theme]}</button>`,
      )}
      <hr />
      <button role="menuitemcheckbox" aria-checked=${this.wraps} tabindex="-1"
        @click=${() => this.#toggleWrapping()}>${mark(this.wraps)}Wrap long lines of code</button>
      <button role="menuitemcheckbox" aria-checked=${this.announces} tabindex="-1" title="For screen readers: new lines of output, every second or two"
        @click=${() => this.#toggleAnnouncing()}>${mark(this.announces)}Read out new output</button>
      <button role="menuitemcheckbox" aria-checked=${this.keepsState} tabindex="-1"
        title="Globals, functions and coroutines are saved after each run, and are there again after a reload"
        @click=${() => this.#toggleKeeping()}>${mark(this.keepsState)}Keep the program's state over a reload</button>
      <hr />
      <button role="menuitem" tabindex="-1" @click=${() => this.#showShortcuts()}>${mark(false)}<span class="words">${commands["show-shortcuts"].title}</span><span class="keys">${keyWords(commands["show-shortcuts"].keys[0])}</span></button>`
  }
}

customElements.define("ms-settings-menu", SettingsMenu)
