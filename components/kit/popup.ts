/** What menus and lists that float have in common: a press outside closes them, and keys walk their rows. */
import type {LitElement, ReactiveController} from "lit"

/** Calls back for each press outside of an element, and of those that came above it, while that is in the page. */
export class OutsidePress implements ReactiveController {
  /** In the page, the latest last. */
  static #layers: readonly OutsidePress[] = []
  readonly #element: LitElement
  readonly #handle: () => void

  constructor(element: LitElement, handle: () => void) {
    this.#element = element
    this.#handle = handle
    element.addController(this)
  }

  readonly #pressed = (event: Event) => {
    const path = event.composedPath()
    const layers = OutsidePress.#layers.slice(OutsidePress.#layers.indexOf(this))
    if (!layers.some(layer => path.includes(layer.#element))) this.#handle()
  }
  hostConnected(): void {
    OutsidePress.#layers = [...OutsidePress.#layers, this]
    document.addEventListener("pointerdown", this.#pressed, true)
  }
  hostDisconnected(): void {
    OutsidePress.#layers = OutsidePress.#layers.filter(layer => layer !== this)
    document.removeEventListener("pointerdown", this.#pressed, true)
  }
}

/** Moves the focus among rows as the key says, round at both ends. False: it is none that moves. */
export function walkRows(rows: readonly HTMLElement[], event: KeyboardEvent): boolean {
  const index = rows.indexOf(event.composedPath()[0] as HTMLElement)
  const targets: Record<string, number> = {ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1}
  if (!(event.key in targets)) return false
  rows[(targets[event.key] + rows.length) % rows.length]?.focus()
  return true
}
