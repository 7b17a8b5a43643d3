/** The journal of a page's drafts in localStorage: the one place that a page can write to while it goes. */
import type {Draft, DraftJournal} from "../../storage/index.ts"

const prefix = "moonstep-drafts:"

/** Who lives holds a Web Lock. */
export class LocalJournal implements DraftJournal {
  readonly #key: string
  #isEmpty = true
  #letGo: (() => void) | undefined

  /** @param life a name that no other tab has */
  constructor(life: string) {
    this.#key = prefix + life
    this.setLiving(true)
  }

  write(drafts: readonly Draft[]): void {
    if (drafts.length === 0 && this.#isEmpty) return
    this.#isEmpty = drafts.length === 0
    try {
      if (this.#isEmpty) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(drafts))
    } catch {
      // storage is refused or full: what the page still does itself is all there is
    }
  }

  async takeOver(take: (drafts: readonly Draft[]) => void): Promise<void> {
    const {locks} = navigator
    await Promise.all(
      this.#others().map(key =>
        locks
          ? locks.request(key, {ifAvailable: true}, lock => {
              if (lock) this.#take(key, take)
              else void locks.request(key, () => this.#take(key, take)).catch(() => undefined)
            })
          : this.#take(key, take),
      ),
    )
  }

  setLiving(living: boolean): void {
    this.#letGo?.()
    this.#letGo = undefined
    if (!living || !navigator.locks) return
    const gone = new Promise<void>(resolve => {
      this.#letGo = resolve
    })
    navigator.locks.request(this.#key, () => gone).catch(() => undefined)
  }

  #others(): string[] {
    try {
      return Object.keys(localStorage).filter(key => key.startsWith(prefix) && key !== this.#key)
    } catch {
      return []
    }
  }

  #take(key: string, take: (drafts: readonly Draft[]) => void): void {
    const text = localStorage.getItem(key)
    if (text === null) return
    const drafts = parseDrafts(text)
    if (drafts.length > 0) take(drafts)
    localStorage.removeItem(key)
  }
}

/** Anything on this site can write there. */
function parseDrafts(text: string): readonly Draft[] {
  try {
    const drafts: unknown = JSON.parse(text)
    return Array.isArray(drafts) ? drafts.filter(isDraft) : []
  } catch {
    return []
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false
  const {path, content, bases} = value as Partial<Record<keyof Draft, unknown>>
  return typeof path === "string" && (content === null || typeof content === "string") && Array.isArray(bases)
}
