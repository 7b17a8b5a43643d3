/** A last line that is not quite in sight counts as the end, in pixels. */
const nearPx = 20

/**
 * Keeps what scrolls at its end, as long as the person has left it there: whatever comes, and however wide it is. Where
 * the person has scrolled away from it, that place stays.
 */
export class EndKeeper {
  readonly #scroller: HTMLElement
  #isAtEnd = true
  #top = 0
  #isHidden = false
  readonly #observer: ResizeObserver

  /** @param content what grows in it, where that is one element @param onResize the room is another one */
  constructor(scroller: HTMLElement, content?: Element, onResize: () => void = () => {}) {
    this.#scroller = scroller
    this.#observer = new ResizeObserver(() => {
      onResize()
      this.#restore()
    })
    this.#observer.observe(scroller)
    if (content) this.#observer.observe(content)
    // before what draws for the new place, and follows
    scroller.addEventListener("scroll", () => this.#note(), {capture: true})
  }

  disconnect(): void {
    this.#observer.disconnect()
  }

  /** To be called when there is more in it. */
  follow(): void {
    if (!this.#isAtEnd || this.#scroller.clientHeight === 0) return
    this.#scroller.scrollTop = this.#scroller.scrollHeight
    this.#top = this.#scroller.scrollTop
  }

  /** What is not shown has no height, and forgets where it was. */
  #restore(): void {
    const wasHidden = this.#isHidden
    this.#isHidden = this.#scroller.clientHeight === 0
    if (wasHidden && !this.#isHidden && !this.#isAtEnd) this.#scroller.scrollTop = this.#top
    this.follow()
  }

  #note(): void {
    const {scrollTop, scrollHeight, clientHeight} = this.#scroller
    if (clientHeight === 0) return
    if (scrollTop + clientHeight >= scrollHeight - nearPx) this.#isAtEnd = true
    // what comes below has moved nobody away from the end
    else if (scrollTop < this.#top) this.#isAtEnd = false
    this.#top = scrollTop
  }
}
