/** The values of a stop, as the person looks through them: frames, branches, watches, edits. */
import type {Place} from "../place.ts"
import type {ProgramRun} from "../program/program-run.ts"
import type {Showing} from "../showing.ts"
import type {FrameView, ThreadView} from "./call-stack.ts"
import type {ValueNode, ValueTree} from "./value-tree.ts"
import type {WatchList} from "./watch-list.ts"

interface OfNode {
  readonly tree: ValueTree
  readonly node: ValueNode
}
interface OfThread {
  readonly thread: ThreadView
}
interface OfWatch {
  readonly expression: string
}

export class StopValues {
  readonly #run: ProgramRun
  readonly #watches: WatchList
  /** The frame that was selected by the stop itself. */
  #stopFrame: number | undefined
  /** There are other watches. */
  onWatches: () => Promise<void> = async () => {}
  /** A frame has been chosen that stands there. */
  onPlace: (place: Place | undefined) => void = () => {}

  readonly actions = {
    "toggle-value": ({tree, node}: OfNode) => tree.toggle(node),
    /** `done` is told whether the value was taken. */
    "edit-value": async (edit: OfNode & {readonly value: string; readonly done?: (taken: boolean) => void}) => {
      const taken = await edit.tree.edit(edit.node, edit.value)
      edit.done?.(taken)
      if (taken) await this.refresh()
    },
    "forget-value-error": ({tree, node}: OfNode) => tree.forgetError(node),
    "add-watch": async ({expression}: OfWatch) => {
      await this.#watches.add(expression)
      await this.onWatches()
    },
    "remove-watch": async ({expression}: OfWatch) => {
      await this.#watches.remove(expression)
      await this.onWatches()
    },
    "edit-watch": async ({expression, to}: OfWatch & {readonly to: string}) => {
      const {expressions} = this.#watches
      await this.#watches.replace(expressions.map(known => (known === expression ? to : known)).filter(Boolean))
      await this.onWatches()
    },
    "select-frame": async ({frame}: {readonly frame: FrameView}) => {
      await this.#run.view.select(frame)
      this.onPlace(frame.place)
      await this.#evaluateWatches(frame.id === this.#stopFrame ? "again" : "elsewhere")
    },
    "toggle-thread": ({thread}: OfThread) => this.#run.view.callStack.toggle(thread),
    "more-frames": ({thread}: OfThread) => this.#run.view.callStack.more(thread),
  }

  constructor(run: ProgramRun, watches: WatchList) {
    this.#run = run
    this.#watches = watches
  }

  /** The program has come to a stop. */
  begin(): void {
    this.#stopFrame = this.#run.view.callStack.selected?.id
    void this.#evaluateWatches("stop")
  }

  /** There are no values any more. */
  end(): void {
    this.#watches.rest()
  }

  /** Something may have changed them. */
  async refresh(): Promise<void> {
    const {state, view} = this.#run
    if (state.kind !== "paused") return
    await view.showScopes(false)
    await this.#evaluateWatches(view.callStack.selected?.id === this.#stopFrame ? "again" : "elsewhere")
  }

  async #evaluateWatches(showing: Showing): Promise<void> {
    const {view} = this.#run
    await this.#watches.evaluate(expression => view.evaluate(expression, "watch"), view, showing)
  }
}
