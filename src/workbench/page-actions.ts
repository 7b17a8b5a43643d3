/** What can be asked for that only a page can do: the element of the workbench does it. */
import type {ValueNode, ValueTree} from "./stop/value-tree.ts"

export interface PageActions {
  copy(action: {readonly text: string}): unknown
  /** All of a value, also where what is shown is cut. */
  "copy-value"(action: {readonly tree: ValueTree; readonly node: ValueNode}): unknown
  download(action: {readonly path: string}): unknown
  "find-programs"(): unknown
  "go-to-line"(): unknown
  "show-shortcuts"(): unknown
}
