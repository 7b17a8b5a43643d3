/** Where a long press opens no menu by itself (iOS), it asks for one as a right-click does. */
import type {LitElement, ReactiveController} from "lit"

/** Longer than the systems that ask themselves take. */
const longPressMs = 650
/** A finger never lies quite still. */
const stillPixels = 10

export class LongPress implements ReactiveController {
  readonly #host: LitElement
  #timer: ReturnType<typeof setTimeout> | undefined
  #at = {x: 0, y: 0}

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.addEventListener("pointerdown", this.#begin, true)
    this.#host.addEventListener("pointermove", this.#move, true)
    for (const type of ends) this.#host.addEventListener(type, this.#end, true)
  }
  hostDisconnected(): void {
    this.#host.removeEventListener("pointerdown", this.#begin, true)
    this.#host.removeEventListener("pointermove", this.#move, true)
    for (const type of ends) this.#host.removeEventListener(type, this.#end, true)
    this.#end()
  }

  readonly #begin = (event: PointerEvent) => {
    this.#end()
    const target = event.composedPath()[0]
    if (event.pointerType !== "touch" || !(target instanceof Element)) return
    const {clientX, clientY} = event
    this.#at = {x: clientX, y: clientY}
    const init = {bubbles: true, composed: true, cancelable: true, clientX, clientY, pointerType: "touch"}
    this.#timer = setTimeout(() => {
      const isTaken = !target.dispatchEvent(new PointerEvent("contextmenu", init))
      // the finger's end is no click on the row
      if (isTaken) this.#host.addEventListener("touchend", end => end.preventDefault(), {once: true, capture: true})
    }, longPressMs)
  }

  readonly #move = ({clientX, clientY}: PointerEvent) => {
    if (Math.hypot(clientX - this.#at.x, clientY - this.#at.y) > stillPixels) this.#end()
  }

  readonly #end = () => clearTimeout(this.#timer)
}

const ends = ["pointerup", "pointercancel", "contextmenu"] as const
