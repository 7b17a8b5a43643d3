/**
 * A world that says what a script has it say, and writes down what it is asked. What the script leaves out is asked of the
 * real one, so files, for instance, can be those of the workspace.
 */
import type {HostListener, HostOutcome, HostRequest} from "../../src/debugger/engine.ts"
import type {FileCalls, TimeZone, World} from "../../src/lua/engine/world/world.ts"

/** Answers in their order. One more question than there are answers is an error. */
export interface Script {
  readonly now?: Iterable<number>
  readonly elapsed?: Iterable<number>
  readonly zone?: TimeZone
  readonly seed?: Iterable<readonly [number, number]>
  readonly environment?: readonly string[]
  /** One read each; null: the end of the file. */
  readonly input?: Iterable<string | null>
  readonly host?: Iterable<HostOutcome>
  /** By the names of the script globals. */
  readonly answers?: Readonly<Record<string, Iterable<unknown>>>
  /** Whether the memory can grow. */
  readonly growth?: Iterable<boolean>
  readonly files?: FileCalls
}

/** What was asked, with what, and the answer. */
export type Asked = readonly [what: string, ...details: unknown[]]

/** A clock that goes on by a millisecond each time it is looked at. */
export function* ticks(from: number, by = 1): Generator<number> {
  for (let at = from; ; at += by) yield at
}

/** Five and a half hours east of UTC, without summer time. */
export const indianZone: TimeZone = {
  at: () => ({offset: 19_800, isSummer: false}),
  secondsOf: local => local - 19_800,
  nameAt: () => "IST",
}

export class ScriptedWorld implements World {
  readonly asked: Asked[] = []
  private readonly real: World
  private readonly script: Script
  private readonly lines = new Map<string, Iterator<unknown>>()

  constructor(real: World, script: Script) {
    this.real = real
    this.script = script
  }

  /** The next answer to this question. */
  private next<T>(what: string, answers: Iterable<T> | undefined, otherwise: () => T, ...details: unknown[]): T {
    const answer = answers ? this.take(what, answers) : otherwise()
    this.asked.push(details.length || answer !== undefined ? [what, ...details, answer] : [what])
    return answer
  }
  private take<T>(what: string, answers: Iterable<T>): T {
    const line = this.lines.get(what) ?? answers[Symbol.iterator]()
    this.lines.set(what, line)
    const {done, value} = line.next()
    if (done) throw new Error(`The script has no further answer to ${what}.`)
    return value as T
  }

  begin(): void {
    this.asked.push(["begin"])
    this.real.begin()
  }
  now(): number {
    return this.next("now", this.script.now, () => this.real.now())
  }
  elapsed(): number {
    return this.next("elapsed", this.script.elapsed, () => this.real.elapsed())
  }
  get zone(): TimeZone {
    return this.script.zone ?? this.real.zone
  }
  seed(): readonly [number, number] {
    return this.next("seed", this.script.seed, () => this.real.seed())
  }
  environment(): readonly string[] {
    this.asked.push(["environment"])
    return this.script.environment ?? this.real.environment()
  }
  get files(): FileCalls {
    return this.script.files ?? this.real.files
  }
  readInput(most: number, prompt: string): Uint8Array | null {
    const given = this.next("input", this.script.input, () => null, prompt)
    const bytes = given === null ? null : new TextEncoder().encode(given)
    if (bytes && bytes.length > most) throw new Error(`${most} bytes of input were wanted at most.`)
    return bytes
  }
  get host(): HostListener | undefined {
    const {host} = this.script
    if (!host) return this.real.host
    const begin = ({name, args}: HostRequest): undefined => {
      this.asked.push(["host", name, args])
    }
    return {mostBytes: 1_000_000, begin, wait() {}, take: () => this.take("host", host)}
  }
  answer<T>(name: string, find: () => T): T {
    return this.next(name, this.script.answers?.[name] as Iterable<T> | undefined, find)
  }
  grow(bytes: number, attempt: () => boolean): boolean {
    return this.next("grow", this.script.growth, attempt, bytes)
  }
  exit(code: number): void {
    this.asked.push(["exit", code])
  }
}
