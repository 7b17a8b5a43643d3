/** How the person has arranged the workbench: its colours, its panes' sizes, what is folded away. */
import type {StoredView} from "../storage/index.ts"
import {Observable} from "./observable.ts"

export type Theme = "auto" | "light" | "dark"

export class Arrangement extends Observable {
  #theme: Theme = "auto"
  #wraps: boolean | undefined
  #announces = false
  #sizes: Readonly<Record<string, number>> = {}
  #collapsed: ReadonlySet<string> = new Set()

  readonly actions = {
    theme: ({theme}: {readonly theme: Theme}) => {
      this.#theme = theme
      this.changed()
    },
    wrap: ({wraps}: {readonly wraps: boolean}) => {
      this.#wraps = wraps
      this.changed()
    },
    announce: ({announces}: {readonly announces: boolean}) => {
      this.#announces = announces
      this.changed()
    },
    /** Undefined: no size of the person's choice. */
    resize: ({pane, size}: {readonly pane: string; readonly size: number | undefined}) => {
      const {[pane]: _, ...others} = this.#sizes
      this.#sizes = size === undefined ? others : {...others, [pane]: size}
      this.changed()
    },
    collapse: ({section, collapsed}: {readonly section: string; readonly collapsed: boolean}) => {
      const others = [...this.#collapsed].filter(other => other !== section)
      this.#collapsed = new Set(collapsed ? [...others, section] : others)
      this.changed()
    },
  }

  get theme(): Theme {
    return this.#theme
  }

  /** Long lines of code are wrapped; undefined: the person has not said so or otherwise. */
  get wraps(): boolean | undefined {
    return this.#wraps
  }

  /** What the program writes is read out. */
  get announces(): boolean {
    return this.#announces
  }

  get sizes(): Readonly<Record<string, number>> {
    return this.#sizes
  }

  get collapsed(): ReadonlySet<string> {
    return this.#collapsed
  }

  /** Takes what was kept. */
  load({theme = "auto", wraps, announces = false, sizes, collapsed}: StoredView): void {
    this.#theme = theme
    this.#wraps = wraps
    this.#announces = announces
    this.#sizes = {...sizes}
    this.#collapsed = new Set(collapsed)
    this.changed()
  }

  /** What is to be kept. */
  get stored(): StoredView {
    return {
      theme: this.#theme,
      ...(this.#wraps === undefined ? {} : {wraps: this.#wraps}),
      ...(this.#announces ? {announces: true} : {}),
      sizes: this.#sizes,
      collapsed: [...this.#collapsed],
    }
  }
}
