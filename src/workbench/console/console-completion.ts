/** What the console's prompt offers: the kernel knows what is there, in the selected frame of a stop or globally. */
import type {Kernel} from "../../client/face.ts"
import type {CompleteReply} from "../../protocol/lrp.ts"
import type {ProgramRun} from "../program/program-run.ts"

export interface PromptCompletion {
  readonly text: string
  /** DAP's CompletionItemType. */
  readonly type: string
  /** A function's parameters. */
  readonly signature: string
}
export interface PromptCompletions {
  /** Offset where the text begins that they replace. */
  readonly from: number
  readonly items: readonly PromptCompletion[]
}

interface MatchType {
  readonly type?: unknown
  readonly signature?: unknown
}

/** Nothing where there is no kernel, or it has no answer. */
export async function completeInConsole(
  code: string,
  cursor: number,
  run: ProgramRun,
  kernel: Kernel | undefined,
): Promise<PromptCompletions> {
  const frame = run.state.kind === "paused" ? run.view.callStack.selected?.id : undefined
  const params = {code, cursor_pos: cursor, ...(frame === undefined ? {} : {frame_id: frame})}
  try {
    const reply = (await kernel?.request("lrp/complete", params)) as CompleteReply | undefined
    const types = reply?.metadata._jupyter_types_experimental
    const known: readonly MatchType[] = Array.isArray(types) ? types : []
    const items = (reply?.matches ?? []).map((text, i) => ({
      text,
      type: String(known[i]?.type ?? "text"),
      signature: String(known[i]?.signature ?? ""),
    }))
    return {from: reply?.cursor_start ?? cursor, items}
  } catch {
    // the stop has ended meanwhile, or the kernel has: the next letter asks again
    return {from: cursor, items: []}
  }
}
