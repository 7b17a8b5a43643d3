import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {BreakpointView} from "../../src/workbench/breakpoints/breakpoint-list.ts"
import {emit} from "../kit/emit.ts"
import {base} from "../kit/theme.ts"
import {conditionProblem, hitCountProblem, logMessageProblem} from "./breakpoint-checks.ts"

interface Field {
  readonly id: "condition" | "hitCondition" | "logMessage"
  readonly label: string
  readonly example: string
  /** Why a value is refused. */
  problem(value: string): string | undefined
}

const fields: readonly Field[] = [
  {id: "condition", label: "Stop when", example: "i == 7", problem: conditionProblem},
  {id: "hitCondition", label: "Hit count", example: "> 10", problem: hitCountProblem},
  {id: "logMessage", label: "Log, don't stop", example: "i is {i}", problem: logMessageProblem},
]

/**
 * The inline editor of one breakpoint: condition, hit count, log message. Enter keeps, unless a field holds what can't be
 * kept, which it says under the field; Escape leaves.
 */
export class BreakpointForm extends LitElement {
  static override properties = {path: {}, line: {type: Number}, breakpoint: {attribute: false}, problems: {state: true}}
  declare path: string
  declare line: number
  declare breakpoint: BreakpointView | undefined
  /** By the field. */
  declare problems: Readonly<Record<string, string>>

  static override styles = [
    base,
    css`
      :host {
        padding: 8px 16px;
        border: solid var(--ms-border);
        border-width: 1px 0;
        background: var(--ms-panel);
        font-family: var(--ms-font);
        white-space: normal;
      }

      form {
        display: grid;
        grid-template-columns: max-content minmax(120px, 480px);
        gap: 4px 12px;
        align-items: center;
      }

      label {
        color: var(--ms-muted);
      }

      .problem {
        grid-column: 2;
        color: var(--ms-error);
        font-size: var(--ms-small);
        overflow-wrap: anywhere;
      }

      .buttons {
        grid-column: 2;
        display: flex;
        gap: 8px;
        padding-top: 4px;
      }

      @container (max-width: 480px) {
        form {
          grid-template-columns: 1fr;
        }

        .buttons,
        .problem {
          grid-column: 1;
        }

        .button,
        input[type="text"] {
          height: 44px;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.problems = {}
  }

  override firstUpdated(): void {
    // The editor lays the widget out first.
    requestAnimationFrame(() => this.#inputs()[0]?.focus())
  }

  #inputs(): HTMLInputElement[] {
    return [...this.renderRoot.querySelectorAll("input")]
  }

  #value(id: Field["id"]): string | undefined {
    return (
      this.#inputs()
        .find(input => input.id === id)
        ?.value.trim() || undefined
    )
  }

  #save(event: Event): void {
    event.preventDefault()
    const refused = fields.flatMap(({id, problem}) => {
      const value = this.#value(id)
      const words = value === undefined ? undefined : problem(value)
      return words === undefined ? [] : [[id, words] as const]
    })
    this.problems = Object.fromEntries(refused)
    if (refused.length > 0) {
      this.#inputs()
        .find(({id}) => id === refused[0][0])
        ?.focus()
      return
    }
    const [condition, hitCondition, logMessage] = fields.map(({id}) => this.#value(id))
    const edit = {condition, hitCondition, logMessage, enabled: true}
    if (this.breakpoint) emit(this, {type: "edit-breakpoint", id: this.breakpoint.id, edit})
    else emit(this, {type: "set-breakpoint", path: this.path, line: this.line, edit})
    this.#close()
  }

  /** What is being mended is no longer refused. */
  #forget(id: Field["id"]): void {
    this.problems = Object.fromEntries(Object.entries(this.problems).filter(([other]) => other !== id))
  }

  #remove(): void {
    if (this.breakpoint) emit(this, {type: "remove-breakpoint", id: this.breakpoint.id})
    this.#close()
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("ms-close"))
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault()
      this.#close()
    }
    event.stopPropagation()
  }

  #field({id, label, example}: Field): TemplateResult {
    const problem = this.problems[id]
    return html`<label for=${id}>${label}</label>
      <input id=${id} type="text" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${this.breakpoint?.[id] ?? ""}
        placeholder=${example} aria-invalid=${problem !== undefined} aria-describedby=${problem === undefined ? nothing : `${id}-problem`}
        @input=${() => this.#forget(id)} />
      ${problem === undefined ? nothing : html`<div class="problem" id="${id}-problem" role="alert">${problem}</div>`}`
  }

  override render(): TemplateResult {
    const {breakpoint} = this
    return html`<form aria-label="Breakpoint on line ${this.line}" @submit=${this.#save} @keydown=${this.#handleKey}>
      ${fields.map(field => this.#field(field))}
      <div class="buttons">
        <button class="button primary" type="submit">Save</button>
        <button class="button" type="button" @click=${this.#close}>Cancel</button>
        ${breakpoint ? html`<button class="button" type="button" @click=${this.#remove}>Remove</button>` : nothing}
      </div>
    </form>`
  }
}

customElements.define("ms-breakpoint-form", BreakpointForm)
