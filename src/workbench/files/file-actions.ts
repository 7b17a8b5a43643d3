/** What can be done with files. */
import {normalPath} from "../../base/path.ts"
import {fileLimit} from "../../protocol/limits.ts"
import {conflictOf, pathProblem} from "../../protocol/workspace-path.ts"
import type {BreakpointList} from "../breakpoints/breakpoint-list.ts"
import type {NoticeList} from "../notices.ts"
import {decode} from "./file-content.ts"
import type {Workspace} from "./workspace.ts"

export interface FileParts {
  readonly workspace: Workspace
  readonly breakpoints: BreakpointList
  readonly notices: NoticeList
  /** A file has been changed in the editor. */
  noteEdited(path: string): void
}

interface OfFile {
  readonly path: string
}

export function fileActions(parts: FileParts) {
  const {workspace, breakpoints} = parts
  return {
    open: ({path}: OfFile) => workspace.open(path),
    close: ({path}: OfFile) => workspace.close(path),
    /** Makes it the start file. */
    "choose-program": ({path}: OfFile) => workspace.choose(path),
    "edit-file": ({path, text}: OfFile & {readonly text: string}) => {
      workspace.write(path, text)
      parts.noteEdited(path)
    },
    "new-file": ({path}: OfFile) => {
      workspace.write(path, "")
      workspace.chooseFirst([path])
      workspace.open(path)
    },
    "rename-file": ({path, to}: OfFile & {readonly to: string}) => {
      workspace.rename(path, to)
      breakpoints.renameFile(path, to)
    },
    "delete-file": ({path}: OfFile) => deleteFile(path, parts),
    upload: ({files}: {readonly files: readonly File[]}) => upload(files, parts),
  }
}

function deleteFile(path: string, {workspace, breakpoints, notices}: FileParts): void {
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

async function upload(files: readonly File[], {workspace, notices}: FileParts): Promise<void> {
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
