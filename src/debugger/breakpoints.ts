/**
 * The breakpoints of one session: what was asked for, where it ended up, and what an arrival at one means. Lines and
 * plain hit counts are the engine's business; conditions, log messages and the count of true conditions are decided here.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {referenceOf} from "../base/source-key.ts"
import {type LogPiece, parseLogMessage} from "../protocol/log-message.ts"
import type {ConditionFailure} from "../protocol/stops.ts"
import {type FrameRef, type HitRule, Interruption, type ScriptEngine, ScriptError} from "./engine.ts"
import {parseHitCondition, passes} from "./hit-count.ts"
import {dapSource, sourceOfKey} from "./sources.ts"

export interface LineBreakpoint {
  readonly id: number
  /** Of its source. */
  readonly key: string
  readonly line: number
  /** What stands there alone; absent: the first of the line, in each of its functions. */
  readonly column?: number
  readonly verified: boolean
  readonly condition?: string
  readonly hits?: HitRule
  /** `hits` as they were asked for. */
  readonly hitCondition?: string
  readonly log?: readonly LogPiece[]
  /** Arrivals with a true condition, where both are given. */
  passes: number
  /** Its condition has failed once; it is said only once. */
  warned: boolean
  /**
   * Of its expressions, the one that was ended because it took too long. It would hold the program each time: the
   * breakpoint is out of the code until another one stands there, or the program begins anew.
   */
  overlong?: string | undefined
}

/** What an arrival at some breakpoints comes to. */
export interface Arrival {
  readonly stop: readonly LineBreakpoint[]
  /** Lines to log. */
  readonly messages: readonly string[]
  /** Conditions that failed: the program stops, and these say why. */
  readonly failures: readonly ConditionFailure[]
}

export class Breakpoints {
  private readonly engine: ScriptEngine
  private readonly byKey = new Map<string, LineBreakpoint[]>()
  private readonly byId = new Map<number, LineBreakpoint>()
  private nextId = 1
  /** The engine runs this session's program: other sessions' breakpoints are not in its code meanwhile. */
  private live = false
  private readonly tellChange: (breakpoint: DebugProtocol.Breakpoint) => void

  /** @param tellChange called for one that is not what its setting was answered with any more */
  constructor(engine: ScriptEngine, tellChange: (breakpoint: DebugProtocol.Breakpoint) => void) {
    this.engine = engine
    this.tellChange = tellChange
  }

  /** Replaces a source's breakpoints: DAP's setBreakpoints. An invalid one is answered as such and does not stand. */
  set(key: string, wanted: readonly DebugProtocol.SourceBreakpoint[]): DebugProtocol.Breakpoint[] {
    const before = this.byKey.get(key) ?? []
    for (const old of before) this.byId.delete(old.id)
    const list: LineBreakpoint[] = []
    const answers = wanted.map(one => this.place(key, one, before, list))
    this.byKey.set(key, list)
    for (const one of list) this.byId.set(one.id, one)
    const unbound = new Set(this.lay(key))
    const source = this.sourceOf(key)
    return answers.map(answer => {
      const late = answer.id !== undefined && unbound.has(answer.id)
      return late
        ? {
            ...answer,
            source,
            verified: false,
            message: "This line has no code of its own yet; it takes effect when the file is loaded again.",
          }
        : {...answer, source}
    })
  }

  /** One more in a file: the program's own wish. */
  add(
    key: string,
    wanted: DebugProtocol.SourceBreakpoint,
  ): {readonly breakpoint: DebugProtocol.Breakpoint; readonly isNew: boolean} {
    const list = this.byKey.get(key) ?? []
    const line = this.engine.resolve(key, wanted.line)?.line
    const known = list.find(
      one => one.line === line && one.column === undefined && one.condition === wanted.condition && !one.log,
    )
    if (known)
      return {breakpoint: {id: known.id, verified: known.overlong === undefined, line: known.line}, isNew: false}
    const answer = this.place(key, wanted, [], list)
    if (!answer.verified) return {breakpoint: answer, isNew: false}
    this.byKey.set(key, list)
    for (const one of list) this.byId.set(one.id, one)
    this.lay(key)
    return {breakpoint: {...answer, source: this.sourceOf(key)}, isNew: true}
  }
  /** Those of a line. */
  remove(key: string, line: number): DebugProtocol.Breakpoint[] {
    const list = this.byKey.get(key) ?? []
    const gone = list.filter(one => one.line === line)
    if (!gone.length) return []
    for (const {id} of gone) this.byId.delete(id)
    this.byKey.set(
      key,
      list.filter(one => one.line !== line),
    )
    this.lay(key)
    return gone.map(({id}) => ({id, verified: false, line, source: this.sourceOf(key)}))
  }

