/** Menus of things: what offers one says what is in it, and the workbench opens it. */

export interface MenuItem {
  readonly title: string
  /** A key that does the same, as "F2". */
  readonly keys?: string
  readonly run: () => void
  /** Begins another group: a line stands above it. */
  readonly separate?: boolean
}

/** Asks the workbench to open a menu. */
export class MenuEvent extends Event {
  static readonly type = "ms-menu"
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly x: number
  readonly y: number
  constructor(label: string, items: readonly MenuItem[], x: number, y: number) {
    super(MenuEvent.type, {bubbles: true, composed: true})
    this.label = label
    this.items = items
    this.x = x
    this.y = y
  }
}

/** In the place of the browser's own menu. @param of what the items are about, in words */
export function askForMenu(
  event: MouseEvent,
  of: string,
  items: readonly MenuItem[],
  target = event.currentTarget as HTMLElement,
): void {
  event.preventDefault()
  event.stopPropagation()
  const {left, bottom} = target.getBoundingClientRect()
  // from the keyboard some browsers tell no place
  const isPointer = event.clientX !== 0 || event.clientY !== 0
  target.dispatchEvent(
    new MenuEvent(of, items, isPointer ? event.clientX : left + 8, isPointer ? event.clientY : bottom),
  )
}
