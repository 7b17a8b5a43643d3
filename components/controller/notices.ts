/** Short sentences that float above the status bar, each with at most one thing to do. */
import {Observable} from "./observable.ts"

export interface Notice {
  readonly id: number
  readonly text: string
  readonly kind: "info" | "error"
  /** The button's word, "Undo" for example. */
  readonly choice?: string
}

const shownMs = 8000

export class NoticeList extends Observable {
  #notices: readonly Notice[] = []
  readonly #work = new Map<number, () => void>()
  #nextId = 1

  get all(): readonly Notice[] {
    return this.#notices
  }

  /** Shows a notice; it leaves by itself after eight seconds unless it is an error. */
  show(text: string, kind: Notice["kind"] = "info", choice?: string, work?: () => void): void {
    if (this.#notices.some(notice => notice.text === text)) return
    const id = this.#nextId++
    this.#notices = [...this.#notices, {id, text, kind, ...(choice ? {choice} : {})}].slice(-3)
    if (work) this.#work.set(id, work)
    if (kind === "info") setTimeout(() => this.dismiss(id), shownMs)
    this.changed()
  }

  choose(id: number): void {
    const work = this.#work.get(id)
    this.dismiss(id)
    work?.()
  }

  dismiss(id: number): void {
    this.#work.delete(id)
    this.#notices = this.#notices.filter(notice => notice.id !== id)
    this.changed()
  }
}