  private sourceOf(key: string): DebugProtocol.Source {
    return dapSource(sourceOfKey(this.engine, key))
  }
  private place(
    key: string,
    wanted: DebugProtocol.SourceBreakpoint,
    before: readonly LineBreakpoint[],
    list: LineBreakpoint[],
  ): DebugProtocol.Breakpoint {
    const resolved = this.engine.resolve(key, wanted.line, wanted.column || undefined)
    // of no meaning on another line
    const column = wanted.column && resolved?.line === wanted.line ? resolved.column : undefined
    const condition = wanted.condition?.trim() ? wanted.condition : undefined
    // two of them may have come to stand on one line
    const isFree = ({id}: LineBreakpoint) => !list.some(one => one.id === id)
    const isSame = (one: LineBreakpoint) =>
      one.line === resolved?.line && one.column === column && one.condition === condition
    const known = before.find(one => isSame(one) && isFree(one))
    let overlong: string | undefined
    const id = known?.id ?? this.nextId++
    if (!resolved)
      return {
        id,
        verified: false,
        line: wanted.line,
        message: referenceOf(key)
          ? "This code is not there any more, or has no statement."
          : `"${key}" is not in the workspace, or has no statement.`,
      }
    try {
      const hits = wanted.hitCondition?.trim() ? parseHitCondition(wanted.hitCondition) : undefined
      const isWhole = (text: string) => this.engine.problemOf(text, "evaluated") === undefined
      const log = wanted.logMessage ? parseLogMessage(wanted.logMessage, isWhole) : undefined
      this.check(condition, log)
      overlong = [condition, ...expressionsIn(log)].find(text => text !== undefined && text === known?.overlong)
      list.push({
        id,
        key,
        line: resolved.line,
        verified: true,
        passes: known?.passes ?? 0,
        warned: false,
        overlong,
        ...(column === undefined ? {} : {column}),
        ...(condition === undefined ? {} : {condition}),
        ...(hits ? {hits, hitCondition: wanted.hitCondition} : {}),
        ...(log ? {log} : {}),
      })
    } catch (thrown) {
      return {id, verified: false, line: resolved.line, message: (thrown as Error).message}
    }
    const message = overlong === undefined ? resolved.reason : overlongWords(overlong)
    return {
      id,
      verified: overlong === undefined,
      line: resolved.line,
      column: resolved.column,
      ...(message ? {message} : {}),
    }
  }

  /** @throws Error, where one of them can never be evaluated */
  private check(condition: string | undefined, log: readonly LogPiece[] = []): void {
    const refuse = (what: string, text: string, problem: string | undefined) => {
      if (problem !== undefined) throw new Error(`Invalid ${what} "${text}": ${problem}.`)
    }
    if (condition !== undefined) refuse("condition", condition, this.engine.problemOf(condition, "expression"))
    for (const expression of expressionsIn(log))
      refuse("expression in the log message", expression, this.engine.problemOf(expression, "evaluated"))
  }

  private lay(key: string): readonly number[] {
    if (!this.live) return []
    const standing = (this.byKey.get(key) ?? []).filter(({overlong}) => overlong === undefined)
    const spots = standing.map(({id, line, column, hits, condition}) => ({
      id,
      line,
      ...(column === undefined ? {} : {column}),
      // with a condition, only arrivals where it is true count
      ...(hits && condition === undefined ? {hits} : {}),
    }))
    return this.engine.setBreakpoints(key, spots)
  }

