/** The templates of the workbench's panes: functions from the model to what is shown. */
import {html, nothing, type TemplateResult} from "lit"
import {isLive} from "../../src/workbench/program/run-state.ts"
import type {Stage} from "../../src/workbench/stage.ts"
import type {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import type {SectionAction} from "../kit/section-element.ts"
import type {FilesElement} from "../panes/files-element.ts"
import "../kit/splitter.ts"
import {styled} from "../kit/styled.ts"
import type {WatchElement} from "../panes/watch-element.ts"

export interface PaneContext {
  readonly model: WorkbenchModel
  /** The program that is shown. */
  readonly stage: Stage
  readonly root: ShadowRoot
  readonly narrow: boolean
  chooseFiles(): void
  newFile(): void
}

interface Section {
  readonly name: string
  readonly heading: string
  readonly content: TemplateResult
  /** What would be there, while nothing is. */
  readonly note?: string | undefined
  readonly actions?: readonly SectionAction[]
}

const leastHeight = 44

/** Sections below each other, with a border to drag between two that are open. */
function sectionStack(context: PaneContext, all: readonly Section[]): TemplateResult {
  const {model, stage, narrow} = context
  const isOpen = ({name}: Section) => !model.arrangement.collapsed.has(name)
  const rowOf = (section: Section) => {
    const size = model.arrangement.sizes[section.name]
    if (narrow || !isOpen(section)) return "auto"
    return size === undefined || section.note ? "minmax(28px, max-content)" : `minmax(28px, ${size}px)`
  }
  const border = ({name, heading}: Section) =>
    html`<ms-splitter .pane=${name} label="Height of ${heading}" .direction=${1} .size=${model.arrangement.sizes[name]} .smallest=${leastHeight} .largest=${1200}></ms-splitter>`
  return html`<div class="sections" ${styled({"grid-template-rows": all.map(rowOf).join(" 1px ")})}>${all.map(
    (section, index) => html`
      ${index === 0 ? nothing : narrow ? html`<div class="line"></div>` : border(all[index - 1])}
      <ms-section name=${section.name} heading=${section.heading} note=${section.note ?? ""} ?collapsed=${!isOpen(section)}
        ?holds=${isLive(stage.run.state)} .actions=${section.actions ?? []}>${section.content}</ms-section>`,
  )}</div>`
}

export function filesPane(context: PaneContext): TemplateResult {
  const {model, stage, root} = context
  const {paths, activePath} = stage.workspace
  const newFile = () => (root.querySelector("ms-files") as FilesElement | null)?.newFile()
  const files: Section = {
    name: "files",
    heading: "Files",
    content: html`<ms-files .paths=${paths} .active=${activePath} .program=${stage.workspace.program}
      ?arranged=${model.visit !== undefined}></ms-files>`,
  }
  // there they are the other tab's to make
  if (model.visit !== undefined) return sectionStack(context, [files])
  const actions: SectionAction[] = [
    {name: "New file", icon: "new-file", run: newFile},
    {name: "Upload files", icon: "cloud-upload", run: () => context.chooseFiles()},
  ]
  const list = html`<ms-examples .examples=${model.examples}></ms-examples>`
  return sectionStack(context, [
    {...files, actions},
    {name: "examples", heading: "Examples", content: list},
  ])
}

export function statePane(context: PaneContext): TemplateResult {
  const {model, stage, root} = context
  const {run, breakpoints} = stage
  const {threads, selected, stoppedThread} = run.view.callStack
  const resting = selected === undefined
  const addWatch = () => (root.querySelector("ms-watch") as WatchElement | null)?.add()
  const clear = () => void model.dispatch({type: "clear-breakpoints"})
  return sectionStack(context, [
    {
      name: "variables",
      heading: "Variables",
      note: resting ? "Their values, at a stop" : undefined,
      content: resting ? html`` : html`<ms-value-tree .tree=${run.view.scopes} label="Variables"></ms-value-tree>`,
    },
    {
      name: "watch",
      heading: "Watch",
      note: stage.watches.expressions.length === 0 ? "Add an expression with +" : undefined,
      content: html`<ms-watch .watches=${stage.watches} .round=${{}} ?resting=${resting}></ms-watch>`,
      actions: [{name: "Add expression", icon: "add", run: addWatch}],
    },
    {
      name: "stack",
      heading: "Call stack",
      note: threads.length === 0 ? "Who called whom, at a stop" : undefined,
      content: html`<ms-call-stack .threads=${threads} .selectedFrame=${selected} .stoppedThread=${stoppedThread} .placeNow=${stage.running.placeNow} .round=${{}}></ms-call-stack>`,
    },
    {
      name: "breakpoints",
      heading: "Breakpoints",
      note: breakpoints.all.length === 0 ? "Click left of a line number" : undefined,
      content: html`<ms-breakpoints .nameOf=${(path: string) => stage.workspace.nameOf(path)} .breakpoints=${breakpoints.all} .filters=${run.filters}></ms-breakpoints>`,
      actions: breakpoints.all.length > 1 ? [{name: "Remove all breakpoints", icon: "clear-all", run: clear}] : [],
    },
  ])
}

export type BottomTab = "console" | "output" | "problems"

export function bottomContent({stage}: PaneContext, tab: BottomTab): TemplateResult {
  if (tab === "problems") void import("../panes/problems-element.ts")
  return html`
    <ms-console ?hidden=${tab !== "console"} .placeNow=${stage.running.placeNow} .entries=${stage.console.entries} .history=${stage.console.history} .where=${stage.prompt.frameWords}
      .complete=${stage.prompt.complete} ?working=${stage.prompt.isWorking}></ms-console>
    <ms-output ?hidden=${tab !== "output"} .lines=${stage.output.lines} .dropped=${stage.output.dropped} .input=${stage.link.input}
      .paths=${stage.workspace.paths} .placeNow=${stage.running.placeNow}></ms-output>
    ${tab === "problems" ? html`<ms-problems .problems=${stage.problems}></ms-problems>` : nothing}
  `
}
