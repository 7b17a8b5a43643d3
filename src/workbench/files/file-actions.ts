/** Actions on files and breakpoints. */
import {normalPath} from "../../base/path.ts"
import {fileLimit} from "../../protocol/limits.ts"
import {conflictOf, pathProblem} from "../../protocol/workspace-path.ts"
import type {Action} from "../actions.ts"
import type {BreakpointList} from "../breakpoints/breakpoint-list.ts"
import type {NoticeList} from "../notices.ts"
import {decode} from "../program/kernel-link.ts"
import type {Workspace} from "./workspace.ts"

export interface FileActionContext {
  readonly workspace: Workspace
  readonly breakpoints: BreakpointList
  readonly notices: NoticeList
  noteEdited(path: string): void
  sendBreakpoints(path: string): Promise<void>
}

export async function handleFileAction(action: Action, context: FileActionContext): Promise<void> {
  const {workspace, breakpoints} = context
  switch (action.type) {
    case "open":
      return workspace.open(action.path)
    case "close":
      return workspace.close(action.path)
    case "choose-program":
      return workspace.choose(action.path)
    case "edit-file":
      workspace.write(action.path, action.text)
      context.noteEdited(action.path)
      return
    case "new-file":
      workspace.write(action.path, "")
      workspace.chooseFirst([action.path])
      return workspace.open(action.path)
    case "rename-file":
      workspace.rename(action.path, action.to)
      return breakpoints.renameFile(action.path, action.to)
    case "delete-file":
      return deleteFile(action.path, context)
    case "upload":
      return upload(action.files, context)
    case "toggle-breakpoint":
      breakpoints.toggle(action.path, action.line, workspace.text(action.path))
      return context.sendBreakpoints(action.path)
    case "change-places":
      breakpoints.changePlaces(action.path, action.line, action.change)
      return context.sendBreakpoints(action.path)
    case "set-breakpoint": {
      const there = breakpoints.at(action.path, action.line)
      if (there) breakpoints.edit(there.id, action.edit)
      else breakpoints.add(action.path, action.line, workspace.text(action.path), action.edit)
      return context.sendBreakpoints(action.path)
    }
    case "edit-breakpoint":
      return changeBreakpoint(action.id, context, () => breakpoints.edit(action.id, action.edit))
    case "remove-breakpoint":
      return changeBreakpoint(action.id, context, () => breakpoints.remove(action.id))
    case "shift-breakpoints":
      return breakpoints.shift(action.shifts)
    case "clear-breakpoints": {
      const {paths, all} = breakpoints
      const send = () => Promise.all(paths.map(path => context.sendBreakpoints(path)))
      breakpoints.clear()
      context.notices.show(`Removed ${all.length} breakpoints.`, "info", "Undo", () => {
        breakpoints.restore(all)
        void send()
      })
      await send()
      return
    }
  }
}

async function changeBreakpoint(id: number, context: FileActionContext, change: () => void): Promise<void> {
  const path = context.breakpoints.all.find(breakpoint => breakpoint.id === id)?.path
  change()
  if (path !== undefined) await context.sendBreakpoints(path)
}

function deleteFile(path: string, {workspace, breakpoints, notices}: FileActionContext): void {
  const wasOpen = workspace.openPaths.includes(path)
  const content = workspace.remove(path)
  const gone = breakpoints.removeFile(path)
  if (content === undefined) return
  notices.show(`Deleted ${path}.`, "info", "Undo", () => {
    // another one may have the name by now
    const to = workspace.freePath(path)
    workspace.write(to, content)
    if (to !== path) return
    breakpoints.restore(gone)
    if (wasOpen) workspace.open(path)
  })
}

async function upload(files: readonly File[], {workspace, notices}: FileActionContext): Promise<void> {
  const brought: string[] = []
  for (const file of files) {
    const wanted = normalPath(file.webkitRelativePath || file.name)
    const problem = file.size > fileLimit.bytes ? `${wanted} is larger than ${fileLimit.words}.` : pathProblem(wanted)
    if (problem !== undefined) {
      notices.show(`${problem} It was left out.`, "error")
      continue
    }
    const path = workspace.freePath(wanted)
    const conflict = conflictOf(path, workspace.paths)
    if (conflict !== undefined) {
      notices.show(`${conflict} It was left out.`, "error")
      continue
    }
    workspace.write(path, decode(new Uint8Array(await file.arrayBuffer())))
    if (path !== wanted) notices.show(`${wanted} exists already; the new one is ${path}.`)
    workspace.open(path)
    brought.push(path)
  }
  workspace.chooseFirst(brought)
}
