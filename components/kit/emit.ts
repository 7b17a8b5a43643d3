import type {Action} from "../../src/workbench/actions.ts"

/** The one event that leaves a component: what the person asks for. */
export class ActionEvent extends Event {
  static readonly type = "ms-action"
  readonly action: Action

  constructor(action: Action) {
    super(ActionEvent.type, {bubbles: true, composed: true})
    this.action = action
  }
}

export function emit(from: EventTarget, action: Action): void {
  from.dispatchEvent(new ActionEvent(action))
}

/** On a Mac the keys are the same, shown with its signs. */
const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform)

/** "Shift+F11" as the platform writes it. */
export function keyWords(keys: string): string {
  if (!isMac) return keys
  return keys.replace("Ctrl+", "⌃").replace("Shift+", "⇧").replace("Alt+", "⌥")
}
