/** What reads Lua for a program's files: loaded beside them, since nothing waits for it. */
import type {Stage} from "../../src/workbench/stage.ts"

export function readLua({breakpoints, workspace, written}: Stage): void {
  void import("../editor/text-problems.ts").then(({findProblems}) => {
    written.finder = findProblems
  })
  void import("../editor/line-places.ts").then(({findBreakableLine}) => {
    breakpoints.lineFinder = findBreakableLine
    // those that were set before it came
    for (const path of breakpoints.paths.filter(one => workspace.has(one)))
      breakpoints.verifyLocally(path, workspace.text(path))
  })
}
