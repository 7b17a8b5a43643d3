/** The keys that work anywhere in the workbench, as in VS Code. */
import type {Action} from "./controller/actions.ts"

const shortcuts: Readonly<Record<string, Action>> = {
  F5: {type: "debug"},
  "Ctrl+F5": {type: "run"},
  "Shift+F5": {type: "stop"},
  "Ctrl+Shift+F5": {type: "restart"},
  F6: {type: "pause"},
  F10: {type: "step", step: "next"},
  F11: {type: "step", step: "stepIn"},
  "Shift+F11": {type: "step", step: "stepOut"},
}

/** The action of a key press, or undefined. On a Mac the command key counts as Ctrl. */
export function shortcutAction(event: KeyboardEvent): Action | undefined {
  if (event.altKey) return undefined
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : ""
  return shortcuts[`${control}${event.shiftKey ? "Shift+" : ""}${event.key}`]
}
