/** What can be done with a file, for the menus of its row and of its tab. */

import type {Action} from "../../src/workbench/actions.ts"
import type {MenuItem} from "../kit/context-menu.ts"

/** @param act carries an action out */
export function programItems(path: string, isStart: boolean, act: (action: Action) => void): MenuItem[] {
  if (!path.endsWith(".lua")) return []
  const items: MenuItem[] = [
    {title: "Debug this file", run: () => act({type: "start-file", path, noDebug: false})},
    {title: "Run this file", run: () => act({type: "start-file", path, noDebug: true})},
  ]
  if (!isStart) items.push({title: "Make it the start file", run: () => act({type: "choose-program", path})})
  return items
}
