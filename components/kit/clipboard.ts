/** Puts text on the clipboard. */
import type {Action} from "../../src/workbench/actions.ts"
import type {NoticeList} from "../../src/workbench/notices.ts"

type CopyAction = Extract<Action, {readonly type: "copy" | "copy-value"}>

export async function copy(action: CopyAction, notices: NoticeList): Promise<void> {
  const text = action.type === "copy" ? action.text : wholeOrShown(action, notices)
  try {
    // what is still to come is promised at once: later the key or the click no longer counts as the person's
    const blob = Promise.resolve(text).then(all => new Blob([all], {type: "text/plain"}))
    await navigator.clipboard.write([new ClipboardItem({"text/plain": blob})])
  } catch {
    notices.show("The browser does not let this page copy.", "error")
  }
}

async function wholeOrShown({tree, node}: CopyAction & {type: "copy-value"}, notices: NoticeList): Promise<string> {
  try {
    return await tree.whole(node)
  } catch {
    notices.show("The program has gone on: what is shown was copied, not the whole value.")
    return node.value
  }
}
