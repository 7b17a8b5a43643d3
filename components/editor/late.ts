/** Extensions that no first stop needs: loaded once an editor asks for them, then added to the states that were made before. */
import {Compartment, type Extension} from "@codemirror/state"
import {type EditorView, ViewPlugin} from "@codemirror/view"

/** Adds what is late to the state that a view shows. */
export type Complete<Module> = (view: EditorView) => Promise<Module>

/** As soon as there is a view. */
const atOnce = (complete: Complete<unknown>): Extension =>
  ViewPlugin.define(view => {
    void complete(view)
    return {}
  })

export class Late<Module> {
  readonly #part = new Compartment()
  readonly #load: () => Promise<Module>
  readonly #extensionOf: (module: Module) => Extension
  /** What stands for it until it is there. */
  readonly #waiting: Extension
  #loaded: {readonly module: Module; readonly extension: Extension} | undefined

  /** @param asks an extension that says when it is needed. Default: it is, by whatever shows it */
  constructor(
    load: () => Promise<Module>,
    extensionOf: (module: Module) => Extension,
    asks: (complete: Complete<Module>) => Extension = atOnce,
  ) {
    this.#load = load
    this.#extensionOf = extensionOf
    this.#waiting = asks(this.complete)
  }

  /** For a new state. */
  get extension(): Extension {
    return this.#part.of(this.#loaded?.extension ?? this.#waiting)
  }

  readonly complete: Complete<Module> = async view => {
    const module = this.#loaded?.module ?? (await this.#load())
    this.#loaded ??= {module, extension: this.#extensionOf(module)}
    if (this.#part.get(view.state) === this.#waiting)
      view.dispatch({effects: this.#part.reconfigure(this.#loaded.extension)})
    return this.#loaded.module
  }
}
