/**
 * `<moonstep-debugger>`, the workbench: lays out the panes, hands each what it shows, and hands what the person asks
 * for to the model. It begins when its `startKernel` is set.
 */
import {html, LitElement, nothing, type TemplateResult} from "lit"
import {ChannelNews, GuardedStore, IndexedStore, type Store} from "../../src/storage/index.ts"
import "../panes/breakpoints-element.ts"
import "../panes/call-stack-element.ts"
import {commandOf} from "../bars/commands.ts"
import "../panes/console-element.ts"
import type {Action} from "../../src/workbench/actions.ts"
import type {OutputLog} from "../../src/workbench/console/output-log.ts"
import {examples, fetchExample} from "../../src/workbench/files/examples.ts"
import {LocalJournal} from "../../src/workbench/files/local-journal.ts"
import type {Companions} from "../../src/workbench/persistence.ts"
import type {StartKernel} from "../../src/workbench/program/kernel-link.ts"
import {possible} from "../../src/workbench/program/run-state.ts"
import type {OtherTabs} from "../../src/workbench/tabs/running-kernels.ts"
import type {Visit} from "../../src/workbench/tabs/visit.ts"
import {errorWords} from "../../src/workbench/words/error-words.ts"
import {fullWords, whoseWords} from "../../src/workbench/words/state-words.ts"
import {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {readLua} from "./lua-reading.ts"
import {PageWork} from "./page-work.ts"
import "../editor/code-editor.ts"
import {ActionEvent} from "../kit/emit.ts"
import "../panes/examples-element.ts"
import {MenuEvent} from "../kit/context-menu.ts"
import {FocusKeeper} from "../kit/focus.ts"
import {acceptDrops, chooseFiles} from "./file-transfer.ts"
import {WorkbenchParts} from "./workbench-parts.ts"
import "../panes/files-element.ts"
import {bodyOf, filesDrawer, type LayoutContext, type NarrowTab, roomFor} from "./layout.ts"
import "../panes/output-element.ts"
import "../kit/section-element.ts"
import {troubleCard} from "../kit/floating.ts"
import type {BottomTab} from "./side-panes.ts"
import "../bars/status-bar.ts"
import "../bars/step-bar.ts"
import "../bars/tabs-element.ts"
import type {TabEvent} from "../bars/tabs-element.ts"
import {base, theme} from "../kit/theme.ts"
import "../bars/toolbar.ts"
import type {ProgramFinder} from "./program-finder.ts"
import "../kit/value-tree-element.ts"
import "../panes/watch-element.ts"
import {workbenchStyles} from "./workbench-styles.ts"

// In a name of its own, or Vite takes what is made of it for an asset. components/ and assets/ lie equally deep.
const moduleAddress = import.meta.url

export class Workbench extends LitElement {
  static override styles = [theme, base, workbenchStyles]
  static override properties = {
    theme: {reflect: true},
    narrow: {type: Boolean, reflect: true},
    folded: {type: Boolean, reflect: true},
    short: {type: Boolean, reflect: true},
    showsFiles: {state: true},
    bottomTab: {state: true},
    narrowTab: {state: true},
    dropping: {state: true},
  }
  declare theme: "auto" | "light" | "dark"
  /** One column. Follows from the element's own size, as do the next two. */
  declare narrow: boolean
  /** Files and examples are behind the program menu. */
  declare folded: boolean
  /** There is no height for a bar of buttons of its own. */
  declare short: boolean
  declare showsFiles: boolean
  declare bottomTab: BottomTab
  declare narrowTab: NarrowTab
  declare dropping: boolean
  /** Where files and breakpoints are kept. Default: IndexedDB, and memory where that is refused. */
  store: Store | undefined
  /** The URL of the folder that holds `examples/`. Default: where the library was loaded from. */
  assets = new URL("../", moduleAddress).href
  /** Finds programs of other tabs; undefined: they are not offered. */
  tabs: OtherTabs | undefined
  model: WorkbenchModel | undefined
  #work: PageWork | undefined
  #finder: ProgramFinder | undefined
  readonly #parts = new WorkbenchParts(this)
  #observer = new ResizeObserver(([{contentRect}]) => Object.assign(this, roomFor(contentRect)))
  #startKernel: StartKernel | undefined
  #lastState = ""
  /** The output that is read out, and its newest line when that began. */
  #heard: {readonly output: OutputLog; readonly line: number} | undefined

  /** Starts the kernel: `startKernel` of the public face, or a test's. The workbench begins when it has this. */
  get startKernel(): StartKernel | undefined {
    return this.#startKernel
  }

  set startKernel(startKernel: StartKernel | undefined) {
    this.#startKernel = startKernel
    if (this.isConnected) this.#begin()
  }

  constructor() {
    super()
    this.theme = "auto"
    this.narrow = false
    this.folded = false
    this.short = false
    this.showsFiles = false
    this.bottomTab = "console"
    this.narrowTab = "code"
    this.dropping = false
    this.addEventListener(ActionEvent.type, event => void this.#act((event as ActionEvent).action))
    this.addEventListener(MenuEvent.type, event => void this.#parts.openMenu(event as MenuEvent))
    this.addEventListener("ms-new-file", () => void this.#newFile())
    this.addEventListener("ms-show-files", () => void this.#showFiles())
    this.addEventListener("ms-upload-files", () => chooseFiles(this.#upload))
    this.addEventListener("ms-download-file", () => {
      const path = this.model?.shown.workspace.activePath
      if (path) void this.#act({type: "download", path})
    })
    const hint = (shown: boolean) => {
      this.dropping = shown
    }
    acceptDrops(this, hint, this.#upload)
    if (matchMedia("(any-pointer: coarse)").matches)
      void import("../kit/long-press.ts").then(({LongPress}) => new LongPress(this))
    new FocusKeeper(this, () => this.#parts.focusMain(this.narrow))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer.observe(this)
    document.addEventListener("keydown", this.#handleKey)
    document.addEventListener("visibilitychange", this.#handleHide)
    addEventListener("pagehide", this.#handleHide)
    addEventListener("pageshow", this.#handleHide)
    this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
    document.removeEventListener("keydown", this.#handleKey)
    document.removeEventListener("visibilitychange", this.#handleHide)
    removeEventListener("pagehide", this.#handleHide)
    removeEventListener("pageshow", this.#handleHide)
    void this.model?.save()
  }

  #begin(): void {
    const startKernel = this.#startKernel
    if (this.model || !startKernel) return
    const refused = () => {
      model.keepsNothing = true
      model.notices.show("This browser keeps nothing for this page. Your work goes on, but a reload loses it.", "error")
    }
    const model = new WorkbenchModel({
      store: this.store ?? new GuardedStore(new IndexedStore(), refused),
      startKernel,
      examples,
      fetchExample: example => fetchExample(example, this.assets),
      // another store is not known to be shared
      ...(this.store ? {} : {companions: joinTabs()}),
    })
    readLua(model.own)
    this.model = model
    this.#work = new PageWork(this, this.#parts, model)
    model.onChange(() => this.#handleChange())
    void model.start().catch(thrown => model.notices.show(errorWords(thrown), "error"))
  }

  #handleChange(): void {
    const {model} = this
    if (!model) return
    this.theme = model.arrangement.theme
    this.#readOut(model)
    const {state} = model.shown.run
    if (state.kind !== this.#lastState) {
      this.#lastState = state.kind
      if (state.kind === "waiting") this.#showOutput()
      if (state.kind === "running") this.bottomTab = "output"
      if (state.kind === "failed" && state.failure.syntax) this.bottomTab = "problems"
      // Whoever steps while looking at the values goes on looking at them.
      if (state.kind === "paused" && state.stop.why.kind !== "step") this.narrowTab = "code"
    }
    this.requestUpdate()
  }

  /** What stands when reading out begins need not be read; the element, which is loaded for it, comes later than some lines. */
  #readOut({arrangement, shown}: WorkbenchModel): void {
    if (!arrangement.announces) this.#heard = undefined
    else if (this.#heard?.output !== shown.output) this.#heard = {output: shown.output, line: shown.output.newest}
    if (this.#heard) void import("../panes/output-announcer.ts")
  }

  #showOutput(): void {
    this.bottomTab = "output"
    this.narrowTab = "console"
  }

  #handleKey = (event: KeyboardEvent): void => {
    const action = this.#walksPanes(event) ? undefined : commandOf(event)?.action
    if (!action || event.defaultPrevented) return
    // A page may hold other things beside the workbench: its keys count from inside, or when nothing has the focus.
    if (!event.composedPath().includes(this) && document.activeElement !== document.body) return
    event.preventDefault()
    if (!event.repeat || action.type === "step") void this.#act(action)
  }

  /** F6 pauses what runs; otherwise it goes from pane to pane, as Shift+F6 always does. */
  #walksPanes(event: KeyboardEvent): boolean {
    const isPause = this.model?.shown.run.state.kind === "running" && !event.shiftKey
    if (event.key !== "F6" || isPause || event.ctrlKey || event.altKey || event.metaKey) return false
    if (!event.composedPath().includes(this) && document.activeElement !== document.body) return false
    event.preventDefault()
    this.#parts.focusPane(event.shiftKey ? -1 : 1, this.bottomTab === "console")
    return true
  }

  #handleHide = ({type}: Event): void => {
    if (type === "pagehide") this.model?.setLiving(false)
    if (type === "pageshow") this.model?.setLiving(true)
    else if (type === "pagehide" || document.visibilityState === "hidden") void this.model?.save()
  }

  async #act(action: Action): Promise<void> {
    await this.#work?.act(action)
  }

  /** Brings the code to the front. */
  showCode(): void {
    this.narrowTab = "code"
    this.showsFiles = false
  }

  async #newFile(): Promise<void> {
    if (this.folded) await this.#showFiles()
    this.#parts.files?.newFile()
  }

  async #showFiles(): Promise<void> {
    await import("../kit/drawer.ts")
    this.showsFiles = true
    await this.updateComplete
  }

  #hideFiles(): void {
    this.showsFiles = false
    this.#parts.toolbar?.focusProgram()
  }

  #upload = (files: readonly File[]): void => void this.#act({type: "upload", files})

  /** Shows the list of other tabs' programs. */
  async findPrograms(): Promise<void> {
    const {tabs, model} = this
    if (!tabs || !model || this.#finder) return
    const {ProgramFinder} = await import("./program-finder.ts")
    const done = (visit: Visit | undefined) => {
      this.#finder = undefined
      this.requestUpdate()
      if (visit) void this.#act({type: "attach", visit})
      else void this.updateComplete.then(() => this.#parts.toolbar?.focusProgram())
    }
    this.#finder ??= new ProgramFinder(tabs, model, () => this.requestUpdate(), done)
    this.requestUpdate()
  }

  /** What an idle workbench says. */
  get #hint(): string {
    const {model} = this
    if (!model) return ""
    if (model.visit) return model.visit.hint
    const {ownership, workspace, breakpoints} = model.own
    const {runner} = ownership
    if (runner) return `Lua runs ${runner}'s program, and yours would wait for its turn`
    const {program} = workspace
    if (!program) return "Open a file or an example to begin"
    const first = breakpoints.inFile(program).find(({enabled}) => enabled)
    const key = this.narrow ? "Press Debug" : "Press F5"
    return first ? `${key} to stop at line ${first.line}` : "Ready. Click left of a line number to set a breakpoint"
  }

  override render(): TemplateResult | typeof nothing {
    const {model, narrow} = this
    if (!model) return nothing
    const stage = model.shown
    const {visit, arrangement} = model
    const {state} = stage.run
    const {isLooking, ownership} = stage
    const {shownState} = stage
    const can = possible(shownState, stage.workspace.program !== undefined, isLooking)
    const whose = whoseWords(visit !== undefined, isLooking ? ownership.commander : undefined, ownership.isAsking)
    const command = isLooking ? (visit ? "Take over" : "Take back") : undefined
    const paused = state.kind === "paused"
    const context: LayoutContext = {
      model,
      stage,
      narrow,
      folded: this.folded,
      hint: this.#hint,
      bottomTab: this.bottomTab,
      narrowTab: this.narrowTab,
      root: this.renderRoot as ShadowRoot,
      chooseFiles: () => chooseFiles(this.#upload),
      newFile: () => void this.#newFile(),
      act: action => void this.#act(action),
      showBottom: event => this.#showTab(event),
      showNarrow: tab => {
        this.narrowTab = tab
      },
    }
    const hasBar = narrow && !this.short
    return html`
      <header><button class="skip button" @click=${() => this.#parts.focusMain(this.narrow)}>Skip to the code</button>
      <ms-toolbar .possible=${can} ?paused=${paused} .paths=${stage.workspace.paths} .program=${stage.workspace.program}
        .theme=${arrangement.theme} ?wraps=${arrangement.wraps ?? narrow} ?announces=${arrangement.announces} ?keepsState=${model.keepsState} ?attachable=${this.tabs !== undefined} ?visiting=${visit !== undefined}
        .command=${command} ?asking=${ownership.isAsking} ?narrow=${hasBar} ?folded=${this.folded}></ms-toolbar></header>
      ${bodyOf(context)}
      <footer>
      ${
        hasBar
          ? html`<ms-step-bar .possible=${can} ?paused=${paused} ?running=${state.kind === "running"}
            .command=${command} ?asking=${ownership.isAsking}></ms-step-bar>`
          : nothing
      }
<ms-status-bar .state=${shownState} .hint=${this.#hint} .whose=${whose} .info=${stage.link.kernel?.info} .edited=${[...stage.running.edited]} .earlier=${model.notices.earlier.length} ?narrow=${narrow}></ms-status-bar></footer>
      ${this.folded && this.showsFiles ? filesDrawer(context, () => this.#hideFiles()) : nothing}
      ${troubleCard(model)}
      ${this.dropping ? html`<div class="drop">Drop files to add them to the workspace</div>` : nothing}
      <div class="quiet" role="status" aria-live="polite">${fullWords(shownState, "", whose)}</div>
      ${this.#heard ? html`<ms-output-announcer .since=${this.#heard} .lines=${stage.output.lines} .newest=${stage.output.newest}></ms-output-announcer>` : nothing}
      ${this.#finder?.view(narrow) ?? nothing}
    `
  }

  #showTab({id, deed}: TabEvent): void {
    this.bottomTab = id as BottomTab
    if (id === "console" && deed === "select") void this.updateComplete.then(() => this.#parts.focusPrompt())
  }
}

function joinTabs(): Companions {
  const life = crypto.randomUUID()
  return {life, journal: new LocalJournal(life), news: new ChannelNews()}
}

customElements.define("moonstep-debugger", Workbench)
