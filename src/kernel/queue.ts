/** Programs take turns: one runs, the others wait in the order they came, and are told their place in line. */
export interface Job {
  readonly clientId: string
  /** The header's id of the request that it comes from. */
  readonly request: string
  /** The debug session that it runs for. */
  readonly session?: string
  /** A promise where the program's stack can suspend. */
  run(): void | Promise<void>
  /** Taken out of the line before it ran. */
  cancel(reason: Error): void
  /** It waits, and so many are before it: the one that runs, and those in line. */
  place?(place: number): void
}

export class JobQueue {
  private readonly waiting: Job[] = []
  private readonly told = new Map<Job, number>()
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
    this.tellPlaces()
    if (!this.working) void this.work()
  }

  /** It goes on as this when it has ended, before all that wait: to be called while it runs. */
  addNext(job: Job): void {
    this.waiting.unshift(job)
  }

  private tellPlaces(): void {
    for (const [i, job] of this.waiting.entries()) {
      const place = i + (this.active ? 1 : 0)
      if (place === 0 || this.told.get(job) === place) continue
      this.told.set(job, place)
      job.place?.(place)
    }
  }

  private async work(): Promise<void> {
    this.working = true
    // the request that brought the job is dealt with first: else the reply to it would come behind the next job, as
    // it is sent by a promise that nobody has been able to wait for yet
    await Promise.resolve()
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      this.active = true
      this.told.delete(job)
      this.tellPlaces()
      // awaited also where it has ended already: its reply goes out before the next one runs
      await job.run()
    }
    this.active = false
    this.working = false
    this.onIdle()
  }

  /** Takes jobs out of the line, by default all. Answers how many. */
  cancel(reason: Error, which: (job: Job) => boolean = () => true): number {
    const out = this.waiting.filter(which)
    for (const job of out) {
      this.waiting.splice(this.waiting.indexOf(job), 1)
      this.told.delete(job)
    }
    for (const job of out.reverse()) job.cancel(reason)
    this.tellPlaces()
    return out.length
  }
}
