/**
 * What is selected of lines of which only those in sight are in the document: the two ends, as places in lines. The rows
 * that hold them have to stay, then the browser's own selection does.
 */
import {type OutputLine, whole} from "../../src/workbench/console/output-log.ts"

interface LineEnd {
  readonly id: OutputLine["id"]
  /** Characters of the line's shown text before it. */
  readonly offset: number
}

export interface LineSelection {
  readonly from: LineEnd
  readonly to: LineEnd
}

/** The attribute of a row that names its line. */
const rowName = "data-line"

/** What is selected within an element whose children are rows, named by `data-line`; undefined: nothing in it. */
export function selectionIn(root: ShadowRoot, rows: HTMLElement): LineSelection | undefined {
  const range = selectedRange(root)
  if (!range || range.collapsed || !rows.contains(range.startContainer) || !rows.contains(range.endContainer))
    return undefined
  const from = endAt(rows, range.startContainer, range.startOffset, "next")
  const to = endAt(rows, range.endContainer, range.endOffset, "previous")
  return from && to && from.id <= to.id ? {from, to} : undefined
}

/** The text of a selection, without what is only shown beside it. */
export function selectedText(lines: readonly OutputLine[], {from, to}: LineSelection): string {
  return lines
    .filter(({id}) => from.id <= id && id <= to.id)
    .map(line => {
      const isWhole = line.id !== to.id || to.offset >= line.text.length
      const text = isWhole ? whole(line) : line.text.slice(0, to.offset)
      return line.id === from.id ? text.slice(from.offset) : text
    })
    .join("\n")
}

/** Selects from the start of one row to the end of another. */
export function selectRows(first: Element, last: Element): void {
  getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length)
}

function selectedRange(root: ShadowRoot): AbstractRange | undefined {
  const selection = getSelection()
  if (!selection?.rangeCount) return undefined
  // Firefox before 142 looks into shadow trees by itself
  if (!("getComposedRanges" in selection)) return (selection as Selection).getRangeAt(0)
  return selection.getComposedRanges({shadowRoots: [root]})[0]
}

/** @param side where the place is between rows: of which it counts as the end or the start */
function endAt(rows: HTMLElement, node: Node, offset: number, side: "next" | "previous"): LineEnd | undefined {
  const element = node instanceof Element ? node : node.parentElement
  const row = element?.closest<HTMLElement>(`[${rowName}]`)
  if (row) {
    const before = document.createRange()
    before.setStart(row, 0)
    before.setEnd(node, offset)
    return {id: idOf(row), offset: before.toString().length}
  }
  const all = [...rows.querySelectorAll<HTMLElement>(`[${rowName}]`)]
  const position = document.createRange()
  position.setStart(node, offset)
  const isAfter = (one: Element) => position.comparePoint(one, 0) > 0
  const found = side === "next" ? all.find(isAfter) : all.findLast(one => !isAfter(one))
  return found && {id: idOf(found), offset: side === "next" ? 0 : Number.POSITIVE_INFINITY}
}

const idOf = (row: HTMLElement) => Number(row.getAttribute(rowName))
