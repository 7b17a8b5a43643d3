/** What a person would call broken at a glance: text that is cut, parts that lie over each other, sideways scrolling. */
import type {Workbench} from "./workbench-driver.ts"

/** Looks at the page as it is, through all shadow roots. "cut: …", "sideways: …", "covered: …" */
export function layoutFaults({page}: Workbench): Promise<string[]> {
  return page.evaluate(findFaults)
}

/** Runs in the page, so it holds all that it needs. */
function findFaults(): string[] {
  /** These scroll sideways by their nature. */
  const sideways =
    ".cm-scroller:not(:has(.cm-lineWrapping)), [role=tablist], .display, .cm-ms-hover, .cm-tooltip-autocomplete ul"
  /** These lie over others by their nature. */
  const floats =
    "[role=menu], ms-context-menu, ms-drawer, ms-kernel-list, ms-shortcut-list, .card, .notices, .cm-tooltip, .cm-panels, ms-splitter, .actions, .tab > .close"
  const faults = new Set<string>()

  const parentOf = (node: Node): Element | null =>
    node instanceof Element && node.assignedSlot
      ? node.assignedSlot
      : (node.parentElement ?? (node.getRootNode() as ShadowRoot).host ?? null)
  const ancestors = (node: Node): Element[] => {
    const all: Element[] = []
    for (let at = parentOf(node); at; at = parentOf(at)) all.push(at)
    return all
  }
  const within = (element: Element, selector: string) =>
    element.matches(selector) || ancestors(element).some(one => one.matches(selector))
  const nameOf = (element: Element): string => {
    const path = [element, ...ancestors(element)].filter(
      one => one.id || one.classList.length > 0 || one.tagName.includes("-"),
    )
    const words = path
      .slice(0, 3)
      .reverse()
      .map(one => [one.tagName.toLowerCase(), ...one.classList].join("."))
    return `${words.join(" ")} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`
  }
  const everything = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll("*")].flatMap(element =>
      element.shadowRoot ? [element, ...everything(element.shadowRoot)] : [element],
    )
  const isSeen = (element: Element) =>
    element.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !within(element, ".quiet, .ruler")

  /** What is left of a box behind the edges of all that clip it; and the first edge that cuts it for good. */
  const clip = (box: DOMRect, element: Element) => {
    let {left, right, top, bottom} = box
    let cutter: Element | undefined
    let ellipsis = false
    for (const around of [element, ...ancestors(element)]) {
      const style = getComputedStyle(around)
      if (style.textOverflow === "ellipsis") ellipsis = true
      const isPage = around === document.body || around === document.documentElement
      if (!isPage && (style.overflowX !== "visible" || style.overflowY !== "visible")) {
        const edge = around.getBoundingClientRect()
        const hidden = (overflow: string) => overflow === "hidden" || overflow === "clip"
        if (hidden(style.overflowX) && !ellipsis && (right > edge.right + 1 || left < edge.left - 1)) cutter ??= around
        if (hidden(style.overflowY) && (bottom > edge.bottom + 2 || top < edge.top - 2)) cutter ??= around
        left = Math.max(left, edge.left)
        right = Math.min(right, edge.right)
        top = Math.max(top, edge.top)
        bottom = Math.min(bottom, edge.bottom)
      }
      // what is around cuts it no more
      if (style.position === "fixed") break
    }
    return {left, right, top, bottom, cutter}
  }

  const all = everything(document).filter(isSeen)
  const {scrollWidth, clientWidth} = document.documentElement
  if (scrollWidth > clientWidth) faults.add(`sideways: the page, ${scrollWidth} of ${clientWidth}`)
  for (const element of all) {
    const {overflowX} = getComputedStyle(element)
    const wide = element.scrollWidth > element.clientWidth + 1
    if (wide && (overflowX === "auto" || overflowX === "scroll") && !within(element, sideways))
      faults.add(`sideways: ${nameOf(element)}`)
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      const {cutter, left, right, top, bottom} = clip(box, element)
      if (cutter) faults.add(`cut: ${nameOf(element)} by ${nameOf(cutter)}`)
      else if (
        right - left > 1 &&
        bottom - top > 1 &&
        (left < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
      )
        faults.add(`outside: ${nameOf(element)}`)
    }
  }
  const deepest = (x: number, y: number): Element | null => {
    let found = document.elementFromPoint(x, y)
    while (found?.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y)
      if (!inner || inner === found) break
      found = inner
    }
    return found
  }
  for (const element of all.filter(one => one.matches("button, input, [role=treeitem], [role=tab], .line, .note"))) {
    const {left, right, top, bottom} = clip(element.getBoundingClientRect(), element)
    if (right - left < 8 || bottom - top < 8) continue
    for (const x of [left + 3, (left + right) / 2, right - 3]) {
      const hit = deepest(x, (top + bottom) / 2)
      if (!hit || hit === element || ancestors(hit).includes(element) || ancestors(element).includes(hit)) continue
      if (within(hit, floats)) continue
      faults.add(`covered: ${nameOf(element)} by ${nameOf(hit)}`)
    }
  }
  return [...faults]
}
