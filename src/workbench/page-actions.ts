/** What can be asked for that only a page can do: the element of the workbench does it. */
import type {ValueNode, ValueTree} from "./stop/value-tree.ts"

export interface PageActions {
  copy(action: {readonly text: string}): unknown
  /** All of a value, also where what is shown is cut. */
  "copy-value"(action: {readonly tree: ValueTree; readonly node: ValueNode}): unknown
  /** Lets the person name a new file. */
  "ask-new-file"(): unknown
  /** Lets the person choose files of their disk. */
  "choose-upload"(): unknown
  download(action: {readonly path: string}): unknown
  /** Gives something away in one of the forms (exports/). */
  export(action: {readonly format: string}): unknown
  "find-programs"(): unknown
  "go-to-line"(): unknown
  /** A command that knows itself what it does. */
  "run-command"(action: {readonly id: string}): unknown
  "show-files"(): unknown
  "show-shortcuts"(): unknown
}
