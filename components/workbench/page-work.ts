/** What the page does of the person's wishes: some alone, with others what belongs to them before and after the model. */
import type {Action} from "../../src/workbench/actions.ts"
import {owns, perform} from "../../src/workbench/dispatch.ts"
import type {PageActions} from "../../src/workbench/page-actions.ts"
import type {ModelAction, WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {copy, wholeOrShown} from "../kit/clipboard.ts"
import {download} from "./file-transfer.ts"
import {readLua} from "./lua-reading.ts"
import type {WorkbenchParts} from "./workbench-parts.ts"

/** The element that it works for. */
export interface Page {
  readonly narrow: boolean
  readonly updateComplete: Promise<boolean>
  /** Brings the code to the front. */
  showCode(): void
  findPrograms(): Promise<void>
}

/** After these the person wants to see the code. */
const showsCode: ReadonlySet<ModelAction["type"]> = new Set([
  "go-to",
  "open-breakpoint-form",
  "open",
  "open-example",
  "new-file",
  "upload",
])

export class PageWork {
  readonly #page: Page
  readonly #parts: WorkbenchParts
  readonly #model: WorkbenchModel

  readonly actions: PageActions = {
    copy: ({text}) => copy(text, this.#model.notices),
    "copy-value": ({tree, node}) => copy(wholeOrShown(tree, node, this.#model.notices), this.#model.notices),
    download: ({path}) => {
      const content = this.#model.shown.workspace.content(path)
      if (content !== undefined) download(path, content)
    },
    "find-programs": () => this.#page.findPrograms(),
    "go-to-line": () => this.#goToLine(),
    "show-shortcuts": () => this.#parts.showShortcuts(),
  }

  constructor(page: Page, parts: WorkbenchParts, model: WorkbenchModel) {
    this.#page = page
    this.#parts = parts
    this.#model = model
  }

  async act(action: Action): Promise<void> {
    if (owns(this.actions, action)) {
      await perform(this.actions, action)
      return
    }
    if (action.type === "attach") readLua(action.visit.stage)
    if (showsCode.has(action.type)) this.#page.showCode()
    if (action.type === "delete-file") this.#parts.editor?.forget(action.path)
    if (action.type === "rename-file") this.#parts.editor?.forget(action.to)
    await this.#model.dispatch(action)
    await this.#page.updateComplete
    await this.#moveFocus(action)
  }

  async #moveFocus(action: ModelAction): Promise<void> {
    const {editor, toolbar} = this.#parts
    if (action.type === "open-breakpoint-form") {
      await editor?.updateComplete
      await editor?.editBreakpoint(action.place.line)
    }
    if (action.type === "new-file" || (action.type === "attach" && !this.#page.narrow)) editor?.focusCode()
    if (action.type === "recall-notices") await this.#parts.focusNotices()
    if (action.type === "detach") toolbar?.focusProgram()
  }

  async #goToLine(): Promise<void> {
    this.#page.showCode()
    await this.#page.updateComplete
    await this.#parts.editor?.goToLine()
  }
}
