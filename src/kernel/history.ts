/** What was executed, in this life of the kernel and in those before it. Held in memory, and written behind. */
import type {HistoryEntry, HistoryStore} from "../base/history-store.ts"
import type {HistoryReply, HistoryRequest} from "../protocol/lrp.ts"
import {matchesGlob, parseGlob} from "./glob.ts"

const defaultCount = 1000
/** A result's text is cut to this length. */
const longestOutput = 10_000

/** From a start or restart to the next; its number is known once the store has given it. */
interface Life {
  session: number | undefined
  readonly entries: Omit<HistoryEntry, "session">[]
}
type Found = HistoryReply["history"][number]

export class History {
  private readonly store: HistoryStore
  private before: readonly HistoryEntry[] = []
  private readonly lives: Life[] = []
  private loading: Promise<unknown>
  private writing: Promise<void> | undefined
  private readonly unwritten = new Set<Life>()

  constructor(store: HistoryStore) {
    this.store = store
    this.loading = store.load().then(entries => {
      this.before = entries
    })
    this.begin()
  }

  /** A new life, with a number of its own. */
  begin(): void {
    const life: Life = {session: undefined, entries: []}
    this.lives.push(life)
    const numbered = this.loading.then(() => this.store.nextSession())
    this.loading = numbered.then(session => {
      life.session = session
      if (life.entries.length) this.write(life)
    })
  }

  add(line: number, input: string, output: string | undefined): void {
    const life = this.lives.at(-1)
    if (!life) return
    life.entries.push({line, input, output: output?.slice(0, longestOutput) ?? null})
    if (life.session !== undefined) this.write(life)
  }
  /** One write at a time; what comes meanwhile goes with the next. */
  private write(life: Life): void {
    this.unwritten.add(life)
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined
    })
  }
  private async writeAll(): Promise<void> {
    for (const life of this.unwritten) {
      this.unwritten.delete(life)
      if (life.session !== undefined) await this.store.keep(life.session, numbered(life))
    }
  }

  /** Once the store has answered; at once where it has. */
  find(request: HistoryRequest): Found[] | Promise<Found[]> {
    const current = this.lives.at(-1)?.session
    if (current === undefined) return this.loading.then(() => this.find(request))
    return this.select(request, current).map(({session, line, input, output}) => [
      session,
      line,
      request.output ? [input, output] : input,
    ])
  }
  private get all(): HistoryEntry[] {
    return [...this.before, ...this.lives.flatMap(numbered)]
  }
  private select(
    {
      hist_access_type: how,
      n = defaultCount,
      session = 0,
      start = 1,
      stop,
      pattern = "*",
      unique = false,
    }: HistoryRequest,
    current: number,
  ): HistoryEntry[] {
    const last = (entries: HistoryEntry[]) => (n === 0 ? [] : entries.slice(-n))
    if (how === "tail") return last(this.all)
    if (how === "range") {
      const wanted = session > 0 ? session : this.sessionBefore(-session, current)
      return this.all.filter(
        one => one.session === wanted && one.line >= start && (stop === undefined || one.line < stop),
      )
    }
    const glob = parseGlob(pattern)
    const found = this.all.filter(one => matchesGlob(glob, one.input))
    if (!unique) return last(found)
    const newest = new Map(found.map(one => [one.input, one]))
    return last(found.filter(one => newest.get(one.input) === one))
  }
  /** The number of the session so many before the current one, of those that have entries. */
  private sessionBefore(back: number, current: number): number | undefined {
    const numbers = [...new Set([...this.all.map(one => one.session), current])].filter(one => one <= current)
    return numbers.sort((a, b) => b - a)[back]
  }
}

function numbered({session, entries}: Life): HistoryEntry[] {
  return session === undefined ? [] : entries.map(entry => ({session, ...entry}))
}
