/** What can be done with breakpoints. */
import type {Workspace} from "../files/workspace.ts"
import type {NoticeList} from "../notices.ts"
import type {BreakpointEdit, BreakpointList, PlaceChange, Shift} from "./breakpoint-list.ts"

export interface BreakpointParts {
  readonly workspace: Workspace
  readonly breakpoints: BreakpointList
  readonly notices: NoticeList
  /** Tells the program of a file's breakpoints. */
  send(path: string): Promise<void>
  setFilter(filter: string, enabled: boolean): Promise<void>
}

interface OfLine {
  readonly path: string
  readonly line: number
}
interface OfBreakpoint {
  readonly id: number
}
interface Edit {
  readonly edit: BreakpointEdit
}

export function breakpointActions(parts: BreakpointParts) {
  const {workspace, breakpoints, notices} = parts
  const change = async (id: number, work: () => void) => {
    const path = breakpoints.all.find(breakpoint => breakpoint.id === id)?.path
    work()
    if (path !== undefined) await parts.send(path)
  }
  return {
    "toggle-breakpoint": ({path, line}: OfLine) => {
      breakpoints.toggle(path, line, workspace.text(path))
      return parts.send(path)
    },
    "change-places": ({path, line, change}: OfLine & {readonly change: PlaceChange}) => {
      breakpoints.changePlaces(path, line, change)
      return parts.send(path)
    },
    "set-breakpoint": ({path, line, edit}: OfLine & Edit) => {
      const there = breakpoints.at(path, line)
      if (there) breakpoints.edit(there.id, edit)
      else breakpoints.add(path, line, workspace.text(path), edit)
      return parts.send(path)
    },
    "edit-breakpoint": ({id, edit}: OfBreakpoint & Edit) => change(id, () => breakpoints.edit(id, edit)),
    "remove-breakpoint": ({id}: OfBreakpoint) => change(id, () => breakpoints.remove(id)),
    /** The lines of a file have got other numbers. */
    "shift-breakpoints": ({shifts}: {readonly path: string; readonly shifts: ReadonlyMap<number, Shift>}) =>
      breakpoints.shift(shifts),
    "clear-breakpoints": async () => {
      const {paths, all} = breakpoints
      const send = () => Promise.all(paths.map(path => parts.send(path)))
      breakpoints.clear()
      notices.show(`Removed ${all.length} breakpoints.`, "info", "Undo", () => {
        breakpoints.restore(all)
        void send()
      })
      await send()
    },
    "set-filter": ({filter, enabled}: {readonly filter: string; readonly enabled: boolean}) =>
      parts.setFilter(filter, enabled),
  }
}
