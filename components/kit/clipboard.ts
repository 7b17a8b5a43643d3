/** Puts text on the clipboard. */
import type {NoticeList} from "../../src/workbench/notices.ts"
import type {ValueNode, ValueTree} from "../../src/workbench/stop/value-tree.ts"

export async function copy(text: string | Promise<string>, notices: NoticeList): Promise<void> {
  try {
    // what is still to come is promised at once: later the key or the click no longer counts as the person's
    const blob = Promise.resolve(text).then(all => new Blob([all], {type: "text/plain"}))
    await navigator.clipboard.write([new ClipboardItem({"text/plain": blob})])
  } catch {
    notices.show("The browser does not let this page copy.", "error")
  }
}

/** All of a value; once the program has gone on, what is shown of it. */
export async function wholeOrShown(tree: ValueTree, node: ValueNode, notices: NoticeList): Promise<string> {
  try {
    return await tree.whole(node)
  } catch {
    notices.show("The program has gone on: what is shown was copied, not the whole value.")
    return node.value
  }
}
