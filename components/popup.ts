/** What menus and lists that float have in common: a press outside closes them, and keys walk their rows. */
import type {LitElement, ReactiveController} from "lit"

/** Calls back for each press outside of an element, while that is in the page. */
export class OutsidePress implements ReactiveController {
  readonly #element: LitElement
  readonly #handle: () => void

  constructor(element: LitElement, handle: () => void) {
    this.#element = element
    this.#handle = handle
    element.addController(this)
  }

  readonly #pressed = (event: Event) => {
    if (!event.composedPath().includes(this.#element)) this.#handle()
  }
  hostConnected(): void {
    document.addEventListener("pointerdown", this.#pressed, true)
  }
  hostDisconnected(): void {
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
