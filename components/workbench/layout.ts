/** Where the panes stand, in the room that the element has: three columns, two, or one. */
import {html, nothing, type TemplateResult} from "lit"
import type {Action} from "../../src/workbench/actions.ts"
import type {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {icon} from "../kit/icons.ts"
import {editorOrNothing, editorTabs} from "./code-pane.ts"
import "../bars/notices-element.ts"
import {type BottomTab, bottomContent, filesPane, type PaneContext, statePane} from "./side-panes.ts"
import "../kit/splitter.ts"
import type {TabEvent} from "../bars/tabs-element.ts"
import {styled} from "../kit/styled.ts"

export type NarrowTab = "code" | "state" | "console"

export interface LayoutContext extends PaneContext {
  readonly folded: boolean
  /** What an idle workbench says. */
  readonly hint: string
  readonly bottomTab: BottomTab
  readonly narrowTab: NarrowTab
  act(action: Action): void
  showBottom(event: TabEvent): void
  showNarrow(tab: NarrowTab): void
}

/** What there is room for, in CSS pixels. */
export interface Room {
  readonly folded: boolean
  readonly narrow: boolean
  readonly short: boolean
}

export function roomFor({width, height}: {readonly width: number; readonly height: number}): Room {
  const narrow = width < 860
  // the debugger's buttons want 600 px beside the program; a thumb wants them at the bottom, where there is the height
  return {folded: width < 960, narrow, short: narrow && width >= 600 && height < 560}
}

const firstSizes: Readonly<Record<string, number>> = {left: 208, right: 320, bottom: 232}

function sizeOf(model: WorkbenchModel, pane: string): number {
  return model.arrangement.sizes[pane] ?? firstSizes[pane]
}

/** One template for all widths, so that a turned phone or a dragged window keeps the editor, its history and the focus. */
export function bodyOf(context: LayoutContext): TemplateResult {
  const {model, stage, folded, narrow, narrowTab} = context
  const sizes = Object.fromEntries(
    ["left", "right", "bottom"].map(pane => [`--ms-${pane}`, `${sizeOf(model, pane)}px`]),
  )
  const splitter = (pane: string, label: string, direction: 1 | -1, vertical: boolean, largest: number) =>
    html`<ms-splitter .pane=${pane} .label=${label} .direction=${direction} ?vertical=${vertical} .size=${sizeOf(model, pane)}
      .first=${firstSizes[pane]} .smallest=${vertical ? 140 : 72} .largest=${largest} ?hidden=${narrow}></ms-splitter>`
  const shows = (part: NarrowTab) => !narrow || narrowTab === part
  const {activePath} = stage.workspace
  const hasTabs = !narrow || (shows("code") && stage.workspace.openPaths.length > 1)
  return html`<main class=${narrow ? "single" : folded ? "columns folded" : "columns"} ${styled(sizes)}>
    ${narrow ? partTabs(context) : nothing}
    ${
      folded
        ? nothing
        : html`<nav class="side" aria-label="Workspace">${filesPane(context)}</nav>
          ${splitter("left", "Width of the files pane", 1, true, 480)}`
    }
    <section class="middle ${narrowTab}" id="middle" role=${narrow ? "tabpanel" : nothing} aria-label=${narrow && shows("console") ? "Console" : "Code"} ?hidden=${!shows("code") && !shows("console")}>
      <div class="editor-tabs" ?hidden=${!hasTabs}>${editorTabs(stage)}</div>
      <div class="editor" id="code-panel" role=${hasTabs && activePath !== undefined ? "tabpanel" : nothing} aria-label=${(hasTabs ? activePath : undefined) ?? nothing}
        ?hidden=${!shows("code")}>${editorOrNothing(context, context.hint)}</div>
      ${splitter("bottom", "Height of the bottom pane", -1, false, 640)}
      <section class="bottom" aria-label="Console, output and problems" ?hidden=${!shows("console")}>${bottomParts(context)}</section>
    </section>
    ${splitter("right", "Width of the state pane", -1, true, 640)}
    <section class="side" id="state" role=${narrow ? "tabpanel" : nothing} aria-label="Program state" ?hidden=${!shows("state")}>${statePane(context)}</section>
    <ms-notices class="notices" .notices=${model.notices.all}></ms-notices>
  </main>`
}

function partTabs({narrowTab, showNarrow}: LayoutContext): TemplateResult {
  const tabs = [
    {id: "code", title: "Code", panel: "middle"},
    {id: "state", title: "State", panel: "state"},
    {id: "console", title: "Console", panel: "middle"},
  ]
  return html`<div class="editor-tabs parts">
    <ms-tabs wide .tabs=${tabs} .active=${narrowTab} label="Parts of the workbench"
      @ms-tab=${({id}: TabEvent) => showNarrow(id as NarrowTab)}></ms-tabs>
  </div>`
}

/** Files and examples where they have no column. */
export function filesDrawer(context: LayoutContext, close: () => void): TemplateResult {
  return html`<ms-drawer label="Files and examples" @ms-close=${close}>${filesPane(context)}</ms-drawer>`
}

function bottomParts(context: LayoutContext): TemplateResult {
  const {stage, narrow, bottomTab} = context
  const panel = "bottom-panel"
  const tabs = [
    // on a narrow page the whole part is called Console
    {id: "console", title: narrow ? "Prompt" : "Console", panel},
    {id: "output", title: "Output", panel},
    {id: "problems", title: "Problems", count: stage.problems.length, panel},
  ]
  const clear: Action | undefined =
    bottomTab === "console" ? {type: "clear-console"} : bottomTab === "output" ? {type: "clear-output"} : undefined
  return html`<div class="bottom-tabs">
      <ms-tabs caps .tabs=${tabs} .active=${bottomTab} label="Console, output and problems" @ms-tab=${context.showBottom}></ms-tabs>
      ${
        clear
          ? html`<button class="icon-button" title="Clear ${bottomTab}" aria-label="Clear ${bottomTab}" @click=${() => context.act(clear)}>${icon("clear-all")}</button>`
          : nothing
      }
    </div>
    <div class="bottom-content" id=${panel} role="tabpanel" aria-label=${tabs.find(({id}) => id === bottomTab)?.title ?? nothing}>${bottomContent(context, bottomTab)}</div>`
}
