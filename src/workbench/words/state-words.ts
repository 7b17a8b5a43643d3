/** The sentences of the status bar and of the live region. */

import type {Place} from "../place.ts"
import type {PlaceInLine, RunState} from "../program/run-state.ts"
import {stopWords} from "./stop-words.ts"

export function placeWords({name, path, line, isGone}: Place): string {
  return isGone ? `${name ?? path}, a line that is gone` : `${name ?? path} ${line}`
}

/** Milliseconds as a person reads them: "3 ms", "1.2 s", "2 min 5 s". */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}

function secondsWords(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(seconds < 0.1 ? 2 : 1)} s` : durationWords(seconds * 1000)
}

export const consoleWords = "Running the console's code"

function runningWords({pausing, host, line, inConsole}: RunState & {kind: "running"}): string {
  if (inConsole) return consoleWords
  if (line) return lineWords(line)
  if (host === undefined) return pausing ? "Pausing" : "Running"
  return pausing ? `Pausing once Host.${host} has answered` : `Waiting for Host.${host}`
}

/** "Waits for its turn: another tab's program runs", "Waits for its turn, 2 programs before it: …". */
export function lineWords({place, behind}: PlaceInLine): string {
  const where = place === 1 ? "" : `, ${place} programs before it`
  return `Waits for its turn${where}: ${behind === undefined ? "another" : `${behind}'s`} program runs`
}

/** A client as a person knows it. Workbenches are told by where they are. */
export const workbenchName = "workbench"
export function clientWords(name: string): string {
  return name === workbenchName ? "another tab" : name
}

/** "14:02", with the day where that is another one. @param time in milliseconds since the epoch */
export function timeWords(time: number): string {
  const date = new Date(time)
  const hour = date.toLocaleTimeString([], {hour: "2-digit", minute: "2-digit"})
  return date.toDateString() === new Date().toDateString() ? hour : `${date.toLocaleDateString()} ${hour}`
}

/**
 * Whose program it is, and what one may do with it; nothing for one's own.
 * @param commander another client, in words
 */
export function whoseWords(visiting: boolean, commander: string | undefined, isAsking: boolean): readonly string[] {
  const asking = isAsking && commander !== undefined ? [`${commander} has to allow it`] : undefined
  if (!visiting) return commander === undefined ? [] : [`taken over by ${commander}`, ...(asking ?? [])]
  return commander === undefined ? ["in another tab"] : ["in another tab", ...(asking ?? ["only looking"])]
}

/** The state and whose it is. Where there is little room, what one may do comes first. */
export function fullWords(state: RunState, hint: string, whose: readonly string[], narrow = false): string {
  const words = statusWords(state, hint)
  const last = whose.at(-1)
  if (!narrow || last === undefined) return [words, ...whose].join(" · ")
  return `${last[0].toUpperCase()}${last.slice(1)} · ${words}`
}

/** @param hint what an idle workbench says: the next thing to do. */
export function statusWords(state: RunState, hint: string): string {
  switch (state.kind) {
    case "starting":
      return state.attaching ? "Attaching" : "Starting Lua"
    case "idle":
      return hint
    case "running":
      return runningWords(state)
    case "paused":
      return [stopWords(state.stop.why), ...(state.stop.place ? [placeWords(state.stop.place)] : [])].join(", ")
    case "waiting":
      return state.place ? `Waiting for input, ${placeWords(state.place)}` : "Waiting for input"
    case "finished":
      return state.seconds === undefined ? "Finished" : `Finished in ${secondsWords(state.seconds)}`
    case "failed":
      return `${state.failure.syntax ? "Syntax error" : "Error"}: ${state.failure.message}`
    case "stopped":
      return "Stopped"
    case "unresponsive":
      return "Not responding"
    case "dead":
      return "Lua has stopped working"
  }
}

/** The card of an unresponsive program: what happened, what is safe. */
export function unresponsiveWords(what: string | undefined): string {
  const where = what ? `Lua is inside ${what}` : "Lua is inside a long call, such as string.find"
  return `${where}, and can't be paused there. Keep waiting, or restart (files and breakpoints are kept).`
}
