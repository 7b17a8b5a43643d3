import {css, html, nothing, type TemplateResult} from "lit"
import type {Place} from "../../src/workbench/place.ts"
import {type FrameView, stackText, type ThreadView} from "../../src/workbench/stop/call-stack.ts"
import {placeWords} from "../../src/workbench/words/state-words.ts"
import type {MenuItem} from "../kit/context-menu.ts"
import {emit} from "../kit/emit.ts"
import {TreeElement, type TreeRow} from "../kit/tree-element.ts"

interface StackRow extends TreeRow {
  readonly thread: ThreadView
  readonly frame?: FrameView
  readonly more?: boolean
}

/** Threads and their frames. */
export class CallStackElement extends TreeElement<StackRow> {
  static override properties = {
    ...TreeElement.properties,
    threads: {attribute: false},
    round: {attribute: false},
    selectedFrame: {attribute: false},
    stoppedThread: {type: Number},
    placeNow: {attribute: false},
  }
  declare threads: readonly ThreadView[]
  /** Another one each time: a thread is the same object, whatever is known of it. */
  declare round: object
  declare selectedFrame: FrameView | undefined
  declare stoppedThread: number
  /** Where a place of the text that runs stands in the one that is shown. */
  declare placeNow: (place: Place) => Place
  protected readonly treeLabel = "Call stack"

  static override styles = [
    ...TreeElement.styles,
    css`
      .thread {
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .thread {
        flex: none;
        max-width: 60%;
      }

      .note {
        flex: 1;
        min-width: 0;
        color: var(--ms-muted);
        margin-left: 8px;
        font-size: var(--ms-small);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .note.here {
        color: var(--ms-warning);
      }

      .frame {
        font-family: var(--ms-mono);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        flex: 1;
      }

      .place {
        display: flex;
        color: var(--ms-muted);
        font-size: var(--ms-small);
        margin-left: 12px;
        flex: none;
        max-width: 60%;
        white-space: pre;
      }

      .path {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .subtle .frame {
        color: var(--ms-muted);
      }

      .more {
        color: var(--ms-accent);
      }
    `,
  ]

  constructor() {
    super()
    this.threads = []
    this.placeNow = place => place
  }

  protected rows(): readonly StackRow[] {
    return this.threads.flatMap(thread => {
      const rows: StackRow[] = [{id: `thread ${thread.id}`, level: 1, open: thread.open, name: thread.name, thread}]
      if (!thread.open) return rows
      for (const frame of thread.frames ?? []) {
        rows.push({
          id: `frame ${thread.id} ${frame.height}`,
          level: 2,
          name: frame.name,
          selected: frame.id === this.selectedFrame?.id,
          thread,
          frame,
          className: frame.place ? "" : "subtle",
        })
      }
      if (thread.frames && thread.frames.length < thread.total) {
        rows.push({id: `more ${thread.id}`, level: 2, name: "more", thread, more: true})
      }
      return rows
    })
  }

  protected override menuOf(row: StackRow): MenuItem[] {
    const {thread, frame, more} = row
    if (more) return []
    const items: MenuItem[] = []
    if (frame && !frame.isLabel)
      items.push({title: "Show its variables", keys: "Enter", run: () => this.handleActivate(row)})
    if (thread.frames) items.push({title: "Copy stack trace", keys: "Ctrl+C", run: () => this.#copy(thread)})
    return items
  }

  protected override handleRowKey({thread}: StackRow, event: KeyboardEvent): boolean {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "c" || !thread.frames) return false
    this.#copy(thread)
    return true
  }

  #copy(thread: ThreadView): void {
    emit(this, {type: "copy", text: stackText(thread, this.placeNow)})
  }

  protected handleToggle(row: StackRow): void {
    emit(this, {type: "toggle-thread", thread: row.thread})
  }

  protected handleActivate(row: StackRow): void {
    if (row.frame?.isLabel) return
    if (row.frame) emit(this, {type: "select-frame", frame: row.frame})
    else if (row.more) emit(this, {type: "more-frames", thread: row.thread})
    else this.handleToggle(row)
  }

  protected renderRow({thread, frame, more}: StackRow): TemplateResult {
    if (more) {
      const left = (thread.total - (thread.frames?.length ?? 0)).toLocaleString("en")
      return html`<span class="more">${thread.loading ? "Loading" : `Show more of ${left} frames`}</span>`
    }
    if (!frame) {
      const here = thread.id === this.stoppedThread
      const note = this.#note(thread)
      return html`<span class="thread" title=${thread.name}>${threadWords(thread.name)}</span><span class="note ${here ? "here" : ""}" title=${note}>${note}</span>${
        isCoroutine(thread) && thread.place ? this.#place(thread.place, "Its function begins there") : nothing
      }`
    }
    if (frame.isLabel)
      return html`<span class="frame" title="Each of these calls took its caller's place">${frame.name}</span>`
    const {name, place, placeWords: words} = frame
    return html`<span class="frame" title=${name}>${frameName(name)}</span>${
      place ? this.#place(place) : html`<span class="place" title=${words}><span class="path">${words}</span></span>`
    }`
  }

  /** A long path loses its end, but not its line. */
  #place(then: Place, title?: string): TemplateResult {
    const place = this.placeNow(then)
    const words = placeWords(place)
    const path = place.name ?? place.path
    return html`<span class="place" title=${title ?? words}><span class="path">${path}</span><span>${words.slice(path.length)}</span></span>`
  }

  /** "paused, resumed by main thread" */
  #note({id, error, status, resumer}: ThreadView): string {
    if (error !== undefined) return error
    const state = id === this.stoppedThread ? "paused" : (status ?? "")
    return resumer === undefined ? state : `${state}, resumed by ${threadWords(resumer)}`
  }

  override render(): TemplateResult {
    return this.threads.length === 0 ? html`` : this.renderTree()
  }
}

// Lua calls a function without a name "function <path:line>"; the path stands beside it anyway.
const unnamed = /^function <.*:(\d+)>$/

function frameName(name: string): string {
  return unnamed.test(name) ? "anonymous function" : name
}

const isCoroutine = ({name}: ThreadView) => name.startsWith("coroutine")

/** The place of one without a name stands beside it. */
function threadWords(name: string): string {
  return unnamed.test(name.replace(/^coroutine /, "")) ? "coroutine" : name
}

customElements.define("ms-call-stack", CallStackElement)
