/**
 * What the workbench can be told: one list, which the toolbar, the bar of a narrow page, the keys and the list of
 * shortcuts read. The keys are VS Code's.
 */
import type {Action} from "../../src/workbench/actions.ts"
import type {Possible} from "../../src/workbench/program/run-state.ts"
import type {IconName} from "../kit/icons.ts"

export type CommandId =
  | "debug"
  | "run"
  | "pause"
  | "step-over"
  | "step-into"
  | "step-out"
  | "restart"
  | "stop"
  | "save"
  | "go-to-line"
  | "show-shortcuts"

export interface Command {
  /** A verb. */
  readonly title: string
  /** Where there is little room. */
  readonly short?: string
  /** "Ctrl+F5"; the first one is shown. */
  readonly keys: readonly string[]
  readonly icon?: IconName
  readonly action: Action
  /** Whether it can be done now. Default: always. */
  readonly can?: (possible: Possible) => boolean
}

export const commands: Readonly<Record<CommandId, Command>> = {
  debug: {
    title: "Debug",
    keys: ["F5"],
    icon: "debug-start",
    action: {type: "debug"},
    can: possible => possible.debug || possible.continue,
  },
  run: {
    title: "Run without stopping at breakpoints",
    short: "Run",
    keys: ["Ctrl+F5"],
    icon: "play",
    action: {type: "run"},
    can: possible => possible.run,
  },
  pause: {title: "Pause", keys: ["F6"], icon: "debug-pause", action: {type: "pause"}, can: possible => possible.pause},
  "step-over": {
    title: "Step over",
    short: "Over",
    keys: ["F10"],
    icon: "debug-step-over",
    action: {type: "step", step: "next"},
    can: possible => possible.step || possible.debug,
  },
  "step-into": {
    title: "Step into",
    short: "Into",
    keys: ["F11"],
    icon: "debug-step-into",
    action: {type: "step", step: "stepIn"},
    can: possible => possible.step || possible.debug,
  },
  "step-out": {
    title: "Step out",
    short: "Out",
    keys: ["Shift+F11"],
    icon: "debug-step-out",
    action: {type: "step", step: "stepOut"},
    can: possible => possible.step,
  },
  restart: {
    title: "Restart",
    keys: ["Ctrl+Shift+F5"],
    icon: "debug-restart",
    action: {type: "restart"},
    can: possible => possible.restart,
  },
  stop: {
    title: "Stop",
    keys: ["Shift+F5"],
    icon: "debug-stop",
    action: {type: "stop"},
    can: possible => possible.stop,
  },
  save: {title: "Save", keys: ["Ctrl+S"], action: {type: "save"}},
  "go-to-line": {title: "Go to line…", keys: ["Ctrl+G"], action: {type: "go-to-line"}},
  "show-shortcuts": {title: "Keyboard shortcuts", keys: ["F1", "?"], action: {type: "show-shortcuts"}},
}

/** "Step over (F10)". @param words the platform's way to write keys */
export function titleOf({title, keys}: Command, words: (keys: string) => string): string {
  return `${title} (${words(keys[0])})`
}

/** As `aria-keyshortcuts` has them. */
export function ariaKeys({keys}: Command): string {
  return keys.map(one => one.replace("Ctrl", "Control")).join(" ")
}

/** The command of a key press, or undefined. On a Mac the command key counts as Ctrl. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.altKey) return undefined
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : ""
  // what is typed has its shift in it
  const isSign = /^[^\w\s]$/.test(event.key)
  if (isSign && isText(event.composedPath()[0])) return undefined
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const keys = `${control}${event.shiftKey && !isSign ? "Shift+" : ""}${name}`
  return Object.values(commands).find(command => command.keys.includes(keys))
}

function isText(target: EventTarget | undefined): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"))
}
