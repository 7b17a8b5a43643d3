/** The code's pane: the tabs of the open files, and the editor of the one that is shown. */
import {html, type TemplateResult} from "lit"
import type {Action} from "../../src/workbench/actions.ts"
import type {Stage} from "../../src/workbench/stage.ts"
import type {TabEvent} from "../bars/tabs-element.ts"
import {askForMenu} from "../kit/context-menu.ts"
import {emit} from "../kit/emit.ts"
import {programItems} from "../panes/file-items.ts"
import {cardIn, executionIn, hoverTree, lineEndsIn} from "./editor-inputs.ts"
import type {PaneContext} from "./side-panes.ts"

export function editorTabs({workspace}: Stage): TemplateResult {
  const {openPaths, activePath} = workspace
  const tabs = openPaths.map(path => ({
    id: path,
    title: workspace.nameOf(path),
    closable: true,
    panel: "code-panel",
    ...(workspace.isShownCode(path) ? {tooltip: "Loaded by the program: read-only"} : {}),
  }))
  const choose = ({target, deed, id, origin}: TabEvent) => {
    if (!target) return
    const act = (action: Action) => emit(target, action)
    if (deed === "menu" && origin) {
      askForMenu(origin, workspace.nameOf(id), [
        ...(workspace.isShownCode(id) ? [] : programItems(id, id === workspace.program, act)),
        {title: "Close", keys: "Delete", separate: id.endsWith(".lua"), run: () => act({type: "close", path: id})},
      ])
    } else act({type: deed === "close" ? "close" : "open", path: id})
  }
  return html`<ms-tabs .tabs=${tabs} .active=${activePath} label="Open files" @ms-tab=${choose}></ms-tabs>`
}

/** @param hint what an idle workbench says */
export function editorOrNothing({model, stage, narrow, newFile}: PaneContext, hint: string): TemplateResult {
  const isVisit = model.visit !== undefined
  const {workspace} = stage
  const {activePath} = workspace
  if (activePath === undefined) {
    return isVisit
      ? html`<div class="no-file"><p>No file is open. Choose one of the other tab's.</p></div>`
      : html`<div class="no-file"><div><p>No file is open.</p><button class="button" @click=${newFile}>New file</button></div></div>`
  }
  const content = workspace.content(activePath)
  if (content instanceof Uint8Array) {
    return html`<div class="no-file"><p>${activePath} is not text: ${content.length.toLocaleString("en")} bytes. The program can read it with io.open.</p></div>`
  }
  const evaluate = (expression: string) => hoverTree(stage, expression)
  return html`<ms-code-editor .path=${activePath} .name=${workspace.isShownCode(activePath) ? workspace.nameOf(activePath) : undefined} .scope=${isVisit ? (stage.link.kernel?.info.id ?? "visit") : ""}
    ?wraps=${model.arrangement.wraps ?? narrow} ?fixed=${(isVisit && stage.isLooking) || workspace.isShownCode(activePath)} .text=${content ?? ""} .breakpoints=${stage.breakpoints.inFile(activePath)}
    .execution=${executionIn(stage, activePath)} .ends=${lineEndsIn(stage, activePath, hint)} .card=${cardIn(stage, activePath)}
    .reveal=${stage.reveal} .evaluate=${stage.run.state.kind === "paused" ? evaluate : undefined}></ms-code-editor>`
}
