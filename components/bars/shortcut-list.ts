/** The list of shortcuts: what the keys do, by where one is. Loaded when it is first asked for. */
import {css, html, LitElement, type TemplateResult} from "lit"
import {keyWords} from "../kit/emit.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"
import {type CommandId, commands} from "./commands.ts"

type Row = readonly [keys: readonly string[], words: string]

const anywhere: readonly CommandId[] = [
  "debug",
  "run",
  "step-over",
  "step-into",
  "step-out",
  "pause",
  "restart",
  "stop",
  "save",
  "go-to-line",
  "show-shortcuts",
]

/** Keys of one part each, which it handles itself. */
const places: readonly {readonly heading: string; readonly rows: readonly Row[]}[] = [
  {
    heading: "In the code",
    rows: [
      [["F9"], "Set or remove a breakpoint"],
      [["Alt+F9"], "The same at the caret, where a line has several places"],
      [["Shift+F9"], "Edit the breakpoint: condition, hit count, log message"],
      [["Ctrl+F"], "Find and replace"],
      [["Ctrl+Space"], "Complete"],
      [["Tab"], "Take the completion, else indent"],
      [["Ctrl+/"], "Comment or uncomment"],
      [["Shift+F10"], "Menu"],
      [["Escape", "Tab"], "Leave the editor"],
    ],
  },
  {
    heading: "Between the parts",
    rows: [
      [["F6"], "Next part, unless the program runs"],
      [["Shift+F6"], "Part before"],
    ],
  },
  {
    heading: "In lists and trees",
    rows: [
      [["↑", "↓"], "Move"],
      [["→", "←"], "Open, close"],
      [["Enter"], "Show, or change a value"],
      [["F2"], "Rename, or change a value"],
      [["Delete"], "Delete or remove"],
      [["Shift+F10"], "Menu"],
    ],
  },
  {
    heading: "In the console",
    rows: [
      [["Enter"], "Run; go on in the next line where it is not whole"],
      [["Shift+Enter"], "Next line"],
      [["Ctrl+Enter"], "Run as it is"],
      [["↑", "↓"], "Earlier and later entries"],
    ],
  },
]

export class ShortcutList extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(720px, calc(100vw - 24px));
        max-height: calc(100vh - 48px);
        padding: 0;
        color: var(--ms-text);
        background: var(--ms-raised);
        border: 1px solid var(--ms-border);
        border-radius: 8px;
        box-shadow: var(--ms-shadow);
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 25%);
      }

      .head {
        position: sticky;
        top: 0;
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 4px 4px 4px 16px;
        background: var(--ms-raised);
        border-bottom: 1px solid var(--ms-border);
      }

      h2,
      h3 {
        margin: 0;
        font-size: var(--ms-size);
        font-weight: 600;
      }

      .groups {
        columns: 2 280px;
        column-gap: 32px;
        padding: 12px 16px 16px;
      }

      section {
        break-inside: avoid;
        padding-bottom: 12px;
      }

      h3 {
        padding-bottom: 4px;
        color: var(--ms-muted);
        font-size: var(--ms-small);
      }

      dl {
        margin: 0;
      }

      .row {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 16px;
        min-height: 24px;
      }

      dt {
        order: 2;
        flex: none;
      }

      dd {
        margin: 0;
        min-width: 0;
      }

      kbd {
        padding: 1px 6px;
        border: 1px solid var(--ms-border);
        border-radius: var(--ms-radius);
        background: var(--ms-panel);
        font: var(--ms-small) / 18px var(--ms-font);
      }

      @media (pointer: coarse) {
        .icon-button {
          width: 44px;
          height: 44px;
        }
      }
    `,
  ]

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog") as HTMLDialogElement
  }

  /** Shows it over everything; what has the focus gets it back. */
  static open(root: ShadowRoot): void {
    if (root.querySelector("ms-shortcut-list")) return
    root.append(document.createElement("ms-shortcut-list"))
  }

  override firstUpdated(): void {
    this.#dialog.showModal()
  }

  #handleClick(event: MouseEvent): void {
    // beside it
    if (event.target === this.#dialog) this.#dialog.close()
  }

  #group(heading: string, rows: readonly Row[]): TemplateResult {
    return html`<section>
      <h3>${heading}</h3>
      <dl>${rows.map(
        ([keys, words]) => html`<div class="row">
          <dt>${keys.map((key, index) => html`${index > 0 ? " " : ""}<kbd>${keyWords(key)}</kbd>`)}</dt>
          <dd>${words}</dd>
        </div>`,
      )}</dl>
    </section>`
  }

  override render(): TemplateResult {
    const rows = anywhere.map((id): Row => [commands[id].keys, commands[id].title.replace("…", "")])
    return html`<dialog aria-label="Keyboard shortcuts" @close=${() => this.remove()} @click=${this.#handleClick}>
      <div class="head">
        <h2>Keyboard shortcuts</h2>
        <button class="icon-button" title="Close (Escape)" aria-label="Close" @click=${() => this.#dialog.close()}>${icon("close")}</button>
      </div>
      <div class="groups">
        ${this.#group("Anywhere", rows)}
        ${places.map(({heading, rows}) => this.#group(heading, rows))}
      </div>
    </dialog>`
  }
}

customElements.define("ms-shortcut-list", ShortcutList)
