/** The panes that F6 walks, as in VS Code while nothing runs. */
import {firstStop, focused, isAround} from "../kit/focus.ts"

const panes = ["header", "nav.side", ".editor", ".bottom", "section.side", ".notices", "footer"] as const
type Pane = (typeof panes)[number]

/** @param own puts the focus where a pane wants it; false: on the first thing that Tab would reach */
export function focusNextPane(root: ParentNode, step: 1 | -1, own: (pane: Pane) => boolean): void {
  const there = panes.flatMap(pane => {
    const element = root.querySelector(pane)
    const stop = element?.checkVisibility() ? firstStop(element) : undefined
    return element && stop ? [{pane, element, stop}] : []
  })
  const at = focused()
  const current = there.findIndex(({element}) => at !== undefined && isAround(element, at))
  const next = there[(current < 0 && step < 0 ? there.length - 1 : current + step + there.length) % there.length]
  if (next && !own(next.pane)) next.stop.focus()
}
