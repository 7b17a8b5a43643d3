/** What has the focus, and where it goes when that is gone: never to the body, from where the next Tab begins anew. */
import type {LitElement, ReactiveController} from "lit"

/** What has the focus, through the shadow roots. */
export function focused(): HTMLElement | undefined {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element instanceof HTMLElement && element !== document.body ? element : undefined
}

/** While something inside of an element has the focus and is taken away or hidden, what lies nearest around it gets it. */
export class FocusKeeper implements ReactiveController {
  readonly #host: LitElement
  readonly #resort: () => void
  /** What has had the focus last with all around it, from inside to outside; empty: nothing in the element. */
  #path: readonly Element[] = []

  /** @param resort puts the focus where it may always be: nothing around what is gone can have it */
  constructor(host: LitElement, resort: () => void) {
    this.#host = host
    this.#resort = resort
    host.addController(this)
  }

  hostConnected(): void {
    for (const type of noticed) this.#host.addEventListener(type, this.#note, true)
    this.#host.addEventListener("focusout", this.#lookSoon)
  }
  hostDisconnected(): void {
    for (const type of noticed) this.#host.removeEventListener(type, this.#note, true)
    this.#host.removeEventListener("focusout", this.#lookSoon)
  }
  hostUpdated(): void {
    this.#lookSoon()
  }

  // no event tells of each move: those inside of one shadow root are not heard outside of it
  readonly #note = () => {
    const element = focused()
    const path = element ? ancestors(element) : []
    this.#path = path.includes(this.#host) ? path : []
    this.#lookSoon()
  }

  // two frames: whoever puts the focus somewhere after an update does it before
  readonly #lookSoon = () => {
    if (this.#path.length > 0) requestAnimationFrame(() => requestAnimationFrame(this.#look))
  }

  readonly #look = () => {
    if (this.#path.length === 0 || focused()) return
    const path = this.#path
    this.#path = []
    // a press beside everything takes the focus away, as it is meant to
    if (isThere(path[0])) return
    for (const around of path) {
      if (around.localName === "main" || around === this.#host) break
      const next = isThere(around) ? firstStop(around) : undefined
      if (next) return next.focus()
    }
    this.#resort()
  }
}

const noticed = ["keydown", "click", "focusin"] as const

function ancestors(element: Element): Element[] {
  const parent = element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host
  return parent ? [element, ...ancestors(parent)] : [element]
}

const isThere = (element: Element) => element.isConnected && element.checkVisibility({visibilityProperty: true})

/** Also through shadow roots. */
export const isAround = (outer: Element, inner: Element): boolean => ancestors(inner).includes(outer)

/** What Tab would reach first in it. */
export function firstStop(element: Element): HTMLElement | undefined {
  if (element instanceof HTMLElement && element.tabIndex === 0 && isThere(element)) return element
  for (const child of [...(element.shadowRoot?.children ?? []), ...element.children]) {
    const stop = firstStop(child)
    if (stop) return stop
  }
  return undefined
}