  /** All are taken out of the engine, and stay remembered. */
  suspend(): void {
    if (!this.live) return
    this.live = false
    for (const key of this.byKey.keys()) this.engine.setBreakpoints(key, [])
  }
  /** The session's program is about to run: they count anew, and are in the engine, as each one that is set from now on. */
  restore(): void {
    this.live = true
    for (const one of this.byId.values()) {
      if (one.overlong !== undefined) this.tellChange({...this.answerOf(one), verified: true})
      Object.assign(one, {passes: 0, warned: false, overlong: undefined})
    }
    for (const key of this.byKey.keys()) this.lay(key)
  }

  arrive(ids: readonly number[], frame: FrameRef): Arrival {
    const stop: LineBreakpoint[] = []
    const messages: string[] = []
    const failures: ConditionFailure[] = []
    for (const id of ids) {
      const breakpoint = this.byId.get(id)
      if (!breakpoint) continue
      const verdict = this.judge(breakpoint, frame)
      // it may have been taken away while its condition was evaluated
      if (verdict.kind === "pass" || !this.byId.has(id)) continue
      if (verdict.kind === "fail") failures.push(verdict.failure)
      if (breakpoint.log && verdict.kind === "hit") messages.push(this.logText(breakpoint, breakpoint.log, frame))
      else stop.push(breakpoint)
    }
    return {stop, messages, failures}
  }

  /** Takes it out of the code. */
  private giveUp(breakpoint: LineBreakpoint, overlong: string): void {
    // it may have been taken away meanwhile
    if (this.byId.get(breakpoint.id) !== breakpoint) return
    breakpoint.overlong = overlong
    this.lay(breakpoint.key)
    this.tellChange({...this.answerOf(breakpoint), verified: false, message: overlongWords(overlong)})
  }
  private answerOf({id, key, line, column}: LineBreakpoint): Omit<DebugProtocol.Breakpoint, "verified"> {
    return {id, line, ...(column === undefined ? {} : {column}), source: this.sourceOf(key)}
  }

  private judge(
    breakpoint: LineBreakpoint,
    frame: FrameRef,
  ): {readonly kind: "pass"} | {readonly kind: "hit"} | {readonly kind: "fail"; readonly failure: ConditionFailure} {
    const {condition, hits} = breakpoint
    if (condition === undefined) return {kind: "hit"}
    try {
      if (!this.engine.test(condition, frame)) return {kind: "pass"}
    } catch (thrown) {
      const reason = failureOf(thrown)
      if (isOverlong(thrown)) this.giveUp(breakpoint, condition)
      else if (breakpoint.warned) return {kind: "pass"}
      breakpoint.warned = true
      return {kind: "fail", failure: {condition, reason}}
    }
    breakpoint.passes++
    return !hits || passes(hits, breakpoint.passes) ? {kind: "hit"} : {kind: "pass"}
  }

  private logText(breakpoint: LineBreakpoint, pieces: readonly LogPiece[], frame: FrameRef): string {
    return pieces
      .map(piece => {
        if (piece.kind === "text") return piece.text
        try {
          return this.engine.say(piece.expression, frame)
        } catch (thrown) {
          const reason = failureOf(thrown)
          if (isOverlong(thrown)) this.giveUp(breakpoint, piece.expression)
          return `{${reason}}`
        }
      })
      .join("")
  }
}

function expressionsIn(log: readonly LogPiece[] = []): string[] {
  return log.flatMap(piece => (piece.kind === "text" ? [] : [piece.expression]))
}

const isOverlong = (thrown: unknown): boolean => thrown instanceof ScriptError && thrown.kind === "Timeout"
const overlongWords = (text: string): string =>
  `"${text}" took too long to evaluate: this breakpoint is passed over until it is changed, or the program begins anew.`

/** What is wrong with what a breakpoint evaluates. @throws what is no error of the script's, and an end of the program */
function failureOf(thrown: unknown): string {
  if (!(thrown instanceof ScriptError)) throw thrown
  // who ends the program ends what is evaluated first
  if (thrown.kind === "Interrupted") throw new Interruption()
  return thrown.message
}
