/** Finding a program of another tab: the list and what feeds it. Loaded when somebody looks for one. */
import {html, type TemplateResult} from "lit"
import {type OtherTabs, RunningKernels} from "../../src/workbench/tabs/running-kernels.ts"
import {Visit} from "../../src/workbench/tabs/visit.ts"
import type {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import "../panes/kernel-list-element.ts"
import type {KernelChoice} from "../panes/kernel-list-element.ts"

export class ProgramFinder {
  readonly #kernels: RunningKernels
  readonly #model: WorkbenchModel
  readonly #done: (visit: Visit | undefined) => void

  /** @param update something is to be shown anew; @param done it is closed, with what was chosen */
  constructor(tabs: OtherTabs, model: WorkbenchModel, update: () => void, done: (visit: Visit | undefined) => void) {
    this.#model = model
    this.#done = done
    this.#kernels = new RunningKernels(tabs, model.own.link.kernel?.info.id)
    this.#kernels.onChange(update)
    void this.#kernels.open()
  }

  #choose({id}: KernelChoice): void {
    // one that is being attached to still can't be chosen yet
    const kernel = id === undefined ? undefined : this.#kernels.take(id)
    if (id !== undefined && !kernel) return
    this.#kernels.close()
    const {notices, own} = this.#model
    this.#done(kernel && new Visit(kernel, notices, own.watches.expressions))
  }

  close(): void {
    this.#kernels.close()
  }

  view(narrow: boolean): TemplateResult {
    return html`<ms-kernel-list .kernels=${this.#kernels.all} ?narrow=${narrow}
      @ms-kernel=${(event: KernelChoice) => this.#choose(event)}></ms-kernel-list>`
  }
}
