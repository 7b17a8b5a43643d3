/** The value of the expression under the pointer, while the program is paused. */
import type {Extension} from "@codemirror/state"
import {EditorView, hoverTooltip, repositionTooltips} from "@codemirror/view"
import type {ValueTree} from "../../src/workbench/stop/value-tree.ts"
import {expressionAt} from "./language.ts"
import "../kit/value-tree-element.ts"

const mostColumns = 68
/** Pixels of a row, and around it, that no text stands in. */
const edges = 40

/** Evaluates for a hover; undefined where there is nothing to show. */
export type HoverEvaluate = (expression: string) => Promise<ValueTree | undefined>

export function hoverValue(evaluate: HoverEvaluate): Extension {
  return [
    hoverTooltip(
      async (view, offset) => {
        const found = expressionAt(view.state, offset)
        if (!found) return null
        const tree = await evaluate(found.text)
        if (!tree) return null
        return {
          pos: found.from,
          end: found.to,
          above: true,
          create: () => {
            const dom = document.createElement("div")
            dom.className = "cm-ms-hover"
            const element = document.createElement("ms-value-tree")
            // as wide as what it shows, so its width is no measure
            const columns = Math.min(mostColumns, Math.floor((innerWidth - edges) / view.defaultCharacterWidth))
            Object.assign(element, {tree, label: found.text, columns})
            dom.append(element)
            // it grows with its values, and has to stay in the editor
            const growth = new ResizeObserver(() => repositionTooltips(view))
            growth.observe(dom)
            return {dom, destroy: () => growth.disconnect()}
          },
        }
      },
      {hoverTime: 250},
    ),
    look,
  ]
}

const look = EditorView.baseTheme({
  ".cm-ms-hover": {maxWidth: "min(560px, calc(100vw - 8px))", maxHeight: "320px", overflow: "auto", padding: "2px 0"},
})
