import {css, html, LitElement, nothing, type TemplateResult} from "lit"
import type {KernelInfo} from "../../src/client/face.ts"
import type {Place} from "../../src/workbench/place.ts"
import {isLive, type RunState} from "../../src/workbench/program/run-state.ts"
import {durationWords, fullWords, placeWords} from "../../src/workbench/words/state-words.ts"
import {emit} from "../kit/emit.ts"
import {base} from "../kit/theme.ts"

const gateWords: Record<KernelInfo["gate"], string> = {
  atomics: "A running program pauses at once: this page is isolated, and it waits with Atomics.",
  suspending:
    "A running program looks for a pause from time to time: this page is not isolated, and it is suspended by JSPI.",
  unwinding:
    "A running program looks for a pause from time to time: this page is not isolated, and it leaves its stack where it stands. It can't stand inside of what C functions call, such as table.sort.",
}

const luaWords = ({luaVersion}: KernelInfo): string => luaVersion.replace(/^(?!Lua)/, "Lua ")

/** The state in words, then what it runs on. */
export class StatusBar extends LitElement {
  static override properties = {
    state: {attribute: false},
    hint: {},
    whose: {attribute: false},
    info: {attribute: false},
    edited: {attribute: false},
    earlier: {type: Number},
    narrow: {type: Boolean},
  }
  declare state: RunState
  declare hint: string
  /** "in another tab", for a program that is not one's own. */
  declare whose: readonly string[]
  declare info: KernelInfo | undefined
  /** Files that differ from what runs. */
  declare edited: readonly string[]
  /** How many notices can be shown again. */
  declare earlier: number
  declare narrow: boolean
  #clock: ReturnType<typeof setInterval> | undefined

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 16px;
        height: 28px;
        padding: 0 12px 0 10px;
        border-top: 1px solid var(--ms-border);
        border-left: 2px solid transparent;
        background: var(--ms-panel);
        font-size: var(--ms-small);
        color: var(--ms-muted);
        position: relative;
        overflow: hidden;
      }

      :host([kind="paused"]) {
        border-left-color: var(--ms-paused);
      }

      :host([kind="waiting"]) {
        border-left-color: var(--ms-accent);
      }

      :host([kind="running"]) {
        border-left-color: var(--ms-running);
      }

      :host([kind="failed"]),
      :host([kind="dead"]),
      :host([kind="unresponsive"]) {
        border-left-color: var(--ms-error);
      }

      .state {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        color: var(--ms-text);
        white-space: nowrap;
      }

      .words,
      .link {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .link {
        min-width: 64px;
      }

      .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        flex: none;
        background: var(--ms-border-strong);
        forced-color-adjust: none;
      }

      :host([kind="paused"]) .dot {
        background: var(--ms-paused);
      }

      :host([kind="waiting"]) .dot {
        background: var(--ms-accent);
      }

      :host([kind="running"]) .dot {
        background: var(--ms-running);
      }

      :host([kind="failed"]) .dot,
      :host([kind="dead"]) .dot,
      :host([kind="unresponsive"]) .dot {
        background: var(--ms-error);
      }

      .spacer {
        flex: 1;
      }

      .item {
        white-space: nowrap;
      }

      .edited {
        overflow: hidden;
        text-overflow: ellipsis;
        min-width: 0;
        /* before the state loses a letter */
        flex: 0 10000 auto;
      }

      .notices {
        padding: 0 4px;
      }

      .notices:hover {
        color: var(--ms-text);
        background: var(--ms-hover);
      }

      .time {
        font-variant-numeric: tabular-nums;
      }

      /* After a second of running: a slow light along the top edge. */
      .progress {
        position: absolute;
        top: -1px;
        left: 0;
        width: 25%;
        height: 2px;
        background: linear-gradient(to right, transparent, var(--ms-running), transparent);
        animation: drift 2.4s linear 1s infinite backwards;
        translate: -100% 0;
      }

      @keyframes drift {
        from {
          translate: -100% 0;
        }
        to {
          translate: 400% 0;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        .progress {
          display: none;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.state = {kind: "starting"}
    this.hint = ""
    this.whose = []
    this.edited = []
    this.earlier = 0
    this.narrow = false
  }

  override willUpdate(): void {
    this.setAttribute("kind", this.state.kind)
    clearInterval(this.#clock)
    if (this.state.kind === "running") this.#clock = setInterval(() => this.requestUpdate(), 250)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#clock)
  }

  #time(): string {
    const {state} = this
    if (state.kind === "running" && !state.line && state.since !== undefined)
      return durationWords(Math.floor((performance.now() - state.since) / 100) * 100)
    if (state.kind === "paused" && state.stop.milliseconds !== undefined) return durationWords(state.stop.milliseconds)
    return ""
  }

  #link(place: Place): TemplateResult {
    return html`<button class="link" @click=${() => emit(this, {type: "go-to", place})}>${placeWords(place)}</button>`
  }

  override render(): TemplateResult {
    const {state} = this
    const words = fullWords(state, this.hint, this.whose, this.narrow)
    const time = this.#time()
    const place = state.kind === "failed" ? state.failure.place : undefined
    const edited = isLive(state) && this.edited.length > 0
    return html`
      ${state.kind === "running" ? html`<div class="progress"></div>` : nothing}
      <div class="state">
        <span class="dot"></span>
        <span class="words" title=${words}>${words}</span>
        ${place ? this.#link(place) : nothing}
        ${time ? html`<span class="time item" title=${state.kind === "paused" ? "From going on to this stop" : "Since the start"}>· ${state.kind === "paused" ? `after ${time}` : time}</span>` : nothing}
      </div>
      <span class="spacer"></span>
      ${edited ? html`<span class="item edited" title=${this.edited.join("\n")}>${this.edited.join(", ")} changed since the start</span>` : nothing}
      ${
        this.earlier > 0
          ? html`<button class="notices item" title="Show what could still be undone"
              @click=${() => emit(this, {type: "recall-notices"})}>${this.earlier === 1 ? "1 notice" : `${this.earlier} notices`}</button>`
          : nothing
      }
      ${
        this.info && !this.narrow
          ? html`<span class="item" title=${gateWords[this.info.gate]}>${luaWords(this.info)}</span>`
          : nothing
      }
    `
  }
}

customElements.define("ms-status-bar", StatusBar)
