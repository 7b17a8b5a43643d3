/** The parts of a workbench that are told to do something, and what opens above them. */
import type {LitElement} from "lit"
import type {TabsElement} from "../bars/tabs-element.ts"
import type {Toolbar} from "../bars/toolbar.ts"
import type {CodeEditor} from "../editor/code-editor.ts"
import type {MenuEvent} from "../kit/context-menu.ts"
import {firstStop, focused} from "../kit/focus.ts"
import type {ConsoleElement} from "../panes/console-element.ts"
import type {FilesElement} from "../panes/files-element.ts"
import {focusNextPane} from "./panes.ts"

export class WorkbenchParts {
  readonly #host: LitElement

  constructor(host: LitElement) {
    this.#host = host
  }

  get #root(): ShadowRoot {
    return this.#host.renderRoot as ShadowRoot
  }

  #find<E extends LitElement>(name: string): E | null {
    return this.#root.querySelector<E>(name)
  }

  get toolbar(): Toolbar | null {
    return this.#find("ms-toolbar")
  }

  get editor(): CodeEditor | null {
    return this.#find("ms-code-editor")
  }

  get files(): FilesElement | null {
    return this.#find("ms-files")
  }

  focusPrompt(): void {
    this.#find<ConsoleElement>("ms-console")?.focusPrompt()
  }

  /** Where the focus may always be. On a phone the editor would bring up the keyboard. */
  focusMain(isNarrow: boolean): void {
    if (isNarrow) this.#find<TabsElement>(".parts ms-tabs")?.focusActive()
    else if (this.editor) this.editor.focusCode()
    else this.toolbar?.focusProgram()
  }

  async focusNotices(): Promise<void> {
    const notices = this.#find("ms-notices")
    await notices?.updateComplete
    if (notices) firstStop(notices)?.focus()
  }

  /** The code and the prompt rather than what stands first in their panes. */
  focusPane(step: 1 | -1, showsPrompt: boolean): void {
    focusNextPane(this.#root, step, pane => {
      if (pane === ".editor" && this.editor) this.editor.focusCode()
      else if (pane === ".bottom" && showsPrompt) this.focusPrompt()
      else return false
      return true
    })
  }

  async openMenu(event: MenuEvent): Promise<void> {
    const opener = focused()
    const {ContextMenu} = await import("../kit/context-menu-element.ts")
    ContextMenu.open(this.#root, event, opener)
  }

  async showShortcuts(): Promise<void> {
    const {ShortcutList} = await import("../bars/shortcut-list.ts")
    ShortcutList.open(this.#root)
  }
}
