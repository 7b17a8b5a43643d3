/** What the program is doing, as one union; the toolbar, the status bar and the announcements all derive from it. */
import type {StopError, StoppedBody} from "../../protocol/stops.ts"
import type {Place} from "../place.ts"
import type {Failure} from "../words/failure.ts"

/** Why and where the program stands still. */
export interface Stop {
  readonly why: StoppedBody["stop"]
  readonly place?: Place
  readonly threadId: number
  /** Milliseconds from going on to stopping; missing where it has stopped before it was looked at. */
  readonly milliseconds?: number
}

/** The same state, with its place as it is given. */
export function placed(state: RunState, placeNow: (place: Place) => Place): RunState {
  const then = placeOf(state)
  const place = then && placeNow(then)
  if (place === then) return state
  if (state.kind === "paused") return {...state, stop: {...state.stop, place}}
  if (state.kind === "waiting") return {...state, place}
  return state.kind === "failed" ? {...state, failure: {...state.failure, place}} : state
}

function placeOf(state: RunState): Place | undefined {
  if (state.kind === "paused") return state.stop.place
  if (state.kind === "waiting") return state.place
  return state.kind === "failed" ? state.failure.place : undefined
}

/** The error that the program stands at. */
export function errorOf(state: RunState): StopError | undefined {
  return state.kind === "paused" && state.stop.why.kind === "error" ? state.stop.why.error : undefined
}

/** A program that has not begun. */
export interface PlaceInLine {
  /** Programs before it, the one that runs included. */
  readonly place: number
  /** Whose program runs, where it is another client's. */
  readonly behind?: string
}

export type RunState =
  /** `attaching`: to a program that runs elsewhere. */
  | {readonly kind: "starting"; readonly attaching?: boolean}
  | {readonly kind: "idle"}
  /**
   * `since`: missing where it was begun elsewhere. `host`: the function of the page that it waits for. `line`: it has not
   * begun. `inConsole`: it is no program, but what was typed into the console.
   */
  | {
      readonly kind: "running"
      readonly since: number | undefined
      readonly pausing: boolean
      readonly host?: string
      readonly line?: PlaceInLine
      readonly inConsole?: boolean
    }
  | {readonly kind: "paused"; readonly stop: Stop}
  | {readonly kind: "waiting"; readonly prompt: string; readonly place?: Place}
  | {readonly kind: "finished"; readonly seconds?: number}
  | {readonly kind: "failed"; readonly failure: Failure; readonly seconds?: number}
  | {readonly kind: "stopped"}
  /** A pause was asked for and not answered. `what` names the C function where the kernel knows it. */
  | {readonly kind: "unresponsive"; readonly since: number | undefined; readonly what?: string}
  | {readonly kind: "dead"; readonly reason: string}

/** A session exists: the program has started and has not ended. */
export function isLive(state: RunState): boolean {
  return (
    state.kind === "running" || state.kind === "paused" || state.kind === "waiting" || state.kind === "unresponsive"
  )
}

/** The function of the page that is waited for: what waits there is where it should be. */
export function hostOf(state: RunState): string | undefined {
  return state.kind === "running" ? state.host : undefined
}
/** A program that runs, once it waits for a function of the page, or (undefined) does no more; else the state as it is. */
export function waitingFor(state: RunState, host: string | undefined): RunState {
  if (state.kind !== "running" && state.kind !== "unresponsive") return state
  const {since} = state
  const pausing = state.kind === "running" && state.pausing
  if (host !== undefined) return {kind: "running", since, pausing, host}
  return state.kind === "running" && hostOf(state) !== undefined ? {kind: "running", since, pausing} : state
}

/** What can be done now; what can't is dimmed. */
export interface Possible {
  readonly debug: boolean
  readonly continue: boolean
  readonly run: boolean
  readonly pause: boolean
  readonly step: boolean
  readonly restart: boolean
  readonly stop: boolean
}

const nothing: Possible = {
  debug: false,
  continue: false,
  run: false,
  pause: false,
  step: false,
  restart: false,
  stop: false,
}

/** @param looking another client commands the program */
export function possible(state: RunState, hasProgram: boolean, looking = false): Possible {
  if (state.kind === "running" && state.inConsole) return {...nothing, debug: hasProgram, run: hasProgram, stop: true}
  if (looking && isLive(state)) return nothing
  const live = isLive(state)
  const ready = state.kind !== "starting" && state.kind !== "dead"
  return {
    debug: ready && !live && hasProgram,
    continue: state.kind === "paused",
    run: ready && !live && hasProgram,
    pause: state.kind === "running" && !state.pausing && !state.line,
    step: state.kind === "paused",
    restart: live || state.kind === "dead",
    stop: live,
  }
}
