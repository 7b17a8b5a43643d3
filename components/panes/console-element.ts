import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import {repeat} from "lit/directives/repeat.js"
import type {PromptCompletions} from "../../src/workbench/console/console-completion.ts"
import type {ConsoleEntry} from "../../src/workbench/console/console-log.ts"
import type {Place} from "../../src/workbench/place.ts"
import type {Failure} from "../../src/workbench/words/failure.ts"
import {placeWords} from "../../src/workbench/words/state-words.ts"
import type {Prompt} from "../editor/prompt.ts"
import {emit} from "../kit/emit.ts"
import {EndKeeper} from "../kit/end-keeper.ts"
import {icon} from "../kit/icons.ts"
import {base} from "../kit/theme.ts"
import {moreOf} from "./output-more.ts"
import {outputStyles} from "./output-styles.ts"
import "../kit/value-tree-element.ts"
import {valueStyles} from "../kit/value-view.ts"

/** The REPL: entries with their answers, and the prompt at the bottom. */
export class ConsoleElement extends LitElement {
  static override properties = {
    entries: {attribute: false},
    history: {attribute: false},
    where: {},
    complete: {attribute: false},
    working: {type: Boolean},
    placeNow: {attribute: false},
  }
  declare entries: readonly ConsoleEntry[]
  declare history: readonly string[]
  /** The frame it works in; undefined: the kernel's globals. */
  declare where: string | undefined
  /** What may stand at the cursor. */
  declare complete: (code: string, cursor: number) => Promise<PromptCompletions>
  /** What was typed is at work in the kernel: Escape ends it. */
  declare working: boolean
  /** Where a place of the text that runs stands in the one that is shown. */
  declare placeNow: (place: Place) => Place
  #prompt: Promise<Prompt> | undefined
  #keeper: EndKeeper | undefined

  static override styles = [
    base,
    valueStyles,
    outputStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
      }

      .scroll {
        flex: 1;
        overflow: auto;
        min-height: 0;
        padding: 4px 0;
      }

      .entry {
        padding: 2px 12px 4px;
      }

      .entry + .entry {
        border-top: 1px solid color-mix(in srgb, var(--ms-border) 55%, transparent);
      }

      .code {
        display: flex;
        gap: 6px;
        font: var(--ms-size) / 20px var(--ms-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      .code .icon {
        margin-top: 2px;
        color: var(--ms-accent);
      }

      .where {
        margin-left: auto;
        padding-left: 16px;
        color: var(--ms-muted);
        font: var(--ms-small) / 20px var(--ms-font);
        white-space: nowrap;
      }

      .output,
      .answer {
        padding-left: 22px;
        font: var(--ms-size) / 20px var(--ms-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      .answer.tree {
        padding-left: 0;
        white-space: normal;
      }

      .failure {
        color: var(--ms-error);
      }

      .note {
        padding-left: 0;
      }

      .note,
      .pending {
        color: var(--ms-muted);
        font-family: var(--ms-font);
      }

      .prompt {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        padding: 4px 12px;
        border-top: 1px solid var(--ms-border);
        flex: none;
        max-height: 50%;
        overflow: auto;
      }

      .prompt:focus-within {
        box-shadow: inset 0 0 0 1px var(--ms-focus);
      }

      .prompt > .icon {
        margin-top: 4px;
        color: var(--ms-accent);
      }

      .host {
        flex: 1;
        min-width: 0;
        /* of its one line, which comes a moment later */
        min-height: 23.5px;
      }

      .frame {
        color: var(--ms-muted);
        font-size: var(--ms-small);
        line-height: 24px;
        white-space: nowrap;
        flex: none;
        max-width: 40%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
    `,
  ]

  constructor() {
    super()
    this.entries = []
    this.history = []
    this.working = false
    this.placeNow = place => place
    this.addEventListener("keydown", this.#handleKey)
    this.complete = async (_, cursor) => ({from: cursor, items: []})
  }

  override firstUpdated(): void {
    // trees and images take their room later
    const [scroll, entries] = [".scroll", ".entries"].map(name => this.renderRoot.querySelector(name) as HTMLElement)
    this.#keeper = new EndKeeper(scroll, entries)
    this.#prompt = this.#makePrompt()
  }
  /** No first stop needs it. */
  async #makePrompt(): Promise<Prompt> {
    const {createPrompt} = await import("../editor/prompt.ts")
    const host = this.renderRoot.querySelector(".host") as HTMLElement
    return createPrompt(host, this.renderRoot as ShadowRoot, {
      run: code => emit(this, {type: "console", code}),
      history: () => this.history,
      complete: (code, cursor) => this.complete(code, cursor),
    })
  }

  override willUpdate(): void {
    if (this.entries.some(({answer}) => answer.kind === "display")) void import("./display-element.ts")
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("entries")) this.#keeper?.follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#keeper?.disconnect()
  }

  focusPrompt(): void {
    void this.#prompt?.then(prompt => prompt.focus())
  }

  #handleKey = (event: KeyboardEvent): void => {
    // a list of completions is closed first
    if (event.key !== "Escape" || event.defaultPrevented || !this.working) return
    event.preventDefault()
    emit(this, {type: "end-evaluation"})
  }

  #failure({message, place: then}: Failure): TemplateResult {
    const place = then && this.placeNow(then)
    // A cell of the console is no file: its name would link to nothing.
    const link =
      place && /\.lua$/.test(place.path)
        ? html` <button class="link" @click=${() => emit(this, {type: "go-to", place})}>${placeWords(place)}</button>`
        : nothing
    return html`<div class="answer failure">${message}${link}</div>`
  }

  #output({output}: ConsoleEntry): TemplateResult | typeof nothing {
    const {lines, dropped} = output
    if (lines.length === 0) return nothing
    return html`<div class="output">${dropped > 0 ? html`<div class="note">${dropped.toLocaleString("en")} earlier lines are gone.</div>` : nothing}${lines.map(
      line => html`<div class=${line.kind}>${line.text || "\u00a0"}${moreOf(this, line)}</div>`,
    )}</div>`
  }

  #answer({answer, id}: ConsoleEntry): TemplateResult | typeof nothing {
    switch (answer.kind) {
      case "none":
        return nothing
      case "pending":
        return html`<div class="answer pending">${answer.words}</div>`
      case "note":
        return html`<div class="answer note">${answer.text}</div>`
      case "text":
        return html`<div class="answer">${answer.text}</div>`
      case "error":
        return this.#failure(answer.failure)
      case "display":
        return html`<div class="answer tree"><ms-display .data=${answer.data}></ms-display></div>`
      case "value":
        return html`<div class="answer tree"><ms-value-tree .tree=${answer.tree} label="Result ${id}"></ms-value-tree></div>`
    }
  }

  override render(): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" role="log" aria-label="Console"><div class="entries">
        ${this.entries.length === 0 ? html`<p class="empty">Evaluate Lua here. When the program is paused, it works in the selected frame.</p>` : nothing}
        ${repeat(
          this.entries,
          ({id}) => id,
          entry => html`<div class="entry">
            ${entry.code === undefined ? nothing : html`<div class="code">${icon("chevron-right")}<span>${entry.code}</span>${entry.where ? html`<span class="where">in ${entry.where}</span>` : nothing}</div>`}
            ${this.#output(entry)}${this.#answer(entry)}
          </div>`,
        )}
      </div></div>
      <div class="prompt">${icon("chevron-right")}<div class="host"></div>${this.where ? html`<span class="frame">in ${this.where}</span>` : nothing}</div>
    `
  }
}

customElements.define("ms-console", ConsoleElement)
