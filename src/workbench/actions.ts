/** Everything the person can ask for. Components emit these; the workbench model carries them out. */
import type {BreakpointEdit, PlaceChange, Shift} from "./breakpoints/breakpoint-list.ts"
import type {Place} from "./program/run-state.ts"
import type {FrameView, ThreadView} from "./stop/call-stack.ts"
import type {ValueNode, ValueTree} from "./stop/value-tree.ts"
import type {Visit} from "./tabs/visit.ts"

export type Theme = "auto" | "light" | "dark"

export type Action =
  | {readonly type: "debug"}
  | {readonly type: "run"}
  | {readonly type: "pause"}
  | {readonly type: "continue"}
  | {readonly type: "step"; readonly step: "next" | "stepIn" | "stepOut"}
  | {readonly type: "restart"}
  | {readonly type: "stop"}
  | {readonly type: "restart-kernel"}
  | {readonly type: "keep-waiting"}
  /** Makes it the start file. */
  | {readonly type: "choose-program"; readonly path: string}
  /** Starts this file, once; the start file stays what it is. */
  | {readonly type: "start-file"; readonly path: string; readonly noDebug: boolean}
  | {readonly type: "open"; readonly path: string}
  | {readonly type: "close"; readonly path: string}
  | {readonly type: "edit-file"; readonly path: string; readonly text: string}
  | {readonly type: "new-file"; readonly path: string}
  | {readonly type: "rename-file"; readonly path: string; readonly to: string}
  | {readonly type: "delete-file"; readonly path: string}
  | {readonly type: "upload"; readonly files: readonly File[]}
  | {readonly type: "download"; readonly path: string}
  | {readonly type: "open-example"; readonly name: string}
  | {readonly type: "go-to"; readonly place: Place}
  | {readonly type: "toggle-breakpoint"; readonly path: string; readonly line: number}
  | {
      readonly type: "change-places"
      readonly path: string
      readonly line: number
      readonly change: PlaceChange
    }
  | {readonly type: "edit-breakpoint"; readonly id: number; readonly edit: BreakpointEdit}
  | {readonly type: "set-breakpoint"; readonly path: string; readonly line: number; readonly edit: BreakpointEdit}
  /** Shows the line, with the form under it. */
  | {readonly type: "open-breakpoint-form"; readonly place: Place}
  | {readonly type: "remove-breakpoint"; readonly id: number}
  | {readonly type: "shift-breakpoints"; readonly path: string; readonly shifts: ReadonlyMap<number, Shift>}
  | {readonly type: "clear-breakpoints"}
  | {readonly type: "set-filter"; readonly filter: string; readonly enabled: boolean}
  | {readonly type: "toggle-value"; readonly tree: ValueTree; readonly node: ValueNode}
  | {
      readonly type: "edit-value"
      readonly tree: ValueTree
      readonly node: ValueNode
      readonly value: string
      /** Told whether the value was taken. */
      readonly done?: (taken: boolean) => void
    }
  | {readonly type: "forget-value-error"; readonly tree: ValueTree; readonly node: ValueNode}
  | {readonly type: "save"}
  | {readonly type: "go-to-line"}
  | {readonly type: "show-shortcuts"}
  | {readonly type: "copy"; readonly text: string}
  /** All of a value, also where what is shown is cut. */
  | {readonly type: "copy-value"; readonly tree: ValueTree; readonly node: ValueNode}
  | {readonly type: "add-watch"; readonly expression: string}
  | {readonly type: "edit-watch"; readonly expression: string; readonly to: string}
  | {readonly type: "remove-watch"; readonly expression: string}
  | {readonly type: "select-frame"; readonly frame: FrameView}
  | {readonly type: "toggle-thread"; readonly thread: ThreadView}
  | {readonly type: "more-frames"; readonly thread: ThreadView}
  | {readonly type: "console"; readonly code: string}
  | {readonly type: "clear-console"}
  /** Ends what the console's code does in the kernel. */
  | {readonly type: "end-evaluation"}
  | {readonly type: "clear-output"}
  /** Of a line of output. */
  | {readonly type: "show-more"; readonly id: number}
  | {readonly type: "answer-input"; readonly text: string | null}
  | {readonly type: "theme"; readonly theme: Theme}
  | {readonly type: "wrap"; readonly wraps: boolean}
  | {readonly type: "keep-state"; readonly keep: boolean}
  | {readonly type: "find-programs"}
  | {readonly type: "attach"; readonly visit: Visit}
  | {readonly type: "detach"}
  | {readonly type: "take-over"}
  | {readonly type: "resize"; readonly pane: string; readonly size: number | undefined}
  | {readonly type: "collapse"; readonly section: string; readonly collapsed: boolean}
  /** Shows those again that have left by themselves. */
  | {readonly type: "recall-notices"}
  /** Reads out what the program writes. */
  | {readonly type: "announce"; readonly announces: boolean}
  | {readonly type: "notice"; readonly id: number; readonly choice?: string}
  /** Somebody looks at the notices: none goes by itself. */
  | {readonly type: "hold-notices"; readonly held: boolean}
