/** What was executed, in this life of the kernel and in those before it. Held in memory, and kept by a store. */
import {
  type HistoryEntry,
  type HistoryLife,
  type HistoryLine,
  type HistoryStore,
  mostEntries,
} from "../base/history-store.ts"
import type {HistoryReply, HistoryRequest} from "../protocol/lrp.ts"
import {matchesGlob, parseGlob} from "./glob.ts"

const defaultCount = 1000
/** A result's text is cut to this length. */
const longestOutput = 10_000

interface Life {
  readonly kept: HistoryLife
  /** Its number, once it is known. */
  session: number | undefined
  readonly entries: Map<number, HistoryLine>
}
type Found = HistoryReply["history"][number]

export class History {
  private readonly store: HistoryStore
  /** Undefined: not loaded yet. */
  private before: readonly HistoryEntry[] | undefined
  private readonly lives: Life[] = []
  private loading: Promise<unknown>

  constructor(store: HistoryStore) {
    this.store = store
    this.loading = store.load().then(entries => {
      this.before = entries
    })
    this.begin()
  }

  /** A new life, with a number of its own. */
  begin(): void {
    const life: Life = {kept: this.store.open(), session: undefined, entries: new Map()}
    this.lives.push(life)
    const numbered = life.kept.session.then(session => {
      life.session = session
    })
    this.loading = Promise.all([this.loading, numbered])
  }

  /**
   * An execution begins, or has ended with a result: an entry of the same line takes the place of that of before. It is
   * kept from its beginning on, as a program may end with its kernel.
   */
  add(line: number, input: string, output?: string): void {
    const entry = {line, input, output: output?.slice(0, longestOutput) ?? null}
    const life = this.lives.at(-1)
    if (!life) return
    life.entries.set(line, entry)
    const [oldest] = life.entries.keys()
    if (life.entries.size > mostEntries && oldest !== undefined) life.entries.delete(oldest)
    life.kept.keep(entry)
  }

  /** Once the store has answered; at once where it has. */
  find(request: HistoryRequest): Found[] | Promise<Found[]> {
    const current = this.lives.at(-1)?.session
    if (current === undefined || !this.before) return this.loading.then(() => this.find(request))
    return this.select(request, current).map(({session, line, input, output}) => [
      session,
      line,
      request.output ? [input, output] : input,
    ])
  }
  private get all(): HistoryEntry[] {
    return [...(this.before ?? []), ...this.lives.flatMap(entriesOf)]
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

function entriesOf({session, entries}: Life): HistoryEntry[] {
  return session === undefined ? [] : [...entries.values()].map(entry => ({session, ...entry}))
}
