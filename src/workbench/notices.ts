/** Short sentences that float above the status bar, with what can be done about them. */
import {Observable} from "./observable.ts"

export interface Notice {
  readonly id: number
  readonly text: string
  /** "asks": stays until it is answered, or moot. */
  readonly kind: "info" | "error" | "asks"
  /** The buttons' words, "Undo" for example. */
  readonly choices: readonly string[]
}

/** Word → what it does. */
type Choices = Readonly<Record<string, () => void>>

/** How long one is there that nobody looks at, in milliseconds: where there is a choice, long enough to reach it by Tab. */
const shownMs = 8000
const choiceMs = 20_000
const mostEarlier = 10

export class NoticeList extends Observable {
  #notices: readonly Notice[] = []
  /** Those that have left by themselves, though there is something to be done about them. */
  #earlier: readonly Notice[] = []
  readonly #choices = new Map<number, Choices>()
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #isHeld = false
  #nextId = 1

  readonly actions = {
    notice: ({id, choice}: {readonly id: number; readonly choice?: string}) =>
      choice ? this.choose(id, choice) : this.dismiss(id),
    /** Somebody looks at them: none goes by itself. */
    "hold-notices": ({held}: {readonly held: boolean}) => this.hold(held),
    /** Shows those again that have left by themselves. */
    "recall-notices": () => this.recall(),
  }

  get all(): readonly Notice[] {
    return this.#notices
  }

  get earlier(): readonly Notice[] {
    return this.#earlier
  }

  /**
   * Shows a notice; unless it is an error it leaves by itself after a while in which nobody looks at it.
   * @returns what takes it away before, where it is moot
   */
  show(text: string, kind: "info" | "error" = "info", choice?: string, work: () => void = () => {}): () => void {
    const there = this.#notices.find(notice => notice.text === text)
    const id = there?.id ?? this.#add(text, kind, choice ? {[choice]: work} : {})
    this.#leaveLater(id)
    return () => this.dismiss(id)
  }

  /** Shows a notice that stays. @returns as `show` */
  ask(text: string, choices: Choices): () => void {
    const id = this.#add(text, "asks", choices)
    return () => this.dismiss(id)
  }

  /** Somebody looks at them, or no more: then each has its whole time again. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return
    this.#isHeld = isHeld
    for (const {id} of this.#notices) this.#leaveLater(id)
  }

  /** Shows the earlier ones again. */
  recall(): void {
    const back = this.#earlier
    this.#earlier = []
    this.#notices = [...this.#notices, ...back]
    for (const {id} of back) this.#leaveLater(id)
    this.changed()
  }

  #leave(notice: Notice): void {
    if (notice.choices.length > 0) this.#earlier = [...this.#earlier, notice].slice(-mostEarlier)
    this.#takeAway(notice.id)
  }

  #leaveLater(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    const notice = this.#notices.find(notice => notice.id === id)
    if (this.#isHeld || notice?.kind !== "info") return
    this.#timers.set(
      id,
      setTimeout(() => this.#leave(notice), notice.choices.length > 0 ? choiceMs : shownMs),
    )
  }

  #add(text: string, kind: Notice["kind"], choices: Choices): number {
    const id = this.#nextId++
    this.#notices = [...this.#notices, {id, text, kind, choices: Object.keys(choices)}]
    this.#choices.set(id, choices)
    this.changed()
    return id
  }

  choose(id: number, choice: string): void {
    const work = this.#choices.get(id)?.[choice]
    this.dismiss(id)
    work?.()
  }

  dismiss(id: number): void {
    this.#choices.delete(id)
    this.#earlier = this.#earlier.filter(notice => notice.id !== id)
    this.#takeAway(id)
  }

  #takeAway(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.#notices = this.#notices.filter(notice => notice.id !== id)
    this.changed()
  }
}
