/**
 * What a client knows of its kernel's life: the state that was told last, and whether it still answers. "unresponsive" is
 * never told by the kernel: it is found out here, and over with the next message.
 */
import type {KernelState, KernelStatus} from "../../protocol/lrp.ts"

/** A control request that is not answered within this time means: the program can't be reached. */
const unresponsiveMs = 800
/** While a program runs its kernel is asked this often whether it lives. */
const heartbeatMs = 1000

export interface PulseParts {
  /** Sends a heartbeat. Rejects where the kernel has died. */
  ask(): Promise<KernelState>
  /** Whether there is a worker, and this client belongs to it. */
  isAlive(): boolean
  onStatus(status: KernelStatus): void
}

export class Pulse {
  private readonly parts: PulseParts
  private last: KernelState = "idle"
  private isOver = false
  private timer: ReturnType<typeof setInterval> | undefined
  /** A heartbeat that is not answered yet: who can't be reached is not sent one more each second. */
  private asked: Promise<KernelState | undefined> | undefined

  constructor(parts: PulseParts) {
    this.parts = parts
  }

  get state(): KernelState {
    return this.last
  }

  /** What the status says that is on its way. */
  foresee(state: KernelState): void {
    this.last = state
  }
  /** The kernel has told it, or has died or come back. What a dead one had still under way changes nothing. */
  note(status: KernelStatus): void {
    if (this.isOver) return
    const {execution_state: state} = status
    this.last = state
    this.isOver = state === "dead"
    this.stop()
    const rests = state === "starting" || state === "idle" || state === "dead"
    if (!rests) this.timer = setInterval(() => void this.beat(), heartbeatMs)
    this.parts.onStatus(status)
  }
  /** Another worker is there: what is told from now on is its own. */
  beginAgain(): void {
    this.isOver = false
  }
  /** A message has come that tells no state: a program that could not be reached runs on. */
  noteMessage(): void {
    if (this.last === "unresponsive") this.note({execution_state: "busy"})
  }
  /** Listens no more. */
  stop(): void {
    clearInterval(this.timer)
  }

  /** Asks for a sign of life. */
  async beat(): Promise<KernelState> {
    const {parts} = this
    if (!parts.isAlive()) return "dead"
    this.asked ??= parts
      .ask()
      .catch(() => undefined)
      .finally(() => {
        this.asked = undefined
      })
    const state = await inTime(this.asked)
    if (state) return state
    if (!parts.isAlive()) return "dead"
    this.noteSilence()
    return "unresponsive"
  }
  /** Waits for an answer that comes at once from a kernel that can be reached. */
  async expect(answer: Promise<unknown>): Promise<unknown> {
    const timer = setTimeout(() => this.noteSilence(), unresponsiveMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }
  private noteSilence(): void {
    if (this.last === "busy") this.note({execution_state: "unresponsive"})
  }
}

/** Undefined where it does not come in time. */
async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), unresponsiveMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
