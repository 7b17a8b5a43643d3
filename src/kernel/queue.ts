/** Programs take turns: one runs, the others wait in the order they came. */
export interface Job {
  /** Who waits: told its place in line. */
  readonly clientId: string
  /** The debug session that it runs for. */
  readonly session?: string
  /** A promise where the program's stack can suspend. */
  run(): void | Promise<void>
  /** Taken out of the line before it ran. */
  cancel(reason: Error): void
}

export class JobQueue {
  private readonly waiting: Job[] = []
  private working = false
  private active = false
  private readonly onIdle: () => void

  /** @param onIdle called when the last one has ended */
  constructor(onIdle: () => void) {
    this.onIdle = onIdle
  }

  get busy(): boolean {
    return this.active
  }
  /** How many run or wait before one that came now. */
  get length(): number {
    return this.waiting.length + (this.active ? 1 : 0)
  }

  add(job: Job): void {
    this.waiting.push(job)
    if (!this.working) void this.work()
  }

  private async work(): Promise<void> {
    this.working = true
    // the request that brought the job is dealt with first: else the reply to it would come behind the next job, as
    // it is sent by a promise that nobody has been able to wait for yet
    await Promise.resolve()
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      this.active = true
      // awaited also where it has ended already: its reply goes out before the next one runs
      await job.run()
    }
    this.active = false
    this.working = false
    this.onIdle()
  }

  /** Takes jobs out of the line, by default all. */
  cancel(reason: Error, which: (job: Job) => boolean = () => true): void {
    for (let i = this.waiting.length - 1; i >= 0; i--)
      if (which(this.waiting[i])) this.waiting.splice(i, 1)[0].cancel(reason)
  }
}
