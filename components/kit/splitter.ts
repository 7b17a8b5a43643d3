import {css, html, LitElement, type TemplateResult} from "lit"
import {emit} from "./emit.ts"
import {base} from "./theme.ts"

const keyStep = 16

/**
 * The line between two panes. Dragging or the arrow keys change the size of the pane it belongs to; a double click
 * gives it back its first size. Source: WAI-ARIA Authoring Practices, "Window Splitter".
 */
export class Splitter extends LitElement {
  static override properties = {
    pane: {},
    label: {},
    vertical: {type: Boolean, reflect: true},
    /** -1: the pane lies after the line, so it grows when the line moves back. */
    direction: {type: Number},
    size: {type: Number},
    first: {type: Number},
    smallest: {type: Number},
    largest: {type: Number},
    dragging: {state: true},
  }
  declare pane: string
  declare label: string
  /** The line stands upright and moves sideways. */
  declare vertical: boolean
  declare direction: 1 | -1
  /** Undefined: the pane is as large as what it holds. */
  declare size: number | undefined
  declare first: number | undefined
  declare smallest: number
  declare largest: number
  declare dragging: boolean

  static override styles = [
    base,
    css`
      :host {
        position: relative;
        z-index: 5;
        background: var(--ms-border);
        touch-action: none;
      }

      .line {
        position: absolute;
        inset: -3px 0;
        cursor: row-resize;
        outline: none;
      }

      :host([vertical]) .line {
        inset: 0 -3px;
        cursor: col-resize;
      }

      .line::after {
        content: "";
        position: absolute;
        inset: 2px 0;
        background: var(--ms-accent);
        opacity: 0;
        transition: opacity var(--ms-quick) 60ms;
      }

      :host([vertical]) .line::after {
        inset: 0 2px;
      }

      .line:hover::after,
      .line:focus-visible::after,
      .line.dragging::after {
        opacity: 1;
      }
    `,
  ]

  constructor() {
    super()
    this.vertical = false
    this.direction = 1
    this.smallest = 80
    this.largest = 800
    this.dragging = false
  }

  /** The pane's size as it is: that of the element before the line, or after it. */
  get #current(): number {
    if (this.size !== undefined) return this.size
    const pane = this.direction === 1 ? this.previousElementSibling : this.nextElementSibling
    const {width = 0, height = 0} = pane?.getBoundingClientRect() ?? {}
    return Math.round(this.vertical ? width : height)
  }

  #reset(): void {
    if (this.first === undefined) emit(this, {type: "resize", pane: this.pane, size: undefined})
    else this.#resize(this.first)
  }

  #resize(size: number): void {
    const limited = Math.round(Math.max(this.smallest, Math.min(this.largest, size)))
    if (limited !== this.size) emit(this, {type: "resize", pane: this.pane, size: limited})
  }

  #handleDown(event: PointerEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    const line = event.currentTarget as HTMLElement
    line.setPointerCapture(event.pointerId)
    const start = this.vertical ? event.clientX : event.clientY
    const size = this.#current
    this.dragging = true
    const move = (moved: PointerEvent) => {
      const now = this.vertical ? moved.clientX : moved.clientY
      this.#resize(size + (now - start) * this.direction)
    }
    const end = () => {
      this.dragging = false
      line.removeEventListener("pointermove", move)
    }
    line.addEventListener("pointermove", move)
    line.addEventListener("lostpointercapture", end, {once: true})
  }

  #handleKey(event: KeyboardEvent): void {
    const [less, more] = this.vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"]
    const sign = event.key === more ? 1 : event.key === less ? -1 : 0
    if (sign !== 0) this.#resize(this.#current + sign * keyStep * this.direction)
    else if (event.key === "Home") this.#resize(this.smallest)
    else if (event.key === "End") this.#resize(this.largest)
    else if (event.key === "Enter") this.#reset()
    else return
    event.preventDefault()
  }

  override render(): TemplateResult {
    return html`<div class="line ${this.dragging ? "dragging" : ""}" role="separator" tabindex="0" aria-label=${this.label}
      aria-orientation=${this.vertical ? "vertical" : "horizontal"} aria-valuenow=${this.#current} aria-valuemin=${this.smallest} aria-valuemax=${this.largest}
      @focus=${() => this.requestUpdate()} @pointerdown=${this.#handleDown} @keydown=${this.#handleKey} @dblclick=${() => this.#reset()}></div>`
  }
}

customElements.define("ms-splitter", Splitter)
