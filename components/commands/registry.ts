/**
 * What the workbench can be told: one list, which the toolbar, the bar of a narrow page, the menus, the keys and the list of
 * shortcuts read. A new one is a file here and a line in index.ts. The keys are VS Code's.
 */
import {Registry} from "../../src/base/registry.ts"
import type {Action} from "../../src/workbench/actions.ts"
import type {Theme} from "../../src/workbench/arrangement.ts"
import type {Possible} from "../../src/workbench/program/run-state.ts"
import type {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import type {IconName} from "../kit/icons.ts"

/** What bars and menus know of the page. */
export interface Situation {
  readonly possible: Possible
  readonly theme: Theme
  /** Long lines of code are wrapped. */
  readonly wraps: boolean
  /** What the program writes is read out. */
  readonly announces: boolean
  readonly keepsState: boolean
  /** Programs of other tabs can be attached to. */
  readonly attachable: boolean
  /** Files and examples have no pane of their own. */
  readonly folded: boolean
}

/** What a command works with. */
export interface CommandContext {
  readonly model: WorkbenchModel
  readonly situation: Situation
  act(action: Action): unknown
}

/** Items of a menu that stand together, with a line before and behind them. */
export interface CommandGroup {
  readonly heading?: string
  /** One of them is on, and choosing another turns it off. */
  readonly isChoice?: boolean
}

export interface Command {
  readonly id: string
  /** A verb. */
  readonly title: string
  /** Where there is little room. */
  readonly short?: string
  /** What the title leaves open, as a tooltip. */
  readonly note?: string
  /** "Ctrl+F5"; the first one is shown. */
  readonly keys?: readonly string[]
  readonly icon?: IconName
  /** Where it has a button or an item: the debugger's buttons; the file menu, above its programs or below; the settings. */
  readonly at?: "debugger" | "programs" | "files" | "settings"
  /** In its menu. */
  readonly group?: CommandGroup
  /** What is done: an action, or something that the command knows itself. */
  readonly run: Action | ((context: CommandContext) => unknown)
  /** Whether its place has it. Default: always. */
  readonly isThere?: (situation: Situation) => boolean
  /** Whether its button is lit. Default: always. It holds back no key: the state may be late. */
  readonly can?: (situation: Situation) => boolean
  /** For what can be on or off. */
  readonly isOn?: (situation: Situation) => boolean
  /** A key that is held down does it again. */
  readonly repeats?: boolean
}

export const commands = new Registry<Command>()

/** The commands of one place, now. */
export function commandsAt(place: Command["at"], situation: Situation): readonly Command[] {
  return commands.all.filter(({at, isThere}) => at === place && (isThere?.(situation) ?? true))
}

/** What is to be asked for when a command is chosen. */
export const actionOf = ({id, run}: Command): Action => (typeof run === "function" ? {type: "run-command", id} : run)

/** "Step over (F10)". @param words the platform's way to write keys */
export function titleOf({title, keys}: Command, words: (keys: string) => string): string {
  return keys ? `${title} (${words(keys[0])})` : title
}

/** As `aria-keyshortcuts` has them; undefined: there are none. */
export function ariaKeys({keys}: Command): string | undefined {
  return keys?.map(one => one.replace("Ctrl", "Control")).join(" ")
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
  return commands.all.find(command => command.keys?.includes(keys))
}

function isText(target: EventTarget | undefined): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"))
}
