/**
 * What the supervisor worker does: one a page, for all its kernels. It pokes those that run, for each reason as often as is
 * wanted, ten times a second at least (a page's own timers are throttled in hidden tabs), and sees which of them do not
 * answer. While none runs it sleeps on the bell,
 * which every kernel rings when a program begins, and the page when it has posted a message.
 */
import {type PokeReason, pokeReasons} from "../base/poke-reasons.ts"
import {type PokeTarget, poke} from "./poke.ts"

/** While a program runs it is poked this often, so that a line without an end is shown and its time is looked at. */
const tickEveryMs = 100
/** A program that has not looked at its mailbox for so long is out of reach. */
const outOfReachMs = 2000

const rung = 0
const posted = 1

export const createSupervisorBell = (): SharedArrayBuffer => new SharedArrayBuffer(8)

export class SupervisorBell {
  private readonly words: Int32Array
  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer)
  }

  ring(): void {
    Atomics.add(this.words, rung, 1)
    Atomics.notify(this.words, rung)
  }
  /** A message has been posted: nobody may sleep until it has been read. */
  announce(): void {
    Atomics.add(this.words, posted, 1)
    this.ring()
  }

  /** To be given to `sleep`, which does not sleep when it has been rung since. */
  get times(): number {
    return Atomics.load(this.words, rung)
  }
  get messages(): number {
    return Atomics.load(this.words, posted)
  }
  sleep(times: number, timeoutMs: number): void {
    Atomics.wait(this.words, rung, times, timeoutMs)
  }
}

/** One kernel, as the supervisor must know it. */
export interface Supervised {
  readonly id: string
  readonly memory: SharedArrayBuffer
  readonly poke: PokeTarget
  readonly mailbox: SharedArrayBuffer
  /** How long a program may run. */
  readonly executionMs: number
}

export type SupervisorRequest =
  /** The first one: `posted` messages went to the worker before this one. */
  | {readonly kind: "bell"; readonly bell: SharedArrayBuffer; readonly posted: number}
  | {readonly kind: "watch"; readonly kernel: Supervised}
  /** Pokes for a reason, each `everyMs` while a program runs; 0: no more. */
  | {readonly kind: "schedule"; readonly id: string; readonly reason: PokeReason; readonly everyMs: number}
  | {readonly kind: "forget"; readonly id: string}

/** A program has run for longer than it may, and does not look at its mailbox: only its worker's end ends it. */
export interface SupervisorReport {
  readonly overdue: string
}

interface Period {
  readonly everyMs: number
  /** When it is next; a program that begins is looked at at once. */
  dueAt: number
}

interface Watched {
  readonly kernel: Supervised
  readonly memory: Int32Array
  readonly isRunning: () => boolean
  readonly schedule: Map<PokeReason, Period>
  runningSince: number | undefined
  unansweredSince: number | undefined
  reported: boolean
}

export class Supervision {
  private readonly kernels = new Map<string, Watched>()
  private readonly now: () => number
  private readonly report: (report: SupervisorReport) => void

  constructor(now: () => number, report: (report: SupervisorReport) => void) {
    this.now = now
    this.report = report
  }

  /** @param isRunning what the mailbox's reader says */
  watch(kernel: Supervised, isRunning: () => boolean): void {
    this.kernels.set(kernel.id, {
      kernel,
      memory: new Int32Array(kernel.memory),
      isRunning,
      schedule: new Map([["tick", {everyMs: tickEveryMs, dueAt: 0}]]),
      runningSince: undefined,
      unansweredSince: undefined,
      reported: false,
    })
  }
  forget(id: string): void {
    this.kernels.delete(id)
  }
  schedule(id: string, reason: PokeReason, everyMs: number): void {
    const schedule = this.kernels.get(id)?.schedule
    if (everyMs > 0) schedule?.set(reason, {everyMs, dueAt: 0})
    else schedule?.delete(reason)
  }

  /** Pokes those that run and whose time has come. Answers in how many milliseconds the next one's will; ∞: none runs. */
  round(): number {
    const now = this.now()
    let next = Number.POSITIVE_INFINITY
    for (const watched of this.kernels.values()) {
      if (!watched.isRunning()) {
        watched.runningSince = undefined
        watched.unansweredSince = undefined
        for (const period of watched.schedule.values()) period.dueAt = 0
        continue
      }
      let reasons = 0
      for (const [reason, period] of watched.schedule) {
        if (period.dueAt <= now) {
          reasons |= pokeReasons[reason]
          period.dueAt = now + period.everyMs
        }
        next = Math.min(next, period.dueAt - now)
      }
      if (reasons) this.look(watched, reasons, now)
    }
    return next
  }

  private look(watched: Watched, reasons: number, now: number): void {
    const {kernel, memory} = watched
    watched.runningSince ??= now
    // the VM takes the flag off when it sees a poke
    const answered = Atomics.load(memory, kernel.poke.flag >> 2) === 0
    if (answered) watched.unansweredSince = undefined
    else watched.unansweredSince ??= now
    poke(memory, kernel.poke, reasons)
    const silent = watched.unansweredSince === undefined ? 0 : now - watched.unansweredSince
    if (watched.reported || silent < outOfReachMs || now - watched.runningSince < kernel.executionMs) return
    watched.reported = true
    this.report({overdue: kernel.id})
  }
}
