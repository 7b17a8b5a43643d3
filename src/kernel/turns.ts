/** Whose turn it is: the program that runs, its time, its end; and the line of those that wait. */
import {Interruption, type RunOutcome, type ScriptEngine, ScriptError} from "../debugger/engine.ts"
import type {PauseGate} from "../debugger/gate.ts"
import type {Header} from "../protocol/envelope.ts"
import {limitExceeded} from "../protocol/errors.ts"
import type {Limits} from "../protocol/limits.ts"
import type {KernelParts} from "./kernel.ts"
import {Stopwatch} from "./limits.ts"
import {type Job, JobQueue} from "./queue.ts"

/** A program that runs, or waits for its turn. */
export interface Turn {
  readonly clientId: string
  readonly session?: string
  /** The request that it comes from. */
  readonly header: Header
}

/** What is to run. */
export interface Program extends Turn {
  /** It does not ask for input: what it reads is at its end. */
  readonly deaf?: boolean
  /** Called when its turn comes. */
  start(): RunOutcome | Promise<RunOutcome>
  /** Called while the state is still busy. */
  done(outcome: RunOutcome): void
  /** It did not run, or its start failed. */
  cancelled(reason: Error): void
}

/** What the kernel does about it. */
export interface TurnListener {
  handleBegin(): void
  handleEnd(): void
  handleIdle(): void
  handlePlace(turn: Turn, place: number): void
  /** The client that commands it. */
  ownerOf(turn: {readonly clientId: string; readonly session?: string}): string
}

/** More than any client has on their way. */
const mostInterruptedEarly = 1000

export class Turns {
  readonly queue: JobQueue
  /** The one that runs. */
  current: Program | undefined
  /** The program is to end, as soon as it can be. */
  interruptWanted = false
  /** How long it has run, without its pauses. */
  readonly ran: Stopwatch
  private readonly limits: Limits
  private readonly gate: PauseGate
  private readonly listener: TurnListener
  /** It has run for too long, and stood there. */
  private overtime: ScriptError | undefined
  /** Executions that were interrupted and have not come yet, the oldest first. */
  private readonly interruptedEarly = new Set<string>()

  constructor({clock, limits, gate}: Pick<KernelParts, "clock" | "limits" | "gate">, listener: TurnListener) {
    this.limits = limits
    this.gate = gate
    this.listener = listener
    this.ran = new Stopwatch(clock)
    this.queue = new JobQueue(() => listener.handleIdle())
  }

  /** The client whose program runs. */
  get ownerId(): string | undefined {
    return this.current && this.listener.ownerOf(this.current)
  }

  /** @throws limit exceeded, when no more programs may wait in line */
  checkLine(): void {
    const {queueLength} = this.limits
    if (this.queue.length >= queueLength) throw limitExceeded("The number of programs in line", `${queueLength}`)
  }

  /** Runs a program when its turn comes. */
  run(program: Program): void {
    this.queue.add(this.jobOf(program))
  }
  /** Runs a program in the place of the one that runs, once that has ended. */
  runNext(program: Program): void {
    this.queue.addNext(this.jobOf(program))
  }
  private jobOf(program: Program): Job {
    const {clientId, session, header} = program
    const end = (tell: (overtime: ScriptError | undefined) => void) => {
      this.listener.handleEnd()
      this.interruptWanted = false
      const {overtime} = this
      this.overtime = undefined
      tell(overtime)
      this.current = undefined
    }
    const finish = (outcome: RunOutcome) =>
      end(overtime =>
        program.done(outcome.kind === "interrupted" && overtime ? {kind: "error", error: overtime} : outcome),
      )
    const failed = (thrown: unknown) =>
      end(() => program.cancelled(thrown instanceof Error ? thrown : new Error(String(thrown))))
    return {
      clientId,
      request: header.id,
      ...(session === undefined ? {} : {session}),
      run: () => {
        this.current = program
        this.interruptWanted = false
        this.ran.reset()
        this.listener.handleBegin()
        try {
          const outcome = program.start()
          return outcome instanceof Promise ? outcome.then(finish).catch(failed) : finish(outcome)
        } catch (thrown) {
          failed(thrown)
        }
      },
      cancel: reason => program.cancelled(reason),
      place: place => this.listener.handlePlace(program, place),
    }
  }

  /**
   * Ends the program that runs, as soon as it can be.
   * @param execution the request that its client wants to end. One that waits in line is taken out of it, and what
   * others run goes on; one that has not come yet (it takes another port) ends when it comes.
   */
  interrupt(clientId: string, execution?: string): void {
    const runs = execution === undefined || execution === this.current?.header.id
    if (!runs && this.queue.cancel(new Interruption(), ({request}) => request === execution) === 0)
      this.expectInterrupted(execution)
    if (this.queue.busy && (runs || this.ownerId === clientId)) this.interruptWanted = true
  }
  private expectInterrupted(execution: string): void {
    const {interruptedEarly: early} = this
    // some were over already, or never come
    const [oldest] = early
    if (early.size >= mostInterruptedEarly && oldest !== undefined) early.delete(oldest)
    early.add(execution)
  }
  /** Whether an execution was interrupted before it came; asked once. */
  wasInterruptedEarly(execution: string): boolean {
    return this.interruptedEarly.delete(execution)
  }

  /**
   * Lets in what has come since the program's turn began: nobody could poke it, or the poke went with the state of before,
   * and the next one might find it where it can't be reached. Answers whether it is to end before it has run.
   */
  isEndedEarly(): boolean {
    this.gate.serve()
    return this.interruptWanted
  }

  /** A client has left for good: what it runs ends, and what it has in line is dropped. */
  drop(clientId: string, reason: Error): void {
    this.queue.cancel(reason, job => this.listener.ownerOf(job) === clientId)
    // that of a session ends with it
    if (this.current && this.current.session === undefined && this.ownerId === clientId) this.interruptWanted = true
  }

  /** Called from within the program: looks at its time. */
  checkTime(engine: ScriptEngine, thread: number): void {
    const {executionMs} = this.limits
    if (this.ran.elapsed <= executionMs) return
    const frames = engine.frames(thread, 0, 20)
    const traceback = frames.map(({sourceName, line, name}) => `${sourceName.replace(/^@/, "")}:${line}: in ${name}`)
    const at = frames.find(({path}) => path !== undefined)
    const place = at?.path === undefined ? undefined : {path: at.path, line: at.line}
    const message = `The program ran longer than ${executionMs / 1000} s, and was stopped.`
    this.overtime ??= new ScriptError("Timeout", message, {traceback, ...(place ? {place} : {})})
    this.interruptWanted = true
  }
  /** @throws Interruption */
  endIfInterrupted(): void {
    if (this.interruptWanted) throw new Interruption()
  }
}
