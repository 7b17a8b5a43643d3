/** The templates of the workbench's panes: functions from the model to what is shown. */
import {html, nothing, type TemplateResult} from "lit"
import type {Stage} from "./controller/stage.ts"
import type {WorkbenchModel} from "./controller/workbench-model.ts"
import type {FilesElement} from "./files-element.ts"
import type {SectionAction} from "./section-element.ts"
import type {WatchElement} from "./watch-element.ts"

export interface PaneContext {
  readonly model: WorkbenchModel
  /** The program that is shown. */
  readonly stage: Stage
  readonly root: ShadowRoot
  readonly narrow: boolean
  chooseFiles(): void
  newFile(): void
}

function section(
  {model, narrow}: PaneContext,
  name: string,
  heading: string,
  share: number,
  content: TemplateResult,
  actions: readonly SectionAction[] = [],
): TemplateResult {
  return html`<ms-section name=${name} heading=${heading} ?collapsed=${model.collapsed.has(name)} ?narrow=${narrow}
    .actions=${actions} style="--ms-share: ${share}">${content}</ms-section>`
}

export function filesPane(context: PaneContext): TemplateResult {
  const {model, stage, root} = context
  const {paths, activePath} = stage.workspace
  const files = html`<ms-files .paths=${paths} .active=${activePath}></ms-files>`
  const newFile = () => (root.querySelector("ms-files") as FilesElement | null)?.newFile()
  // there they are the other tab's to make
  if (stage !== model) return section(context, "files", "Files", 3, files)
  return html`
    ${section(context, "files", "Files", 3, files, [
      {name: "New file", icon: "new-file", run: newFile},
      {name: "Upload files", icon: "cloud-upload", run: () => context.chooseFiles()},
    ])}
    ${section(context, "examples", "Examples", 2, html`<ms-examples .examples=${model.examples}></ms-examples>`)}
  `
}

export function statePane(context: PaneContext, hint: string): TemplateResult {
  const {model, stage, root} = context
  const {run} = stage
  const resting = run.view.callStack.selected === undefined
  const values = resting
    ? html`<p class="empty">${run.state.kind === "idle" ? hint : "Shows the variables when the program is paused."}</p>`
    : html`<ms-value-tree .tree=${run.view.scopes} label="Variables"></ms-value-tree>`
  const addWatch = () => (root.querySelector("ms-watch") as WatchElement | null)?.add()
  const clear = () => void model.dispatch({type: "clear-breakpoints"})
  const clearBreakpoints: SectionAction[] =
    stage.breakpoints.all.length > 1 ? [{name: "Remove all breakpoints", icon: "clear-all", run: clear}] : []
  const {threads, selected, stoppedThread} = run.view.callStack
  return html`
    ${section(context, "variables", "Variables", 4, values)}
    ${section(
      context,
      "watch",
      "Watch",
      1.6,
      html`<ms-watch .watches=${stage.watches} .round=${{}} ?resting=${resting}></ms-watch>`,
      [{name: "Add expression", icon: "add", run: addWatch}],
    )}
    ${section(
      context,
      "stack",
      "Call stack",
      2.4,
      html`<ms-call-stack .threads=${threads} .selectedFrame=${selected} .stoppedThread=${stoppedThread} .round=${{}}></ms-call-stack>`,
    )}
    ${section(context, "breakpoints", "Breakpoints", 2, html`<ms-breakpoints .breakpoints=${stage.breakpoints.all} .filters=${run.filters}></ms-breakpoints>`, clearBreakpoints)}
  `
}

export type BottomTab = "console" | "output" | "problems"

export function bottomContent({stage}: PaneContext, tab: BottomTab, where: string | undefined): TemplateResult {
  return html`
    <ms-console ?hidden=${tab !== "console"} .entries=${stage.console.entries} .history=${stage.console.history} .where=${where}
      .complete=${stage.completeInConsole}></ms-console>
    <ms-output ?hidden=${tab !== "output"} .lines=${stage.output.lines} .dropped=${stage.output.dropped} .input=${stage.link.input}
      .paths=${stage.workspace.paths}></ms-output>
    ${tab === "problems" ? html`<ms-problems .failure=${stage.failure}></ms-problems>` : nothing}
  `
}
